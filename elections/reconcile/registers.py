"""The check that ballots cast and turnout imply a register that somebody prints, or at least one and the same."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from elections.reconcile.readings import (
    Range,
    Reading,
    middle,
    reading,
    rounded,
    span,
    trailing_unit,
)
from elections.reconcile.rows import Check, Number, TurnoutClaim
from elections.reconcile.sets import Case, Scope, conclude, field_count, field_words, fields_of, scope_of
from elections.reconcile.turnout import at, merged
from elections.wording import gettext, listed, ngettext, number, pct


def register_implied(case: Case) -> Iterator[Check]:
    """Where a source prints no register: the one its ballots and turnout imply against those printed."""
    unprinted: dict[Scope, list[TurnoutClaim]] = defaultdict(list)
    alone: dict[Scope, list[TurnoutClaim]] = defaultdict(list)
    for claim in case.turnout_in_order:
        own = fields_of(claim)
        if not {"cast", "turnout_pct"} <= own.keys() or "registered" in case.filled(claim):
            continue
        if not case.is_repeated(claim, own) and not any(each.is_vague for each in both(claim)):
            unprinted[authority(claim)].append(claim)
    for who, claims in unprinted.items():
        registers = [
            register
            for other in case.turnout_in_order
            if authority(other) == who and (register := reading(other, "registered")) and not register.is_vague
        ]
        if registers:
            for same in same_figures(claims):
                yield against_printed(case, same, registers)
        elif len(claims) > 1:
            yield against_each_other(case, claims)
        else:
            alone[replace(scope_of(claims[0]), areas=())].append(claims[0])
    for scope, claims in alone.items():
        areas = tuple(claim.area for claim in claims)
        told = ngettext(
            "ballots and turnout imply a register for %(n)s area, but no source prints one",
            "ballots and turnout imply a register for %(n)s areas, but no source prints one",
            len(areas),
        )
        text = told % {"n": number(len(areas))}
        yield conclude("register_implied", replace(scope, areas=areas), "cannot", "voters", text)


def authority(claim: TurnoutClaim) -> Scope:
    """Part, area and who speaks: the authorities as one, whether finally or not and whoever reports it."""
    if claim.basis.startswith("official_"):
        return Scope(claim.part, (claim.area,), "official", "", (), "")
    return Scope(claim.part, (claim.area,), claim.basis, claim.claimant, (), "")


def same_figures(claims: Sequence[TurnoutClaim]) -> list[list[TurnoutClaim]]:
    """Claims of the same basis, time, ballots cast and turnout together."""
    groups: dict[object, list[TurnoutClaim]] = defaultdict(list)
    for claim in claims:
        groups[claim.basis, claim.as_of_time, claim.cast, claim.turnout_pct].append(claim)
    return list(groups.values())


def implied(claim: TurnoutClaim) -> Range:
    own = fields_of(claim)
    return (own["cast"].range * 100) / own["turnout_pct"].range


def both(claim: TurnoutClaim) -> list[Reading]:
    own = fields_of(claim)
    return [own["cast"], own["turnout_pct"]]


def against_printed(case: Case, claims: Sequence[TurnoutClaim], registers: Sequence[Reading]) -> Check:
    cast, turnout = both(claims[0])
    implies = implied(claims[0])
    likely = middle(implies)
    fits = [register for register in registers if may_be(register, implies)]
    nearest = min(fits or registers, key=lambda register: abs(register.value - likely))
    if fits:
        told = gettext("%(cast)s at %(turnout)s imply a register %(span)s, which the printed %(nearest)s fits")
    else:
        told = gettext(
            "%(cast)s at %(turnout)s imply a register %(span)s; no printed register lies there, the nearest is "
            "%(nearest)s"
        )
    text = told % {
        "cast": field_count("cast", cast.value),
        "turnout": pct(turnout.value),
        "span": span(implies),
        "nearest": number(nearest.value),
    }
    numbers: dict[str, Number] = {
        field_words("cast"): cast.value,
        gettext("printed turnout"): turnout.value,
        gettext("implied register"): likely,
        gettext("nearest printed register"): nearest.value,
    }
    return conclude(
        "register_implied",
        merged(claims),
        "pass" if fits else "fail",
        "voters",
        case.said_of(claims[0].area, text),
        numbers,
        [*(figure for claim in claims for figure in both(claim)), *([nearest] if fits else registers)],
        likely - nearest.value,
        [cast, turnout, nearest],
    )


def may_be(register: Reading, implies: Range) -> bool:
    """Whether a printed register fits, however roughly it was rounded: "9 million" fits 9.18 million."""
    value = int(register.value)
    rough = trailing_unit(value) / 2
    return register.range.meets(implies) or Range(value - rough, value + rough).meets(implies)


def against_each_other(case: Case, claims: Sequence[TurnoutClaim]) -> Check:
    """No register is printed for this area: all claims for it should imply one and the same."""
    largest = max(claims, key=lambda claim: implied(claim).low)
    smallest = min(claims, key=lambda claim: (implied(claim).high is None, implied(claim).high or 0))
    low, high = implied(largest).low, implied(smallest).high
    numbers: dict[str, Number] = {gettext("highest implied register, at least"): rounded(low, 0)}
    if high is not None:
        numbers[gettext("lowest implied register, at most")] = rounded(high, 0)
    apart = high is not None and low > high
    if apart:
        each = [
            gettext("%(span)s %(at)s (%(source)s)")
            % {"span": span(implied(claim)), "at": at(claim), "source": case.name(claim.source)}
            for claim in (largest, smallest)
        ]
        told = gettext("ballots and turnout imply a register %(spans)s, and no source prints one")
        text = told % {"spans": listed(each)}
    else:
        told = ngettext(
            "%(n)s print of ballots and turnout implies one register, %(span)s",
            "%(n)s prints of ballots and turnout imply one register, %(span)s",
            len(claims),
        )
        text = told % {"n": number(len(claims)), "span": span(Range(low, high))}
    return conclude(
        "register_implied",
        merged(claims),
        "fail" if apart else "pass",
        "voters",
        case.said_of(claims[0].area, text),
        numbers,
        [figure for claim in claims for figure in both(claim)],
        rounded(low - (high or 0), 0),
    )
