"""Checks of turnout: it follows from the counts, implies one register, and never falls during the day."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from elections.reconcile.readings import (
    Reading,
    percent,
    places_of,
    reading,
    same_as_printed,
)
from elections.reconcile.rows import Check, Number, Status, TurnoutClaim, Unit
from elections.reconcile.sets import (
    CLOSE,
    Case,
    Scope,
    conclude,
    field_count,
    field_words,
    fields_of,
    name_of,
    scope_of,
)
from elections.wording import gettext, listed, ngettext, number, numbered, pct, pgettext


def turnout_matches_counts(case: Case) -> Iterator[Check]:
    """The printed turnout against ballots cast, else ballots issued, over the register beside them."""
    alone: dict[Scope, list[TurnoutClaim]] = defaultdict(list)
    for claim in case.turnout_in_order:
        own, figures = fields_of(claim), case.filled(claim)
        printed = own.get("turnout_pct")
        if not printed or is_checked_with_a_source(case, claim):
            continue
        has_counts = "registered" in figures and ("cast" in figures or "issued" in figures)
        if has_counts and len(own) > 1 and not printed.is_vague:
            yield follows(case, claim, figures)
        elif not claim.is_compiled and ("cast" not in own or printed.is_vague):
            alone[replace(scope_of(claim), areas=(), sources=(), as_of="")].append(claim)
    for claims in alone.values():
        areas = tuple(dict.fromkeys(claim.area for claim in claims))
        text = gettext("turnout is printed without the counts it was worked out from")
        if len(claims) > 1:
            told = gettext("turnout is printed without the counts it was worked out from, %(n)s times for %(areas)s")
            text = told % {"n": number(len(claims)), "areas": numbered(len(areas), "area")}
        yield conclude("turnout_matches_counts", replace(merged(claims), areas=areas), "cannot", "points", text)


def is_checked_with_a_source(case: Case, compiled: TurnoutClaim) -> bool:
    """Whether one of the sources of a compiled claim is checked on the very same figures."""
    fields = ("registered", "cast", "turnout_pct")
    wanted = [getattr(compiled, field) for field in fields]
    for claim in case.turnout:
        own = fields_of(claim)
        if case.compiled_beside(claim) is compiled and "turnout_pct" in own and len(own) > 1:
            figures = case.filled(claim)
            if wanted == [figures[field].value if field in figures else None for field in fields]:
                return True
    return False


def follows(case: Case, claim: TurnoutClaim, counts: Mapping[str, Reading]) -> Check:
    printed, registered = counts["turnout_pct"], counts["registered"]
    scope = scope_of(claim)
    if not registered.value:
        text = case.said_of(claim.area, gettext("the register is given as 0, so nothing can be a share of it"))
        return conclude("turnout_matches_counts", scope, "cannot", "points", text)
    tried = [counts[name] for name in ("cast", "issued") if name in counts]
    fits = [count for count in tried if ((count.range * 100) / registered.range).meets(printed.range)]
    count = (fits or tried)[0]
    computed = percent(count.value, registered.value, places_of(Decimal(printed.value)))
    status: Status = "pass" if fits else "fail"
    if fits and (count.is_bound or registered.is_bound):
        status = "cannot"
        told = gettext(
            "%(counted)s of %(registered)s are %(computed)s, but a count among them is only a bound or rough"
        )
    elif fits:
        told = gettext("%(counted)s of %(registered)s are %(computed)s, in line with the printed %(printed)s")
    else:
        told = gettext("%(counted)s of %(registered)s are %(computed)s, printed %(printed)s")
    text = told % {
        "counted": field_count(name_of(count), count.value),
        "registered": field_count("registered", registered.value),
        "computed": pct(computed),
        "printed": pct(printed.value),
    }
    text = case.said_of(claim.area, text)
    numbers: dict[str, Number] = {
        field_words(name_of(count)): count.value,
        field_words("registered"): registered.value,
        gettext("computed turnout"): computed,
        gettext("printed turnout"): printed.value,
    }
    read = [*(fits[:1] or tried), registered, printed]
    off = Decimal(printed.value) - computed
    return conclude("turnout_matches_counts", scope, status, "points", text, numbers, read, off)


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
    figures = {claim: figure for claim in day if (figure := reading(claim, field))}
    falls = [
        (before, after)
        for before, after in combinations(figures, 2)
        if before.as_of_time < after.as_of_time and is_fall(figures[before], figures[after])
    ]
    unit: Unit = "points" if field == "turnout_pct" else "ballots"

    def said(claim: TurnoutClaim) -> str:
        value = figures[claim].value
        told = pgettext("at a time", "%(figure)s %(at)s")
        return told % {"figure": pct(value) if unit == "points" else number(value), "at": at(claim)}

    told = ngettext(
        "%(what)s never falls over %(n)s reading, from %(first)s to %(last)s",
        "%(what)s never falls over %(n)s readings, from %(first)s to %(last)s",
        len(figures),
    )
    text = told % {
        "what": field_words(field),
        "n": number(len(figures)),
        "first": said(day[0]),
        "last": said(day[-1]),
    }
    before, after = day[0], day[-1]
    if falls:
        before, after = max(falls, key=lambda pair: figures[pair[0]].value - figures[pair[1]].value)
        printed = gettext("%(figure)s (%(source)s)")
        lower = [
            printed % {"figure": said(claim), "source": case.name(claim.source)}
            for first, claim in falls
            if first is before
        ]
        text = gettext("%(what)s falls from %(before)s to %(after)s") % {
            "what": field_words(field),
            "before": printed % {"figure": said(before), "source": case.name(before.source)},
            "after": listed(lower),
        }
    return conclude(
        "turnout_never_falls",
        merged(day),
        "fail" if falls else "pass",
        unit,
        case.said_of(day[0].area, text),
        {
            gettext("earlier, %(at)s") % {"at": at(before)}: figures[before].value,
            gettext("later, %(at)s") % {"at": at(after)}: figures[after].value,
        },
        figures.values(),
        figures[before].value - figures[after].value,
    )


def is_fall(earlier: Reading, later: Reading) -> bool:
    """Whether the later figure is lower, not merely printed with fewer digits; a bound speaks one way."""
    if earlier.qualifier == "upper_bound" or later.qualifier == "lower_bound":
        return False
    return later.value < earlier.value and not same_as_printed(earlier.value, later.value)


def at(claim: TurnoutClaim) -> str:
    if claim.as_of_time == CLOSE:
        return gettext("at close")
    return gettext("at %(hour)s") % {"hour": claim.as_of_time}


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
