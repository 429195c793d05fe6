"""The check that printed shares follow from the votes under one denominator."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from elections.reconcile.readings import (
    Range,
    Reading,
    middle,
    percent,
    places_of,
    rounded,
    span,
    total,
    value_of,
)
from elections.reconcile.rows import Check, Number, Status
from elections.reconcile.sets import Case, ClaimSet, conclude, field_count, field_words
from elections.wording import gettext, listed, ngettext, number, numbered, pct, pgettext


def base_words(base: str) -> str:
    return {
        "valid": pgettext("whole", "valid votes"),
        "listed": pgettext("whole", "the sum of the votes listed"),
        "cast": pgettext("whole", "ballots cast"),
        "registered": pgettext("whole", "registered voters"),
    }[base]


@dataclass(frozen=True)
class Base:
    """A denominator: a count or a sum of counts."""

    name: str
    counts: tuple[Reading, ...]

    @cached_property
    def value(self) -> Number:
        return value_of(self.counts)

    @cached_property
    def range(self) -> Range:
        return total(self.counts)

    @property
    def words(self) -> str:
        return gettext("%(whole)s (%(n)s)") % {"whole": base_words(self.name), "n": number(self.value)}


@dataclass(frozen=True)
class Pair:
    """A contender's votes and the share printed beside them."""

    name: str
    votes: Reading
    share: Reading

    @cached_property
    def implies(self) -> Range:
        """The denominators under which the votes give the share."""
        return (self.votes.range * 100) / self.share.range

    def fits(self, base: Base) -> bool:
        return self.implies.meets(base.range)

    def computed(self, divisor: Number) -> Decimal:
        return percent(self.votes.value, divisor, places_of(Decimal(self.share.value)))

    def deviation(self, divisor: Number) -> Decimal:
        return Decimal(self.share.value) - self.computed(divisor)


def shares_match_votes(case: Case) -> Iterator[Check]:
    for each in case.sets:
        for share_of, pairs in pairs_of(each).items():
            yield match(case, each, share_of, pairs)


def pairs_of(each: ClaimSet) -> dict[str, list[Pair]]:
    """Votes with their shares, by what the source says the shares are of."""
    by_base: dict[str, list[Pair]] = {}
    for claim in each.claims:
        votes, share = each.reading(claim, "votes"), each.reading(claim, "share_pct")
        if votes and share and not share.is_vague and not votes.is_vague and share.value:
            by_base.setdefault(claim.share_of, []).append(Pair(claim.contender_name, votes, share))
    return by_base


def worked_out_base(each: ClaimSet) -> str:
    """What two or more shares are of whose source does not say it: the one denominator that fits, else empty."""
    pairs = pairs_of(each).get("", [])
    fits = [base.name for base in denominators(each) if len(pairs) > 1 and all(pair.fits(base) for pair in pairs)]
    return fits[0].replace("listed", "valid") if len(fits) == 1 else ""


def match(case: Case, each: ClaimSet, share_of: str, pairs: list[Pair]) -> Check:
    """Try the published denominators (only the stated one where there is one), then any that the shares imply."""
    published = denominators(each)
    bases = [base for base in published if is_meant(base, share_of, published)]
    common = largest_agreeing(pairs)
    area = each.scope.areas[0]
    for base in bases:
        if all(pair.fits(base) for pair in pairs):
            text = case.said_of(area, fitting_words(pairs, base, share_of))
            numbers = {base_words(base.name): base.value}
            return conclude("shares_match_votes", each.scope, "pass", "points", text, numbers, read_by(pairs, [base]))
    if len(common) == len(pairs) and is_open(share_of, bases, pairs):
        status: Status = "pass" if share_of and len(pairs) > 1 else "cannot"
        text = case.said_of(area, unpublished_words(pairs, bases, share_of))
        numbers = {gettext("base, at least"): rounded(common_base(pairs).low, 0)}
        return conclude("shares_match_votes", each.scope, status, "points", text, numbers, read_by(pairs))
    return deviating(case, each, share_of, pairs, bases, common)


def denominators(each: ClaimSet) -> list[Base]:
    """The published counts that a share may be of.

    The sum of a complete list stands in for valid votes that are not published.
    """
    bases = [Base(name, (count,)) for name in ("valid", "cast", "registered") if (count := each.counts.get(name))]
    if "valid" not in each.counts and each.covers_all("votes"):
        bases.insert(0, Base("listed", tuple(each.given("votes"))))
    return [base for base in bases if base.value and not any(count.is_vague for count in base.counts)]


def is_meant(base: Base, share_of: str, published: Sequence[Base]) -> bool:
    """Whether shares of `share_of` may be of this denominator; any will do where the source does not say."""
    stands_in = base.name == "listed" and not any(other.name == "valid" for other in published)
    return share_of in ("", base.name) or (share_of == "valid" and stands_in)


def is_open(share_of: str, bases: Sequence[Base], pairs: Sequence[Pair]) -> bool:
    """Whether there is an unpublished denominator left that these shares could be of."""
    if share_of:
        return not bases
    names = {base.name for base in bases}
    if not names & {"valid", "listed"}:
        return True
    cast = next((base for base in bases if base.name == "cast"), None)
    high = common_base(pairs).high
    return cast is None and (high is None or high > bases[0].value)


def common_base(pairs: Sequence[Pair]) -> Range:
    """The denominators that explain all these pairs."""
    highs = [pair.implies.high for pair in pairs if pair.implies.high is not None]
    return Range(max(pair.implies.low for pair in pairs), min(highs) if highs else None)


def largest_agreeing(pairs: Sequence[Pair]) -> list[Pair]:
    """The largest group of pairs that one denominator explains."""
    lows = sorted(pair.implies.low for pair in pairs)
    highs = sorted(pair.implies.high for pair in pairs if pair.implies.high is not None)
    sizes = {edge: bisect_right(lows, edge) - bisect_left(highs, edge) for edge in lows}
    most = max(sizes.values())
    edges = [edge for edge, size in sizes.items() if size == most]
    groups = [[pair for pair in pairs if pair.implies.meets(Range(edge, edge))] for edge in edges]
    return max(groups, key=lambda group: min(pair.implies.low for pair in group))


def read_by(pairs: Sequence[Pair], bases: Sequence[Base] = ()) -> list[Reading]:
    figures = [figure for pair in pairs for figure in (pair.votes, pair.share)]
    return figures + [count for base in bases for count in base.counts]


def fitting_words(pairs: Sequence[Pair], base: Base, share_of: str) -> str:
    if base.name == share_of:
        told = ngettext(
            "%(n)s printed share follows from the votes as shares of %(base)s, as the source says",
            "%(n)s printed shares follow from the votes as shares of %(base)s, as the source says",
            len(pairs),
        )
    else:
        told = ngettext(
            "%(n)s printed share follows from the votes as shares of %(base)s, which the source does not say",
            "%(n)s printed shares follow from the votes as shares of %(base)s, which the source does not say",
            len(pairs),
        )
    text = told % {"n": number(len(pairs)), "base": base.words}
    if not any(pair.deviation(base.value) for pair in pairs):
        return text
    return gettext("%(said)s; some are cut or rest on round figures rather than rounded from exact ones") % {
        "said": text
    }


def unpublished_words(pairs: Sequence[Pair], bases: Sequence[Base], share_of: str) -> str:
    """The shares agree on a denominator that is not published: enough only where the source names it."""
    implied = span(common_base(pairs))
    if share_of:
        told = gettext("the count of %(whole)s is not published here, but %(shares)s and the votes imply one %(span)s")
        return told % {"whole": base_words(share_of), "shares": numbered(len(pairs), "share"), "span": implied}
    tried = [base_words(base.name) for base in bases]
    if tried:
        told = gettext("the source does not say what its shares are of; they imply a base %(span)s, not %(tried)s")
    else:
        told = gettext(
            "the source does not say what its shares are of; they imply a base %(span)s, and no count is published"
        )
    return told % {"span": implied, "tried": listed(tried)}


def deviating(
    case: Case, each: ClaimSet, share_of: str, pairs: list[Pair], bases: Sequence[Base], common: list[Pair]
) -> Check:
    """Name the shares that do not follow from the votes under the denominator that explains most others.

    `common` are those that one denominator explains. The verdict rests on all denominators tried, since any of them
    might have explained the shares.
    """
    agreed = span(common_base(common))
    best = max(bases, key=lambda base: explains(pairs, base), default=None)
    explained = [pair for pair in pairs if best and pair.fits(best)]
    if best and (share_of or len(common) == len(pairs) or len(explained) >= len(common)):
        divisor, under = best.value, gettext("of %(base)s") % {"base": best.words}
    else:
        explained, divisor = common, middle(common_base(common))
        under = gettext("of the base %(span)s that the other shares imply") % {"span": agreed}
    odd = sorted((pair for pair in pairs if pair not in explained), key=lambda pair: -abs(pair.deviation(divisor)))
    if explained == common and len(common) == 1:
        both = listed([imply_words(pair) for pair in (common[0], odd[0])])
        text = gettext("%(both)s, and these differ") % {"both": both}
    else:
        details = listed([share_words(pair, divisor) for pair in odd[:3]])
        if len(odd) > 3:
            more = number(len(odd) - 3)
            details = gettext("%(shares)s, and %(n)s more") % {"shares": details, "n": more}
        text = pgettext("shares of a base", "%(shares)s %(of)s") % {"shares": details, "of": under}
    if other := next((base for base in denominators(each) if all(pair.fits(base) for pair in pairs)), None):
        told = gettext("%(said)s; the shares fit %(whole)s instead")
        text = told % {"said": text, "whole": base_words(other.name)}
    elif len(common) == len(pairs) > 1:
        text = gettext("%(said)s; the shares agree with one another on a base %(span)s") % {
            "said": text,
            "span": agreed,
        }
    text = case.said_of(each.scope.areas[0], text)
    numbers: dict[str, Number] = {
        field_words("votes"): odd[0].votes.value,
        gettext("base"): divisor,
        gettext("computed share"): odd[0].computed(divisor),
        gettext("printed share"): odd[0].share.value,
    }
    off = odd[0].deviation(divisor)
    return conclude("shares_match_votes", each.scope, "fail", "points", text, numbers, read_by(pairs, bases), off)


def explains(pairs: Sequence[Pair], base: Base) -> tuple[int, Decimal]:
    """How well a denominator explains the shares: how many follow from it, and how near the rest come."""
    off = sum((abs(pair.deviation(base.value)) for pair in pairs), start=Decimal(0))
    return sum(pair.fits(base) for pair in pairs), -off


def share_words(pair: Pair, divisor: Number) -> str:
    return gettext("%(name)s is printed with %(share)s, while %(votes)s are %(computed)s") % {
        "name": pair.name,
        "share": pct(pair.share.value),
        "votes": field_count("votes", pair.votes.value),
        "computed": pct(pair.computed(divisor)),
    }


def imply_words(pair: Pair) -> str:
    return gettext("%(votes)s at %(share)s for %(name)s imply a base %(span)s") % {
        "votes": field_count("votes", pair.votes.value),
        "share": pct(pair.share.value),
        "name": pair.name,
        "span": span(pair.implies),
    }
