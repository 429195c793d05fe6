"""Checks of votes and ballots: what was cast is valid or invalid; no stage exceeds the one before."""

from collections.abc import Iterator, Sequence

from elections.reconcile.readings import Reading, gap, reading, shown, size, total, value_of, weigh
from elections.reconcile.rows import Check, Number, Status
from elections.reconcile.sets import WORDS, Case, ClaimSet, conclude, scope_of


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
    whole_field = whole.ref.rsplit(":", 1)[1]
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
            f"{named} are {sums}, but {each.missing('votes')} contenders have no votes in this source, "
            "so the rest may be theirs"
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
    unit = "votes" if whole_field == "valid" else "ballots"
    return conclude(code, each.scope, status, unit, text, numbers, [*parts, whole], difference)  # type: ignore[arg-type]


def valid_and_invalid_make_cast(case: Case) -> Iterator[Check]:
    for claim in case.turnout_in_order:
        figures = case.filled(claim)
        valid, invalid, cast = (figures.get(name) for name in ("valid", "invalid", "cast"))
        scope, where = scope_of(claim), case.in_area(claim.area)
        if not (valid and cast) or all(each.compiled for each in (valid, cast)) != claim.is_compiled:
            continue
        numbers = {"valid ballots": valid.value}
        if invalid is None:
            rest = gap([cast], [valid])
            numbers["ballots cast"] = cast.value
            if total([cast]).is_below(total([valid])):
                text = f"{where}there are {shown(-rest)} more valid ballots than ballots cast"
                yield conclude(
                    "valid_and_invalid_make_cast",
                    scope,
                    "fail",
                    "ballots",
                    text,
                    numbers,
                    [valid, cast],
                    -rest,
                )
            else:
                text = (
                    f"{where}the number of invalid ballots is not published; "
                    f"{shown(rest)} ballots cast are not valid ones"
                )
                yield conclude("valid_and_invalid_make_cast", scope, "cannot", "ballots", text, numbers)
            continue
        numbers |= {"invalid ballots": invalid.value, "ballots cast": cast.value}
        parts = [valid, invalid]
        status = weigh(parts, [cast])
        residual = gap(parts, [cast])
        sums = f"{shown(valid.value)} + {shown(invalid.value)} = {shown(value_of(parts))}"
        if status == "pass":
            text = f"{where}valid and invalid ballots make the ballots cast: {sums}"
        elif status == "fail":
            text = (
                f"{where}valid and invalid ballots are {shown(size(residual))} "
                f"{'more' if residual > 0 else 'fewer'} than the {shown(cast.value)} ballots cast: {sums}"
            )
        else:
            text = f"{where}one of the counts is only a bound: {sums}, with {shown(cast.value)} cast"
        yield conclude("valid_and_invalid_make_cast", scope, status, "ballots", text, numbers, [*parts, cast], residual)


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
