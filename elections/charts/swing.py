"""Two elections side by side: a slope for each contender that stood in both, a lone mark for one that did not.

The largest contenders are named, the others are thin lines. Contenders of different offices or countries are compared
only where the page says that they are the same.
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
ROOM, PHONE_ROOM = 210, 104
MOST_NAMED, MOST_ON_PHONE = 12, 9
OFF = 0.09


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
    known = [row for row in rows if row.before_pct is not None or row.after_pct is not None]
    drawn = sorted(known, key=lambda row: -max(row.before_pct or Decimal(0), row.after_pct or Decimal(0)))
    if not drawn:
        raise NothingToDraw("no share in either election")
    highest = max([100.0, *(float(share or 0) for row in drawn for share in (row.before_pct, row.after_pct))])
    room = PHONE_ROOM if phone else ROOM
    named = drawn[: MOST_ON_PHONE if phone else MOST_NAMED]
    notes = [note for x in (0, 1) for note in side(named, ends, x, room, HEIGHT, highest, language)]
    widths = [(note["x"], width(untagged(note["text"]), house.SMALL)) for note in notes if note["yref"] == "y"]
    left = max((wide for x, wide in widths if x < 0), default=0)
    right = max((wide for x, wide in widths if x > 1), default=0)
    margin = {"l": max(left, half(ends.before)) + 10, "r": max(right, half(ends.after)) + 10, "t": 30, "b": 14}
    layout: Spec = {
        "annotations": notes,
        "xaxis": house.axis(-OFF, 1 + OFF, {0: "", 1: ""}, anchor="y", showticklabels=False),
        "yaxis": house.axis(-4, highest * 1.04, house.share_ticks(language, highest), anchor="x", showticklabels=False),
    }
    data = [context(row) for row in drawn[len(named) :]] + leaders(notes, named)
    data += [slope(row, place, ends, language) for place, row in enumerate(named)]
    return house.figure(data, layout, HEIGHT, margin)


def half(title: str) -> float:
    return width(plain(title), 13, bold=True) / 2 - 22


def leaders(notes: Sequence[Spec], rows: Sequence[Row]) -> list[Spec]:
    """A thin line from each mark to its label."""
    befores = [row.before_pct for row in rows if row.before_pct is not None]
    afters = [row.after_pct for row in rows if row.after_pct is not None]
    places = [(note["x"], note["y"]) for note in notes if note["yref"] == "y"]
    marked = [(0, float(share)) for share in befores] + [(1, float(share)) for share in afters]
    xs: list[float | None] = []
    ys: list[float | None] = []
    for (x, y), (label_x, label_y) in zip(marked, places, strict=True):
        xs += [x, label_x, None]
        ys += [y, label_y, None]
    return [house.line_trace(xs, ys, {"color": "var(--rule-2)", "width": 0.8})]


def context(row: Row) -> Spec:
    """A contender without a name in the picture: the table has it."""
    spec = house.line_trace(
        [0, 1], [house.value(row.before_pct), house.value(row.after_pct)], {"color": "var(--rule-2)", "width": 1}
    )
    return spec | {"mode": "lines+markers", "marker": marks.solid("circle", 4, "var(--rule-2)")}


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
        name = row.name if x else row.name_before or row.name
        name = cut(plain(name), house.SMALL, room - width(f" {figure}", house.SMALL))
        words = literal(f"{name} {figure}")
        words = f"<s>{words}</s>" if gone else words
        colour = marks.GONE if gone else marks.INK
        anchor: Spec = {"xanchor": "left" if x else "right", "xshift": 3 if x else -3}
        found.append(label(words, 1 + OFF if x else -OFF, y, font={"color": colour}, **anchor))
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
