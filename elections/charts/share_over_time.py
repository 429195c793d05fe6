"""Vote shares over several elections of one chamber or office: a line for each party or lineage.

Shape and dash tell the lines apart, names stand at their ends. Lines that never reach SMALL_BELOW per cent have a panel
with a scale of its own, titled with its range; no axis is ever cut.
"""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil

from elections.charts import house, marks
from elections.charts.dates import day_number, iso
from elections.charts.house import Spec
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import NothingToDraw, Table
from elections.charts.share_lines import (
    MOST_NAMED,
    MOST_ON_PHONE,
    Line,
    Row,
    drawn_rows,
    end_labels,
    lines_of,
    padding,
)
from elections.charts.text import cut, literal, plain, widest
from elections.charts.votes import is_void_status, status_words
from elections.wording import NARROW

__all__ = ["PHONE_WIDTH", "WIDTH", "Row", "figure", "summary", "table"]

WIDTH, PHONE_WIDTH = 1200, 358
HEIGHT, PHONE_PANEL = 400, 330
SMALL_BELOW = 30
TITLE_ROOM = 290
TOP, BOTTOM = 46, 30
ROOM, PHONE_ROOM, LEFT_MARGIN = 170, 104, 52
LEFT, RIGHT, BETWEEN = (0.0, 0.31), (0.47, 1.0), 108
PHONE_GAP = 0.14


def split(lines: Sequence[Line]) -> list[tuple[list[Line], bool]]:
    """The lines of each panel, and whether its scale is its own: large shares on 0 to 100, small ones apart."""
    large = [line for line in lines if line.highest >= SMALL_BELOW]
    small = [line for line in lines if line.highest < SMALL_BELOW]
    return [(group, own) for group, own in ((large, False), (small, True)) if group]


@plotted
def figure(
    rows: Sequence[Row], *, include_annulled: bool = False, phone: bool = False, language: Language = ENGLISH
) -> Spec:
    """The picture, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw."""
    most = MOST_ON_PHONE if phone else MOST_NAMED
    dates, lines = lines_of(drawn_rows(rows, include_annulled), most)
    if not any(line.end is not None for line in lines):
        raise NothingToDraw("no share in any election")
    groups = split(lines)
    layout: Spec = {"annotations": []}
    data: list[Spec] = []
    label_room = float(PHONE_ROOM if phone else ROOM)
    height = PHONE_PANEL * len(groups) if phone else HEIGHT
    ticks = house.share_ticks(language, float(max(line.highest for line in lines)))
    left = max(LEFT_MARGIN, widest(list(ticks.values()), house.SMALL) + 8)
    wide = (PHONE_WIDTH if phone else WIDTH) - left - label_room - 18
    for place, ((group, has_own_scale), box) in enumerate(zip(groups, panel_boxes(len(groups), phone), strict=True)):
        x_domain, y_domain = box
        x, y = ("x", "y") if place == 0 else ("x2", "y2")
        top = ceiling(group, has_own_scale)
        layout[f"xaxis{x[1:]}"] = dates_axis(dates, phone or len(groups) > 1, domain=x_domain, anchor=y)
        layout[f"yaxis{y[1:]}"] = scale(top, language, domain=y_domain, anchor=x)
        data += [trace for line in group for trace in traces(line, dates, x, y, language)]
        pixels = (height - TOP - BOTTOM) * (y_domain[1] - y_domain[0])
        own_room = BETWEEN if len(groups) > 1 and place == 0 and not phone else label_room
        paper = (wide * (x_domain[1] - x_domain[0]), pixels)
        layout["annotations"] += end_labels(group, dates, (x, y), top, paper, own_room, language)
        if has_own_scale or len(groups) > 1:
            words = title(group, has_own_scale, len(groups), top, language)
            layout["annotations"].append(
                house.heading(literal(cut(words, 13, TITLE_ROOM, bold=True)), x_domain[0], y_domain[1], yshift=10)
            )
    margin = {"l": left, "r": label_room + 18, "t": TOP, "b": BOTTOM}
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


def ceiling(lines: Sequence[Line], has_own_scale: bool) -> float:
    """100, or what is higher; a scale of its own ends at a whole number a little above its highest share."""
    highest = float(max(line.highest for line in lines))
    return float(max(ceil(highest * 1.15), 1)) if has_own_scale else max(100.0, highest)


def scale(top: float, language: Language, **more: object) -> Spec:
    """From 0 to the top, the unit on the last tick."""
    if top >= 100:
        axis = house.shares_axis(language, top, **more)
        return axis | {"range": [0, axis["range"][1] * 1.04], "ticklen": 2}
    step = house.step_for(top, 4)
    ticks = {float(step * place): language.number(step * place) for place in range(int(Decimal(top) / step) + 1)}
    ticks[max(ticks)] += f"{NARROW}%"
    return house.axis(0, top, ticks, **more)


def dates_axis(dates: Sequence[str], is_narrow: bool, **more: object) -> Spec:
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
    pad = padding(end - start)
    return house.axis(iso(start - pad), iso(end + pad), ticks, type="date", **more)


def traces(line: Line, dates: Sequence[str], x: str, y: str, language: Language) -> list[Spec]:
    """The line over elections that count, and hollow marks for annulled ones, which no line joins."""
    void = [row is not None and is_void_status(row.status) for row in line.rows]
    shares = [None if gone else house.value(share) for share, gone in zip(line.shares, void, strict=True)]
    kept = broken([(d, s, r) for d, s, r, gone in zip(dates, shares, line.rows, void, strict=True) if not gone])
    is_context = line.place is None
    colour = "var(--rule-2)" if is_context else line.colour
    symbol, size = (marks.symbol_of(line.place), 9) if line.place is not None else ("circle", 4)
    dash = {"color": colour, "width": 1 if is_context else 2.4, "dash": marks.dash_of(line.place or 0)}
    words = (hover(line, row, language) for _, _, row in kept)
    spec = house.line_trace([date for date, _, _ in kept], [share for _, share, _ in kept], dash, x, y)
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


Point = tuple[str, float | None, Row | None]


def broken(points: Sequence[Point]) -> list[Point]:
    """A gap wherever a share of registered voters would be joined with one of another whole."""
    found: list[Point] = []
    of_registered = None
    for date, share, row in points:
        if row is not None and share is not None:
            now = row.share_of == "registered"
            if of_registered is not None and now != of_registered:
                found.append((date, None, None))
            of_registered = now
        found.append((date, share, row))
    return found


def hover(line: Line, row: Row | None, language: Language) -> str:
    if row is None or row.share_pct is None:
        return literal(line.name)
    share = language.qualified(language.percent(row.share_pct), row.qualifier)
    return f"{literal(line.name)}, {language.day(row.date)}: {share}"


def title(lines: Sequence[Line], has_own_scale: bool, panels: int, top: float, language: Language) -> str:
    """Whose lines a panel shows, and the range of its scale."""
    scale_words = f"0–{language.percent(ceil(top))}"
    if panels == 1:
        return scale_words
    if has_own_scale:
        name = language.gettext("Always under %(share)s") % {"share": language.percent(SMALL_BELOW)}
    else:
        over = language.gettext("Once %(share)s or more") % {"share": language.percent(SMALL_BELOW)}
        name = cut(plain(lines[0].name), 13, 170, bold=True) if len(lines) == 1 else over
    return f"{name}: {scale_words}"


def summary(rows: Sequence[Row], *, include_annulled: bool = False, language: Language = ENGLISH) -> str:
    """One sentence: how the first line went, which other moved most, and what was left out."""
    dates, lines = lines_of(drawn_rows(rows, include_annulled))
    moved = [line for line in lines if line.end is not None and len(comparable(line, dates)) > 1]
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
    known = comparable(line, [""] * len(line.rows))
    return known[-1][1] - known[0][1]


def comparable(line: Line, dates: Sequence[str]) -> list[tuple[str, Decimal]]:
    """The dated shares of a line that compare with its last one: of registered voters, or none of them."""
    known = [
        (d, s, r) for d, s, r in zip(dates, line.shares, line.rows, strict=True) if s is not None and r is not None
    ]
    of_last = known[-1][2].share_of == "registered"
    return [(date, share) for date, share, row in known if (row.share_of == "registered") == of_last]


def movement(line: Line, dates: Sequence[str], language: Language) -> str:
    known = comparable(line, dates)
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
