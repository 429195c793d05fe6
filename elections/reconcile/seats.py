"""Checks of seats: they add up to what was contested, and who passed the threshold has some."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from elections.reconcile.ballots import best_sum
from elections.reconcile.readings import (
    Reading,
    gap,
    size,
    unit_of,
    value_of,
    weigh,
)
from elections.reconcile.rows import Check, ElectionFacts, Number
from elections.reconcile.sets import Case, ClaimSet, Scope, conclude, field_words, name_of
from elections.wording import gettext, listed, number, numbered, pct


def seats_words(field: str) -> str:
    return gettext("seats contested") if field == "seats_contested" else gettext("seats of the chamber")


def fact(election: ElectionFacts, field: str) -> Reading | None:
    """A number of the election itself as a Reading."""
    value: Number | None = getattr(election, field)
    return None if value is None else Reading(value, "", f"election|{election.id}:{field}")


def seats_add_up(case: Case) -> Iterator[Check]:
    """All parts of a set together, in the whole country; a second round has only its own seats to fill."""
    names = ["seats_contested"] if case.election.round_of else ["seats_contested", "seats_total"]
    targets = [target for name in names if (target := fact(case.election, name))]
    for each in across_parts(case):
        if targets and each.given("seats"):
            yield filled(case, each, targets)


def across_parts(case: Case) -> Iterator[ClaimSet]:
    """National sets with the parts of the vote (list and districts) put together."""
    grouped: dict[Scope, list[ClaimSet]] = defaultdict(list)
    for each in case.sets:
        if each.scope.areas == (case.election.country,):
            grouped[replace(each.scope, part="")].append(each)
    everyone = frozenset[str]().union(*(case.expected(claim.part) for claim in case.results))
    for scope, sets in grouped.items():
        parts = {each.scope.part for each in sets}
        claims = tuple(claim for each in sets for claim in each.claims)
        yield ClaimSet(replace(scope, part=parts.pop() if len(parts) == 1 else ""), claims, {}, everyone)


def filled(case: Case, each: ClaimSet, targets: Sequence[Reading]) -> Check:
    """The sum of the seats against those contested, or else those of the whole chamber."""
    sums = {target: best_sum(each, "seats", target) for target in targets}
    reached = [target for target in targets if weigh(sums[target], [target]) == "pass"]
    target = reached[0] if reached else targets[0]
    seats, of_what = sums[target], seats_words(name_of(target))
    off = gap(seats, [target])
    numbers: dict[str, Number] = {gettext("seats listed"): value_of(seats), of_what: target.value}
    told = {
        "sum": number(value_of(seats)),
        "of": of_what,
        "target": number(target.value),
        "off": number(size(off)),
        "reason": why_open(case, each, seats, targets),
    }
    if reached:
        text = gettext("the seats listed add up to %(sum)s, the %(of)s") % told
        return conclude("seats_add_up", each.scope, "pass", "seats", text, numbers, [*seats, target])
    if told["reason"]:
        text = gettext("the seats listed add up to %(sum)s of %(target)s %(of)s; %(reason)s") % told
        return conclude("seats_add_up", each.scope, "cannot", "seats", text, numbers, [*seats, target])
    if off > 0:
        text = gettext("the seats listed add up to %(sum)s, %(off)s more than the %(target)s %(of)s")
    else:
        text = gettext(
            "the seats listed add up to %(sum)s, %(off)s fewer than the %(target)s %(of)s; seats left vacant or filled "
            "later would explain it"
        )
    return conclude("seats_add_up", each.scope, "fail", "seats", text % told, numbers, [*seats, *targets], off)


def why_open(case: Case, each: ClaimSet, seats: Sequence[Reading], targets: Sequence[Reading]) -> str:
    """Why a sum that is not reached proves nothing; empty where it does. More seats than there are always do."""
    if value_of(seats) > max(target.value for target in targets):
        return ""
    if any(seat.is_bound for seat in seats):
        return gettext("a figure is only a bound")
    if value_of(seats) > targets[0].value:
        return ""
    if each.scope.basis != "official_final":
        if case.election.later_rounds:
            return gettext("a later round had still to fill the rest")
        return gettext("the count was not final")
    if not each.covers_all("seats"):
        told = gettext("this source gives no seats for %(contenders)s")
        return told % {"contenders": numbered(each.missing("seats"), "contender")}
    all_parts = {claim.part for claim in case.results}
    if case.election.system == "mixed" and (all_parts == {""} or {claim.part for claim in each.claims} != all_parts):
        return gettext("in a mixed system the source may count one part of the vote only")
    return ""


@dataclass(frozen=True, slots=True)
class Party:
    """A list with a share of the vote and seats, and whether the share reaches the threshold."""

    name: str
    share: Reading
    seats: Reading
    is_above: bool | None

    @property
    def deviates(self) -> bool:
        return self.is_above != (self.seats.value > 0)

    @property
    def words(self) -> str:
        won = numbered(int(self.seats.value), "seat") if self.seats.value else gettext("no seats")
        told = gettext("%(name)s has %(seats)s with %(share)s")
        return told % {"name": self.name, "seats": won, "share": pct(self.share.value)}


def threshold_and_seats(case: Case) -> Iterator[Check]:
    """Party lists: a share of the vote at or above the threshold goes with seats, one below with none.

    In a mixed system without parts a seat may come from a district, so only a lack of seats says something.
    """
    threshold = fact(case.election, "threshold_pct")
    if threshold is None or case.election.system not in ("proportional", "mixed"):
        return
    for each in case.sets:
        national_list = each.scope.areas == (case.election.country,) and each.scope.part in ("", "list")
        if national_list and each.given("seats"):
            one_way = case.election.system == "mixed" and not each.scope.part
            yield passed(each, threshold, one_way)


def passed(each: ClaimSet, threshold: Reading, one_way: bool) -> Check:
    every = list(parties(each, threshold))
    told = [party for party in every if party.is_above or (party.is_above is False and not one_way)]
    odd = sorted((party for party in told if party.deviates), key=lambda party: -abs(distance(party, threshold)))
    read = [threshold, *(figure for party in told for figure in (party.share, party.seats))]
    numbers: dict[str, Number] = {gettext("threshold"): threshold.value}
    limit = pct(threshold.value)
    if odd:
        numbers |= {gettext("share"): odd[0].share.value, field_words("seats"): odd[0].seats.value}
        text = gettext(
            "%(parties)s, against %(limit)s; this deviates from the single national threshold only, and a further "
            "threshold by region, one of registered voters or a place for the runner-up may explain it"
        ) % {"parties": listed([party.words for party in odd]), "limit": limit}
        off = distance(odd[0], threshold)
        return conclude("threshold_and_seats", each.scope, "fail", "points", text, numbers, read, off)
    if told:
        if one_way:
            text = gettext("every list at or above %(limit)s has seats (%(lists)s)")
        else:
            text = gettext("every list at or above %(limit)s has seats and none below it has (%(lists)s)")
        text %= {"limit": limit, "lists": numbered(len(told), "list")}
        return conclude("threshold_and_seats", each.scope, "pass", "points", text, numbers, read)
    text = gettext("no list has both a share of the vote and seats in this source")
    if any(party.is_above is None for party in every):
        text = gettext("the shares lie too close to %(limit)s, or are bounds, to tell on which side of it they are")
        text %= {"limit": limit}
    elif every:
        text = gettext("the lists below %(limit)s may have their seats from districts") % {"limit": limit}
    return conclude("threshold_and_seats", each.scope, "cannot", "points", text, numbers)


def parties(each: ClaimSet, threshold: Reading) -> Iterator[Party]:
    for claim in each.claims:
        share, seats = each.reading(claim, "share_pct"), each.reading(claim, "seats")
        if claim.contender_kind == "party_list" and share and seats and not share.is_vague and not seats.is_bound:
            yield Party(claim.contender_name, share, seats, is_above(share, threshold))


def distance(party: Party, threshold: Reading) -> Decimal:
    return Decimal(party.share.value) - Decimal(threshold.value)


def is_above(share: Reading, threshold: Reading) -> bool | None:
    """Whether a printed share reaches the threshold; None where its rounding or bound leaves that open."""
    limit = Fraction(threshold.value)
    if share.qualifier == "lower_bound":
        return True if share.value >= limit else None
    if share.qualifier == "upper_bound":
        return False if share.value < limit else None
    low, high = share.range.low, share.range.high
    if low >= limit or (share.value == limit and unit_of(share.value) < 1):
        return True
    return False if high is not None and high <= limit else None
