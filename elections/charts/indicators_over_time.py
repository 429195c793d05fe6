"""Indicators over the votes of one country: a panel for each, with its own scale from zero.

Bounds are drawn as bounds, an indicator that cannot be worked out as a cross on the baseline; the reason is in the
table. Lines join votes for the same office, never annulled ones and never second rounds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from elections.charts import house, marks, panels
from elections.charts.house import Spec
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.text import literal, widest
from elections.charts.votes import SECOND_ROUND, SIZES, is_void_status, kind_words, status_words, strike

WIDTH, PHONE_WIDTH = 1200, 358
HEIGHT, PHONE_PANEL = 250, 150
BOUND = {"color": "var(--ink-2)", "width": 5}
END = marks.stroke("line-ew", 11, 2, "var(--ink-2)")


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of one vote: its value, or bounds, or the reason for neither.

    `measure` keeps the rows of one indicator together, `title` names it. `office` says which votes a line joins,
    empty for none. `part` is the part of the vote in words, empty for all of it.
    """

    measure: str
    title: str
    election: str
    name: str
    date: str
    kind: str
    office: str
    part: str = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    reason: str = ""
    status: str = "held"
    is_second_round: bool = False

    @property
    def top(self) -> Decimal | None:
        return self.value if self.value is not None else self.high


def drawn_rows(rows: Sequence[Row], include_annulled: bool) -> list[Row]:
    return sorted((row for row in rows if include_annulled or not is_void_status(row.status)), key=lambda row: row.date)


def by_measure(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.measure, []).append(row)
    return found


@plotted
def figure(
    rows: Sequence[Row], *, include_annulled: bool = False, phone: bool = False, language: Language = ENGLISH
) -> Spec:
    """The panels, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw where no indicator can be worked out."""
    drawn = drawn_rows(rows, include_annulled)
    groups = {key: own for key, own in by_measure(drawn).items() if any(row.top is not None for row in own)}
    if not groups:
        raise NothingToDraw("no indicator can be worked out")
    start, end, ticks = panels.years(drawn[0].date, drawn[-1].date, 5)
    x = house.axis(start, end, ticks, type="date", showgrid=False)
    scales = [scale(own, language) for own in groups.values()]
    titles = [own[0].title for own in groups.values()]
    left = widest([words for each in scales for words in each["ticktext"]], house.SMALL) + 8
    if phone:
        layout = panels.stacked(titles, x, scales[0], 34 / (len(titles) * PHONE_PANEL))
        height, margin = len(titles) * PHONE_PANEL + 58, {"l": left, "r": 14, "t": 26, "b": 30}
    else:
        layout = panels.side_by_side(titles, x, scales[0], gap=0.055)
        height, margin = HEIGHT, {"l": left, "r": 14, "t": 28, "b": 30}
    data: list[Spec] = []
    for place, (own, y) in enumerate(zip(groups.values(), scales, strict=True)):
        names = panels.axis_names(place)
        keys = ("range", "tickvals", "ticktext")
        layout[panels.layout_key(names[1])] |= {key: y[key] for key in keys} | {"showticklabels": True}
        data += traces(own, y["range"], *names, language)
    return house.figure(data, layout, height, margin)


def scale(rows: Sequence[Row], language: Language) -> Spec:
    """From zero to a round number above the highest value or bound; a little room below for crosses."""
    highest = max(1.0, float(max((row.top for row in rows if row.top is not None), default=Decimal(1))))
    step = house.step_for(highest, 4)
    count = int(highest / float(step)) + (0 if highest % float(step) == 0 else 1)
    ticks = {float(step * place): language.number(step * place) for place in range(count + 1)}
    top = max(ticks)
    return house.axis(-0.06 * top, 1.06 * top, ticks, ticklen=2)


def traces(rows: Sequence[Row], span: Sequence[float], x: str, y: str, language: Language) -> list[Spec]:
    """Lines below, then bounds, then marks; what is annulled is hollow and struck through."""
    offices: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.office and not is_void_status(row.status) and not row.is_second_round:
            offices.setdefault((row.office, row.part), []).append(row)
    found = []
    for own in offices.values():
        line = {"color": "var(--rule-2)", "width": 1.6}
        found.append(house.line_trace([row.date for row in own], [house.value(row.value) for row in own], line, x, y))
    xs: list[str | None] = []
    ys: list[float | None] = []
    for row in rows:
        if row.low is not None and row.high is not None:
            xs += [row.date, row.date, None]
            ys += [float(row.low), float(row.high), None]
    if xs:
        found.append(house.line_trace(xs, ys, BOUND, x, y))
        ends = [(at, end) for at, end in zip(xs, ys, strict=True) if at is not None]
        found.append(house.marks_trace([at for at, _ in ends], [end for _, end in ends], END, x, y))
    for own in by_look(rows).values():
        spec = house.marks_trace(
            [row.date for row in own], [float(row.value or row.high or 0) for row in own], look_of(own[0]), x, y
        )
        found.append(spec | {"customdata": (hover(row, language) for row in own)} | house.HOVER)
    void = [
        (row.date, float(row.low or row.top), float(row.top))
        for row in rows
        if is_void_status(row.status) and row.top is not None
    ]
    if void:
        found.append(strike_within(void, span, x, y))
    return found


def strike_within(votes: Sequence[tuple[str, float, float]], span: Sequence[float], x: str, y: str) -> Spec:
    """The stroke through an annulled vote, no longer than the scale of its panel."""
    reach = (span[1] - span[0]) * 0.1
    ends = [(max(span[0], low - reach), min(span[1], high + reach)) for _, low, high in votes]
    return strike(votes, x, y) | {"y": [end for pair in ends for end in (*pair, None)]}


def by_look(rows: Sequence[Row]) -> Mapping[tuple[bool, bool, str, bool, bool], list[Row]]:
    """Rows that are drawn with one mark."""
    found: dict[tuple[bool, bool, str, bool, bool], list[Row]] = {}
    for row in rows:
        look = (row.top is None, row.value is None, row.kind, is_void_status(row.status), row.is_second_round)
        found.setdefault(look, []).append(row)
    return found


def look_of(row: Row) -> marks.Mark:
    """Shape by kind; a short stroke at the upper bound, a cross for no value."""
    if row.top is None:
        return marks.NOT_PUBLISHED
    if row.value is None:
        return END
    size = SIZES[row.kind] * (SECOND_ROUND if row.is_second_round else 1)
    if is_void_status(row.status):
        return marks.hollow(marks.BY_KIND[row.kind], size, marks.GONE, 1.4)
    return marks.solid(marks.BY_KIND[row.kind], size, "var(--turnout)")


def words_of(row: Row, language: Language) -> str:
    """The value, the bounds, or the reason in words."""
    if row.value is not None:
        return language.number(row.value)
    if row.low is not None and row.high is not None:
        low, high = language.number(row.low), language.number(row.high)
        return language.gettext("between %(low)s and %(high)s") % {"low": low, "high": high}
    return language.gettext("none: %(reason)s") % {"reason": row.reason}


def hover(row: Row, language: Language) -> str:
    what = f"{row.name}, {row.part}" if row.part else row.name
    return f"{literal(what)}, {language.day(row.date)}<br>{literal(words_of(row, language))}"


def key(rows: Sequence[Row], *, include_annulled: bool = False, language: Language = ENGLISH) -> tuple[Key, ...]:
    """Kinds of vote by shape, bounds, what cannot be worked out, what was annulled."""
    drawn = drawn_rows(rows, include_annulled)
    kinds = [kind for kind in marks.BY_KIND if any(row.kind == kind and row.value is not None for row in drawn)]
    found = [Key(marks.BY_KIND[kind], kind_words(kind, language), "var(--turnout)") for kind in kinds]
    if any(row.low is not None for row in drawn):
        found.append(Key("line-ns", language.gettext("between two bounds"), "var(--ink-2)", width=5))
    if any(row.top is None for row in drawn):
        found.append(Key("x-thin", language.gettext("cannot be worked out"), "var(--ink-3)"))
    if any(is_void_status(row.status) and row.top is not None for row in drawn):
        found.append(Key("struck", language.gettext("annulled"), marks.GONE, is_hollow=True))
    return tuple(found)


def summary(rows: Sequence[Row], *, include_annulled: bool = False, language: Language = ENGLISH) -> str:
    """One sentence: the lowest and highest value of each indicator, and how often it cannot be worked out."""
    held = [row for row in rows if not is_void_status(row.status)]
    parts = [said(own, language) for own in by_measure(held).values()]
    void = sorted({row.name for row in rows if is_void_status(row.status)})
    if void:
        words = (
            language.gettext("annulled and drawn hollow: %(names)s")
            if include_annulled
            else language.gettext("annulled and left out: %(names)s")
        )
        parts.append(words % {"names": language.listed(void)})
    return "; ".join(parts) + "." if parts else language.gettext("No indicator can be worked out.")


def said(rows: Sequence[Row], language: Language) -> str:
    known = sorted((row for row in rows if row.value is not None), key=lambda row: row.value or Decimal(0))
    if not known:
        words = language.gettext("%(indicator)s: no exact value can be worked out")
        return words % {"indicator": rows[0].title}
    low, high = known[0], known[-1]
    if len(known) == 1:
        words = language.gettext("%(indicator)s: %(value)s in %(year)s")
        return words % {"indicator": low.title, "value": language.number(low.value or 0), "year": low.date[:4]}
    words = language.gettext("%(indicator)s: from %(low)s in %(lowest)s to %(high)s in %(highest)s")
    return words % {
        "indicator": low.title,
        "low": language.number(low.value or 0),
        "lowest": low.date[:4],
        "high": language.number(high.value or 0),
        "highest": high.date[:4],
    }


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """A row for each part of each vote, a column for each indicator, the reason where there is no value."""
    g = language.gettext
    measures = {row.measure: row.title for row in rows}
    votes: dict[tuple[str, str, str], dict[str, Row]] = {}
    for row in sorted(rows, key=lambda row: row.date, reverse=True):
        votes.setdefault((row.date, row.election, row.part), {})[row.measure] = row
    lines = []
    for own in votes.values():
        one = next(iter(own.values()))
        name = f"{one.name}, {one.part}" if one.part else one.name
        cells = [words_of(own[measure], language) if measure in own else "" for measure in measures]
        lines.append((name, language.day(one.date), *cells, status_words(one.status, language)))
    return Table((g("Vote"), g("Date"), *measures.values(), g("Status")), tuple(lines))
