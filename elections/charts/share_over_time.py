"""Vote shares over several elections of one chamber or office: a line for each party or lineage.

Shape and dash tell the lines apart, names stand at their ends. Where one contender towers over all others, the others
get a second panel with a scale of its own, titled with its range; no axis is ever cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import plotly.graph_objects as go

from elections.charts import house, marks
from elections.charts.dates import day_number, iso
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language, rounded
from elections.charts.rows import NothingToDraw, Table
from elections.charts.stacking import spread_out
from elections.charts.text import cut, literal, plain, untagged, width
from elections.charts.votes import is_void_status, status_words
from elections.wording import NARROW

WIDTH, PHONE_WIDTH = 1200, 358
HEIGHT, PHONE_PANEL = 400, 330
TOWERS_FROM, OTHERS_BELOW = 50, 30
LINE_HEIGHT, TOP, BOTTOM = 16, 46, 30
ROOM, PHONE_ROOM = 170, 104
LEFT, RIGHT = (0.0, 0.36), (0.47, 1.0)
PHONE_GAP = 0.14
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Row:
    """The share (per cent) of one party or lineage in one election; `line` keeps its rows together."""

    line: str
    name: str
    colour: str
    election: str
    date: str
    share_pct: Decimal | None
    share_of: str = ""
    status: str = "held"
    basis: str = "official_final"
    qualifier: str = ""


@dataclass(frozen=True)
class Line:
    """One party over all elections drawn: a share or None for each of the dates.

    `place` is its rank among the largest, which gives it shape and dash; None is context without a name.
    """

    name: str
    colour: str
    place: int | None
    shares: tuple[Decimal | None, ...]
    rows: tuple[Row | None, ...]

    @property
    def highest(self) -> Decimal:
        return max((share for share in self.shares if share is not None), default=Decimal(0))

    @property
    def end(self) -> int | None:
        """The place of the last election with a share."""
        return max((place for place, share in enumerate(self.shares) if share is not None), default=None)


def drawn_rows(rows: Sequence[Row], include_annulled: bool) -> list[Row]:
    """Annulled elections stay out unless asked for; shares of seats always do."""
    return [row for row in rows if row.share_of != "seats" and (include_annulled or not is_void_status(row.status))]


def lines_of(rows: Sequence[Row]) -> tuple[list[str], list[Line]]:
    """The dates in order and the lines in the order of the rows. An election without a share is a gap."""
    dates = sorted({row.date for row in rows})
    by_line: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_line.setdefault(row.line, {}).setdefault(row.date, row)
    largest = sorted(by_line, key=lambda line: -max(own_share(row) for row in by_line[line].values()))[:MOST_NAMED]
    found = []
    for line, own in by_line.items():
        place = largest.index(line) if line in largest else None
        across = tuple(own.get(date) for date in dates)
        shares = tuple(row.share_pct if row else None for row in across)
        first = next(row for row in across if row)
        found.append(Line(first.name, first.colour, place, shares, across))
    return dates, found


def own_share(row: Row) -> Decimal:
    return row.share_pct if row.share_pct is not None else Decimal(-1)


def split(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The one line that towers over all others, and these; or all lines in one panel."""
    ordered = sorted(lines, key=lambda line: -line.highest)
    if len(ordered) > 2 and ordered[0].highest >= TOWERS_FROM and ordered[1].highest < OTHERS_BELOW:
        return ordered[:1], [line for line in lines if line is not ordered[0]]
    return list(lines), []


def figure(
    rows: Sequence[Row], *, include_annulled: bool = False, phone: bool = False, language: Language = ENGLISH
) -> go.Figure:
    """The picture, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw."""
    dates, lines = lines_of(drawn_rows(rows, include_annulled))
    if not any(line.end is not None for line in lines):
        raise NothingToDraw("no share in any election")
    groups = [group for group in split(lines) if group]
    height = PHONE_PANEL * len(groups) if phone else HEIGHT
    layout: Spec = {"annotations": []}
    data: list[Spec] = []
    boxes = panel_boxes(len(groups), phone)
    room = 0.0
    for place, (group, (x_domain, y_domain)) in enumerate(zip(groups, boxes, strict=True)):
        x, y = ("x", "y") if place == 0 else ("x2", "y2")
        top = ceiling(group, is_second=place == 1)
        layout[f"xaxis{x[1:]}"] = dates_axis(dates, language, phone or len(groups) > 1, domain=x_domain, anchor=y)
        layout[f"yaxis{y[1:]}"] = scale(top, language, domain=y_domain, anchor=x)
        data += [trace for line in group for trace in traces(line, dates, x, y, language)]
        pixels = (height - TOP - BOTTOM) * (y_domain[1] - y_domain[0])
        names = end_labels(group, dates, x, y, top, pixels, PHONE_ROOM if phone else ROOM, language)
        room = max([room, *(width(untagged(note["text"]), house.SMALL) for note in names)])
        layout["annotations"] += names
        if len(groups) > 1:
            layout["annotations"].append(title(group, place, top, x_domain[0], y_domain[1], language))
    margin = {"l": 52, "r": room + 18, "t": TOP if len(groups) > 1 else 14, "b": BOTTOM}
    return house.figure(data, layout, height, margin)


def panel_boxes(count: int, phone: bool) -> list[tuple[list[float], list[float]]]:
    """The domains (x, y) of one or two panels."""
    whole = [0.0, 1.0]
    if count == 1:
        return [(whole, whole)]
    if phone:
        half = (1 - PHONE_GAP) / 2
        return [(whole, [1 - half, 1.0]), (whole, [0.0, half])]
    return [(list(LEFT), whole), (list(RIGHT), whole)]


def ceiling(lines: Sequence[Line], is_second: bool) -> float:
    """100, or what is higher; the second panel ends a little above its highest share."""
    highest = float(max(line.highest for line in lines))
    return max(highest * 1.15, 1.0) if is_second else max(100.0, highest)


def scale(top: float, language: Language, **more: object) -> Spec:
    """From 0 to the top, the unit on the last tick."""
    if top >= 100:
        axis = house.shares_axis(language, top, **more)
        return axis | {"range": [0, axis["range"][1] * 1.04], "ticklen": 2}
    step = house.step_for(top, 4)
    ticks = {float(step * place): language.number(step * place) for place in range(int(Decimal(top) / step) + 1)}
    ticks[max(ticks)] += f"{NARROW}%"
    return house.axis(0, top, ticks, **more)


def dates_axis(dates: Sequence[str], language: Language, is_narrow: bool, **more: object) -> Spec:
    """The elections at their dates; ticks that would touch are left out, the last one never."""
    ticks: dict[str, str] = {}
    start, end = day_number(dates[0]), day_number(dates[-1])
    span = max(end - start, 365.0)
    least = span * (0.17 if is_narrow else 0.09)
    last = end + 2 * least
    for date in reversed(dates):
        if last - day_number(date) >= least:
            ticks[date] = date[:4]
            last = day_number(date)
    pad = max(span * 0.06, 120)
    return house.axis(iso(start - pad), iso(end + pad), ticks, type="date", **more)


def traces(line: Line, dates: Sequence[str], x: str, y: str, language: Language) -> list[Spec]:
    """The line over elections that count, and hollow marks for annulled ones, which no line joins."""
    void = [row is not None and is_void_status(row.status) for row in line.rows]
    shares = [None if gone else house.value(share) for share, gone in zip(line.shares, void, strict=True)]
    kept = [(date, share) for date, share, gone in zip(dates, shares, void, strict=True) if not gone]
    is_context = line.place is None
    colour = "var(--rule-2)" if is_context else line.colour
    symbol, size = (marks.symbol_of(line.place), 9) if line.place is not None else ("circle", 4)
    dash = {"color": colour, "width": 1 if is_context else 2.4, "dash": marks.dash_of(line.place or 0)}
    words = [hover(line, row, language) for row, gone in zip(line.rows, void, strict=True) if not gone]
    spec = house.line_trace([date for date, _ in kept], [share for _, share in kept], dash, x, y)
    spec |= {"mode": "lines+markers", "marker": marks.solid(symbol, size, colour), "customdata": words}
    found = [spec | house.HOVER]
    gone = [
        (row.date, float(row.share_pct))
        for row in line.rows
        if row and row.share_pct is not None and is_void_status(row.status)
    ]
    if gone:
        found.append(
            house.marks_trace(
                [d for d, _ in gone], [s for _, s in gone], marks.hollow(symbol, size, marks.GONE, 1.4), x, y
            )
        )
    return found


def hover(line: Line, row: Row | None, language: Language) -> str:
    if row is None or row.share_pct is None:
        return literal(line.name)
    share = language.qualified(language.percent(row.share_pct), row.qualifier)
    return f"{literal(line.name)}, {language.day(row.date)}: {share}"


def end_labels(
    lines: Sequence[Line],
    dates: Sequence[str],
    x: str,
    y: str,
    top: float,
    pixels: float,
    room: float,
    language: Language,
) -> list[Spec]:
    """Name and last share at the end of each line; those that end together are moved apart."""
    by_end: dict[int, list[Line]] = {}
    for line in lines:
        if line.end is not None and line.place is not None:
            by_end.setdefault(line.end, []).append(line)
    found = []
    for end, own in by_end.items():
        last = [line.shares[end] or Decimal(0) for line in own]
        places = spread_out([float(share) for share in last], LINE_HEIGHT * top / pixels, 0, top)
        for line, share, place in zip(own, last, places, strict=True):
            figure = language.number(rounded(share, 1))
            name = cut(plain(line.name), house.SMALL, room - width(f" {figure}", house.SMALL))
            look: Spec = {"xref": x, "yref": y, "xanchor": "left", "xshift": 9, "bgcolor": marks.PAPER}
            found.append(label(literal(f"{name} {figure}"), dates[end], place, font={"color": line.colour}, **look))
    return found


def title(lines: Sequence[Line], place: int, top: float, x: float, y: float, language: Language) -> Spec:
    """The name of a panel with the range of its scale."""
    name = language.gettext("All others") if place else plain(lines[0].name)
    range_words = f"0–{language.percent(int(top))}"
    return house.heading(literal(f"{cut(name, 13, 220, bold=True)}, {range_words}"), x, y, yshift=10)


def summary(rows: Sequence[Row], *, include_annulled: bool = False, language: Language = ENGLISH) -> str:
    """One sentence: how the first line went, which other moved most, and what was left out."""
    dates, lines = lines_of(drawn_rows(rows, include_annulled))
    moved = [line for line in lines if sum(share is not None for share in line.shares) > 1]
    if not moved:
        return language.gettext("No contender has a share in more than one election.")
    chosen = sorted(moved, key=lambda line: -line.highest)[:1]
    chosen += sorted((line for line in moved if line not in chosen), key=lambda line: -abs(change(line)))[:1]
    parts = [movement(line, dates, language) for line in chosen]
    void = sorted({row.date for row in rows if is_void_status(row.status)})
    if void and not include_annulled:
        parts.append(
            language.gettext("annulled and left out: %(names)s")
            % {"names": language.listed([language.day(each) for each in void])}
        )
    return "; ".join(parts) + "."


def change(line: Line) -> Decimal:
    """The last share minus the first."""
    known = [share for share in line.shares if share is not None]
    return known[-1] - known[0]


def movement(line: Line, dates: Sequence[str], language: Language) -> str:
    known = [(date, share) for date, share in zip(dates, line.shares, strict=True) if share is not None]
    words = language.gettext("%(name)s went from %(first)s in %(start)s to %(last)s in %(end)s")
    return words % {
        "name": line.name,
        "first": language.percent(known[0][1]),
        "start": known[0][0][:4],
        "last": language.percent(known[-1][1]),
        "end": known[-1][0][:4],
    }


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """Every share as text."""
    g = language.gettext
    return Table(
        (g("Party"), g("Date"), g("Share, %"), g("Share of"), g("Basis"), g("Status")),
        tuple(
            (
                row.name,
                language.day(row.date),
                "" if row.share_pct is None else language.qualified(language.number(row.share_pct), row.qualifier),
                language.share_of(row.share_of),
                language.basis(row.basis),
                status_words(row.status, language),
            )
            for row in rows
        ),
        frozenset({2}),
    )
