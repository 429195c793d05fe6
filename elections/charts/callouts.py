"""Where the names of small cities stand beside a map, so that they hide as little as possible."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from elections.charts.geography import Geography, Point

DIRECTIONS = 16
OVERLAP, CROSSED, ON_LAND, OUTSIDE = 100.0, 10.0, 1.0, 1000.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Paper:
    """The map on paper: pixels a unit, and the box of the picture in map units."""

    per_unit: float
    box: Box


def boxed(middle: Point, wide: float, tall: float) -> Box:
    """Left, bottom, right, top."""
    return middle[0] - wide / 2, middle[1] - tall / 2, middle[0] + wide / 2, middle[1] + tall / 2


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def within(point: Point, box: Box) -> bool:
    return box[0] < point[0] < box[2] and box[1] < point[1] < box[3]


def leader(point: Point, middle: Point) -> list[Point]:
    """Spots on the line from a city to its label, past its own disc."""
    parts = (0.35, 0.5, 0.65, 0.8)
    return [(point[0] + part * (middle[0] - point[0]), point[1] + part * (middle[1] - point[1])) for part in parts]


def place_callouts(
    geography: Geography, cities: Sequence[tuple[Point, float, float]], taken: Sequence[Box], paper: Paper
) -> list[Point]:
    """For each city, given as point and size of its label in pixels, the middle of the label in map units.

    A label would rather stand beside the land than on it, never on another label, and near its city.
    """
    occupied = list(taken) + [boxed(point, 12 / paper.per_unit, 12 / paper.per_unit) for point, _, _ in cities]
    found = []
    for point, wide, tall in cities:
        size = wide / paper.per_unit, tall / paper.per_unit
        best = min(
            candidates(point, paper, size), key=lambda middle: cost(middle, point, size, geography, occupied, paper)
        )
        occupied.append(boxed(best, *size))
        found.append(best)
    return found


def candidates(point: Point, paper: Paper, size: tuple[float, float]) -> list[Point]:
    """Places around a city at four distances."""
    found = []
    for gap in (14, 34, 60, 95, 140):
        for step in range(DIRECTIONS):
            angle = 2 * pi * step / DIRECTIONS
            across, up = gap / paper.per_unit + size[0] / 2, gap / paper.per_unit + size[1] / 2
            found.append((point[0] + across * cos(angle), point[1] + up * sin(angle)))
    return found


def cost(
    middle: Point, point: Point, size: tuple[float, float], geography: Geography, occupied: Sequence[Box], paper: Paper
) -> float:
    box = boxed(middle, *size)
    left, bottom, right, top = paper.box
    if box[0] < left or box[2] > right or box[1] < bottom or box[3] > top:
        return OUTSIDE + abs(middle[0] - (left + right) / 2)
    hits = sum(overlap(box, other) for other in occupied)
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])] + [middle]
    land = sum(geography.covers(corner) for corner in corners)
    crossed = sum(any(within(spot, other) for other in occupied) for spot in leader(point, middle))
    away = abs(middle[0] - point[0]) + abs(middle[1] - point[1])
    return OVERLAP * hits + CROSSED * crossed + ON_LAND * land + away * paper.per_unit / 40
