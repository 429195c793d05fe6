"""The life of a party: what happened to it, one line a happening, as marks on an axis of years.

Where only the month or the year of an event is known, a bar spans it. Several dates of one happening are what sources
that differ say. The last line holds the elections in which the party stood.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from elections.charts import house, marks, panels
from elections.charts.dates import day_number
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.text import cut, literal, paragraph, plain, widest, width, wrapped
from elections.charts.votes import is_void_status, status_words, together

WIDTH, PHONE_WIDTH = 1200, 358
LANE, PHONE_LANE = 34, 50
NAME_ROOM = 330
BEGINNINGS = ("founded", "registered")
CHANGES = ("renamed", "succeeded", "merged", "split", "joint_list", "alliance")
STOOD = "stood"
BAR = 7
LEAST_ROOM = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One happening as one source tells it, or one election in which the party stood (`event` is STOOD).

    `words` say what happened and keep the rows of one happening together; `date` is as precise as known, or empty.
    """

    event: str
    words: str
    date: str
    source: str = ""
    note: str = ""
    status: str = "held"


def lanes_of(rows: Sequence[Row]) -> list[list[Row]]:
    """The dated rows by happening, in the order of their first dates; elections last."""
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row.date):
        if row.date:
            found.setdefault("" if row.event == STOOD else row.words, []).append(row)
    return sorted(found.values(), key=lambda lane: lane[0].event == STOOD)


def mark_of(row: Row) -> marks.Mark:
    if row.event == STOOD:
        return marks.stroke("line-ns", 13, 3, marks.GONE if is_void_status(row.status) else marks.INK)
    if row.event in BEGINNINGS:
        return marks.solid("circle", 11)
    if row.event in CHANGES:
        return marks.solid("diamond", 11)
    return marks.hollow("square", 10)


def is_exact(row: Row) -> bool:
    return len(row.date) == 10


def span_of(date: str) -> tuple[str, str]:
    """The first and the last day of a year, a month or a day."""
    if len(date) == 4:
        return f"{date}-01-01", f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-01", f"{date}-{monthrange(int(date[:4]), int(date[5:]))[1]:02d}"
    return date, date


@plotted
def figure(rows: Sequence[Row], *, phone: bool = False, language: Language = ENGLISH) -> Spec:
    """The picture, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw."""
    lanes = lanes_of(rows)
    if not lanes:
        raise NothingToDraw("no event with a date")
    spans = [span_of(row.date) for lane in lanes for row in lane]
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    count = len(lanes)
    places = list(range(count - 1, -1, -1))
    names = [wrapped(plain(name_of(lane, language)), 13, NAME_ROOM, lines=2) for lane in lanes]
    start, end, ticks = years(first, last, phone)
    layout: Spec = {
        "xaxis": house.axis(start, end, ticks, type="date", anchor="y"),
        "yaxis": house.axis(
            -0.6,
            count - (0.1 if phone else 0.4),
            dict(zip(places, map(paragraph, names), strict=True)),
            anchor="x",
            showgrid=False,
            showticklabels=not phone,
            tickfont={"size": 13, "color": marks.INK},
        ),
        "annotations": [],
    }
    left = 14.0 if phone else widest([line for lines in names for line in lines], 13) + 16
    right = 16.0
    wide = (PHONE_WIDTH if phone else WIDTH) - left - right
    layout["annotations"] = dates_beside(lanes, places, (start, end), wide, phone, language)
    if phone:
        above: Spec = {"xanchor": "left", "yanchor": "bottom", "yshift": 8, "bgcolor": marks.PAPER}
        layout["annotations"] += [
            label(
                literal(cut(plain(name_of(lane, language)), 13, wide)),
                start,
                y,
                font={"size": 13, "color": marks.INK},
                **above,
            )
            for lane, y in zip(lanes, places, strict=True)
        ]
    margin = {"l": left, "r": right, "t": 8, "b": 30}
    height = count * (PHONE_LANE if phone else LANE) + 38
    return house.figure(traces(lanes, places, language), layout, height, margin)


def name_of(lane: Sequence[Row], language: Language) -> str:
    return language.gettext("Stood in elections") if lane[0].event == STOOD else lane[0].words


def years(first: str, last: str, phone: bool) -> tuple[str, str, dict[str, str]]:
    """The axis around two dates, with ticks at round years."""
    span = int(last[:4]) - int(first[:4]) + 2
    every = next(each for each in (1, 2, 5, 10, 25, 50, 100, 1000) if span / each <= (5 if phone else 14))
    start, end, _ = panels.years(first, last, 1)
    low, high = int(start[:4]) + 1, int(end[:4])
    return start, end, {f"{year}-01-01": str(year) for year in range(low, high + 1) if year % every == 0}


def traces(lanes: Sequence[Sequence[Row]], places: Sequence[int], language: Language) -> list[Spec]:
    """Bars where the day is not known, then marks where it is; a thin line joins what sources tell differently."""
    apart: list[tuple[str, str, int]] = []
    vague: list[tuple[str, str, int]] = []
    exact: list[tuple[Row, int]] = []
    for lane, y in zip(lanes, places, strict=True):
        if lane[0].event != STOOD and len({row.date for row in lane}) > 1:
            apart.append((span_of(lane[0].date)[0], span_of(lane[-1].date)[1], y))
        for row in lane:
            if is_exact(row):
                exact.append((row, y))
            else:
                vague.append((*span_of(row.date), y))
    found = []
    for segments, line in (
        (apart, {"color": "var(--note)", "width": 2, "dash": "dot"}),
        (vague, {"color": "var(--ink-3)", "width": BAR}),
    ):
        if segments:
            xs = [x for start, end, _ in segments for x in (start, end, None)]
            ys = [each for _, _, y in segments for each in (y, y, None)]
            found.append(house.line_trace(xs, ys, line))
    if exact:
        look = together([mark_of(row) for row, _ in exact])
        spec = house.marks_trace([row.date for row, _ in exact], [y for _, y in exact], look)
        found.append(spec | {"customdata": (hover(row, language) for row, _ in exact)} | house.HOVER)
    return found


def hover(row: Row, language: Language) -> str:
    words = f"{literal(row.words)}<br>{language.day(row.date)}"
    return f"{words}<br>{status_words(row.status, language)}" if is_void_status(row.status) else words


def dates_beside(
    lanes: Sequence[Sequence[Row]],
    places: Sequence[int],
    ends: tuple[str, str],
    wide: float,
    phone: bool,
    language: Language,
) -> list[Spec]:
    """The dates of each happening in words, on the side of its marks that has more room."""
    start, end = (day_number(each) for each in ends)
    found = []
    for lane, y in zip(lanes, places, strict=True):
        if lane[0].event == STOOD:
            continue
        spans = [span_of(row.date) for row in lane]
        low, high = min(a for a, _ in spans), max(b for _, b in spans)
        words = plain("; ".join(dict.fromkeys(language.day(row.date) for row in lane)))
        before = (day_number(low) - start) / (end - start) * wide - 14
        behind = (end - day_number(high)) / (end - start) * wide - 14
        at_right = behind >= min(before, width(words, house.SMALL)) or behind >= before
        look: Spec = {"xanchor": "left" if at_right else "right", "xshift": 11 if at_right else -11}
        room = behind if at_right else before
        if room < LEAST_ROOM:  # what happened over the whole axis: its dates stand in the table
            continue
        fitting = cut(words, house.SMALL, room)
        found.append(label(literal(fitting), high if at_right else low, y, bgcolor=marks.PAPER, **look))
    return found


def key(rows: Sequence[Row], language: Language = ENGLISH) -> tuple[Key, ...]:
    """The marks in use."""
    dated = [row for row in rows if row.date]
    events = {row.event for row in dated if row.event != STOOD}
    found = []
    if events & set(BEGINNINGS):
        found.append(Key("circle", language.gettext("founded or registered")))
    if events & set(CHANGES):
        found.append(Key("diamond", language.gettext("renamed, joined or parted")))
    if events - set(BEGINNINGS) - set(CHANGES):
        words = language.gettext("refused, suspended, banned, dissolved or boycotting")
        found.append(Key("square", words, is_hollow=True))
    if any(not is_exact(row) for row in dated):
        found.append(Key("bar", language.gettext("only the month or year is known"), "var(--ink-3)"))
    if any(row.event == STOOD for row in dated):
        found.append(Key("line-ns", language.gettext("stood in an election"), width=3))
    if any(row.event == STOOD and is_void_status(row.status) for row in dated):
        found.append(Key("line-ns", language.gettext("in one that was annulled or cancelled"), marks.GONE, width=3))
    return tuple(found)


def summary(rows: Sequence[Row], language: Language = ENGLISH) -> str:
    """One sentence: the first and the last happening, how many elections, what is not dated."""
    lanes = lanes_of(rows)
    events = [row for lane in lanes for row in lane if row.event != STOOD]
    stood = sum(row.event == STOOD for row in rows)
    parts = []
    if events:
        ends = [min(events, key=lambda row: row.date), max(events, key=lambda row: row.date)]
        said = [f"{row.words}, {language.day(row.date)}" for row in dict.fromkeys(ends)]
        words = language.gettext("From first to last: %(events)s") if len(said) > 1 else "%(events)s"
        parts.append(words % {"events": "; ".join(said)})
    else:
        parts.append(language.gettext("No dated event is on record"))
    words = language.ngettext(
        "stood in %(count)s election of the record", "stood in %(count)s elections of the record", stood
    )
    parts.append(words % {"count": stood})
    if undated := sum(not row.date for row in rows):
        words = language.ngettext(
            "%(count)s event is not dated and not drawn", "%(count)s events are not dated and not drawn", undated
        )
        parts.append(words % {"count": undated})
    return "; ".join(parts) + "."


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """Every happening as text, by date; those without one come last."""
    g = language.gettext
    return Table(
        (g("What happened"), g("Date"), g("Source"), g("Note")),
        tuple(
            (row.words, language.day(row.date) or g("not stated"), row.source, row.note)
            for row in sorted(rows, key=lambda row: row.date or "9999")
        ),
    )
