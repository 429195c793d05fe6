"""Figures of several votes in one row for each party or person: lines over time, or elections side by side."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from elections.datasets.explore.rows import Row, Vote


@dataclass(frozen=True)
class Line:
    """One party, person or place of the ranking across the elections compared; None where it has no figure."""

    key: str
    name: str
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
        return len({cell.contender_title for cell in self.cells if cell is not None}) < 2


def by_place(votes: Sequence[Vote]) -> bool:
    """Whether contenders are compared by the place they came in: of two countries or offices none is the same."""
    return len({(vote.country, vote.kind) for vote in votes}) > 1


def lines_of(rows: Iterable[Row], votes: Sequence[Vote]) -> list[Line]:
    """The rows of the elections compared, one line for each party or person, or for each place of the ranking."""
    found: dict[tuple, dict[str, Row]] = defaultdict(dict)
    rows = added_up(rows)
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
        lines.append(Line(f"{part}:{key}", last.line_title or last.contender_title, cells))
    return sorted(lines, key=lambda line: min(rank(cell) for cell in line.cells if cell is not None))


def rank(row: Row) -> tuple[bool, Decimal | int]:
    """Largest first, unknown last."""
    return row.value is None, -(row.value or 0)


def added_up(rows: Iterable[Row]) -> list[Row]:
    """The rows, those of several parties of one line in one vote as one: see elections.lineage.LINEAGE_RULE."""
    found: dict[tuple, list[Row]] = defaultdict(list)
    alone = []
    for row in rows:
        if row.lineage:
            found[row.vote.id, row.area, row.part, row.lineage].append(row)
        else:
            alone.append(row)
    return alone + [own[0] if len(own) == 1 else total(own) for own in found.values()]


def total(rows: Sequence[Row]) -> Row:
    """The sum of figures that one source gives at once, of the same whole; none where it does not."""
    first = rows[0]
    sets = {(row.basis, row.claimant, row.as_of, row.source, row.value_of) for row in rows}
    values = [row.value for row in rows if row.value is not None]
    names = {
        "contender_name": " + ".join(row.contender_name for row in rows),
        "contender_title": " + ".join(row.contender_title for row in rows),
        "low": None,
        "high": None,
        "computed_value": None,
        "is_computed": True,
    }
    if len(sets) > 1 or len(values) < len(rows) or any(row.qualifier for row in rows):
        return replace(first, **names, value=None, reason=_("No one source prints the figures of all of them."))
    return replace(first, **names, value=sum(values[1:], values[0]))
