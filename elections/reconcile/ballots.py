"""Checks of votes and ballots: what was cast is valid or invalid; no stage exceeds the one before."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from elections.reconcile.readings import Reading, gap, reading, size, value_of, weigh
from elections.reconcile.rows import Check, Status, TurnoutClaim, Unit
from elections.reconcile.sets import Case, ClaimSet, conclude, field_count, field_words, name_of, scope_of
from elections.wording import gettext, number, numbered


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
    off, status = gap(parts, [whole]), weigh(parts, [whole])
    numbers = {
        gettext("votes listed"): value_of(votes),
        **{field_words(name_of(each)): each.value for each in (*invalid, whole)},
    }
    told = {
        "named": gettext("the votes listed and the invalid ballots") if invalid else gettext("the votes listed"),
        "sum": number(value_of(parts)),
        "whole": field_count(name_of(whole), whole.value),
        "of": field_words(name_of(whole)),
        "off": number(size(off)),
        "lacking": numbered(each.missing("votes"), "contender"),
    }
    if status == "pass":
        words = gettext("%(named)s add up to the %(of)s: %(sum)s against %(whole)s")
    elif status == "cannot":
        words = gettext(
            "%(named)s are %(sum)s against %(whole)s, and a figure given only as a bound leaves room for the difference"
        )
    elif off < 0 and not each.covers_all("votes"):
        status = "cannot"
        words = gettext(
            "%(named)s are %(sum)s against %(whole)s, but this source gives no votes for %(lacking)s, so the rest "
            "may be "
            "theirs"
        )
    elif off > 0:
        words = gettext("%(named)s are %(off)s more than the %(of)s: %(sum)s against %(whole)s")
    elif name_of(whole) == "cast" and not invalid:
        words = gettext(
            "%(named)s are %(off)s fewer than the %(of)s: %(sum)s against %(whole)s; no number of invalid ballots is "
            "published with them, so nothing says what became of these"
        )
    else:
        words = gettext("%(named)s are %(off)s fewer than the %(of)s: %(sum)s against %(whole)s")
    text = case.said_of(each.scope.areas[0], words % told)
    unit: Unit = "votes" if name_of(whole) == "valid" else "ballots"
    return conclude(code, each.scope, status, unit, text, numbers, [*parts, whole], off)


def best_sum(each: ClaimSet, field: str, whole: Reading, rest: Sequence[Reading] = ()) -> list[Reading]:
    """The figures to add up: all of them, or all but the groups where these repeat what is listed singly."""
    everyone = each.given(field)
    singly = [
        figure for claim in each.claims if claim.contender_kind != "group" if (figure := each.reading(claim, field))
    ]
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
    told = {
        "named": gettext("valid and invalid ballots") if len(parts) == 2 else gettext("valid ballots"),
        "sum": " + ".join(number(each.value) for each in parts),
        "cast": number(cast.value),
        "off": number(size(off)),
    }
    if status == "pass":
        words = gettext("%(named)s make the ballots cast: %(sum)s against %(cast)s")
    elif status == "cannot":
        words = gettext(
            "%(named)s are %(sum)s against %(cast)s ballots cast, but one of the counts is only a bound or rough"
        )
    elif off < 0 and len(parts) == 1:
        status = "cannot"
        words = gettext("%(off)s of the %(cast)s ballots cast are not valid; no number of invalid ballots is published")
    elif off > 0:
        words = gettext("%(named)s are %(off)s more than the ballots cast: %(sum)s against %(cast)s")
    else:
        words = gettext("%(named)s are %(off)s fewer than the ballots cast: %(sum)s against %(cast)s")
    numbers = {field_words(name_of(each)): each.value for each in (*parts, cast)}
    text = case.said_of(claim.area, words % told)
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
    text = " ≤ ".join(field_count(name_of(each), each.value) for each in stages)
    excesses = [(gap([low], [high]), low, high) for low, high in pairwise(stages) if high.range.is_below(low.range)]
    off, low, high = max(excesses, key=lambda excess: excess[0], default=(0, None, None))
    if low and high:
        status = "fail"
        text = gettext("there are %(off)s more %(some)s than %(others)s (%(low)s against %(high)s)") % {
            "off": number(off),
            "some": field_words(name_of(low)),
            "others": field_words(name_of(high)),
            "low": number(low.value),
            "high": number(high.value),
        }
    elif any(each.is_vague for each in stages):
        status, text = "cannot", gettext("a count is given only in words or roughly")
    return conclude(
        "no_stage_exceeds_the_one_before",
        scope_of(claim),
        status,
        "voters",
        case.said_of(claim.area, text),
        {field_words(name_of(each)): each.value for each in stages},
        stages,
        off,
    )
