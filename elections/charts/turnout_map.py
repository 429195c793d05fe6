"""Turnout on a map: six classes, the figure on every area, cities with a leader, what is missing hatched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from elections.charts import classes, house, marks
from elections.charts.callouts import Box, Paper, boxed, place_callouts
from elections.charts.geography import Geography, Point, Region, Ring
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import NothingToDraw
from elections.charts.text import literal, plain, width, wrapped
from elections.charts.thinning import thinned
from elections.charts.turnout_by_region import Row, hover, key, summary, table

__all__ = ["PHONE_WIDTH", "WIDTH", "Row", "figure", "key", "left_out", "summary", "table"]

WIDTH, PHONE_WIDTH = 690, 358
HEIGHT, PHONE_HEIGHT = 390, 256
MARGIN = 14
FIGURE_HEIGHT = 17
SNUG = 0.62
CALLOUT_ROOM, CALLOUT_HEIGHT = 110, 32
OFF = 0.8  # pixels that a border, 1.2 broad, may lie from its place


@dataclass(frozen=True, slots=True)
class Sheet:
    """What does not depend on the figures: the paper, borders, where labels stand, and which areas need a leader."""

    paper: Paper
    size: float
    labels: dict[str, Point]
    callouts: dict[str, Point]
    rings: Mapping[str, tuple[Ring, ...]]


@cache
def sheet_of(geography: Geography, names: tuple[tuple[str, str], ...], phone: bool) -> Sheet:
    """Worked out once for a country, its names and a width."""
    wide, tall = (PHONE_WIDTH, PHONE_HEIGHT) if phone else (WIDTH, HEIGHT)
    left, bottom, right, top = geography.box
    size = 11.5 if phone else 12.5
    per_unit = min((wide - 2 * MARGIN) / (right - left), (tall - 2 * MARGIN) / (top - bottom))
    middle = (left + right) / 2, (bottom + top) / 2
    paper = Paper(per_unit, boxed(middle, wide / per_unit, tall / per_unit))
    room = width("88.8", size) / 2 + 2
    labels, cities, taken, named = {}, [], [], dict(names)
    for region in geography.regions:
        point, free = region.centre
        if free * per_unit >= room * SNUG:
            labels[region.area] = point
            taken.append(boxed(point, 2 * room / per_unit, FIGURE_HEIGHT / per_unit))
        elif region.area in named:
            cities.append(region)
    keep_clear(labels, [city.centre[0] for city in cities], (room + 7) / per_unit)
    sizes = [(city.centre[0], callout_width(named[city.area], size), CALLOUT_HEIGHT) for city in cities]
    places = place_callouts(geography, sizes, taken, paper)
    callouts = {city.area: place for city, place in zip(cities, places, strict=True)}
    return Sheet(paper, size, labels, callouts, thinned(geography, OFF / per_unit))


def keep_clear(labels: dict[str, Point], cities: Sequence[Point], room: float) -> None:
    """Move a figure sideways that would stand on a city's disc."""
    for area, (x, y) in labels.items():
        for city_x, city_y in cities:
            if abs(x - city_x) < room and abs(y - city_y) < room / 2:
                labels[area] = city_x - room if x <= city_x else city_x + room, y


def callout_width(name: str, size: float) -> float:
    return max(width(wrapped(name, size, CALLOUT_ROOM, lines=1)[0], size, bold=True), 40) + 6


@plotted
def figure(rows: Sequence[Row], geography: Geography, *, phone: bool = False, language: Language = ENGLISH) -> Spec:
    """The map, for WIDTH or PHONE_WIDTH pixels. An area without a row, or without a figure, is hatched.

    Raises NothingToDraw where no row has a place on the map.
    """
    by_area = {row.area: row for row in rows if row.area in geography.by_area}
    if not by_area:
        raise NothingToDraw("no area with a place on the map")
    names = tuple(sorted((area, plain(row.name)) for area, row in by_area.items() if row.turnout_pct is not None))
    sheet = sheet_of(geography, names, phone)
    drawn = [region for region in geography.regions if region.rings]
    data = [land(sheet.rings[region.area], by_area.get(region.area), language) for region in drawn]
    cities = [(geography.by_area[area], by_area[area]) for area in sheet.callouts if area in by_area]
    data += [trace for region, row in cities for trace in city(region, row, sheet, language)]
    notes = [note for area, row in by_area.items() if area in sheet.labels for note in figure_on(row, sheet, language)]
    notes += [callout(row, sheet, language) for _, row in cities]
    return on_sheet(sheet.paper, data, notes, PHONE_HEIGHT if phone else HEIGHT)


def on_sheet(paper: Paper, data: list[Spec], notes: list[Spec], height: int) -> Spec:
    """The figure of a map: one scale both ways, and nothing but the paper."""
    left, bottom, right, top = paper.box
    layout: Spec = {
        "annotations": notes,
        "xaxis": house.axis(left, right, anchor="y"),
        "yaxis": house.axis(bottom, top, anchor="x", scaleanchor="x", scaleratio=1),
    }
    return house.figure(data, layout, height, dict.fromkeys("lrtb", 0))


def left_out(rows: Sequence[Row], geography: Geography) -> list[Row]:
    """Rows that have no place on the map (voters abroad, a place without a boundary): the page names them."""
    return [row for row in rows if row.area not in geography.by_area]


def land(rings: Sequence[Ring], row: Row | None, language: Language) -> Spec:
    """The area filled by its class, its edges in paper; hatched where there is no figure."""
    turnout = row.turnout_pct if row else None
    words = hover(row, language) if row else language.gettext("not published")
    spec = outline(rings, {"color": marks.PAPER, "width": 1.2}, words)
    if turnout is None:
        edge = {"color": "var(--rule-2)", "width": 0.8, "dash": "solid"}
        return spec | {"fillcolor": marks.PAPER, "fillpattern": classes.HATCH, "line": edge}
    return spec | {"fillcolor": classes.fill_of(turnout)}


def outline(rings: Sequence[Ring], line: Spec, words: str) -> Spec:
    """The trace of an area with its words on hover, still without a fill."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in rings:
        xs += [*(x for x, _ in ring), ring[0][0], None]
        ys += [*(y for _, y in ring), ring[0][1], None]
    spoken = {"fill": "toself", "hoveron": "fills", "hoverinfo": "text", "text": words}
    return house.line_trace(xs[:-1], ys[:-1], line) | spoken


def figure_on(row: Row, sheet: Sheet, language: Language) -> list[Spec]:
    """The figure on its area; nothing over hatching."""
    if row.turnout_pct is None:
        return []
    font = {"size": sheet.size, "color": classes.ink_on(row.turnout_pct)}
    return [label(classes.short(row.turnout_pct, language), *sheet.labels[row.area], font=font)]


def city(region: Region, row: Row, sheet: Sheet, language: Language) -> list[Spec]:
    """A leader from the label and a disc in the colour of the class, with a dark edge on paper."""
    point, place = region.centre[0], sheet.callouts[row.area]
    end = nearest(
        boxed(place, callout_width(row.name, sheet.size) / sheet.paper.per_unit, CALLOUT_HEIGHT / sheet.paper.per_unit),
        point,
    )
    leader = house.line_trace([point[0], end[0]], [point[1], end[1]], {"color": "var(--ink-2)", "width": 1})
    assert row.turnout_pct is not None
    mark = marks.solid("circle", 8, classes.fill_of(row.turnout_pct))
    mark |= {
        "opacity": 1,
        "size": [12, 8],
        "color": [marks.PAPER, mark["color"]],
        "line": {"width": [0, 1.4], "color": marks.INK},
    }
    disc = house.marks_trace([point[0]] * 2, [point[1]] * 2, mark)
    return [leader, disc | {"customdata": [hover(row, language)] * 2} | house.HOVER]


def nearest(box: Box, point: Point) -> Point:
    """The point of a box nearest to another."""
    return min(max(point[0], box[0]), box[2]), min(max(point[1], box[1]), box[3])


def callout(row: Row, sheet: Sheet, language: Language) -> Spec:
    """Name and figure of a city, on paper."""
    name = literal(wrapped(row.name, sheet.size, CALLOUT_ROOM, lines=1)[0])
    assert row.turnout_pct is not None
    figure = language.qualified(classes.short(row.turnout_pct, language), row.qualifier)
    font = {"size": sheet.size, "color": marks.INK}
    return label(f"<b>{name}</b><br>{literal(figure)}", *sheet.callouts[row.area], bgcolor=marks.PAPER, font=font)
