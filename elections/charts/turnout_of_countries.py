"""The turnout of whole countries on one map: six classes, name and figure on each country or beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from elections.charts import classes, house, marks
from elections.charts.callouts import Box, Paper, boxed, overlap
from elections.charts.geography import Geography, Point, Region, Ring
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.text import literal, width
from elections.charts.thinning import thinned
from elections.charts.turnout_map import OFF, outline

WIDTH, PHONE_WIDTH = 480, 358
HEIGHT, PHONE_HEIGHT = 318, 250
MARGIN = 6
SIZE, PHONE_SIZE = 12.5, 11
ROOM, PHONE_ROOM = 64, 34  # pixels to the right of the land, for labels beside it
GAP = 12  # pixels between a country and a label beside it
STEPS = 16
ENOUGH, PHONE_ENOUGH = 0.6, 0.55  # of a label that must lie on its country


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
    """What does not depend on the figures: the paper, borders, where labels stand, and the ends of their leaders."""

    paper: Paper
    size: float
    rings: Mapping[str, tuple[Ring, ...]]
    labels: Mapping[str, Point]
    leaders: Mapping[str, tuple[Point, Point]]


@cache
def sheet_of(geography: Geography, names: tuple[tuple[str, str], ...], phone: bool) -> Sheet:
    """Worked out once for the names in a language and a width: on the country where the label fits, else east of it."""
    wide, tall, size, room = (
        (PHONE_WIDTH, PHONE_HEIGHT, PHONE_SIZE, PHONE_ROOM) if phone else (WIDTH, HEIGHT, SIZE, ROOM)
    )
    left, bottom, right, top = geography.box
    per_unit = min((wide - 2 * MARGIN - room) / (right - left), (tall - 2 * MARGIN) / (top - bottom))
    middle = (left + right + room / per_unit) / 2, (bottom + top) / 2
    rings = thinned(geography, OFF / per_unit)
    paper = Paper(per_unit, boxed(middle, wide / per_unit, tall / per_unit))
    labels: dict[str, Point] = {}
    leaders: dict[str, tuple[Point, Point]] = {}
    sizes: dict[str, tuple[float, float]] = {}
    below = float("inf")
    regions = [(Region(area, rings[area]), width(name, size, bold=True) + 4) for area, name in names]
    for region, across in sorted(regions, key=lambda pair: -pair[0].centre[0][1]):
        box = sizes[region.area] = across / per_unit, 2.5 * size / per_unit
        spot, share = on_land(region, box, [boxed(labels[area], *sizes[area]) for area in labels])
        if share >= (PHONE_ENOUGH if phone else ENOUGH):
            labels[region.area] = spot
            continue
        x, y = region.centre[0]
        east = min(region.box[2] + GAP / per_unit, paper.box[2] - box[0])
        height = max(min(y, below), paper.box[1] + box[1] / 2)
        below = height - box[1]
        labels[region.area] = east + box[0] / 2, height
        leaders[region.area] = (x, y), (east, height)
    return Sheet(paper, size, rings, labels, leaders)


def on_land(region: Region, size: tuple[float, float], taken: Sequence[Box]) -> tuple[Point, float]:
    """The free spot near the middle of a country where most of a label lies on it, and how much of it does."""
    x, y = region.centre[0]
    left, bottom, right, top = region.box
    parts = [step / STEPS for step in range(1, STEPS)]
    spots = [(left + (right - left) * a, bottom + (top - bottom) * b) for a in parts for b in parts]
    best, most = (x, y), 0.0
    for spot in sorted([(x, y), *spots], key=lambda spot: (spot[0] - x) ** 2 + (spot[1] - y) ** 2):
        west, south, east, north = box = boxed(spot, *size)
        if any(overlap(box, other) for other in taken):
            continue
        across = [west + (east - west) * part / 4 for part in range(5)]
        share = sum(region.covers((a, b)) for a in across for b in (south, spot[1], north)) / 15
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
    sheet = sheet_of(geography, tuple(sorted((area, row.name) for area, row in by_area.items())), phone)
    data: list[Spec] = []
    notes: list[Spec] = []
    for region in geography.regions:
        row = by_area.get(region.area)
        spec = outline(sheet.rings[region.area], {"color": marks.PAPER, "width": 1.2}, words_of(row, language))
        hatched: Spec = {"fillcolor": marks.PAPER, "fillpattern": classes.HATCH}
        data.append(spec | ({"fillcolor": classes.fill_of(row.turnout_pct)} if row else hatched))
    for area, row in by_area.items():
        colour = marks.INK if area in sheet.leaders else classes.ink_on(row.turnout_pct)
        if area in sheet.leaders:
            (x0, y0), (x1, y1) = sheet.leaders[area]
            data.append(house.line_trace([x0, x1], [y0, y1], {"color": "var(--ink-2)", "width": 1}))
        figure = language.qualified(language.percent(row.turnout_pct), row.qualifier)
        words = f"<b>{literal(row.name)}</b><br>{literal(figure)}"
        notes.append(label(words, *sheet.labels[area], font={"size": sheet.size, "color": colour}))
    left, bottom, right, top = sheet.paper.box
    layout: Spec = {
        "annotations": notes,
        "xaxis": house.axis(left, right, anchor="y"),
        "yaxis": house.axis(bottom, top, anchor="x", scaleanchor="x", scaleratio=1),
    }
    return house.figure(data, layout, PHONE_HEIGHT if phone else HEIGHT, dict.fromkeys("lrtb", 0))


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
