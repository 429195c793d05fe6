"""Checks of turnout: it follows from the counts, implies one register, and never falls during the day."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from elections.reconcile.readings import (
    Reading,
    counted,
    listed,
    percent,
    places_of,
    reading,
    same_as_printed,
    shown,
)
from elections.reconcile.rows import Check, Number, Status, TurnoutClaim, Unit
from elections.reconcile.sets import CLOSE, WORDS, Case, Scope, conclude, fields_of, scope_of


def turnout_matches_counts(case: Case) -> Iterator[Check]:
    """The printed turnout against ballots cast, else ballots issued, over the register beside them."""
    alone: dict[Scope, list[TurnoutClaim]] = defaultdict(list)
    for claim in case.turnout_in_order:
        own, figures = fields_of(claim), case.filled(claim)
        if "turnout_pct" not in own or case.is_repeated(claim, ("registered", "cast", "turnout_pct")):
            continue
        if own["turnout_pct"].is_vague or own.keys() == {"turnout_pct"}:
            alone[every_time(claim)].append(claim)
        elif "registered" in figures and figures.keys() & {"cast", "issued"}:
            yield follows(case, claim, figures)
        elif "cast" not in own:
            alone[every_time(claim)].append(claim)
    for claims in alone.values():
        areas = tuple(dict.fromkeys(claim.area for claim in claims))
        text = "turnout is printed without the counts it was worked out from" + (
            f", {len(claims)} times for {counted(len(areas), 'area')}" if len(claims) > 1 else ""
        )
        scope = replace(merged(claims), areas=areas)
        yield conclude("turnout_matches_counts", scope, "cannot", "points", text)


def every_time(claim: TurnoutClaim) -> Scope:
    return replace(scope_of(claim), areas=(), sources=(), as_of="")


def follows(case: Case, claim: TurnoutClaim, counts: Mapping[str, Reading]) -> Check:
    printed, registered = counts["turnout_pct"], counts["registered"]
    places = places_of(Decimal(printed.value))
    where = case.in_area(claim.area)
    if not registered.value:
        text = f"{where}the register is given as 0, so nothing can be a share of it"
        return conclude("turnout_matches_counts", scope_of(claim), "cannot", "points", text)
    tried = [name for name in ("cast", "issued") if name in counts]
    fits = [name for name in tried if ((counts[name].range * 100) / registered.range).meets(printed.range)]
    name = fits[0] if fits else tried[0]
    count = counts[name]
    computed = percent(count.value, registered.value, places)
    numbers: dict[str, Number] = {
        WORDS[name]: count.value,
        WORDS["registered"]: registered.value,
        "computed turnout": computed,
        "printed turnout": printed.value,
    }
    sums = f"{shown(count.value)} {WORDS[name]} of {shown(registered.value)} registered voters are {computed} %"
    status: Status = "pass" if fits else "fail"
    if fits and (printed.is_bound or count.is_bound or registered.is_bound):
        status = "cannot" if count.is_bound or registered.is_bound else "pass"
    if status == "pass":
        text = f"{where}{sums}, in line with the printed {shown(printed.value)} %"
    elif status == "fail":
        text = f"{where}{sums}, printed {shown(printed.value)} %"
    else:
        text = f"{where}{sums}, but a count among them is only a bound or rough"
    residual = Decimal(printed.value) - computed
    return conclude(
        "turnout_matches_counts",
        scope_of(claim),
        status,
        "points",
        text,
        numbers,
        [*([count] if fits else (counts[each] for each in tried)), registered, printed],
        residual,
    )


def turnout_never_falls(case: Case) -> Iterator[Check]:
    """Within one basis and claimant no later reading of the day is below an earlier one, in any source."""
    for field in ("turnout_pct", "cast"):
        days: dict[tuple[str, str, str, str], list[TurnoutClaim]] = defaultdict(list)
        for claim in case.turnout_in_order:
            figure = reading(claim, field)
            if figure and not figure.is_vague and claim.as_of_time and not claim.is_compiled:
                days[claim.part, claim.area, claim.basis, claim.claimant].append(claim)
        for claims in days.values():
            if len({claim.as_of_time for claim in claims}) > 1:
                yield rises(case, claims, field)


def rises(case: Case, claims: Sequence[TurnoutClaim], field: str) -> Check:
    day = sorted(claims, key=lambda claim: claim.as_of_time)  # "close" sorts after every hour
    figures = [(claim, figure) for claim in day if (figure := reading(claim, field))]
    falls = [
        (a, b)
        for i, a in enumerate(figures)
        for b in figures[i + 1 :]
        if a[0].as_of_time < b[0].as_of_time and is_fall(a[1], b[1])
    ]
    where = case.in_area(day[0].area)
    unit: Unit = "points" if field == "turnout_pct" else "ballots"
    sign = " %" if field == "turnout_pct" else ""
    word = WORDS[field]
    readings = [figure for _, figure in figures]
    if not falls:
        (first, low), (last, high) = figures[0], figures[-1]
        text = (
            f"{where}{word} never falls over {len(figures)} readings, from {shown(low.value)}{sign} "
            f"{at(first)} to {shown(high.value)}{sign} {at(last)}"
        )
        numbers = {at(first): low.value, at(last): high.value}
        return conclude("turnout_never_falls", merged(day), "pass", unit, text, numbers, readings)
    (before, high), (_, low) = max(falls, key=lambda pair: pair[0][1].value - pair[1][1].value)
    lower = [
        f"{shown(figure.value)}{sign} {at(claim)} ({case.name(claim.source)})"
        for (claim_before, _), (claim, figure) in falls
        if claim_before is before
    ]
    text = (
        f"{where}{word} falls from {shown(high.value)}{sign} {at(before)} ({case.name(before.source)}) "
        f"to {listed(lower)}"
    )
    numbers = {at(before): high.value, "later": low.value}
    return conclude(
        "turnout_never_falls",
        merged(day),
        "fail",
        unit,
        text,
        numbers,
        readings,
        high.value - low.value,
    )


def is_fall(earlier: Reading, later: Reading) -> bool:
    """Whether the later figure is lower, not merely printed with fewer digits; a bound speaks one way."""
    if earlier.qualifier == "upper_bound" or later.qualifier == "lower_bound":
        return False
    return later.value < earlier.value and not same_as_printed(earlier.value, later.value)


def at(claim: TurnoutClaim) -> str:
    return "at close" if claim.as_of_time == CLOSE else f"at {claim.as_of_time}"


def merged(claims: Sequence[TurnoutClaim]) -> Scope:
    """The scope of a check across several claims of one area."""
    first = scope_of(claims[0])
    sources = tuple(dict.fromkeys(source for claim in claims for source in claim.sources))
    times = {claim.as_of_time for claim in claims}
    same_basis = len({(claim.basis, "" if claim.is_compiled else claim.claimant) for claim in claims}) == 1
    return Scope(
        first.part,
        first.areas,
        first.basis if same_basis else "",
        min(claim.claimant for claim in claims) if same_basis else "",
        sources,
        times.pop() if len(times) == 1 else "",
    )
