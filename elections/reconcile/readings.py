"""Printed numbers and what they leave open: rounding, bounds, words. All arithmetic is exact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property

from elections.reconcile.rows import COMPILED, Number, ResultClaim, Status, TurnoutClaim
from elections.wording import gettext, number

BOUNDS = ("lower_bound", "upper_bound")


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers from `low` to `high` inclusive; `high` is None where nothing limits them."""

    low: Fraction
    high: Fraction | None

    def meets(self, other: "Range") -> bool:
        return not self.is_below(other) and not other.is_below(self)

    def is_below(self, other: "Range") -> bool:
        return self.high is not None and self.high < other.low

    def __add__(self, other: "Range") -> "Range":
        open_ended = self.high is None or other.high is None
        return Range(self.low + other.low, None if open_ended else self.high + other.high)  # type: ignore[operator]

    def __truediv__(self, other: "Range") -> "Range":
        low = Fraction(0) if other.high is None or not other.high else self.low / other.high
        return Range(low, None if self.high is None or not other.low else self.high / other.low)

    def __mul__(self, factor: int) -> "Range":
        return Range(self.low * factor, None if self.high is None else self.high * factor)


ANYTHING = Range(Fraction(0), None)


def unit_of(value: Number) -> Fraction:
    """One unit in the last printed place.

    A large count that ends in zeros was rounded by its source: to thousands from 100,000 up ("228 thousand"), more
    roughly from a million up ("9.3 million", but not "1 million", which may mean anything). Others stand as printed.
    """
    if isinstance(value, Decimal):
        return power_of_ten(int(value.as_tuple().exponent))
    unit = trailing_unit(value)
    if unit < 1000 or value < 20 * unit or value < (100_000 if unit == 1000 else 1_000_000):
        return Fraction(1)
    return unit


def trailing_unit(value: int) -> Fraction:
    """The place of the last digit that is not 0."""
    return power_of_ten(len(str(value)) - len(str(value).rstrip("0"))) if value else Fraction(1)


@cache
def power_of_ten(exponent: int) -> Fraction:
    return Fraction(10) ** exponent


def range_of(value: Number, qualifier: str = "") -> Range:
    """What a printed number may stand for.

    A percentage or a round count was rounded (half a unit either way) or cut (up to one unit less than it
    was); an exact count stands for itself.
    """
    if qualifier == "lower_bound":
        return Range(Fraction(value), None)
    if qualifier == "upper_bound":
        return Range(Fraction(0), Fraction(value))
    if qualifier:
        return ANYTHING
    unit = unit_of(value)
    if isinstance(value, int) and unit == 1:
        return Range(Fraction(value), Fraction(value))
    return Range(max(Fraction(0), Fraction(value) - unit / 2), Fraction(value) + unit)


def same_as_printed(a: Number, b: Number) -> bool:
    """Whether two prints can be of one number: equal once the finer is rounded, or cut, to the coarser."""
    coarse, fine = (a, b) if unit_of(a) >= unit_of(b) else (b, a)
    if unit_of(coarse) == unit_of(fine):
        return a == b
    allowed = range_of(coarse)
    return allowed.low <= fine and (allowed.high is None or fine < allowed.high)


@dataclass(frozen=True)
class Reading:
    """One printed number of a claim, and the name under which checks read it."""

    value: Number
    qualifier: str
    ref: str
    compiled: bool = False

    @cached_property
    def range(self) -> Range:
        return range_of(self.value, self.qualifier)

    @property
    def is_bound(self) -> bool:
        return self.qualifier != ""

    @property
    def is_vague(self) -> bool:
        return self.qualifier not in ("", *BOUNDS)


def reading(claim: ResultClaim | TurnoutClaim, field: str) -> Reading | None:
    """A field of a claim as a Reading, or None where the claim does not give it.

    The qualifier speaks of the percentage, or of the counts where there is none; seats come in words with it.
    """
    value: Number | None = getattr(claim, field)
    if value is None:
        return None
    pct_field = "share_pct" if isinstance(claim, ResultClaim) else "turnout_pct"
    qualified = field in (pct_field, "seats") or getattr(claim, pct_field) is None
    return Reading(value, claim.qualifier if qualified else "", f"{claim.key}:{field}", claim.claimant == COMPILED)


def total(readings: Iterable[Reading]) -> Range:
    result = Range(Fraction(0), Fraction(0))
    for each in readings:
        result += each.range
    return result


def value_of(readings: Iterable[Reading]) -> Number:
    return sum((each.value for each in readings), start=0)


def gap(left: Iterable[Reading], right: Iterable[Reading]) -> Number:
    """One sum minus another, as printed."""
    difference = Decimal(value_of(left)) - Decimal(value_of(right))
    return difference if difference % 1 else int(difference)


def weigh(left: Sequence[Reading], right: Sequence[Reading]) -> Status:
    """Whether two sums are equal: pass, fail, or cannot where only a bound keeps them from differing."""
    if not total(left).meets(total(right)):
        return "fail"
    return "cannot" if any(each.is_bound for each in (*left, *right)) else "pass"


def size(value: Number) -> Number:
    return -value if value < 0 else value


def rounded(value: Fraction, places: int) -> Decimal:
    """A fraction rounded half up to so many decimals."""
    return half_up(value.numerator * 10**places, value.denominator, places)


def half_up(scaled: int, by: int, places: int) -> Decimal:
    """`scaled / by`, rounded half up to a whole number of units of so many decimals."""
    return Decimal((2 * scaled + by) // (2 * by)).scaleb(-places)


def places_of(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def percent(part: Number, whole: Number, places: int) -> Decimal:
    (above, below), (of, over) = part.as_integer_ratio(), whole.as_integer_ratio()
    return half_up(above * over * 100 * 10**places, below * of, places)


def middle(between: Range) -> Decimal:
    """The whole number in the middle of a range, its low end where nothing limits it; at least 1."""
    high = between.low if between.high is None else between.high
    return max(rounded((between.low + high) / 2, 0), Decimal(1))


def span(between: Range) -> str:
    """A range of whole numbers for a sentence."""
    low = number(rounded(between.low, 0))
    if between.high is None:
        return gettext("of at least %(low)s") % {"low": low}
    return gettext("between %(low)s and %(high)s") % {"low": low, "high": number(rounded(between.high, 0))}
