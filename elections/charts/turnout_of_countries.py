"""The turnout of whole countries on one map: six classes, name and figure on each country."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from elections.charts import classes, marks
from elections.charts.callouts import Box, Paper, boxed, overlap
from elections.charts.geography import Geography, Point, Region, Ring
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.text import literal, width
from elections.charts.thinning import thinned
from elections.charts.turnout_map import OFF, on_sheet, outline

WIDTH, PHONE_WIDTH = 480, 358
HEIGHT, PHONE_HEIGHT = 318, 250
MARGIN = 6
SIZE, PHONE_SIZE = 11.5, 10.5
STEPS = 16


@dataclass(frozen=True, slots=True)
class Row:
    """The turnout (per cent) of a country by the claim shown first; `vote` and `date` say of which vote."""

    area: str
    name: str
    vote: str
    date: str
    turnout_pct: Decimal
    basis: str = "official_final"
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper, borders, where labels stand, and which of them reach beyond their country."""

    paper: Paper
    size: float
    rings: Mapping[str, tuple[Ring, ...]]
    labels: Mapping[str, Point]
    reaching: frozenset[str]


@lru_cache(maxsize=32)  # figures change with what is published
def sheet_of(geography: Geography, labelled: tuple[tuple[str, str, str], ...], phone: bool) -> Sheet:
    """Worked out once for names and figures in a language and a width, on each country as well as they fit.

    `labelled` gives for each country its code, its name, and its figure as a text.
    """
    wide, tall, size = (PHONE_WIDTH, PHONE_HEIGHT, PHONE_SIZE) if phone else (WIDTH, HEIGHT, SIZE)
    left, bottom, right, top = geography.box
    per_unit = min((wide - 2 * MARGIN) / (right - left), (tall - 2 * MARGIN) / (top - bottom))
    middle = (left + right) / 2, (bottom + top) / 2
    rings = thinned(geography, OFF / per_unit)
    paper = Paper(per_unit, boxed(middle, wide / per_unit, tall / per_unit))
    labels: dict[str, Point] = {}
    taken: list[Box] = []
    reaching: set[str] = set()
    regions = [
        (Region(area, rings[area]), (width(name, size, bold=True) / per_unit, width(figure, size) / per_unit))
        for area, name, figure in labelled
    ]
    for region, lines in sorted(regions, key=lambda pair: pair[0].centre[1]):  # the narrowest choose first
        box = max(lines) + 4 / per_unit, 2.5 * size / per_unit
        spot, share = on_land(region, lines, size / per_unit, box, taken)
        labels[region.area] = spot
        taken.append(boxed(spot, *box))
        if share < 1:
            reaching.add(region.area)
    return Sheet(paper, size, rings, labels, frozenset(reaching))


def on_land(
    region: Region, lines: tuple[float, float], size: float, box: tuple[float, float], taken: Sequence[Box]
) -> tuple[Point, float]:
    """The free spot near the middle of a country where most of a label lies on it, and how much of it does.

    `lines` are the widths of its two lines and `size` that of its letters, `box` is what it takes up in all.
    """
    x, y = region.centre[0]
    left, bottom, right, top = region.box
    parts = [step / STEPS for step in range(1, STEPS)]
    spots = [(left + (right - left) * a, bottom + (top - bottom) * b) for a in parts for b in parts]
    best, most = (x, y), 0.0
    for spot in sorted([(x, y), *spots], key=lambda spot: (spot[0] - x) ** 2 + (spot[1] - y) ** 2):
        if not region.covers(spot) or any(overlap(boxed(spot, *box), other) for other in taken):
            continue
        written = [
            (spot[0] + across * wide, spot[1] + up * size)
            for wide, heights in zip(lines, ((1.0, 0.2), (-0.2, -1.0)), strict=True)
            for up in heights
            for across in (-0.5, -0.25, 0, 0.25, 0.5)
        ]
        share = sum(map(region.covers, written)) / len(written)
        if share > most:
            best, most = spot, share
        if most == 1:
            break
    return best, most


@plotted
def figure(rows: Sequence[Row], geography: Geography, *, phone: bool = False, language: Language = ENGLISH) -> Spec:
    """The map, for WIDTH or PHONE_WIDTH pixels; a country without a row is hatched. Raises NothingToDraw."""
    by_area = {row.area: row for row in rows if row.area in geography.by_area}
    if not by_area:
        raise NothingToDraw("no country with a place on the map")
    figures = {
        area: language.qualified(language.percent(row.turnout_pct), row.qualifier) for area, row in by_area.items()
    }
    labelled = tuple(sorted((area, row.name, figures[area]) for area, row in by_area.items()))
    sheet = sheet_of(geography, labelled, phone)
    data: list[Spec] = []
    notes: list[Spec] = []
    for region in geography.regions:
        row = by_area.get(region.area)
        spec = outline(sheet.rings[region.area], {"color": marks.PAPER, "width": 1.2}, words_of(row, language))
        hatched: Spec = {"fillcolor": marks.PAPER, "fillpattern": classes.HATCH}
        data.append(spec | ({"fillcolor": classes.fill_of(row.turnout_pct)} if row else hatched))
    for area, row in by_area.items():
        font = {"size": sheet.size, "color": classes.ink_on(row.turnout_pct)}
        words = f"<b>{literal(row.name)}</b><br>{literal(figures[area])}"
        ground = {"bgcolor": classes.fill_of(row.turnout_pct)} if area in sheet.reaching else {}
        notes.append(label(words, *sheet.labels[area], font=font, **ground))
    return on_sheet(sheet.paper, data, notes, PHONE_HEIGHT if phone else HEIGHT)


def words_of(row: Row | None, language: Language) -> str:
    if row is None:
        return language.gettext("not published")
    figure = language.qualified(language.percent(row.turnout_pct), row.qualifier)
    return f"{literal(row.name)}, {literal(row.vote)}, {language.day(row.date)}: {literal(figure)}"


def summary(rows: Sequence[Row], *, language: Language = ENGLISH) -> str:
    """From where to where turnout runs."""
    if not rows:
        return language.gettext("No country has a printed turnout.")
    low, high = min(rows, key=lambda row: row.turnout_pct), max(rows, key=lambda row: row.turnout_pct)
    if low == high:
        return language.gettext("Printed turnout is %(turnout)s in %(place)s.") % {
            "turnout": language.percent(low.turnout_pct),
            "place": low.name,
        }
    return language.gettext("Printed turnout runs from %(low)s in %(lowest)s to %(high)s in %(highest)s.") % {
        "low": language.percent(low.turnout_pct),
        "lowest": low.name,
        "high": language.percent(high.turnout_pct),
        "highest": high.name,
    }


def key(rows: Sequence[Row], *, language: Language = ENGLISH) -> tuple[Key, ...]:
    """The classes with their edges."""
    return classes.key([row.turnout_pct for row in rows], language)


def table(rows: Sequence[Row], *, language: Language = ENGLISH) -> Table:
    """One line a country: vote, day, turnout and who says so."""
    g = language.gettext
    lines = [
        (
            row.name,
            row.vote,
            language.day(row.date),
            language.qualified(language.number(row.turnout_pct), row.qualifier),
            language.basis(row.basis),
        )
        for row in rows
    ]
    return Table((g("Country"), g("Vote"), g("Date"), g("Turnout, %"), g("Basis")), tuple(lines), frozenset({3}))
