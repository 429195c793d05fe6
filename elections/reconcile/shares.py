"""The check that printed shares follow from the votes under one denominator."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from elections.reconcile.readings import (
    Range,
    Reading,
    counted,
    listed,
    percent,
    places_of,
    rounded,
    shown,
    total,
    value_of,
)
from elections.reconcile.rows import Check, Number
from elections.reconcile.sets import Case, ClaimSet, conclude

BASE_WORDS = {
    "valid": "valid votes",
    "listed": "the sum of the votes listed",
    "cast": "ballots cast",
    "registered": "registered voters",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A contender's votes and the share printed beside them."""

    name: str
    votes: Reading
    share: Reading

    @property
    def base(self) -> Range:
        """The denominators under which the votes give the share."""
        return (self.votes.range * 100) / self.share.range

    def fits(self, base: Range) -> bool:
        return self.base.meets(base)

    def computed(self, base: Number) -> Decimal:
        return percent(self.votes.value, base, places_of(Decimal(self.share.value)))

    def deviation(self, base: Number) -> Decimal:
        return Decimal(self.share.value) - self.computed(base)


def shares_match_votes(case: Case) -> Iterator[Check]:
    for each in case.sets:
        by_base: dict[str, list[Pair]] = {}
        for claim in each.claims:
            votes, share = each.reading(claim, "votes"), each.reading(claim, "share_pct")
            if votes and share and not share.is_vague and not votes.is_vague and share.value:
                by_base.setdefault(claim.share_of, []).append(Pair(claim.contender_name, votes, share))
        for share_of, pairs in by_base.items():
            yield match(case, each, share_of, pairs)


def match(case: Case, each: ClaimSet, share_of: str, pairs: list[Pair]) -> Check:
    """Try the published denominators (only the stated one where it is published), then any common one."""
    bases = denominators(each)
    if share_of in bases:
        bases = {share_of: bases[share_of]}
    elif share_of:
        bases = {"listed": bases["listed"]} if share_of == "valid" and "listed" in bases else {}
    for name, base in bases.items():
        if all(pair.fits(total(base)) for pair in pairs):
            return fitting(case, each, share_of, pairs, name, base)
    common = largest_agreeing(pairs)
    if len(common) == len(pairs) and not is_settled(share_of, bases, common):
        return unnamed(case, each, share_of, pairs, bases)
    return deviating(case, each, share_of, pairs, bases, common)


def denominators(each: ClaimSet) -> dict[str, list[Reading]]:
    """The published counts that a share may be of.

    The sum of a complete list stands in for valid votes that are not published.
    """
    bases: dict[str, list[Reading]] = {}
    if "valid" in each.counts:
        bases["valid"] = [each.counts["valid"]]
    elif each.covers_all("votes"):
        bases["listed"] = each.given("votes")
    for name in ("cast", "registered"):
        if name in each.counts:
            bases[name] = [each.counts[name]]
    return {name: base for name, base in bases.items() if not any(r.is_vague for r in base) and value_of(base)}


def is_settled(share_of: str, bases: dict[str, list[Reading]], pairs: Sequence[Pair]) -> bool:
    """Whether no unpublished denominator is left that these shares could be of."""
    if share_of:
        return bool(bases)
    base = common_base(pairs)
    if "cast" in bases and base.high is not None and base.high < total(bases["cast"]).low:
        return "valid" in bases or "listed" in bases
    return bool(bases.keys() & {"valid", "listed"}) and "cast" in bases


def common_base(pairs: Sequence[Pair]) -> Range:
    low = max(pair.base.low for pair in pairs)
    highs = [pair.base.high for pair in pairs if pair.base.high is not None]
    return Range(low, min(highs) if highs else None)


def largest_agreeing(pairs: Sequence[Pair]) -> list[Pair]:
    """The largest group of pairs that one denominator explains."""
    groups = [[pair for pair in pairs if pair.fits(Range(edge, edge))] for edge in {p.base.low for p in pairs}]
    return max(groups, key=lambda group: (len(group), min(pair.base.low for pair in group)))


def explains(pairs: Sequence[Pair], base: Sequence[Reading]) -> tuple[int, Decimal]:
    """How well a denominator explains the shares: how many follow from it, and how near the rest come."""
    divisor = value_of(base)
    return (
        sum(pair.fits(total(base)) for pair in pairs),
        -sum((abs(pair.deviation(divisor)) for pair in pairs), start=Decimal(0)),
    )


def read_by(pairs: Sequence[Pair], base: Sequence[Reading] = ()) -> list[Reading]:
    return [r for pair in pairs for r in (pair.votes, pair.share)] + list(base)


def fitting(case: Case, each: ClaimSet, share_of: str, pairs: list[Pair], name: str, base: list[Reading]) -> Check:
    where = case.in_area(each.scope.areas[0])
    stated = "as the source says" if name == share_of else "which the source does not say"
    exact = all(pair.deviation(value_of(base)) == 0 for pair in pairs)
    text = (
        f"{where}{counted(len(pairs), 'printed share')} {'follow' if len(pairs) > 1 else 'follows'} from the votes "
        f"as shares of {BASE_WORDS[name]} "
        f"({shown(value_of(base))}), {stated}"
    )
    if not exact:
        text += "; some are cut or rest on round figures rather than rounded from exact ones"
    numbers: dict[str, Number] = {BASE_WORDS[name]: value_of(base)}
    return conclude("shares_match_votes", each.scope, "pass", "points", text, numbers, read_by(pairs, base))


def unnamed(case: Case, each: ClaimSet, share_of: str, pairs: list[Pair], bases: dict[str, list[Reading]]) -> Check:
    """The shares agree on a denominator that is not published: enough only where the source names it."""
    where = case.in_area(each.scope.areas[0])
    base = common_base(pairs)
    numbers: dict[str, Number] = {"lowest base": rounded(base.low, 0)}
    if base.high is not None:
        numbers["highest base"] = rounded(base.high, 0)
    if share_of and len(pairs) > 1:
        text = (
            f"{where}the count of {BASE_WORDS[share_of]} is not published here, but the {len(pairs)} shares "
            f"agree with the votes on one {spread(base)}"
        )
        return conclude("shares_match_votes", each.scope, "pass", "points", text, numbers, read_by(pairs))
    tried = listed([BASE_WORDS[name] for name in bases])
    text = (
        f"{where}the source does not say what its shares are of"
        if not share_of
        else f"{where}the count of {BASE_WORDS[share_of]} is not published here"
    )
    text += f"; they fit a base {spread(base)}" + (f", not {tried}" if tried else ", and no count is published")
    return conclude("shares_match_votes", each.scope, "cannot", "points", text, numbers, read_by(pairs))


def spread(base: Range) -> str:
    low = shown(rounded(base.low, 0))
    return f"of at least {low}" if base.high is None else f"between {low} and {shown(rounded(base.high, 0))}"


def deviating(
    case: Case,
    each: ClaimSet,
    share_of: str,
    pairs: list[Pair],
    bases: dict[str, list[Reading]],
    common: list[Pair],
) -> Check:
    """Name the shares that do not follow from the votes under the denominator that explains most others.

    The verdict rests on all denominators tried, since any of them might have explained the shares.
    """
    where = case.in_area(each.scope.areas[0])
    name, base = max(bases.items(), key=lambda item: explains(pairs, item[1]), default=("", []))
    explained = [pair for pair in pairs if base and pair.fits(total(base))]
    if base and (share_of or len(common) == len(pairs) or len(explained) >= len(common)):
        divisor: Number = value_of(base)
        under = f"of {BASE_WORDS[name]} ({shown(divisor)})"
    else:
        explained, base = common, []
        span = common_base(common)
        divisor = max(rounded((span.low + (span.high or span.low)) / 2, 0), Decimal(1))
        under = f"of the {shown(divisor)} that the other shares imply"
    odd = [pair for pair in pairs if pair not in explained]
    worst = max(odd, key=lambda pair: abs(pair.deviation(divisor)))
    details = [
        f"{pair.name} is printed with {shown(pair.share.value)} %, while {shown(pair.votes.value)} votes are "
        f"{pair.computed(divisor)} %"
        for pair in odd[:3]
    ]
    if not base and len(common) == 1:
        details = [
            f"{shown(pair.votes.value)} votes at {shown(pair.share.value)} % for {pair.name} imply a base "
            f"{spread(pair.base)}"
            for pair in [common[0], worst]
        ]
        under, odd = "and no one base explains the shares", odd[:1]
    more = f", and {len(odd) - 3} more" if len(odd) > 3 else ""
    text = f"{where}{listed(details)}{more}{',' if under.startswith('and') else ''} {under}"
    other = [alt for alt, counts in denominators(each).items() if all(p.fits(total(counts)) for p in pairs)]
    if other:
        text += f"; the shares fit {BASE_WORDS[other[0]]} instead"
    elif len(common) == len(pairs) > 1:
        text += f"; the shares agree with one another on a base {spread(common_base(common))}"
    numbers: dict[str, Number] = {
        "votes": worst.votes.value,
        "base": divisor,
        "computed share": worst.computed(divisor),
        "printed share": worst.share.value,
    }
    return conclude(
        "shares_match_votes",
        each.scope,
        "fail",
        "points",
        text,
        numbers,
        read_by(pairs, [count for counts in bases.values() for count in counts]),
        worst.deviation(divisor),
    )
