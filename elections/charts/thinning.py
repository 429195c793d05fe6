"""Borders with no more corners than a map of a certain size can show, the same on both sides of each.

A border between two regions is thinned once, from one meeting of borders to the next (Douglas and Peucker 1973), so
neighbours stay joined without a gap.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import hypot

from elections.charts.geography import Geography, Point, Ring


@lru_cache(maxsize=64)
def thinned(geography: Geography, off: float) -> Mapping[str, tuple[Ring, ...]]:
    """The rings of each area, no border farther than `off` (in the geography's units) from where it was.

    A ring that would be less than a triangle is left out, but for the last one of its area.
    """
    owners: dict[Point, set[tuple[str, int]]] = defaultdict(set)
    for region in geography.regions:
        for place, ring in enumerate(region.rings):
            for point in ring:
                owners[point].add((region.area, place))
    found = {}
    for region in geography.regions:
        rings = [thin_ring(ring, owners, off) for ring in region.rings]
        found[region.area] = tuple(ring for ring in rings if len(ring) > 2) or region.rings[:1]
    return found


def thin_ring(ring: Ring, owners: Mapping[Point, set[tuple[str, int]]], off: float) -> Ring:
    """A closed ring, thinned between the corners at which its neighbour changes."""
    fixed = [place for place, point in enumerate(ring) if is_meeting(place, ring, owners)]
    if not fixed:  # an island, or a region within another: from its outermost corner to the one opposite
        start = max(range(len(ring)), key=lambda place: ring[place])
        fixed = [start, max(range(len(ring)), key=lambda place: (gap(ring[place], ring[start]), ring[place]))]
    elif len(fixed) == 1:
        fixed.append(max(range(len(ring)), key=lambda place: (gap(ring[place], ring[fixed[0]]), ring[place])))
    fixed = sorted(set(fixed))
    kept: list[Point] = []
    for start, end in zip(fixed, [*fixed[1:], fixed[0] + len(ring)], strict=True):
        kept += thin_line([ring[place % len(ring)] for place in range(start, end + 1)], off)[:-1]
    return tuple(kept)


def is_meeting(place: int, ring: Ring, owners: Mapping[Point, set[tuple[str, int]]]) -> bool:
    """Whether other rings run along the border before a corner than along the border after it."""
    here, before, after = owners[ring[place]], owners[ring[place - 1]], owners[ring[(place + 1) % len(ring)]]
    return here & before != here & after or len(here) > 2


def gap(a: Point, b: Point) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


def thin_line(line: Sequence[Point], off: float) -> list[Point]:
    """The line with the fewest corners that Douglas and Peucker find, the same in either direction."""
    if line[0] > line[-1]:
        return thin_line(line[::-1], off)[::-1]
    keep, spans = {0, len(line) - 1}, [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        far, corner = farthest(line, first, last)
        if far > off:
            keep.add(corner)
            spans += [(first, corner), (corner, last)]
    return [line[place] for place in sorted(keep)]


def farthest(line: Sequence[Point], first: int, last: int) -> tuple[float, int]:
    """How far the corner lies that is farthest from the straight way between two others, and which it is."""
    (ax, ay), (bx, by) = line[first], line[last]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy or 1.0
    best, corner = 0.0, first
    for place in range(first + 1, last):
        x, y = line[place][0] - ax, line[place][1] - ay
        along = min(1.0, max(0.0, (x * dx + y * dy) / length))
        x, y = x - along * dx, y - along * dy
        if (distance := x * x + y * y) > best:
            best, corner = distance, place
    return best**0.5, corner
