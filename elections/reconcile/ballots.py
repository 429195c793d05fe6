"""Checks of votes and ballots: what was cast is valid or invalid; no stage exceeds the one before."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from elections.reconcile.readings import Reading, counted, gap, more_or_fewer, reading, shown, value_of, weigh
from elections.reconcile.rows import Check, Status, TurnoutClaim, Unit
from elections.reconcile.sets import WORDS, Case, ClaimSet, conclude, name_of, scope_of


def votes_add_up_to_valid(case: Case) -> Iterator[Check]:
    for each in case.sets:
        valid = each.counts.get("valid")
        if valid and each.given("votes"):
            yield votes_against(case, each, "votes_add_up_to_valid", [], valid)


def every_ballot_accounted_for(case: Case) -> Iterator[Check]:
    """Votes and invalid ballots against ballots cast, unless valid and invalid ballots are both published."""
    for each in case.sets:
        valid, invalid, cast = (each.counts.get(name) for name in ("valid", "invalid", "cast"))
        if cast and each.given("votes") and not (valid and invalid):
            yield votes_against(case, each, "every_ballot_accounted_for", [invalid] if invalid else [], cast)


def votes_against(case: Case, each: ClaimSet, code: str, invalid: Sequence[Reading], whole: Reading) -> Check:
    """Votes, and invalid ballots where known, against the count they make up."""
    votes = best_sum(each, "votes", whole, invalid)
    parts = [*votes, *invalid]
    off, status, of_what = gap(parts, [whole]), weigh(parts, [whole]), WORDS[name_of(whole)]
    numbers = {"votes listed": value_of(votes), **{WORDS[name_of(each)]: each.value for each in (*invalid, whole)}}
    sums = f"{shown(value_of(parts))} against {shown(whole.value)} {of_what}"
    if status == "pass":
        words = f"add up to the {of_what}: {sums}"
    elif status == "cannot":
        words = f"are {sums}, and a figure given only as a bound leaves room for the difference"
    elif off < 0 and not each.covers_all("votes"):
        status = "cannot"
        lacking = counted(each.missing("votes"), "contender")
        words = f"are {sums}, but this source gives no votes for {lacking}, so the rest may be theirs"
    else:
        words = f"are {more_or_fewer(off)} than the {of_what}: {sums}"
        if off < 0 and name_of(whole) == "cast" and not invalid:
            words += "; no number of invalid ballots is published with them, so nothing says what became of these"
    named = "the votes listed" + (" and the invalid ballots" if invalid else "")
    text = f"{case.in_area(each.scope.areas[0])}{named} {words}"
    unit: Unit = "votes" if name_of(whole) == "valid" else "ballots"
    return conclude(code, each.scope, status, unit, text, numbers, [*parts, whole], off)


def best_sum(each: ClaimSet, field: str, whole: Reading, rest: Sequence[Reading] = ()) -> list[Reading]:
    """The figures to add up: all of them, or all but the groups where these repeat what is listed singly."""
    everyone = each.given(field)
    singly = [figure for claim in each.claims if claim.contender_kind != "group" if (figure := reading(claim, field))]
    if singly and weigh([*everyone, *rest], [whole]) == "fail" and weigh([*singly, *rest], [whole]) != "fail":
        return singly
    return everyone


def valid_and_invalid_make_cast(case: Case) -> Iterator[Check]:
    for claim in case.turnout_in_order:
        valid, invalid, cast = (reading(claim, name) for name in ("valid", "invalid", "cast"))
        if valid and cast:
            yield made_up_of(case, claim, [valid, invalid] if invalid else [valid], cast)


def made_up_of(case: Case, claim: TurnoutClaim, parts: Sequence[Reading], cast: Reading) -> Check:
    off, status = gap(parts, [cast]), weigh(parts, [cast])
    sums = f"{' + '.join(shown(each.value) for each in parts)} against {shown(cast.value)}"
    named = "valid and invalid ballots" if len(parts) == 2 else "valid ballots"
    if status == "pass":
        text = f"{named} make the ballots cast: {sums}"
    elif status == "cannot":
        text = f"{named} are {sums} ballots cast, but one of the counts is only a bound or rough"
    elif off < 0 and len(parts) == 1:
        status = "cannot"
        text = f"{shown(-off)} of the {shown(cast.value)} ballots cast are not valid; "
        text += "no number of invalid ballots is published"
    else:
        text = f"{named} are {more_or_fewer(off)} than the ballots cast: {sums}"
    numbers = {WORDS[name_of(each)]: each.value for each in (*parts, cast)}
    text = case.in_area(claim.area) + text
    scope = scope_of(claim)
    return conclude("valid_and_invalid_make_cast", scope, status, "ballots", text, numbers, [*parts, cast], off)


def no_stage_exceeds_the_one_before(case: Case) -> Iterator[Check]:
    """valid ≤ cast ≤ issued ≤ registered, as far as one claim gives these counts."""
    for claim in case.turnout_in_order:
        names = [name for name in ("valid", "cast", "issued", "registered") if reading(claim, name)]
        if len(names) > 1 and not case.is_repeated(claim, names):
            yield in_order(case, claim, [each for name in names if (each := reading(claim, name))])


def in_order(case: Case, claim: TurnoutClaim, stages: Sequence[Reading]) -> Check:
    status: Status = "pass"
    text = " ≤ ".join(f"{shown(each.value)} {WORDS[name_of(each)]}" for each in stages)
    excesses = [(gap([low], [high]), low, high) for low, high in pairwise(stages) if high.range.is_below(low.range)]
    off, low, high = max(excesses, key=lambda excess: excess[0], default=(0, None, None))
    if low and high:
        status = "fail"
        text = (
            f"there are {shown(off)} more {WORDS[name_of(low)]} than {WORDS[name_of(high)]} "
            f"({shown(low.value)} against {shown(high.value)})"
        )
    elif any(each.is_vague for each in stages):
        status, text = "cannot", "a count is given only in words or roughly"
    return conclude(
        "no_stage_exceeds_the_one_before",
        scope_of(claim),
        status,
        "voters",
        case.in_area(claim.area) + text,
        {WORDS[name_of(each)]: each.value for each in stages},
        stages,
        off,
    )
