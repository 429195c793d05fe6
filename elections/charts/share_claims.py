"""The claims of the share of the vote, by contender: what vote_shares draws, sums up and lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from elections.charts.language import Language

PHONE_ROW, PHONE_GAP = 48, 76


@dataclass(frozen=True)
class Row:
    """One claim of the share of one contender (per cent).

    `colour` is the contender's CSS custom property. A share of seats (`share_of` = seats) is never drawn as votes.
    """

    contender: str
    name: str
    colour: str
    votes: int | None
    share_pct: Decimal | None
    share_of: str
    basis: str
    is_shown_first: bool
    claimant: str = ""
    qualifier: str = ""
    margin_pct: Decimal | None = None
    as_of: str = ""
    computed_share_pct: Decimal | None = None
    computed_share_of: str = ""

    @cached_property
    def is_computed(self) -> bool:
        """Whether the share drawn is worked out from the printed votes."""
        return self.share_pct is None and self.computed_share_pct is not None

    @cached_property
    def drawn_pct(self) -> Decimal | None:
        """The share to draw: as printed, else as computed; None for a share of seats or none at all."""
        if self.share_pct is not None:
            return None if self.share_of == "seats" else self.share_pct
        return self.computed_share_pct

    def is_comparable(self, other: "Row") -> bool:
        """Whether two shares may be subtracted: not where both name their denominators and these differ."""
        return not (self.share_of and other.share_of and self.share_of != other.share_of)


@dataclass(frozen=True)
class Contender:
    """A contender with the claim shown first and the others that print a share."""

    name: str
    colour: str
    first: Row | None
    others: tuple[Row, ...]

    @property
    def value(self) -> Decimal | None:
        return self.first.drawn_pct if self.first else None

    @cached_property
    def span(self) -> tuple[Decimal, Decimal] | None:
        """The lowest and highest share of all claims; None where there are fewer than two."""
        shares = [row.drawn_pct for row in (self.first, *self.others) if row and row.drawn_pct is not None]
        return (min(shares), max(shares)) if len(shares) > 1 else None

    @cached_property
    def differences(self) -> tuple[tuple[Row, Decimal], ...]:
        """Each other claim that can be compared, with its share minus the one shown first, in points."""
        if self.first is None or self.first.drawn_pct is None:
            return ()
        return tuple(
            (row, row.drawn_pct - self.first.drawn_pct)
            for row in self.others
            if row.drawn_pct is not None and row.is_comparable(self.first)
        )


def contenders_of(rows: Sequence[Row]) -> list[Contender]:
    """The contenders in the order of the rows."""
    claims: dict[str, list[Row]] = {}
    for row in rows:
        claims.setdefault(row.contender, []).append(row)
    found = []
    for own in claims.values():
        first = next((row for row in own if row.is_shown_first), None)
        found.append(Contender(own[0].name, own[0].colour, first, tuple(row for row in own if row is not first)))
    return found


@dataclass(frozen=True)
class Picture:
    """What the traces and labels of one figure have in common. Contender 0 stands on top, at y = n - 1."""

    contenders: Sequence[Contender]
    threshold_pct: Decimal | None
    is_annulled: bool
    phone: bool
    language: Language

    @property
    def ends(self) -> tuple[float, float]:
        """Where the scale of the contenders begins and ends; a phone needs room for the names above the bars."""
        count = len(self.contenders)
        return (-0.45, count - 0.1) if self.phone else (-0.6, count - 0.4)

    @cached_property
    def second_top(self) -> float:
        """Which part of the plot the second panel takes on a phone, from below."""
        rows = len(self.contenders) * PHONE_ROW
        return rows / (2 * rows + PHONE_GAP)

    @cached_property
    def places(self) -> list[int]:
        return list(range(len(self.contenders) - 1, -1, -1))

    @cached_property
    def highest(self) -> float:
        """The highest value drawn on the left."""
        spans = [each.span[1] for each in self.contenders if each.span]
        values = [each.value for each in self.contenders if each.value is not None]
        return max(map(float, [Decimal(100), *spans, *values, self.threshold_pct or Decimal(0)]))

    @cached_property
    def has_differences(self) -> bool:
        return any(each.differences for each in self.contenders)

    @cached_property
    def reach(self) -> tuple[float, float]:
        """The lowest and highest difference with its margin, zero included."""
        ends = [0.0]
        for each in self.contenders:
            for row, points in each.differences:
                margin = row.margin_pct or Decimal(0)
                ends += [float(points - margin), float(points + margin)]
        return min(ends), max(ends)


def is_exact(row: Row | None) -> bool:
    return row is not None and not row.is_computed and row.qualifier not in ("lower_bound", "upper_bound", "about")


def words_of(row: Row | None, language: Language, unit: bool = True) -> str:
    """80.99 %, over 95 %, or why there is no figure."""
    if row is None or row.drawn_pct is None:
        in_words = row is not None and row.qualifier == "words"
        return language.gettext("in words only") if in_words else language.gettext("not published")
    figure = language.percent(row.drawn_pct) if unit else language.number(row.drawn_pct)
    return figure if row.is_computed else language.qualified(figure, row.qualifier)
