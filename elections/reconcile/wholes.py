"""The check that the shares of a complete list add up to the whole."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from elections.reconcile.readings import Reading, counted, places_of, rounded, shown, unit_of, value_of
from elections.reconcile.rows import Check, Number, Status
from elections.reconcile.sets import Case, ClaimSet, Scope, conclude
from elections.reconcile.shares import BASE_WORDS


def shares_add_up(case: Case) -> Iterator[Check]:
    partial: dict[Scope, list[ClaimSet]] = defaultdict(list)
    for each in case.sets:
        shares = each.given("share_pct")
        if not shares:
            continue
        check = whole_of(case, each, shares)
        if check.status == "cannot" and not each.covers_all("share_pct"):
            partial[replace(each.scope, areas=(), sources=(), as_of="")].append(each)
        else:
            yield check
    for scope, sets in partial.items():
        areas = tuple(dict.fromkeys(each.scope.areas[0] for each in sets))
        sources = tuple(dict.fromkeys(each.scope.sources[0] for each in sets))
        text = f"{len(sets)} sets leave contenders out, so their shares need not add up to 100"
        if len(sets) == 1:
            text = "contenders are left out, so the shares need not add up to 100"
        yield conclude("shares_add_up", replace(scope, areas=areas, sources=sources), "cannot", "points", text)


@dataclass(frozen=True, slots=True)
class Whole:
    """What shares should add up to, in per cent, and the counts that say so."""

    pct: Fraction
    name: str
    counts: tuple[Reading, ...] = ()

    @property
    def words(self) -> str:
        return f"{rounded(self.pct, 2)}, the valid votes as a share of {self.name}" if self.counts else "100"

    def rounded(self, like: Decimal) -> Decimal:
        """The percentage with as many decimals as another."""
        return rounded(self.pct, places_of(like))


HUNDRED = Whole(Fraction(100), "")


def whole_of(case: Case, each: ClaimSet, shares: list[Reading]) -> Check:
    """The sum of the shares against 100, or against what the counts leave of 100 for votes.

    Of ballots cast the invalid ones are missing, of registered voters also those who stayed at home.
    """
    share_of = next((claim.share_of for claim in each.claims if claim.share_of not in ("", "seats")), "")
    added = Decimal(value_of(shares))
    bound = sum((unit_of(share.value) / 2 for share in shares), start=Fraction(0))
    wholes = expected_wholes(each, share_of)
    fits = [whole for whole in wholes if abs(Fraction(added) - whole.pct) <= bound]
    status: Status = "cannot"
    whole = (fits or wholes or [HUNDRED])[0]
    read = [*shares, *whole.counts]
    if total_of_bounds(shares) > 100 + bound:
        status, whole, read = "fail", HUNDRED, shares
        words = f"{shown(added - 100)} points above 100, which rounding cannot explain"
    elif any(share.is_bound for share in shares):
        words = "with figures among them that are only bounds or rough"
    elif not each.covers_all("share_pct"):
        words = f"but this source gives no share for {counted(each.missing('share_pct'), 'contender')}"
    elif fits:
        status, words = "pass", f"within rounding of {whole.words}"
    elif wholes and (share_of or len(wholes) > 1):
        off = added - whole.rounded(added)
        status, words = "fail", f"{shown(abs(off))} points {'above' if off > 0 else 'below'} {whole.words}"
        read = [*shares, *(count for whole in wholes for count in whole.counts)]
    else:
        words = unknown_whole(share_of)
    expected = whole.rounded(added)
    numbers: dict[str, Number] = {
        "sum of shares": added,
        "expected": expected,
        "rounding bound": rounded(bound, places_of(added) + 1),
    }
    text = f"{case.in_area(each.scope.areas[0])}{counted(len(shares), 'share')} add up to {shown(added)} %, {words}"
    return conclude("shares_add_up", each.scope, status, "points", text, numbers, read, added - expected)


def total_of_bounds(shares: Sequence[Reading]) -> Fraction:
    """The least that the shares can add up to, printed ones taken as they stand."""
    return sum((share.range.low if share.is_bound else Fraction(share.value) for share in shares), start=Fraction(0))


def unknown_whole(share_of: str) -> str:
    base = f"they are of {BASE_WORDS[share_of]}" if share_of else "they may be of ballots cast"
    missing = "the turnout and the invalid ballots" if share_of == "registered" else "invalid ballots"
    return f"but {base}, and {missing} are not published here"


def expected_wholes(each: ClaimSet, share_of: str) -> list[Whole]:
    """The sums that the denominator allows; all that the counts allow where it is not stated."""
    wholes = [HUNDRED] if share_of in ("", "valid") else []
    valid = each.counts.get("valid")
    for name in ("cast", "registered"):
        whole = each.counts.get(name)
        if share_of in ("", name) and valid and whole and whole.value and not (valid.is_bound or whole.is_bound):
            pct = 100 * Fraction(valid.value) / Fraction(whole.value)
            wholes.append(Whole(pct, BASE_WORDS[name], (valid, whole)))
    return wholes
