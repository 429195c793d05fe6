"""One measure by region: a dot plot, highest first, with a mark for each vote where several are laid side by side.

What is not published is a cross on the baseline; a bound and what is computed here are hollow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from elections.charts import classes, house, marks, units
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.text import cut, literal, plain, widest, width
from elections.charts.units import Figure

WIDTH, PHONE_WIDTH = 1000, 358
ROW_HEIGHT, PHONE_ROW = 25, 40
NAME_ROOM, PHONE_NAME_ROOM = 190, 200
FIGURE_ROOM = 300
BEYOND = 1.02  # of the highest value: where the axis ends
GAP = 8  # pixels between a name and its figure


@dataclass(frozen=True, slots=True)
class Row:
    """The figure of one region in one vote; None where none is published. `whose` names its contender."""

    area: str
    name: str
    vote: str
    vote_name: str
    value: Figure | None
    whose: str = ""
    basis: str = "official_preliminary"
    qualifier: str = ""
    is_computed: bool = False

    @property
    def turnout_pct(self) -> Decimal | None:
        """What a map draws: it knows percentages only."""
        return None if self.value is None else Decimal(self.value)

    @property
    def is_exact(self) -> bool:
        return not self.qualifier and not self.is_computed


def areas_of(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows by area, the one with the highest figure of the first vote on top, unknown ones last."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.area, []).append(row)
    order = sorted(found, key=lambda area: -float(next((r.value for r in found[area] if r.value is not None), -1)))
    return {area: found[area] for area in order}


def votes_of(rows: Sequence[Row]) -> dict[str, str]:
    """The votes in the order of the rows, each with its name."""
    return {row.vote: row.vote_name for row in rows}


@plotted
def figure(
    rows: Sequence[Row],
    *,
    unit: str = units.PCT,
    colour: str = marks.INK,
    phone: bool = False,
    language: Language = ENGLISH,
) -> Spec:
    """The dot plot, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw."""
    values = [row.value for row in rows if row.value is not None]
    if not values:
        raise NothingToDraw("no figure of any region")
    areas, votes = areas_of(rows), [*votes_of(rows)]
    places = {area: len(areas) - 1 - place for place, area in enumerate(areas)}
    top = units.top_of(values, unit)
    room = 10_000 if phone else NAME_ROOM
    names = {places[area]: literal(cut(plain(own[0].name), 13, room)) for area, own in areas.items()}
    texts = {area: words_at(own, unit, language) for area, own in areas.items()}
    ends = (-0.6, len(areas) - (0.1 if phone else 0.4))
    ticks = units.ticks(top, unit, language)
    half = widest(list(ticks.values()), house.SMALL) / 2
    left = max(half, 8 if phone else min(NAME_ROOM, widest([plain(own[0].name) for own in areas.values()], 13)))
    right = max(half, 0 if phone else widest([cut_figure(text) for text in texts.values()], house.SMALL))
    margin = {"l": left + 12, "r": right + 14, "t": 12, "b": 30}
    above = (PHONE_WIDTH - margin["l"] - margin["r"]) / BEYOND if phone else None
    layout: Spec = {
        "annotations": labels(areas, places, texts, top, above),
        "xaxis": house.axis(0, top * BEYOND, ticks, anchor="y"),
        "yaxis": house.axis(
            *ends, names, anchor="x", showticklabels=not phone, tickfont={"size": 13, "color": marks.INK}
        ),
    }
    data = [
        trace
        for place, vote in enumerate(votes)
        for trace in dots([row for row in rows if row.vote == vote], places, place, len(votes), unit, colour, language)
    ]
    return house.figure(data, layout, len(areas) * (PHONE_ROW if phone else ROW_HEIGHT) + 42, margin)


def cut_figure(text: str) -> str:
    return cut(text, house.SMALL, FIGURE_ROOM)


def words_at(own: Sequence[Row], unit: str, language: Language) -> str:
    """The figures of one region beside its marks: with the name where it is a contender's."""
    return plain(" · ".join(figure_words(row, unit, language) for row in own))


def figure_words(row: Row, unit: str, language: Language) -> str:
    if row.value is None:
        return language.gettext("no figure")
    text = units.words(row.value, unit, language, row.qualifier)
    return f"{row.whose} {text}" if row.whose else text


def labels(
    areas: dict[str, list[Row]], places: dict[str, int], texts: dict[str, str], top: float, room: float | None
) -> list[Spec]:
    """The figures at the right of the marks; on a phone above them, after the name, in a room of so many pixels."""
    found = []
    for area, own in areas.items():
        y, text = places[area], texts[area]
        if room is not None:
            above: Spec = {"yanchor": "bottom", "yshift": 6, "bgcolor": marks.PAPER}
            text = cut(text, house.SMALL, PHONE_NAME_ROOM)
            name = cut(plain(own[0].name), house.SMALL, room - width(text, house.SMALL) - GAP)
            found.append(label(literal(name), 0, y, xanchor="left", **above))
            found.append(label(literal(text), top, y, xanchor="right", **above))
        else:
            highest = max((float(row.value) for row in own if row.value is not None), default=0.0)
            found.append(label(literal(cut_figure(text)), highest, y, xanchor="left", xshift=10, bgcolor=marks.PAPER))
    return found


def dots(
    rows: Sequence[Row], places: dict[str, int], place: int, several: int, unit: str, colour: str, language: Language
) -> list[Spec]:
    """The marks of one vote: filled, hollow for a bound or what is computed, a cross where there is none."""
    shape = marks.symbol_of(place)
    looks = [marks.solid(shape, 9, colour) if place == 0 else marks.hollow(shape, 9, colour)]
    looks.append(marks.hollow(shape, 8, colour))
    found = []
    for exact, look in zip((True, False), looks, strict=True):
        own = [row for row in rows if row.value is not None and row.is_exact == exact]
        if own:
            xs = [float(row.value or 0) for row in own]
            spec = house.marks_trace(xs, [places[row.area] for row in own], look)
            words = (f"{literal(row.name)}<br>{literal(hover(row, several, unit, language))}" for row in own)
            found.append(spec | {"customdata": words} | house.HOVER)
    absent = [places[row.area] for row in rows if row.value is None]
    if absent:
        found.append(house.marks_trace([0] * len(absent), absent, marks.NOT_PUBLISHED))
    return found


def hover(row: Row, several: int, unit: str, language: Language) -> str:
    text = figure_words(row, unit, language)
    return f"{row.vote_name}: {text}" if several > 1 else text


def key(rows: Sequence[Row], *, colour: str = marks.INK, language: Language = ENGLISH) -> tuple[Key, ...]:
    """The votes by shape, and what is computed or missing."""
    votes = votes_of(rows)
    found = []
    if len(votes) > 1:
        found += [
            Key(marks.symbol_of(place), name, colour, is_hollow=place > 0) for place, name in enumerate(votes.values())
        ]
    if any(row.value is not None and not row.is_exact for row in rows):
        found.append(Key("circle", language.gettext("computed here, or a bound"), colour, is_hollow=True))
    if any(row.value is None for row in rows):
        found.append(Key("x-thin", language.gettext("no figure"), "var(--ink-3)"))
    return tuple(found)


def classes_key(rows: Sequence[Row], *, language: Language = ENGLISH) -> tuple[Key, ...]:
    """The classes of a map of these rows."""
    return classes.key([row.turnout_pct for row in rows], language)


def summary(rows: Sequence[Row], *, unit: str = units.PCT, language: Language = ENGLISH) -> str:
    """One sentence: the lowest and the highest region, and for how many there is no figure."""
    known = [row for row in rows if row.value is not None]
    if not known:
        return language.gettext("No figure is published for any region.")
    words = known_words(known, unit, language)
    if missing := len(rows) - len(known):
        words += language.ngettext(
            "; for %(count)s region there is none", "; for %(count)s regions there is none", missing
        ) % {"count": missing}
    return f"{words}."


def table(rows: Sequence[Row], *, unit: str = units.PCT, language: Language = ENGLISH) -> Table:
    """Region, vote, whose, figure, basis."""
    g = language.gettext
    return Table(
        (g("Region"), g("Vote"), g("Whose"), g("Figure"), g("Basis")),
        tuple(
            (
                row.name,
                row.vote_name,
                row.whose,
                "" if row.value is None else units.words(row.value, unit, language, row.qualifier),
                "" if row.value is None else language.basis("computed" if row.is_computed else row.basis),
            )
            for row in rows
        ),
        frozenset({3}),
    )


def known_words(known: Sequence[Row], unit: str, language: Language) -> str:
    """Between which figures and regions those lie that there are."""
    low, high = min(known, key=lambda row: row.value or 0), max(known, key=lambda row: row.value or 0)
    lowest, highest = (figure_words(row, unit, language) for row in (low, high))
    if len(known) == 1:
        return language.gettext("The one figure is %(figure)s (%(whose)s)") % {"figure": lowest, "whose": low.name}
    if len({figure_words(row, unit, language) for row in known}) == 1:
        return language.gettext("Every figure is %(figure)s") % {"figure": lowest}
    words = language.gettext("The figures run from %(low)s in %(lowest)s to %(high)s in %(highest)s")
    return words % {"low": lowest, "lowest": low.name, "high": highest, "highest": high.name}
