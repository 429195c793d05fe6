"""Whole countries from their regions: the border of several regions is what only one of them has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from elections.charts.geography import Geography, Point, Region, Ring, signed_area

SPECK = 0.005  # a ring smaller than this part of the largest is a slip between two borders, or an island nobody sees


def together(geography: Geography, wholes: Mapping[str, Sequence[str]]) -> Geography:
    """One region for each whole (its area -> the areas it is made of), in the same plane."""
    by_area = geography.by_area
    return Geography(
        tuple(Region(whole, outline([by_area[area] for area in areas])) for whole, areas in wholes.items())
    )


def outline(regions: Sequence[Region]) -> tuple[Ring, ...]:
    """The rings around regions whose common borders have the same corners; inner borders go."""
    edges: set[tuple[Point, Point]] = set()
    for region in regions:
        for ring in region.rings:
            for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
                if (b, a) in edges:
                    edges.remove((b, a))
                else:
                    edges.add((a, b))
    ways: dict[Point, list[Point]] = defaultdict(list)
    for a, b in sorted(edges):
        ways[a].append(b)
    rings = []
    while ways:
        rings.append(walked(ways))
    largest = max(abs(signed_area(ring)) for ring in rings)
    return tuple(ring for ring in rings if abs(signed_area(ring)) > SPECK * largest)


def walked(ways: dict[Point, list[Point]]) -> Ring:
    """A ring along the edges that are left, which it takes away."""
    point = next(iter(ways))
    ring = []
    while point in ways:
        ring.append(point)
        following = ways[point].pop()
        if not ways[point]:
            del ways[point]
        point = following
    return tuple(ring)
