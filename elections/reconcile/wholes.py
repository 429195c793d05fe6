"""The check that the shares of a complete list add up to the whole."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from elections.reconcile.readings import Reading, counted, places_of, rounded, shown, unit_of, value_of
from elections.reconcile.rows import Check, Number
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


def whole_of(case: Case, each: ClaimSet, shares: list[Reading]) -> Check:
    """The sum of the shares against 100, or against what the counts leave of 100 for votes.

    Of ballots cast the invalid ones are missing, of registered voters also those who stayed at home.
    """
    where = case.in_area(each.scope.areas[0])
    share_of = next((claim.share_of for claim in each.claims if claim.share_of not in ("", "seats")), "")
    bound = sum((unit_of(share.value) / 2 for share in shares), start=Fraction(0))
    places = max(places_of(Decimal(share.value)) for share in shares)
    added = Decimal(value_of(shares))
    wholes = expected_wholes(each, share_of)
    fits = [w for w in wholes if abs(Fraction(added) - w.pct) <= bound]
    exact = not any(share.is_bound for share in shares)
    target = fits[0] if fits else (wholes[0] if wholes else HUNDRED)
    numbers: dict[str, Number] = {
        "sum of shares": added,
        "expected": rounded(target.pct, places),
        "rounding bound": rounded(bound, places + 1),
    }
    off = added - rounded(target.pct, places)
    lowest = sum((share.range.low if share.is_bound else Fraction(share.value) for share in shares), Fraction(0))
    head = f"{where}{counted(len(shares), 'share')} add up to {shown(added)} %"
    scope = each.scope
    code = "shares_add_up"
    if lowest > 100 + bound:
        text = f"{head}, {shown(added - 100)} points above 100, which rounding cannot explain"
        numbers["expected"] = 100
        return conclude(code, scope, "fail", "points", text, numbers, shares, added - 100)
    if not exact:
        text = f"{head}, with figures among them that are only bounds or rough"
        return conclude(code, scope, "cannot", "points", text, numbers, shares)
    if not each.covers_all("share_pct"):
        text = f"{head}; this source gives no share of {counted(each.missing('share_pct'), 'contender')}"
        return conclude(code, scope, "cannot", "points", text, numbers, shares)
    if fits:
        text = f"{head}, within rounding of {target.words(places)}"
        return conclude(code, scope, "pass", "points", text, numbers, [*shares, *target.counts])
    if wholes and (share_of or len(wholes) > 1):
        text = f"{head}, {shown(abs(off))} points {'above' if off > 0 else 'below'} {target.words(places)}"
        counts = [count for whole in wholes for count in whole.counts]
        return conclude(code, scope, "fail", "points", text, numbers, [*shares, *counts], off)
    unpublished = "invalid ballots" if share_of != "registered" else "the turnout and the invalid ballots"
    base = f"they are of {BASE_WORDS[share_of]}" if share_of else "they may be of ballots cast"
    text = f"{head}; {base}, and {unpublished} are not published here, so the whole is not known"
    return conclude(code, scope, "cannot", "points", text, numbers, shares)


@dataclass(frozen=True, slots=True)
class Whole:
    """What shares should add up to, in per cent, and the counts that say so."""

    pct: Fraction
    name: str
    counts: tuple[Reading, ...] = ()

    def words(self, places: int) -> str:
        if not self.counts:
            return "100"
        return f"{rounded(self.pct, places)}, the valid votes as a share of {self.name}"


HUNDRED = Whole(Fraction(100), "")


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
