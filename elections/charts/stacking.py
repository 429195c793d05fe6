"""Labels that would touch are moved apart, as little as possible."""

from collections.abc import Sequence


def spread_out(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places at least `gap` apart and, where there is room, between `low` and `high`; the order by place stays.

    Neighbours that touch form a group around the middle of what its members want.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    groups: list[tuple[list[int], float]] = []
    for index in order:
        groups.append(([index], wanted[index]))
        while len(groups) > 1 and touches(groups[-2], groups[-1], gap):
            (first, a), (second, b) = groups[-2:]
            middle = (a * len(first) + b * len(second)) / (len(first) + len(second))
            groups[-2:] = [(first + second, middle)]
    places = [0.0] * len(wanted)
    for members, middle in groups:
        for step, index in enumerate(members):
            places[index] = middle + (step - (len(members) - 1) / 2) * gap
    return inside(places, order, gap, low, high)


def touches(below: tuple[list[int], float], above: tuple[list[int], float], gap: float) -> bool:
    return above[1] - below[1] < gap * (len(below[0]) + len(above[0])) / 2


def inside(places: list[float], order: Sequence[int], gap: float, low: float, high: float) -> list[float]:
    """Push what lies beyond an end back, and its neighbours with it; the upper end wins where both cannot hold."""
    floor = low
    for index in order:
        floor = places[index] = max(places[index], floor)
        floor += gap
    ceiling = high
    for index in reversed(order):
        ceiling = places[index] = min(places[index], ceiling)
        ceiling -= gap
    return places
