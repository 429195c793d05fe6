"""What an indicator reads, one part of one vote, and what it answers with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

AGAINST_ALL, GROUP, OPTION = "against_all", "group", "option"
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Standing:
    """What one source says at once of one contender; `is_exact` is false for a bound, “about” and words."""

    contender: str
    name: str
    kind: str
    votes: int | None = None
    share_pct: Decimal | None = None
    share_of: str = ""
    seats: int | None = None
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Contest:
    """One part of one vote: the votes by one source, and the seats by one source, perhaps another.

    `unlisted` names what stands on the ballot and not among `votes` (groups never count); `valid` is the number of
    valid votes beside these. `seats_elsewhere` are the seats of the other parts in the source of `seats`, None where
    one of them is unknown. `kind` and `system` are the election's.
    """

    kind: str
    system: str
    part: str
    votes: tuple[Standing, ...] = ()
    unlisted: tuple[str, ...] = ()
    has_unlisted_against_all: bool = False
    valid: int | None = None
    seats: tuple[Standing, ...] = ()
    seats_contested: int | None = None
    seats_total: int | None = None
    seats_elsewhere: int = 0
    is_later_round: bool = False
    has_later_round: bool = False


def gettext_noop(message: str) -> str:
    """Marks words that a page translates when it shows them; what is pure knows no language."""
    return message


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is no value: English words with named places, and what stands in these (a text, or names to list)."""

    words: str
    values: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.words % {k: v if isinstance(v, str) else ", ".join(v) for k, v in self.values.items()}


class Refused(Exception):
    """An indicator cannot be worked out from what is published; the message is the reason, for readers."""

    def __init__(self, words: str, **values: str | tuple[str, ...]):
        self.reason = Reason(words, values)
        super().__init__(str(self.reason))


@dataclass(frozen=True, slots=True)
class Reading:
    """The value of an indicator, or bounds it lies between, or the reason why there is neither.

    `of` says what a margin's shares are shares of, in the words of `share_of`; empty where the source does not say.
    """

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    reason: Reason | None = None
    of: str = ""

    @property
    def is_known(self) -> bool:
        return self.value is not None or self.low is not None


@dataclass(frozen=True, slots=True)
class Weights:
    """Votes, shares or seats as exact numbers of one unit.

    `singles` are contenders that stand alone, largest first; `groups` are sums of an unknown number of others. `rest`
    is what nobody listed holds, all of it contenders' if `is_rest_theirs`, else perhaps none of it. `atom` is the
    least that one contender can hold: a vote, a seat, or next to nothing of a share.
    """

    singles: tuple[Fraction, ...]
    groups: tuple[Fraction, ...] = ()
    rest: Fraction = Fraction(0)
    is_rest_theirs: bool = False
    atom: int = 0

    @property
    def listed(self) -> Fraction:
        return sum(self.singles + self.groups, Fraction(0))


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Half up, exactly."""
    scaled = value * 10**places
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-places)


def between(low: Fraction, high: Fraction, of: str = "", places: int = 2) -> Reading:
    """Bounds, or one value where both round to the same."""
    ends = rounded(low, places), rounded(high, places)
    return Reading(ends[0], of=of) if ends[0] == ends[1] else Reading(low=ends[0], high=ends[1], of=of)
