"""The check that the shares of a complete list add up to the whole."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from elections.reconcile.readings import Reading, places_of, rounded, unit_of, value_of
from elections.reconcile.rows import Check, Number, Status
from elections.reconcile.sets import Case, ClaimSet, Scope, conclude
from elections.reconcile.shares import base_words
from elections.wording import gettext, ngettext, number, numbered, pct


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
        told = ngettext(
            "contenders are left out, so the shares need not add up to 100",
            "%(n)s sets leave contenders out, so their shares need not add up to 100",
            len(sets),
        )
        text = told % {"n": number(len(sets))}
        yield conclude("shares_add_up", replace(scope, areas=areas, sources=sources), "cannot", "points", text)


@dataclass(frozen=True, slots=True)
class Whole:
    """What shares should add up to, in per cent, and the counts that say so."""

    pct: Fraction
    name: str
    counts: tuple[Reading, ...] = ()

    @property
    def words(self) -> str:
        if not self.counts:
            return "100"
        told = gettext("%(pct)s, the valid votes as a share of %(whole)s")
        return told % {"pct": number(rounded(self.pct, 2)), "whole": self.name}

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
        told = gettext("%(points)s above 100, which rounding cannot explain")
        words = told % {"points": numbered(added - 100, "point")}
    elif any(share.is_bound for share in shares):
        words = gettext("with figures among them that are only bounds or rough")
    elif not each.covers_all("share_pct"):
        told = gettext("but this source gives no share for %(contenders)s")
        words = told % {"contenders": numbered(each.missing("share_pct"), "contender")}
    elif fits:
        status, words = "pass", gettext("within rounding of %(whole)s") % {"whole": whole.words}
    elif wholes and (share_of or len(wholes) > 1):
        off = added - whole.rounded(added)
        status = "fail"
        told = gettext("%(points)s above %(whole)s") if off > 0 else gettext("%(points)s below %(whole)s")
        words = told % {"points": numbered(abs(off), "point"), "whole": whole.words}
        read = [*shares, *(count for whole in wholes for count in whole.counts)]
    else:
        words = unknown_whole(share_of)
    expected = whole.rounded(added)
    numbers: dict[str, Number] = {
        gettext("sum of shares"): added,
        gettext("expected"): expected,
        gettext("rounding bound"): rounded(bound, places_of(added) + 1),
    }
    told = ngettext(
        "%(n)s share adds up to %(sum)s, %(words)s", "%(n)s shares add up to %(sum)s, %(words)s", len(shares)
    )
    told %= {"n": number(len(shares)), "sum": pct(added), "words": words}
    text = case.said_of(each.scope.areas[0], told)
    return conclude("shares_add_up", each.scope, status, "points", text, numbers, read, added - expected)


def total_of_bounds(shares: Sequence[Reading]) -> Fraction:
    """The least that the shares can add up to, printed ones taken as they stand."""
    return sum((share.range.low if share.is_bound else Fraction(share.value) for share in shares), start=Fraction(0))


def unknown_whole(share_of: str) -> str:
    if share_of == "registered":
        return gettext(
            "but they are of registered voters, and the turnout and the invalid ballots are not published here"
        )
    if share_of:
        told = gettext("but they are of %(whole)s, and invalid ballots are not published here")
        return told % {"whole": base_words(share_of)}
    return gettext("but they may be of ballots cast, and invalid ballots are not published here")


def expected_wholes(each: ClaimSet, share_of: str) -> list[Whole]:
    """The sums that the denominator allows; all that the counts allow where it is not stated."""
    wholes = [HUNDRED] if share_of in ("", "valid") else []
    valid = each.counts.get("valid")
    for name in ("cast", "registered"):
        whole = each.counts.get(name)
        if share_of in ("", name) and valid and whole and whole.value and not (valid.is_bound or whole.is_bound):
            pct = 100 * Fraction(valid.value) / Fraction(whole.value)
            wholes.append(Whole(pct, base_words(name), (valid, whole)))
    return wholes
