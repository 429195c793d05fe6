"""Turnout through the day: lines by hour, gaps as gaps, earlier elections as context.

The highlighted line is the place the page is about; other lines are regions or earlier elections. A figure whose hour
is not known gets a hollow point and a whisker over all hours it may be of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from elections.charts import house, marks
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language, rounded
from elections.charts.plotted import plotted
from elections.charts.rows import NothingToDraw, Table
from elections.charts.stacking import spread_out
from elections.charts.text import cut, literal, plain, widest

WIDTH, PHONE_WIDTH = 560, 358
HEIGHT, PHONE_HEIGHT = 390, 380
LABEL_ROOM, PHONE_LABEL_ROOM = 168, 132
TICK_HOURS = (2, 3, 4, 6, 12)
MOST_LABELS = 6
LINE_HEIGHT = 16


@dataclass(frozen=True, slots=True)
class Row:
    """One turnout (per cent) of one line at one hour.

    `line` keeps the rows of a line together, `name` is its label. `as_of_time` is `HH:MM`, `close`, or empty where
    the hour is not known; `closes_at` says when voting closed. `kind` is main (highlighted), region or earlier.
    """

    line: str
    name: str
    as_of_time: str
    turnout_pct: Decimal | None
    kind: str = "main"
    basis: str = "official_preliminary"
    qualifier: str = ""


@dataclass(frozen=True)
class Line:
    """The rows of one line, by hour; `loose` are those of an unknown hour."""

    name: str
    kind: str
    timed: tuple[tuple[float, Decimal | None, Row], ...]
    loose: tuple[Row, ...]

    @property
    def end(self) -> tuple[float, Decimal] | None:
        """The last hour with a figure, and the figure."""
        known = [(hour, turnout) for hour, turnout, _ in self.timed if turnout is not None]
        return known[-1] if known else None


def hour_of(as_of_time: str, closes_at: str) -> float | None:
    """14:30 is 14.5; `close` is the hour of closing; None where the hour is not known."""
    text = closes_at if as_of_time == "close" else as_of_time
    if not text:
        return None
    hours, minutes = text.split(":")
    return int(hours) + int(minutes) / 60


def lines_of(rows: Sequence[Row], closes_at: str) -> list[Line]:
    """The lines in the order of the rows; the figure at the close is drawn rather than one of the hour of closing."""
    by_line: dict[str, list[Row]] = {}
    for row in rows:
        by_line.setdefault(row.line, []).append(row)
    found = []
    for own in by_line.values():
        timed: dict[float, Row] = {}
        for row in sorted(own, key=lambda row: row.as_of_time != "close"):
            hour = hour_of(row.as_of_time, closes_at)
            if hour is not None and (hour not in timed or timed[hour].turnout_pct is None):
                timed[hour] = row
        points = tuple((hour, timed[hour].turnout_pct, timed[hour]) for hour in sorted(timed))
        loose = tuple(row for row in own if not row.as_of_time and row.turnout_pct is not None)
        found.append(Line(own[0].name, own[0].kind, points, loose))
    return found


@plotted
def figure(rows: Sequence[Row], *, closes_at: str = "20:00", phone: bool = False, language: Language = ENGLISH) -> Spec:
    """The picture, for WIDTH or PHONE_WIDTH pixels. A row of turnout None makes a gap. Raises NothingToDraw."""
    lines = lines_of(rows, closes_at)
    hours = [hour for line in lines for hour, _, _ in line.timed]
    if not hours and not any(line.loose for line in lines):
        raise NothingToDraw("no turnout at any hour")
    start, end = span_of(hours, closes_at)
    data = [trace for line in sorted(lines, key=rank) for trace in traces(line, start, end, language)]
    highest = max([100.0, *(float(pct) for line in lines for _, pct, _ in line.timed if pct is not None)])
    highest = max([highest, *(float(row.turnout_pct or 0) for line in lines for row in line.loose)])
    height = PHONE_HEIGHT if phone else HEIGHT
    names = labels_of(lines, language, phone)
    notes = end_labels(names, end, highest, height) + loose_labels(lines, start, end, language)
    layout: Spec = {
        "annotations": notes,
        "xaxis": house.axis(
            start - 0.25,
            end + 0.25,
            clock(start, end, 4 if phone else 5),
            anchor="y",
            showgrid=False,
            tickcolor="var(--rule-2)",
        ),
        "yaxis": house.shares_axis(language, highest, anchor="x", ticklen=2),
    }
    right = max(widest([words for _, words, _ in names], house.SMALL, bold=True), 10) + 16
    left = widest(list(house.share_ticks(language, highest).values()), house.SMALL) + 8
    return house.figure(data, layout, height, {"l": left, "r": right, "t": 10, "b": 30})


def rank(line: Line) -> int:
    """Context is drawn first, the highlighted line last."""
    return ("earlier", "region", "main").index(line.kind)


def span_of(hours: Sequence[float], closes_at: str) -> tuple[float, float]:
    """From the first hour to closing, at least four hours."""
    close = hour_of(closes_at, closes_at) or 20.0
    end = max([close, *hours])
    return min([end - 4, *hours]), end


def clock(start: float, end: float, most: int) -> dict[float, str]:
    """Ticks at whole hours, at most so many."""
    step = next((step for step in TICK_HOURS if (end - start) // step < most), TICK_HOURS[-1])
    first = -int(-start // 1)
    return {float(hour): f"{hour:02d}:00" for hour in range(first, int(end) + 1, step)}


LOOKS: dict[str, tuple[str, float, str, float]] = {
    "main": ("var(--turnout)", 2.8, "solid", 8),
    "region": ("var(--rule-2)", 1, "solid", 4),
    "earlier": ("var(--ink-2)", 1.4, "dot", 5),
}


def traces(line: Line, start: float, end: float, language: Language) -> list[Spec]:
    """The line with its points, and one whisker with a hollow point for each figure of an unknown hour."""
    colour, width, dash, size = LOOKS[line.kind]
    found = []
    if line.timed:
        xs = [hour for hour, _, _ in line.timed]
        ys = [house.value(turnout) for _, turnout, _ in line.timed]
        spec = house.line_trace(xs, ys, {"color": colour, "width": width, "dash": dash})
        spec |= {"mode": "lines+markers", "marker": marks.solid("circle", size, colour)}
        spec["customdata"] = (hover(row, language) for _, _, row in line.timed)
        found.append(spec | house.HOVER)
    if line.loose:
        found.append(whiskers(line, colour, start, end, language))
    return found


def whiskers(line: Line, colour: str, start: float, end: float, language: Language) -> Spec:
    """Each figure of an unknown hour at the earliest and latest hour it may be of, given the ones before and after."""
    reaches = [possible(row.turnout_pct or Decimal(0), line, start, end) for row in line.loose]
    middles = [(low + high) / 2 for low, high in reaches]
    halves = [(high - low) / 2 for low, high in reaches]
    ys = [house.value(row.turnout_pct) for row in line.loose]
    size, thickness = (9, 1.6) if line.kind == "main" else (5, 0.8)
    spec = house.marks_trace(middles, ys, marks.hollow("circle", size, colour, thickness))
    spec["error_x"] = {"type": "data", "array": halves, "color": colour, "thickness": thickness, "width": size / 2}
    spec["customdata"] = (hover(row, language) for row in line.loose)
    return spec | house.HOVER


def possible(turnout: Decimal, line: Line, start: float, end: float) -> tuple[float, float]:
    """The hours between the last lower and the first higher figure of the line."""
    before = [hour for hour, pct, _ in line.timed if pct is not None and pct <= turnout]
    after = [hour for hour, pct, _ in line.timed if pct is not None and pct > turnout]
    low, high = max(before, default=start), min(after, default=end)
    return (low, high) if low < high else (start, end)


def hover(row: Row, language: Language) -> str:
    figure = language.gettext("not published") if row.turnout_pct is None else language.percent(row.turnout_pct)
    return f"{literal(row.name)}<br>{when(row, language)}: {language.qualified(figure, row.qualifier)}"


def when(row: Row, language: Language) -> str:
    names = {"": language.gettext("hour not known"), "close": language.gettext("close of voting")}
    return names.get(row.as_of_time, row.as_of_time)


def labels_of(lines: Sequence[Line], language: Language, phone: bool) -> list[tuple[float, str, str]]:
    """The lines to name at their ends, as (turnout, words, kind): main and earlier, and the extreme regions.

    A region whose figures end earlier is not named: its name would stand far from its line.
    """
    latest = max((line.end[0] for line in lines if line.end), default=0)
    ended = [(line, line.end[1]) for line in lines if line.end and (line.kind != "region" or line.end[0] == latest)]
    regions = sorted((each for each in ended if each[0].kind == "region"), key=lambda each: each[1])
    named = [each for each in ended if each[0].kind != "region"][:MOST_LABELS]
    named += (regions[:2] + regions[-1:]) if len(regions) > MOST_LABELS - len(named) else regions
    room = PHONE_LABEL_ROOM if phone else LABEL_ROOM
    found = []
    for line, turnout in named:
        figure = language.number(rounded(turnout, 1))
        name = cut(plain(line.name), house.SMALL, room - widest([f" {figure}"], house.SMALL))
        found.append((float(turnout), f"{name} {figure}", line.kind))
    return found


def end_labels(names: Sequence[tuple[float, str, str]], end: float, highest: float, height: int) -> list[Spec]:
    """The names at the right, moved apart where they would touch."""
    per_pixel = highest / (height - 40)
    wanted = [turnout for turnout, _, _ in names]
    moved = spread_out(wanted, LINE_HEIGHT * per_pixel, 0, highest)
    found = []
    for (_, words, kind), place in zip(names, moved, strict=True):
        text = f"<b>{literal(words)}</b>" if kind == "main" else literal(words)
        font = {"color": "var(--turnout)" if kind == "main" else "var(--ink-2)"}
        found.append(label(text, end, place, xanchor="left", xshift=12, font=font))
    return found


def loose_labels(lines: Sequence[Line], start: float, end: float, language: Language) -> list[Spec]:
    """Under the first whisker of the highlighted lines: the figure, and that its hour is not known."""
    loose = [(line, row) for line in lines if line.kind == "main" for row in line.loose][:1]
    found = []
    for line, row in loose:
        low, high = possible(row.turnout_pct or Decimal(0), line, start, end)
        part = ((low + high) / 2 - start) / (end - start)
        side = "left" if part < 0.3 else "right" if part > 0.7 else "center"
        words = language.gettext("%(turnout)s, hour not stated") % {
            "turnout": language.number(row.turnout_pct or Decimal(0))
        }
        look: Spec = {
            "xanchor": side,
            "yanchor": "top",
            "yshift": -9,
            "bgcolor": marks.PAPER,
            "font": {"color": "var(--turnout)"},
        }
        found.append(label(literal(words), (low + high) / 2, float(row.turnout_pct or 0), **look))
    return found


def summary(rows: Sequence[Row], *, closes_at: str = "20:00", language: Language = ENGLISH) -> str:
    """One sentence: the first and the last figure of the highlighted line, and how far the regions lie apart."""
    lines = lines_of(rows, closes_at)
    main = next((line for line in lines if line.kind == "main" and line.end), None)
    if main is None:
        return language.gettext("No turnout by hour is published for the whole.")
    known = [(row, turnout) for _, turnout, row in main.timed if turnout is not None]
    words = language.gettext("%(name)s stood at %(first)s (%(start)s)")
    if len(known) > 1:
        words = language.gettext("%(name)s stood at %(first)s (%(start)s) and %(last)s (%(end)s)")
    sentence = words % {
        "name": main.name,
        "first": language.percent(known[0][1]),
        "start": when(known[0][0], language),
        "last": language.percent(known[-1][1]),
        "end": when(known[-1][0], language),
    }
    ends = [line.end[1] for line in lines if line.kind == "region" and line.end]
    if len(ends) > 1:
        regions = language.gettext("its %(count)s regions last stood between %(low)s and %(high)s")
        low, high = language.number(min(ends)), language.percent(max(ends))
        sentence += "; " + regions % {"count": len(ends), "low": low, "high": high}
    return sentence + "."


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """Every figure as text: place or election, hour, turnout, basis."""
    g = language.gettext
    return Table(
        (g("Line"), g("Hour"), g("Turnout, %"), g("Basis")),
        tuple((row.name, when(row, language), cell(row, language), language.basis(row.basis)) for row in rows),
        frozenset({2}),
    )


def cell(row: Row, language: Language) -> str:
    return "" if row.turnout_pct is None else language.qualified(language.number(row.turnout_pct), row.qualifier)
