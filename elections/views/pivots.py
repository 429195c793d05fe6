"""Claims side by side: what each claimant said at once is a column, and contenders stand down the side.

A set of claims becomes a column where it covers enough of the contenders to be compared; others stay rows of their own.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_lowercase
from typing import Any

from elections.models import local_name
from elections.names import slug
from elections.views.sums import AreaSums, SetSum, Sums, without_shared_remark
from elections.wording import gettext, listed

ENOUGH = 3  # contenders, or half of them, from which a set of claims is a column
MEASURES = ("votes", "share", "computed", "seats")


@dataclass
class Head:
    """The head of a set of claims: whose they are, and what all their shares are shares of ('' where that differs)."""

    anchor: str
    first: Any
    share_of: str
    computed_of: str
    letters: list[str] = field(default_factory=list)
    thing: Any = None  # the area or contender that a column is of, where the set is the whole table's
    hour: str = ""  # of a turnout


@dataclass
class Column:
    """A column: all that the claims of a set hold, or one measure of the set that is shown first."""

    head: Head
    measure: str = ""
    begins: bool = True
    says: bool = True  # whether its head says whose claims these are


@dataclass
class Remark:
    """A note on all claims of a set, or on those of the names, or on all but those."""

    letter: str
    head: Head
    names: list[str]
    text: str
    is_but: bool = False

    @property
    def anchor(self) -> str:
        return f"{self.head.anchor}-note-{self.letter}"

    @property
    def said_of(self) -> str:
        names = listed(self.names)
        return gettext("All but %(names)s") % {"names": names} if self.is_but else names


@dataclass
class Pivot:
    """Columns, and rows of a thing (contender or area) with a claim or None under each column.

    `sums` has what each column adds up to, or each row where areas stand across, by measure; none where none does.
    `sums_remark` is the remark on all of them.
    """

    columns: list[Column]
    rows: list[tuple[object, list[Any]]]
    remarks: list[Remark]
    count: int
    head: Head | None = None
    contenders_down: bool = True
    is_turnout: bool = False
    sums: list[dict[str, SetSum]] = field(default_factory=list)
    sums_remark: str = ""

    @property
    def is_of_areas(self) -> bool:
        return self.head is not None or self.is_turnout

    @property
    def adds_rows(self) -> bool:
        """Whether it is the rows that are added up."""
        return bool(self.sums) and self.head is not None and self.contenders_down


def is_enough(size: int, contenders: int) -> bool:
    """Whether a set of claims covers enough contenders to be read as a column."""
    return size >= min(ENOUGH, (contenders + 1) // 2)


def head_of(anchor: str, rows: Sequence[Any]) -> Head:
    return Head(
        anchor,
        rows[0],
        only(row.share_of for row in rows if row.share),
        only(row.computed.of_words for row in rows if row.computed.pct is not None),
    )


def only(words: Iterable[str]) -> str:
    """The words that all share; '' where they differ, or where there are none."""
    found = set(words)
    return found.pop() if len(found) == 1 else ""


def anchor_of(claim: Any, *more: str) -> str:
    """Unique on a page and the same as long as the claim is: who said it, in which source, of which day."""
    of = (claim.contender.part, claim.basis, claim.claimant, claim.source_id, claim.as_of, *more)
    return "claim-" + "-".join(filter(None, map(slug, of)))


def of_sets(sets: Sequence[list[Any]], contenders: Sequence[Any], sums: Sums) -> Pivot:
    """Sets of claims, as rows of cells, over their contenders; the first one measure by measure."""
    heads = [head_of(anchor_of(rows[0].claim), rows) for rows in sets]
    columns = by_measure(heads[0], sets[0]) + [Column(head) for head in heads[1:]]
    found = {head.anchor: {row.claim.contender_id: row for row in rows} for head, rows in zip(heads, sets, strict=True)}
    rows = [
        (contender, [found[column.head.anchor].get(contender.pk) for column in columns])
        for contender in contenders
        if any(contender.pk in of_set for of_set in found.values())
    ]
    added = {head.anchor: sums.of(of_set, len(contenders)) for head, of_set in zip(heads, sets, strict=True)}
    under = [added[column.head.anchor] for column in columns] if any(added.values()) else []
    return Pivot(columns, rows, remarks_on(heads, sets), sum(map(len, sets)), sums=under)


def of_areas(rows: Sequence[Any], sums: AreaSums) -> Pivot:
    """One set of claims for many areas: the more numerous of areas and contenders stand down the side."""
    areas = dict.fromkeys(row.claim.area for row in rows)
    contenders = dict.fromkeys(row.claim.contender for row in rows)
    contenders_down = len(contenders) >= len(areas)
    down, across = (contenders, areas) if contenders_down else (areas, contenders)
    of_thing: dict[Any, dict[Any, Any]] = {thing: {} for thing in across}
    for row in rows:
        pair = (row.claim.contender, row.claim.area)
        along, over = pair if contenders_down else pair[::-1]
        of_thing[over][along] = row
    heads, sets = [], [list(column.values()) for column in of_thing.values()]
    for thing, column in zip(of_thing, sets, strict=True):
        heads.append(replace(head_of(anchor_of(rows[0].claim, "of", thing.pk), column), thing=thing))
    lines = [(thing, [column.get(thing) for column in of_thing.values()]) for thing in down]
    columns, head = [Column(head) for head in heads], head_of(anchor_of(rows[0].claim, "areas"), rows)
    added = [sums.of([row.claim for row in rows if row.claim.contender == contender]) for contender in contenders]
    remark, bare = without_shared_remark(added if any(added) else [])
    remarks = remarks_on(heads, sets)
    return Pivot(columns, lines, remarks, len(rows), head, contenders_down, sums=bare, sums_remark=remark)


def of_hours(sets: Sequence[list[Any]], sums: AreaSums) -> Pivot:
    """Sets of turnout, each of one hour and one claimant in one source, over the areas that they cover."""
    heads = [head_of_hour(rows) for rows in sets]
    found = {head.anchor: {row.claim.area: row for row in rows} for head, rows in zip(heads, sets, strict=True)}
    areas = sorted({area for of_set in found.values() for area in of_set}, key=lambda area: area.sort_key)
    lines = [(area, [found[head.anchor].get(area) for head in heads]) for area in areas]
    columns = [Column(head) for head in heads]
    added = [sums.of([row.claim for row in of_set]) for of_set in sets]
    under = added if any(added) else []
    return Pivot(columns, lines, remarks_on(heads, sets), sum(map(len, sets)), None, False, True, under)


def head_of_hour(rows: Sequence[Any]) -> Head:
    claim = rows[0].claim
    of = (claim.part, claim.basis, claim.claimant, claim.source_id, claim.as_of_time.replace(":", ""))
    anchor = "turnout-" + "-".join(filter(None, map(slug, of)))
    return Head(anchor, rows[0], "", "", hour=rows[0].hour)


def by_measure(head: Head, rows: Sequence[Any]) -> list[Column]:
    """A column for each measure that the set has."""
    has: dict[str, Callable[[Any], Any]] = {
        "votes": lambda row: row.votes,
        "share": lambda row: row.share,
        "computed": lambda row: row.computed.pct is not None,
        "seats": lambda row: row.seats,
    }
    held = [measure for measure in MEASURES if any(has[measure](row) for row in rows)]
    says = "share" if "share" in held else held[0] if held else ""
    return [Column(head, each, each == held[0], each == says) for each in held] or [Column(head)]


def remarks_on(heads: Sequence[Head], sets: Sequence[Sequence[Any]]) -> list[Remark]:
    """The notes of all sets, lettered in the order of the columns."""
    found = []
    for head, rows in zip(heads, sets, strict=True):
        for text in dict.fromkeys(row.note for row in rows if row.note):
            those = [row for row in rows if row.note == text]
            letter = lettered(len(found))
            head.letters.append(letter)
            others = [row for row in rows if row.note != text]
            is_but = 2 * len(others) < len(those)
            of = others if is_but else those if others else ()
            names = [other_than(head.thing, row.claim) for row in of] or (
                [local_name(head.thing)] if head.thing else []
            )
            found.append(Remark(letter, head, list(dict.fromkeys(names)), text, is_but and bool(others)))
    return found


def other_than(thing: Any, claim: Any) -> str:
    """Of whom a claim is in a column: its contender, or, in a column of a contender or of turnout, its area."""
    contender = getattr(claim, "contender", None)
    return local_name(claim.area if contender is None or contender == thing else contender)


def lettered(place: int) -> str:
    """a … z, aa, ab …"""
    more, letter = divmod(place, len(ascii_lowercase))
    return (lettered(more - 1) if more else "") + ascii_lowercase[letter]
