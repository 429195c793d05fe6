"""More figures than anybody can tell apart, or a phone wants to carry: squares that stand for those near them.

The plot is laid out in cells of the same size. Each cell that holds a figure has a square, the larger the more figures
there are: nothing is left out and nothing is chosen. What is annulled is counted in squares of its own, in outline and
struck; where only bounds are known a line covers all that lies between them; what is not published is a cross on the
baseline.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar

from elections.charts import house, marks
from elections.charts.dates import day_number, iso
from elections.charts.house import Spec
from elections.charts.language import Language
from elections.charts.rows import Key
from elections.charts.votes import is_void_status, together

MOST = 1_000  # figures that are drawn one by one
CELL = 9  # pixels, about
SIZES = ((1, 2.5), (2, 4.0), (5, 6.0), (20, 8.0))  # from so many figures on, pixels


class Claimed(Protocol):
    """What a row says of its vote and its figure."""

    @property
    def date(self) -> str: ...

    @property
    def status(self) -> str: ...

    @property
    def value(self) -> Decimal | int | None: ...

    @property
    def low(self) -> Decimal | int | None: ...

    @property
    def high(self) -> Decimal | int | None: ...

    @property
    def is_between(self) -> bool: ...


Row = TypeVar("Row", bound=Claimed)
End = TypeVar("End")
Place = tuple[int, int]


def is_crowd(rows: Sequence[object]) -> bool:
    return len(rows) > MOST


@dataclass(frozen=True, slots=True)
class Cells:
    """A panel from day `start` to day `end` and from `low` to `high`, as so many columns and lines of cells."""

    start: float
    end: float
    low: float
    high: float
    columns: int
    lines: int

    @classmethod
    def of(cls, days: tuple[str, str], values: tuple[float, float], size: tuple[float, float]) -> "Cells":
        """The cells of a panel of so many pixels."""
        start, end = map(day_number, days)
        columns, lines = (max(1, int(pixels // CELL)) for pixels in size)
        return cls(start, end, *values, columns, lines)

    def column(self, date: str) -> int:
        return min(self.columns - 1, int((day_number(date) - self.start) / (self.end - self.start) * self.columns))

    def line(self, value: Decimal | int) -> int:
        return min(self.lines - 1, int((float(value) - self.low) / (self.high - self.low) * self.lines))

    def day(self, column: int) -> str:
        """The middle of a column."""
        return iso(self.start + (column + 0.5) / self.columns * (self.end - self.start))

    def height(self, line: int) -> float:
        """The middle of a line."""
        return self.low + (line + 0.5) / self.lines * (self.high - self.low)


def drawn(
    rows: Sequence[Row],
    cells: Cells,
    colour: str,
    axes: tuple[str, str],
    words_of: Callable[[Decimal | int], str],
    language: Language,
) -> list[Spec]:
    """The traces of one panel; `words_of` tells a figure with its unit."""
    standing: dict[Place, list[Row]] = defaultdict(list)
    void: dict[Place, list[Row]] = defaultdict(list)
    bounds: dict[int, list[tuple[float, float]]] = defaultdict(list)
    missing: set[int] = set()
    for row in rows:
        column = cells.column(row.date)
        if row.value is not None:
            (void if is_void_status(row.status) else standing)[column, cells.line(row.value)].append(row)
        elif row.is_between:
            bounds[column].append((float(row.low or 0), float(row.high or 0)))
        else:
            missing.add(column)
    solid = {size: marks.solid("square", size, colour) for _, size in SIZES}
    hollow = {size: marks.hollow("square", size, marks.GONE, 1.2) for _, size in SIZES}
    found = [*between(bounds, cells, axes)]
    for groups, looks in ((standing, solid), (void, hollow)):
        found += squares(groups, looks, cells, axes, words_of, language)
    found += struck(void, cells, axes)
    if missing:
        days = [cells.day(column) for column in sorted(missing)]
        found.append(house.marks_trace(days, [0.0] * len(days), marks.NOT_PUBLISHED, *axes))
    return found


def size_of(count: int) -> float:
    return max(size for least, size in SIZES if count >= least)


def squares(
    groups: dict[Place, list[Row]],
    looks: dict[float, marks.Mark],
    cells: Cells,
    axes: tuple[str, str],
    words_of: Callable[[Decimal | int], str],
    language: Language,
) -> list[Spec]:
    if not groups:
        return []
    own = {place: groups[place] for place in sorted(groups)}
    spec = house.marks_trace(
        [cells.day(column) for column, _ in own],
        [cells.height(line) for _, line in own],
        together([looks[size_of(len(held))] for held in own.values()]),
        *axes,
    )
    return [spec | {"customdata": (hover(held, words_of, language) for held in own.values())} | house.HOVER]


def hover(held: Sequence[Row], words_of: Callable[[Decimal | int], str], language: Language) -> str:
    """How many figures, from which to which, and when."""
    values = sorted({row.value for row in held if row.value is not None})
    days = sorted({row.date for row in held})
    many = language.ngettext("%(count)s figure", "%(count)s figures", len(held)) % {"count": language.number(len(held))}
    return "<br>".join([many, "–".join(map(words_of, ends(values))), "–".join(map(language.day, ends(days)))])


def ends(several: Sequence[End]) -> list[End]:
    """The first and the last, or the one there is."""
    return [several[0], several[-1]] if len(several) > 1 else list(several)


def struck(groups: Iterable[Place], cells: Cells, axes: tuple[str, str]) -> list[Spec]:
    """A stroke through each square of what is annulled."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    half = (cells.high - cells.low) / cells.lines / 2
    for column, line in sorted(groups):
        xs += [cells.day(max(0, column - 1)), cells.day(min(cells.columns - 1, column + 1)), None]
        ys += [cells.height(line) - half, cells.height(line) + half, None]
    return [house.line_trace(xs, ys, {"color": marks.GONE, "width": 1.2}, *axes)] if xs else []


def between(bounds: dict[int, list[tuple[float, float]]], cells: Cells, axes: tuple[str, str]) -> list[Spec]:
    """For each column the ranges that its bounds cover together, each a thin line with a stroke at either end."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    for column in sorted(bounds):
        for low, high in covered(bounds[column]):
            xs += [cells.day(column), cells.day(column), None]
            ys += [low, high, None]
    line = house.line_trace(xs, ys, {"color": "var(--ink-2)", "width": 1.4}, *axes)
    return [line | {"mode": "lines+markers", "marker": marks.stroke("line-ew", 8, 1.6, "var(--ink-2)")}] if xs else []


def covered(ranges: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Ranges that overlap or touch as one."""
    found: list[tuple[float, float]] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1]:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return found


def key(colour: str, language: Language) -> list[Key]:
    """The squares by how many figures they stand for."""
    starts = [least for least, _ in SIZES]
    words = [language.ngettext("%(count)s figure", "%(count)s figures", 1) % {"count": 1}]
    words += [f"{low}–{after - 1}" for low, after in zip(starts[1:], starts[2:], strict=False)]
    words += [language.gettext("%(count)s or more") % {"count": starts[-1]}]
    return [Key("square", text, colour, size=size) for text, (_, size) in zip(words, SIZES, strict=True)]


def sentence(count: int, language: Language) -> str:
    """That the figures are drawn together, and where each of them is."""
    words = language.gettext(
        "%(count)s figures are too many to draw one by one: each square stands for all that lie in its place, the "
        "larger the more, whatever the kind of vote and the basis, bounds and what is computed here among them. The "
        "files have every one."
    )
    return words % {"count": language.number(count)}
