"""The share of the vote worked out from a printed count, with its denominator named, or the reason there is none.

Pure arithmetic on whole numbers: no float, no database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from elections.wording import gettext, of_how_many

BASES = ("valid", "listed", "cast", "issued", "registered")
PLACES = 2


@dataclass(frozen=True, slots=True)
class ComputedShare:
    """A percentage with what it is a share of (`of`, one of BASES) and how many those are, or `reason` for none."""

    pct: Decimal | None = None
    of: str = ""
    base: int | None = None
    reason: str = ""

    @property
    def of_words(self) -> str:
        """of 6,744,267 valid votes"""
        return of_how_many(self.of, self.base) if self.base else ""


def percentage(part: int, whole: int, places: int) -> Decimal:
    """100 × part ÷ whole in per cent, rounded half up to so many decimals. `whole` is above zero."""
    scaled = (2 * 100 * part * 10**places + whole) // (2 * whole)
    return Decimal(scaled).scaleb(-places)


def one_more_digit(printed: Decimal | None) -> int:
    """The decimals of a computed share: one more than the printed one has beside which it stands."""
    return PLACES if printed is None else max(0, -int(printed.as_tuple().exponent)) + 1


def computed_share(
    votes: int | None, share_pct: Decimal | None, share_of: str, counts: Mapping[str, int | None]
) -> ComputedShare:
    """The share of `votes` in the base that the printed share names, else in the valid votes.

    `counts` gives the bases known for the same claim: valid, cast, registered, and `listed`, the sum of the votes of
    a complete list, which stands in for valid votes that are not published. A base of another set is never used.
    """
    if votes is None:
        return ComputedShare(reason=gettext("the votes are not published"))
    wanted = [share_of] if share_of in ("cast", "registered") else ["valid", "listed"]
    for base in wanted:
        if whole := counts.get(base):
            return ComputedShare(percentage(votes, whole, one_more_digit(share_pct)), base, whole)
    if "listed" in wanted:
        return ComputedShare(reason=gettext("this source gives neither the valid votes nor a full list"))
    return ComputedShare(reason=not_given(wanted[0]))


def computed_turnout(
    registered: int | None, issued: int | None, cast: int | None, turnout_pct: Decimal | None
) -> ComputedShare:
    """Ballots cast, or else ballots issued, in per cent of the registered voters of the same claim."""
    voters = cast if cast is not None else issued
    if voters is None or not registered:
        return ComputedShare(reason=not_given("cast" if voters is None else "registered"))
    return ComputedShare(percentage(voters, registered, one_more_digit(turnout_pct)), "registered", registered)


def not_given(base: str) -> str:
    """The sentence on a base that is missing."""
    if base == "cast":
        return gettext("this source does not give the ballots cast")
    return gettext("this source does not give the registered voters")
