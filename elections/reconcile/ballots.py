"""Checks of votes and ballots: what was cast is valid or invalid; no stage exceeds the one before."""

from collections.abc import Iterator, Sequence

from elections.reconcile.readings import Reading, counted, gap, reading, shown, size, total, value_of, weigh
from elections.reconcile.rows import Check, Number, Status, TurnoutClaim, Unit
from elections.reconcile.sets import WORDS, Case, ClaimSet, conclude, name_of, scope_of


def votes_add_up_to_valid(case: Case) -> Iterator[Check]:
    for each in case.sets:
        votes, valid = each.given("votes"), each.counts.get("valid")
        if not votes or valid is None:
            continue
        listed_votes = best_sum(each, "votes", [valid])
        yield compare(case, each, "votes_add_up_to_valid", listed_votes, None, valid)


def every_ballot_accounted_for(case: Case) -> Iterator[Check]:
    """Votes and invalid ballots against ballots cast, unless valid and invalid ballots are both published."""
    for each in case.sets:
        votes, cast = each.given("votes"), each.counts.get("cast")
        invalid = each.counts.get("invalid")
        if not votes or cast is None or (invalid and "valid" in each.counts):
            continue
        listed_votes = best_sum(each, "votes", [cast])
        yield compare(case, each, "every_ballot_accounted_for", listed_votes, invalid, cast)


def best_sum(each: ClaimSet, field: str, targets: Sequence[Reading]) -> list[Reading]:
    """The figures to add up: all of them, or all but the groups where these repeat what is listed singly."""
    everyone = each.given(field)
    singly = [r for claim in each.claims if claim.contender_kind != "group" if (r := reading(claim, field))]
    if singly and weigh(everyone, targets) == "fail" and weigh(singly, targets) != "fail":
        return singly
    return everyone


def compare(
    case: Case, each: ClaimSet, code: str, votes: list[Reading], invalid: Reading | None, whole: Reading
) -> Check:
    """Votes, and invalid ballots where known, against the count they make up."""
    parts = [*votes, invalid] if invalid else votes
    difference = gap(parts, [whole])
    whole_field = name_of(whole)
    numbers: dict[str, Number] = {"votes listed": value_of(votes)}
    if invalid:
        numbers["invalid ballots"] = invalid.value
    numbers[WORDS[whole_field]] = whole.value
    status = weigh(parts, [whole])
    exceeds = total([whole]).is_below(total(parts))
    where = case.in_area(each.scope.areas[0])
    named = f"{where}the votes listed" + (" and the invalid ballots" if invalid else "")
    sums = f"{shown(value_of(parts))} against {shown(whole.value)} {WORDS[whole_field]}"
    if status == "fail" and not exceeds and not each.covers_all("votes"):
        status = "cannot"
        text = (
            f"{named} are {sums}, but this source gives no votes of "
            f"{counted(each.missing('votes'), 'contender')}, so the rest may be theirs"
        )
    elif status == "cannot":
        text = f"{named} are {sums}, and a figure given only as a bound leaves room for the difference"
    elif status == "pass":
        text = f"{named} add up to the {WORDS[whole_field]}: {sums}"
    elif exceeds:
        text = f"{named} are {shown(size(difference))} more than the {WORDS[whole_field]}: {sums}"
    else:
        text = f"{named} are {shown(size(difference))} fewer than the {WORDS[whole_field]}: {sums}"
        if code == "every_ballot_accounted_for" and not invalid:
            text += "; no number of invalid ballots is published with them, so nothing says what became of these"
    unit: Unit = "votes" if whole_field == "valid" else "ballots"
    return conclude(code, each.scope, status, unit, text, numbers, [*parts, whole], difference)


def valid_and_invalid_make_cast(case: Case) -> Iterator[Check]:
    for claim in case.turnout_in_order:
        valid, invalid, cast = (reading(claim, name) for name in ("valid", "invalid", "cast"))
        if valid and cast:
            yield made_up(case, claim, valid, invalid, cast)


def made_up(case: Case, claim: TurnoutClaim, valid: Reading, invalid: Reading | None, cast: Reading) -> Check:
    code, scope, where = "valid_and_invalid_make_cast", scope_of(claim), case.in_area(claim.area)
    parts = [valid, invalid] if invalid else [valid]
    residual = gap(parts, [cast])
    numbers = {WORDS[name_of(each)]: each.value for each in (*parts, cast)}
    sums = f"{' + '.join(shown(each.value) for each in parts)} against {shown(cast.value)}"
    named = "valid and invalid ballots" if invalid else "valid ballots"
    status = weigh(parts, [cast])
    if status == "fail" and not invalid and residual < 0:
        status = "cannot"
        text = f"{shown(-residual)} of the {shown(cast.value)} ballots cast are not valid; no number of invalid "
        text += "ballots is published"
    elif status == "pass":
        text = f"{named} make the ballots cast: {sums}"
    elif status == "fail":
        text = (
            f"{named} are {shown(size(residual))} {'more' if residual > 0 else 'fewer'} than the ballots cast: {sums}"
        )
    else:
        text = f"{named} are {sums} ballots cast, but one of the counts is only a bound or rough"
    return conclude(code, scope, status, "ballots", f"{where}{text}", numbers, [*parts, cast], residual)


def no_stage_exceeds_the_one_before(case: Case) -> Iterator[Check]:
    """valid ≤ cast ≤ issued ≤ registered, as far as one claim gives these counts."""
    for claim in case.turnout_in_order:
        stages = [(name, each) for name in ("valid", "cast", "issued", "registered") if (each := reading(claim, name))]
        if len(stages) < 2 or case.is_repeated(claim, [name for name, _ in stages]):
            continue
        where = case.in_area(claim.area)
        numbers = {WORDS[name]: each.value for name, each in stages}
        worst: tuple[Number, str] = (0, "")
        for (low_name, low), (high_name, high) in zip(stages, stages[1:], strict=False):
            excess = gap([low], [high])
            if high.range.is_below(low.range) and excess > worst[0]:
                worst = (
                    excess,
                    f"{where}there are {shown(excess)} more {WORDS[low_name]} than {WORDS[high_name]} "
                    f"({shown(low.value)} against {shown(high.value)})",
                )
        chain = " ≤ ".join(f"{shown(each.value)} {WORDS[name]}" for name, each in stages)
        readings = [each for _, each in stages]
        unknown = any(each.is_vague for each in readings)
        status: Status = "fail" if worst[1] else "cannot" if unknown else "pass"
        text = worst[1] or (f"{where}a count is given only in words or roughly" if unknown else f"{where}{chain}")
        yield conclude(
            "no_stage_exceeds_the_one_before",
            scope_of(claim),
            status,
            "voters",
            text,
            numbers,
            readings,
            worst[0],
        )
