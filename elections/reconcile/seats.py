"""Checks of seats: they add up to what was contested, and who passed the threshold has some."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from elections.reconcile.ballots import best_sum
from elections.reconcile.readings import Reading, counted, listed, shown, size, total, unit_of, value_of, weigh
from elections.reconcile.rows import Check, ElectionFacts, Number
from elections.reconcile.sets import Case, ClaimSet, Scope, conclude


def fact(election: ElectionFacts, field: str) -> Reading | None:
    """A number of the election itself as a Reading."""
    value: Number | None = getattr(election, field)
    return None if value is None else Reading(value, "", f"election|{election.id}:{field}")


def seats_add_up(case: Case) -> Iterator[Check]:
    """All parts of a set together, in the whole country; a second round has only its own seats to fill."""
    contested, whole = fact(case.election, "seats_contested"), fact(case.election, "seats_total")
    targets = [each for each in (contested, None if case.election.round_of else whole) if each]
    for each in across_parts(case):
        if targets and each.given("seats"):
            yield fill(case, each, targets)


def across_parts(case: Case) -> Iterator[ClaimSet]:
    """National sets with the parts of the vote (list and districts) put together."""
    grouped: dict[Scope, list[ClaimSet]] = defaultdict(list)
    for each in case.sets:
        if each.scope.areas == (case.election.country,):
            grouped[replace(each.scope, part="")].append(each)
    for scope, sets in grouped.items():
        parts = {each.scope.part for each in sets}
        yield ClaimSet(
            replace(scope, part=parts.pop() if len(parts) == 1 else ""),
            tuple(claim for each in sets for claim in each.claims),
            {},
            frozenset().union(*(case.expected(claim.part) for claim in case.results)),
        )


def fill(case: Case, each: ClaimSet, targets: list[Reading]) -> Check:
    election = case.election
    sums = {target: best_sum(each, "seats", [target]) for target in targets}
    reached = [target for target in targets if weigh(sums[target], [target]) == "pass"]
    target = (reached or targets)[0]
    seats = sums[target]
    added, wanted = value_of(seats), target.value
    name = (
        target.ref.rsplit(":", 1)[1]
        .replace("seats_contested", "seats contested")
        .replace("seats_total", "seats of the chamber")
    )
    numbers: dict[str, Number] = {"seats listed": added, name: wanted}
    head = f"the seats listed add up to {shown(added)}"
    readings = [*seats, target]
    if reached:
        return conclude("seats_add_up", each.scope, "pass", "seats", f"{head}, the {name}", numbers, readings)
    highest = max(targets, key=lambda other: other.value)
    if total([highest]).is_below(total(seats)):
        readings = [*seats, *targets]
        text = f"{head}, {shown(added - wanted)} more than the {shown(wanted)} {name}"
        return conclude("seats_add_up", each.scope, "fail", "seats", text, numbers, readings, added - wanted)
    reason = ""
    if any(seat.is_bound for seat in seats):
        reason = "a figure is only a bound"
    elif each.scope.basis != "official_final" and added < wanted:
        reason = "a later round had still to fill the rest" if election.later_rounds else "the count was not final"
    elif not each.covers_all("seats"):
        reason = f"this source gives no seats of {counted(each.missing('seats'), 'contender')}"
    elif election.system == "mixed" and added < wanted and not several_parts(case, each):
        reason = "in a mixed system the source may count one part of the vote only"
    if reason:
        text = f"{head} of {shown(wanted)} {name}; {reason}"
        return conclude("seats_add_up", each.scope, "cannot", "seats", text, numbers, readings)
    off = added - wanted
    text = f"{head}, {shown(size(off))} {'more' if off > 0 else 'fewer'} than the {shown(wanted)} {name}"
    if off < 0:
        text += "; seats left vacant or filled later would explain it"
    return conclude("seats_add_up", each.scope, "fail", "seats", text, numbers, readings, off)


def several_parts(case: Case, each: ClaimSet) -> bool:
    return {claim.part for claim in each.claims} == {claim.part for claim in case.results} != {""}


def threshold_and_seats(case: Case) -> Iterator[Check]:
    """Party lists: a share of the vote at or above the threshold goes with seats, one below with none."""
    threshold = fact(case.election, "threshold_pct")
    if threshold is None or case.election.system not in ("proportional", "mixed"):
        return
    for each in case.sets:
        if each.scope.areas == (case.election.country,) and each.given("seats") and each.scope.part in ("", "list"):
            yield from passed(case, each, threshold)


def passed(case: Case, each: ClaimSet, threshold: Reading) -> Iterator[Check]:
    read: list[Reading] = [threshold]
    odd: list[tuple[Decimal, str, dict[str, Number]]] = []
    close: list[str] = []
    # In a mixed system without parts a seat may come from a district, so only a lack of seats says something.
    districts = case.election.system == "mixed" and each.scope.part == ""
    for claim in each.claims:
        share, seats = each.reading(claim, "share_pct"), each.reading(claim, "seats")
        if claim.contender_kind != "party_list" or not share or not seats or share.is_vague or seats.is_bound:
            continue
        above = is_above(share, threshold)
        if above is None:
            close.append(claim.contender_name)
            continue
        if not above and districts:
            continue
        read += [share, seats]
        if above != (seats.value > 0):
            won = counted(int(seats.value), "seat") if seats.value else "no seats"
            distance = Decimal(share.value) - Decimal(threshold.value)
            text = f"{claim.contender_name} has {won} with {shown(share.value)} %"
            odd.append((distance, text, {"share": share.value, "seats": seats.value}))
    numbers: dict[str, Number] = {"threshold": threshold.value}
    if len(read) == 1:
        reason = f"{listed(close)} too close to the threshold" if close else "no list has both a share and seats"
        text = (
            f"{reason} in this source, or its seats may come from districts"
            if districts
            else f"{reason} in this source"
        )
        yield conclude("threshold_and_seats", each.scope, "cannot", "points", text, numbers)
    elif odd:
        worst = max(odd, key=lambda each: abs(each[0]))
        text = (
            f"{listed([words for _, words, _ in odd])}, against {shown(threshold.value)} %; this deviates "
            "from the single national threshold only, and a further threshold by region, one of registered "
            "voters or a place for the runner-up may explain it"
        )
        yield conclude("threshold_and_seats", each.scope, "fail", "points", text, numbers | worst[2], read, worst[0])
    else:
        text = (
            f"every list at or above {shown(threshold.value)} % has seats"
            + ("" if districts else " and none below it has")
            + f" ({counted((len(read) - 1) // 2, 'list')})"
        )
        yield conclude("threshold_and_seats", each.scope, "pass", "points", text, numbers, read)


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
