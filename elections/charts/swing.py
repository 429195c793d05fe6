"""Two elections side by side: a slope for each contender that stood in both, a lone mark for one that did not.

Contenders of different offices or countries are compared only where the page says that they are the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import plotly.graph_objects as go

from elections.charts import house, marks
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language
from elections.charts.rows import NothingToDraw, Table
from elections.charts.stacking import spread_out
from elections.charts.text import cut, literal, plain, untagged, width

WIDTH, PHONE_WIDTH = 690, 358
HEIGHT = 420
LINE_HEIGHT = 16
ROOM, PHONE_ROOM = 210, 96


@dataclass(frozen=True, slots=True)
class Row:
    """The shares (per cent) of one contender or lineage in two elections; None: no share, or not on the ballot."""

    contender: str
    name: str
    colour: str
    before_pct: Decimal | None
    after_pct: Decimal | None
    name_before: str = ""

    @property
    def swing(self) -> Decimal | None:
        """After minus before, in points."""
        if self.before_pct is None or self.after_pct is None:
            return None
        return self.after_pct - self.before_pct


@dataclass(frozen=True, slots=True)
class Ends:
    """The two elections: what stands above each side, and whether one of them is annulled."""

    before: str
    after: str
    is_annulled_before: bool = False
    is_annulled_after: bool = False


def figure(rows: Sequence[Row], ends: Ends, *, phone: bool = False, language: Language = ENGLISH) -> go.Figure:
    """The slopes, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw where no share is known."""
    drawn = [row for row in rows if row.before_pct is not None or row.after_pct is not None]
    if not drawn:
        raise NothingToDraw("no share in either election")
    highest = max([100.0, *(float(share or 0) for row in drawn for share in (row.before_pct, row.after_pct))])
    room = PHONE_ROOM if phone else ROOM
    height = max(HEIGHT, len(drawn) * LINE_HEIGHT + 80)
    notes = side(drawn, ends, 0, room, height, highest, language) + side(
        drawn, ends, 1, room, height, highest, language
    )
    widths = [(note["x"], width_of(note["text"])) for note in notes if note["yref"] == "y"]
    left = max((wide for x, wide in widths if x == 0), default=0)
    right = max((wide for x, wide in widths if x == 1), default=0)
    margin = {"l": max(left, half(ends.before)) + 22, "r": max(right, half(ends.after)) + 22, "t": 30, "b": 14}
    layout: Spec = {
        "annotations": notes,
        "xaxis": house.axis(0, 1, {0: "", 1: ""}, anchor="y", showticklabels=False),
        "yaxis": house.axis(-4, highest * 1.04, house.share_ticks(language, highest), anchor="x", showticklabels=False),
    }
    data = [slope(row, place, ends, language) for place, row in enumerate(drawn)]
    return house.figure(data, layout, height, margin)


def half(title: str) -> float:
    return width(plain(title), 13, bold=True) / 2 - 22


def width_of(words: str) -> float:
    return width(untagged(words), house.SMALL)


def slope(row: Row, place: int, ends: Ends, language: Language) -> Spec:
    """The line of one contender; with one share only, a mark."""
    colours = [marks.GONE if gone else row.colour for gone in (ends.is_annulled_before, ends.is_annulled_after)]
    gone = ends.is_annulled_before or ends.is_annulled_after
    line = {"color": marks.GONE if gone else row.colour, "width": 1.2 if gone else 2.2, "dash": marks.dash_of(place)}
    spec = house.line_trace([0, 1], [house.value(row.before_pct), house.value(row.after_pct)], line)
    symbol = marks.symbol_of(place)
    void = (ends.is_annulled_before, ends.is_annulled_after)
    spec |= {
        "mode": "lines+markers",
        "marker": {
            "symbol": symbol,
            "size": 9,
            "color": [marks.PAPER if each else colour for each, colour in zip(void, colours, strict=True)],
            "line": {
                "width": [1.5 if each else 1 for each in void],
                "color": [colour if each else marks.PAPER for each, colour in zip(void, colours, strict=True)],
            },
        },
        "customdata": [hover(row, language)] * 2,
    }
    return spec | house.HOVER


def side(
    rows: Sequence[Row], ends: Ends, x: int, room: float, height: int, highest: float, language: Language
) -> list[Spec]:
    """The title of one election above its side, and name and share of each contender beside its mark."""
    known = [(row, share) for row in rows if (share := row.after_pct if x else row.before_pct) is not None]
    per_pixel = highest * 1.08 / (height - 44)
    places = spread_out([float(share) for _, share in known], LINE_HEIGHT * per_pixel, 0, highest)
    title, gone = (ends.after, ends.is_annulled_after) if x else (ends.before, ends.is_annulled_before)
    look: Spec = {"yref": "paper", "yanchor": "bottom", "yshift": 8, "font": {"size": 13, "color": marks.INK}}
    struck = f"<s>{literal(title)}</s>" if gone else literal(title)
    found = [label(f"<b>{struck}</b>", x, 1, **look)]
    for (row, share), y in zip(known, places, strict=True):
        figure = language.number(share)
        name = (row.name if x else row.name_before or row.name) if x or room == ROOM else ""
        name = cut(plain(name), house.SMALL, room - width(f" {figure}", house.SMALL)) if name else ""
        words = literal(f"{name} {figure}".strip())
        words = f"<s>{words}</s>" if gone else words
        colour = marks.GONE if gone else marks.INK
        anchor: Spec = {"xanchor": "left" if x else "right", "xshift": 12 if x else -12}
        found.append(label(words, x, y, font={"color": colour}, **anchor))
    return found


def hover(row: Row, language: Language) -> str:
    words = [
        language.gettext("none") if share is None else language.percent(share)
        for share in (row.before_pct, row.after_pct)
    ]
    return f"{literal(row.name)}: {words[0]} → {words[1]}"


def summary(rows: Sequence[Row], ends: Ends, language: Language = ENGLISH) -> str:
    """One sentence: the largest gain and the largest loss, and who is in one election only."""
    both = [row for row in rows if row.swing is not None]
    if not both:
        return language.gettext("No contender has a share in both elections.")
    parts = []
    gain = max(both, key=lambda row: row.swing or Decimal(0))
    loss = min(both, key=lambda row: row.swing or Decimal(0))
    for row in dict.fromkeys((gain, loss)):
        words = language.gettext("%(name)s went from %(before)s to %(after)s (%(swing)s points)")
        assert row.before_pct is not None and row.after_pct is not None and row.swing is not None
        parts.append(
            words
            % {
                "name": row.name,
                "before": language.number(row.before_pct),
                "after": language.percent(row.after_pct),
                "swing": language.points(row.swing),
            }
        )
    if alone := len(rows) - len(both):
        words = language.ngettext(
            "%(count)s contender has a share in one of the two only",
            "%(count)s contenders have a share in one of the two only",
            alone,
        )
        parts.append(words % {"count": alone})
    return "; ".join(parts) + "."


def table(rows: Sequence[Row], ends: Ends, language: Language = ENGLISH) -> Table:
    """Contender, both shares, the difference in points."""
    g = language.gettext
    return Table(
        (g("Contender"), f"{ends.before}, %", f"{ends.after}, %", g("Difference, points")),
        tuple(
            (
                row.name,
                "" if row.before_pct is None else language.number(row.before_pct),
                "" if row.after_pct is None else language.number(row.after_pct),
                "" if row.swing is None else language.points(row.swing),
            )
            for row in rows
        ),
        frozenset({1, 2, 3}),
    )
