"""Chosen elections side by side: their contenders in one row each, with how the figure differs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from elections.datasets.explore.rows import Row, Vote


@dataclass(frozen=True)
class Line:
    """One party, person or place of the ranking across the elections compared; None where it has no figure."""

    key: str
    name: str
    colour: str
    cells: tuple[Row | None, ...]

    @property
    def difference(self) -> Decimal | int | None:
        """The last figure minus the first; none between figures of different wholes."""
        first, last = self.cells[0], self.cells[-1]
        if first is None or last is None or first.value is None or last.value is None:
            return None
        return last.value - first.value if first.value_of == last.value_of else None

    @property
    def has_different_wholes(self) -> bool:
        known = {cell.value_of for cell in self.cells if cell is not None and cell.value is not None}
        return len(known) > 1

    @property
    def is_named_alike(self) -> bool:
        return len({cell.contender_name for cell in self.cells if cell is not None}) < 2


def by_place(votes: Sequence[Vote]) -> bool:
    """Whether contenders are compared by the place they came in: of two countries or offices none is the same."""
    return len({(vote.country, vote.kind) for vote in votes}) > 1


def lines_of(rows: Sequence[Row], votes: Sequence[Vote]) -> list[Line]:
    """The rows of the elections compared, one line for each party or person, or for each place of the ranking."""
    found: dict[tuple, dict[str, Row]] = defaultdict(dict)
    for vote in votes:
        own = sorted((row for row in rows if row.vote.id == vote.id and row.contender), key=rank)
        places: dict[str, int] = defaultdict(int)
        for row in own:
            places[row.part] += 1
            key = (row.part, places[row.part]) if by_place(votes) else (row.part, row.line)
            found[key].setdefault(vote.id, row)
    lines = []
    for (part, key), of_votes in found.items():
        cells = tuple(of_votes.get(vote.id) for vote in votes)
        last = next(cell for cell in reversed(cells) if cell is not None)
        lines.append(Line(f"{part}:{key}", last.line_name or last.contender_name, last.colour, cells))
    return sorted(lines, key=lambda line: tuple(rank(cell) for cell in line.cells if cell is not None)[0])


def rank(row: Row) -> tuple[bool, Decimal | int]:
    """Largest first, unknown last."""
    return row.value is None, -(row.value or 0)
