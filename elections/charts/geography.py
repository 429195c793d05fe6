"""The regions of a country on paper: GeoJSON in, shapes in a plane and places for their labels out.

A country is worked out once and kept: build one Geography a country and pass it to every map.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import cos, hypot, radians
from typing import Any

Point = tuple[float, float]
Ring = tuple[Point, ...]
GRID, ROUNDS = 9, 3


@dataclass(frozen=True, eq=False)
class Region:
    """One area: its rings in map units, outer ones and holes alike, or only a point."""

    area: str
    rings: tuple[Ring, ...]
    point: Point | None = None

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of the largest ring."""
        return box_of(self.largest)

    @cached_property
    def largest(self) -> Ring:
        return max(self.rings, key=lambda ring: abs(signed_area(ring))) if self.rings else ((self.point or (0.0, 0.0)),)

    @cached_property
    def centre(self) -> tuple[Point, float]:
        """The point farthest from every edge, and how far it is: where a label stands best."""
        if self.point is not None:
            return self.point, 0.0
        left, bottom, right, top = self.box
        best, far = ((left + right) / 2, (bottom + top) / 2), -1.0
        wide, tall, middle = (right - left) / 2, (top - bottom) / 2, best
        for _ in range(ROUNDS):
            for point in grid(middle, wide, tall):
                distance = self.distance(point, far)
                if distance > far:
                    best, far = point, distance
            middle, wide, tall = best, wide / GRID * 2, tall / GRID * 2
        return best, max(far, 0.0)

    def distance(self, point: Point, enough: float) -> float:
        """From the nearest edge; below zero outside. Stops as soon as it cannot exceed `enough`."""
        if not self.covers(point):
            return -1.0
        nearest = float("inf")
        for ring in self.rings:
            for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
                nearest = min(nearest, to_edge(point, a, b))
                if nearest <= enough:
                    return nearest
        return nearest

    def covers(self, point: Point) -> bool:
        """Whether the point lies in an odd number of rings: on the land, not in a hole of it."""
        return sum(inside(point, ring) for ring in self.rings) % 2 == 1


def grid(middle: Point, wide: float, tall: float) -> list[Point]:
    steps = [2 * step / (GRID - 1) - 1 for step in range(GRID)]
    return [(middle[0] + wide * across, middle[1] + tall * up) for across in steps for up in steps]


@lru_cache(maxsize=1000)
def box_of(ring: Ring) -> tuple[float, float, float, float]:
    """Left, bottom, right, top."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def signed_area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def inside(point: Point, ring: Ring) -> bool:
    """Whether a ray from the point crosses the ring an odd number of times."""
    x, y = point
    left, bottom, right, top = box_of(ring)
    if not (left <= x <= right and bottom <= y <= top):
        return False
    odd = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            odd = not odd
    return odd


def to_edge(point: Point, a: Point, b: Point) -> float:
    """The distance of a point from a line between two points."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length)) if length else 0.0
    return hypot(point[0] - a[0] - along * dx, point[1] - a[1] - along * dy)


@dataclass(frozen=True, eq=False)
class Geography:
    """All regions of a country in one plane (x to the east, y to the north, kilometres of about the same length)."""

    regions: tuple[Region, ...]

    @cached_property
    def by_area(self) -> Mapping[str, Region]:
        return {region.area: region for region in self.regions}

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        boxes = [region.box for region in self.regions]
        return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)

    def covers(self, point: Point) -> bool:
        """Whether the point lies on any region."""
        return any(region.covers(point) for region in self.regions)


def geography_of(collection: Mapping[str, Any]) -> Geography:
    """A GeoJSON FeatureCollection of Polygons, MultiPolygons and Points, each feature with its area as `id`."""
    latitudes = [lat for feature in collection["features"] for ring in rings_of(feature["geometry"]) for _, lat in ring]
    middle = radians((min(latitudes) + max(latitudes)) / 2)

    def flat(ring: Sequence[Point]) -> Ring:
        kilometres = ((round(lon * cos(middle) * 111.32, 1), round(lat * 111.32, 1)) for lon, lat in ring)
        return tuple(kilometres)

    regions = []
    for feature in collection["features"]:
        geometry = feature["geometry"]
        if geometry["type"] == "Point":
            regions.append(Region(feature["id"], (), flat([geometry["coordinates"]])[0]))
        else:
            regions.append(Region(feature["id"], tuple(flat(ring[:-1]) for ring in rings_of(geometry))))
    return Geography(tuple(regions))


def rings_of(geometry: Mapping[str, Any]) -> list[list[Point]]:
    """Every ring of a geometry; of a point, the point."""
    if geometry["type"] == "Point":
        return [[geometry["coordinates"]]]
    if geometry["type"] == "Polygon":
        return list(geometry["coordinates"])
    if geometry["type"] == "MultiPolygon":
        return [ring for polygon in geometry["coordinates"] for ring in polygon]
    raise ValueError(f"a geometry of type {geometry['type']!r}")
