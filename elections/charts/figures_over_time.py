"""One measure over time: a panel a country with the same scales, or one wide panel with each figure printed.

Marks tell the kinds of vote apart, or where every claim is drawn the bases. Nothing is joined but votes of one kind for
one body in one country; annulled votes and later rounds never are. What is not published is a cross on the baseline.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from elections.charts import crowds, house, marks, panels, units
from elections.charts.dates import day_number
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language, order_of
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.stacking import Board
from elections.charts.text import literal, widest, width
from elections.charts.votes import (
    SECOND_ROUND,
    SIZES,
    countries_of,
    is_void,
    kind_words,
    place_and_day,
    status_words,
    strike,
    together,
)

WIDTH, PHONE_WIDTH = 1200, 358
HEIGHT, ONE_HEIGHT, PHONE_PANEL = 290, 350, 124
LINES = ("presidential", "parliamentary", "referendum")
KINDS, BASES = "kind", "basis"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of one vote, and the span of all claims of it; None where none is published.

    A span without a figure are the bounds that it lies between.
    `whose` names the contender where the figure is one's; `is_exact` is false for a bound and what is computed here.
    """

    election: str
    name: str
    country: str
    country_name: str
    date: str
    kind: str
    value: Decimal | int | None
    low: Decimal | int | None = None
    high: Decimal | int | None = None
    whose: str = ""
    status: str = "held"
    is_second_round: bool = False
    basis: str = "official_final"
    qualifier: str = ""
    is_computed: bool = False
    body: str = ""

    @property
    def is_exact(self) -> bool:
        return not self.qualifier and not self.is_computed

    @property
    def is_between(self) -> bool:
        """Whether only bounds are known."""
        return self.value is None and self.low is not None and self.high is not None

    @property
    def is_missing(self) -> bool:
        return self.value is None and not self.is_between


@dataclass(frozen=True, slots=True)
class Scale:
    """The scales that all panels share, and about how many pixels a panel has."""

    start: str
    end: str
    top: float
    wide: float
    tall: float

    @property
    def low(self) -> float:
        return -0.06 * self.top

    @property
    def high(self) -> float:
        return 1.07 * self.top

    def at(self, date: str, value: Decimal | int) -> tuple[float, float]:
        days = day_number(self.end) - day_number(self.start)
        x = (day_number(date) - day_number(self.start)) / days * self.wide
        return x, (self.high - float(value)) / (self.high - self.low) * self.tall


@plotted
def figure(
    rows: Sequence[Row],
    *,
    unit: str = units.PCT,
    colour: str = marks.INK,
    marks_by: str = KINDS,
    phone: bool = False,
    language: Language = ENGLISH,
) -> Spec:
    """The picture, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw."""
    drawn = sorted(rows, key=lambda row: row.date)
    if all(row.is_missing for row in drawn):
        raise NothingToDraw("no figure of any vote")
    by_country = countries_of(drawn)
    is_one = len(by_country) == 1
    values = [each for row in drawn for each in (row.value, row.low, row.high) if each is not None]
    top = units.top_of(values, unit)
    start, end, years = panels.years(drawn[0].date, drawn[-1].date, every(drawn, is_one and not phone))
    tick_words = units.ticks(top, unit, language, 4 if is_one else 3)
    left = widest(list(tick_words.values()), house.SMALL) + 8
    wide = (PHONE_WIDTH if phone else WIDTH) - left - 24
    tall = PHONE_PANEL - 30 if phone and not is_one else (ONE_HEIGHT if is_one else HEIGHT) - 58
    if not phone:
        wide /= len(by_country)
    scale = Scale(start, end, top, wide, tall)
    x = house.axis(start, end, years, type="date", showgrid=False)
    y = house.axis(scale.low, scale.high, tick_words, ticklen=2)
    titles = [own[0].country_name for own in by_country.values()]
    if phone:
        layout = panels.stacked(titles, x, y, 30 / (len(titles) * PHONE_PANEL), wide)
        height = ONE_HEIGHT if is_one else len(titles) * PHONE_PANEL + 58
        margin = {"l": left, "r": 14, "t": 26, "b": 30}
    else:
        layout = panels.side_by_side(titles, x, y)
        height, margin = (ONE_HEIGHT if is_one else HEIGHT), {"l": left, "r": 16, "t": 28, "b": 30}
    data: list[Spec] = []
    cells = crowds.Cells.of((start, end), (scale.low, scale.high), (wide, tall))
    for place, own in enumerate(by_country.values()):
        axes = panels.axis_names(place)
        if crowds.is_crowd(drawn):
            data += crowds.drawn(own, cells, colour, axes, lambda value: units.words(value, unit, language), language)
            continue
        data += spans(own, axes) + between(own, axes)
        if is_one and marks_by == KINDS:
            data += joined(own, colour, axes)
        data += points(own, unit, colour, marks_by, axes, top, language)
        if is_one and marks_by == KINDS:
            layout["annotations"] += printed(own, unit, scale, axes, language)
    return house.figure(data, layout, height, margin)


def every(rows: Sequence[Row], is_wide: bool) -> int:
    """How many years lie between two ticks."""
    years = int(rows[-1].date[:4]) - int(rows[0].date[:4]) + 1
    return max(1, -(-years // (9 if is_wide else 3)))


def spans(rows: Sequence[Row], axes: tuple[str, str]) -> list[Spec]:
    """An upright band from the lowest to the highest claim of each figure."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    for row in rows:
        if has_span(row) and not is_void(row):
            xs += [row.date, row.date, None]
            ys += [float(each or 0) for each in (row.low, row.high)] + [None]
    band = house.line_trace(xs, ys, {"color": "var(--note)", "width": 6}, *axes)
    return [band | {"opacity": 0.55}] if xs else []


def has_span(row: Row) -> bool:
    return row.value is not None and row.low is not None and row.high is not None and row.low < row.high


def between(rows: Sequence[Row], axes: tuple[str, str]) -> list[Spec]:
    """A thin line from bound to bound, each with a stroke across, where there is no single figure."""
    found = []
    for gone, colour in ((False, "var(--ink-2)"), (True, marks.GONE)):
        xs: list[str | None] = []
        ys: list[float | None] = []
        for row in rows:
            if row.is_between and is_void(row) == gone:
                xs += [row.date, row.date, None]
                ys += [float(each or 0) for each in (row.low, row.high)] + [None]
        if xs:
            line = house.line_trace(xs, ys, {"color": colour, "width": 1.4}, *axes)
            found.append(line | {"mode": "lines+markers", "marker": marks.stroke("line-ew", 8, 1.6, colour)})
    return found


def joined(rows: Sequence[Row], colour: str, axes: tuple[str, str]) -> list[Spec]:
    """A line for each kind of vote and body over those that count; a gap where no figure is published."""
    found = []
    counted = [row for row in rows if not is_void(row) and not row.is_second_round]
    for kind, body in dict.fromkeys((row.kind, row.body) for row in counted):
        place, own = LINES.index(kind), [row for row in counted if (row.kind, row.body) == (kind, body)]
        if sum(row.value is not None for row in own) > 1 and len({row.date for row in own}) == len(own):
            look = {"color": colour, "width": 1.6, "dash": marks.dash_of(place)}
            found.append(
                house.line_trace([row.date for row in own], [house.value(figure_of(r)) for r in own], look, *axes)
            )
    return found


def figure_of(row: Row) -> Decimal | None:
    return None if row.value is None else Decimal(row.value)


def points(
    rows: Sequence[Row],
    unit: str,
    colour: str,
    marks_by: str,
    axes: tuple[str, str],
    top: float,
    language: Language,
) -> list[Spec]:
    """A mark a figure; a cross on the baseline where none is published; the annulled hollow and struck."""
    rows = [row for row in rows if not row.is_between]
    if not rows:
        return []
    ordered = sorted(rows, key=lambda row: -order_of(row.basis)) if marks_by == BASES else rows
    spec = house.marks_trace(
        [row.date for row in ordered],
        [0.0 if row.value is None else float(row.value) for row in ordered],
        together([mark_of(row, colour, marks_by) for row in ordered]),
        *axes,
    )
    spec |= {"customdata": (hover(row, unit, language) for row in ordered)} | house.HOVER
    part = top / 100
    void = [
        (row.date, float(row.value) / part, float(row.value) / part)
        for row in rows
        if is_void(row) and row.value is not None
    ]
    if not void:
        return [spec]
    struck = strike(void, *axes)
    return [spec, struck | {"y": [None if each is None else each * part for each in struck["y"]]}]


def mark_of(row: Row, colour: str, marks_by: str) -> marks.Mark:
    """Shape by kind or by basis; hollow for what is annulled, a bound or computed."""
    if row.value is None:
        return marks.NOT_PUBLISHED
    if marks_by == BASES and not is_void(row):
        return marks.BY_BASIS["computed" if row.is_computed else row.basis]
    return mark_of_kind(row.kind, is_void(row), row.is_second_round, row.is_exact, colour)


@lru_cache(maxsize=256)
def mark_of_kind(kind: str, is_annulled: bool, is_second_round: bool, is_exact: bool, colour: str) -> marks.Mark:
    """One mark for all that look alike, so it is only read: a picture has thousands."""
    shape = marks.BY_KIND[kind]
    if is_annulled:
        return marks.hollow(shape, SIZES[kind], marks.GONE, 1.4)
    size = SIZES[kind] * (SECOND_ROUND if is_second_round else 1)
    return marks.solid(shape, size, colour) if is_exact else marks.hollow(shape, size - 1, colour, 1.6)


def printed(rows: Sequence[Row], unit: str, scale: Scale, axes: tuple[str, str], language: Language) -> list[Spec]:
    """Each figure above or below its mark; where there is no room it stays in the table."""
    board = Board(scale.wide, scale.tall)
    known = [row for row in rows if row.value is not None]
    for row in known:
        x, y = scale.at(row.date, row.value or 0)
        board.take((x - 5, y - 5, x + 5, y + 5))
        if row.low is not None and row.high is not None:
            board.take((x - 4, scale.at(row.date, row.high)[1], x + 4, scale.at(row.date, row.low)[1]))
    found = []
    for row in known:
        value = row.value or 0
        text = units.short(value, unit, language)
        x, y = scale.at(row.date, value)
        half = width(text, house.SMALL) / 2
        places = [(x - half, y - 22, x + half, y - 6), (x - half, y + 6, x + half, y + 22)]
        place = board.first_free(places)
        if place is None:
            continue
        above = place == 0
        look: Spec = {"yanchor": "bottom" if above else "top", "yshift": 6 if above else -6, "bgcolor": marks.PAPER}
        look |= {"xref": axes[0], "yref": axes[1], "font": {"color": marks.GONE if is_void(row) else marks.INK}}
        words = f"<s>{literal(text)}</s>" if is_void(row) else literal(text)
        found.append(label(words, row.date, float(value), **look))
    return found


def hover(row: Row, unit: str, language: Language) -> str:
    name = f"{literal(row.name)}, {language.day(row.date)}"
    whose = f"{literal(row.whose)}: " if row.whose else ""
    return f"{name}<br>{whose}{literal(words_of(row, unit, language))}"


def words_of(row: Row, unit: str, language: Language) -> str:
    """The figure with its basis where it is not final, and that it is computed."""
    if row.low is not None and row.high is not None and row.is_between:
        ends = {"low": units.words(row.low, unit, language), "high": units.words(row.high, unit, language)}
        return language.gettext("between %(low)s and %(high)s") % ends
    if row.value is None:
        return language.gettext("no figure")
    return units.words(row.value, unit, language, row.qualifier)


def key(
    rows: Sequence[Row], *, colour: str = marks.INK, marks_by: str = KINDS, language: Language = ENGLISH
) -> tuple[Key, ...]:
    """Kinds of vote or bases by shape, and what is computed, spread, missing or annulled."""
    known = [row for row in rows if row.value is not None]
    found: list[Key] = []
    if crowds.is_crowd(rows):
        found += crowds.key(colour, language)
    elif marks_by == BASES:
        found += marks.key_of_bases(("computed" if row.is_computed else row.basis for row in known), language)
    else:
        kinds = [kind for kind in marks.BY_KIND if any(row.kind == kind for row in known)]
        found += [Key(marks.BY_KIND[kind], kind_words(kind, language), colour) for kind in kinds]
        if any(not row.is_exact and not is_void(row) for row in known):
            found.append(Key("circle", language.gettext("computed here, or a bound"), colour, is_hollow=True))
    if any(row.is_between for row in rows):
        found.append(Key("line-ew", language.gettext("only bounds can be worked out"), "var(--ink-2)", width=1.6))
    if any(has_span(row) for row in rows) and not crowds.is_crowd(rows):
        found.append(Key("area", language.gettext("span of all claims"), "var(--note)"))
    if any(row.is_missing for row in rows):
        found.append(Key("x-thin", language.gettext("no figure"), "var(--ink-3)"))
    if any(is_void(row) for row in rows):
        found.append(Key("struck", language.gettext("annulled"), marks.GONE, is_hollow=True))
    return tuple(found)


def summary(rows: Sequence[Row], *, unit: str = units.PCT, language: Language = ENGLISH) -> str:
    """A sentence: the lowest and the highest figure of votes that stand, and what is missing. A crowd has one more."""
    known = [row for row in rows if row.value is not None and not is_void(row)]
    if not known and not any(row.is_between for row in rows):
        return language.gettext("No figure is published for these votes.")
    said = f"{known_words(known, unit, language)}{missing_words(rows, language)}."
    return f"{said} {crowds.sentence(len(rows), language)}" if crowds.is_crowd(rows) else said


def known_words(known: Sequence[Row], unit: str, language: Language) -> str:
    """Where the figures lie that there are."""
    if not known:
        return language.gettext("There is no single figure")
    low = min(known, key=lambda row: row.value or 0)
    high = max(known, key=lambda row: row.value or 0)
    if len(known) == 1:
        one = {"figure": words_of(low, unit, language), "whose": whose_words(low, language)}
        return language.gettext("The one figure is %(figure)s (%(whose)s)") % one
    if low.value == high.value:
        return language.gettext("Every figure is %(figure)s") % {"figure": words_of(low, unit, language)}
    return language.gettext("The figures lie between %(low)s (%(lowest)s) and %(high)s (%(highest)s)") % {
        "low": words_of(low, unit, language),
        "lowest": whose_words(low, language),
        "high": words_of(high, unit, language),
        "highest": whose_words(high, language),
    }


def missing_words(rows: Sequence[Row], language: Language) -> str:
    """For how many votes there are only bounds, and for how many nothing."""
    said = ""
    if bounds := len({row.election for row in rows if row.is_between}):
        said += language.ngettext(
            "; for %(count)s vote only bounds can be worked out",
            "; for %(count)s votes only bounds can be worked out",
            bounds,
        ) % {"count": bounds}
    given = {row.election for row in rows if not row.is_missing}
    if missing := len({row.election for row in rows} - given):
        said += language.ngettext(
            "; for %(count)s vote there is none", "; for %(count)s votes there is none", missing
        ) % {"count": missing}
    return said


def whose_words(row: Row, language: Language) -> str:
    where = place_and_day(row, language)
    return f"{row.whose}, {where}" if row.whose else where


def table(rows: Sequence[Row], *, unit: str = units.PCT, language: Language = ENGLISH) -> Table:
    """Every figure as text: vote, country, date, whose, figure, all claims, basis, status."""
    g = language.gettext
    return Table(
        (g("Vote"), g("Country"), g("Date"), g("Whose"), g("Figure"), g("All claims"), g("Basis"), g("Status")),
        tuple(
            (
                row.name,
                row.country_name,
                language.day(row.date),
                row.whose,
                "" if row.is_missing else words_of(row, unit, language),
                span_words(row, language),
                basis_words(row, language),
                status_words(row.status, language),
            )
            for row in rows
        ),
        frozenset({4, 5}),
    )


def span_words(row: Row, language: Language) -> str:
    if row.low is None or row.high is None or row.is_between:
        return ""
    return language.spread(Decimal(row.low), Decimal(row.high))


def basis_words(row: Row, language: Language) -> str:
    if row.value is None:
        return ""
    return language.basis("computed" if row.is_computed else row.basis)
