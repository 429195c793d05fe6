"""Labels that would touch are moved apart, as little as possible."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product


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


Box = tuple[float, float, float, float]
SQUARE = 40  # pixels


def squares(box: Box) -> Iterator[tuple[int, int]]:
    """The squares of the picture that a box touches."""
    columns = range(int(box[0] // SQUARE), int(box[2] // SQUARE) + 1)
    rows = range(int(box[1] // SQUARE), int(box[3] // SQUARE) + 1)
    return product(columns, rows)


@dataclass
class Board:
    """What is already written on a picture, in pixels from the top left; new labels take a free place or none."""

    width: float
    height: float
    taken: dict[tuple[int, int], list[Box]] = field(default_factory=dict)  # by the squares of SQUARE pixels they touch

    def take(self, box: Box) -> None:
        for square in squares(box):
            self.taken.setdefault(square, []).append(box)

    def is_free(self, box: Box) -> bool:
        """Whether a box (left, top, right, bottom) lies on the picture and touches nothing that was taken."""
        if box[0] < 0 or box[1] < 0 or box[2] > self.width or box[3] > self.height:
            return False
        near = (b for square in squares(box) for b in self.taken.get(square, ()))
        return not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in near)

    def first_free(self, boxes: Iterable[Box]) -> int | None:
        """Take the first box that is free and say which it was; None where none is."""
        for place, box in enumerate(boxes):
            if self.is_free(box):
                self.take(box)
                return place
        return None
