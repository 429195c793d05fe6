"""Checks of regions against the country: counts add up to it, its turnout lies among theirs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from elections.reconcile.readings import Reading, counted, gap, listed, reading, shown, size, total, value_of, weigh
from elections.reconcile.rows import Check, Number, Unit
from elections.reconcile.sets import COUNTS, WORDS, Case, Scope, conclude, scope_of

UNITS: Mapping[str, Unit] = {"votes": "votes", "seats": "seats", "registered": "voters"}


def regions_add_up(case: Case) -> Iterator[Check]:
    """Each figure that one set gives both for regions and for the country."""
    for (scope, field, label), by_area in figures_by_area(case).items():
        regional = {area: each for area, each in by_area.items() if area in case.regions}
        if regional:
            yield add_up(case, scope, field, label, regional, by_area.get(case.election.country))


def figures_by_area(case: Case) -> Mapping[tuple[Scope, str, str], Mapping[str, Reading]]:
    """Figures of one set by area, for each field and each contender (or kind of count)."""
    found: dict[tuple[Scope, str, str], dict[str, Reading]] = defaultdict(dict)
    for each in case.sets:
        for result in each.claims:
            for field in ("votes", "seats"):
                if figure := reading(result, field):
                    key = (replace(each.scope, areas=()), field, result.contender_name)
                    found[key][result.area] = figure
    for claim in case.turnout_in_order:
        for field in COUNTS:
            if not claim.is_compiled and (figure := reading(claim, field)):
                found[replace(scope_of(claim), areas=()), field, WORDS[field]][claim.area] = figure
    return found


def add_up(
    case: Case,
    scope: Scope,
    field: str,
    label: str,
    regional: Mapping[str, Reading],
    national: Reading | None,
) -> Check:
    unit = UNITS.get(field, "ballots")
    what = f"{label}: " if field in ("votes", "seats") else ""
    noun = field if field in ("votes", "seats") else label
    areas = tuple(sorted(regional))
    readings = list(regional.values())
    missing = sorted(case.regions - regional.keys())
    numbers: dict[str, Number] = {f"{noun} in {counted(len(areas), 'region')}": value_of(readings)}
    if national is None:
        text = f"{what}{noun} are given for {counted(len(areas), 'region')} but not for the country in this set"
        return conclude("regions_add_up", replace(scope, areas=areas), "cannot", unit, text, numbers)
    where = replace(scope, areas=(case.election.country, *areas))
    numbers[f"{noun} in the country"] = national.value
    residual = gap(readings, [national])
    status = weigh(readings, [national])
    exceeds = total([national]).is_below(total(readings))
    added = shown(value_of(readings))
    sums = f"{added} {noun} in {counted(len(areas), 'region')} against {shown(national.value)} nationally"
    lacking = f"{listed([case.name(area) for area in missing])} not given" if missing else "no region missing"
    if status == "pass":
        text = f"{what}the regions add up to the national figure: {sums} ({lacking})"
    elif status == "fail" and (exceeds or not missing):
        text = f"{what}{sums}, {shown(size(residual))} too {'many' if residual > 0 else 'few'} ({lacking})"
    elif status == "fail":
        status = "cannot"
        text = f"{what}{sums}; {lacking}, so the rest may be there"
    else:
        text = f"{what}{sums}, with a figure that is only a bound or rough"
    return conclude("regions_add_up", where, status, unit, text, numbers, [*readings, national], residual)


def national_within_regions(case: Case) -> Iterator[Check]:
    turnouts: dict[Scope, dict[str, Reading]] = defaultdict(dict)
    for claim in case.turnout_in_order:
        if figure := reading(claim, "turnout_pct"):
            turnouts[replace(scope_of(claim), areas=())][claim.area] = figure
    for scope, by_area in turnouts.items():
        regional = {area: each for area, each in by_area.items() if area in case.regions}
        national = by_area.get(case.election.country)
        if national and regional:
            yield between(case, scope, national, regional)


def between(case: Case, scope: Scope, national: Reading, regional: Mapping[str, Reading]) -> Check:
    exact = {area: each for area, each in regional.items() if not each.is_bound}
    missing = sorted(case.regions - case.abroad - exact.keys())
    where = replace(scope, areas=(case.election.country, *sorted(regional)))
    if missing or national.is_bound:
        text = (
            "the national turnout is only a bound"
            if national.is_bound
            else (
                f"{listed([case.name(area) for area in missing])} are not among the regions given"
                if len(missing) > 1
                else f"{case.name(missing[0])} is not among the regions given"
            )
        )
        numbers: dict[str, Number] = {"national turnout": national.value}
        return conclude("national_within_regions", where, "cannot", "points", text, numbers)
    low = min(exact, key=lambda area: (exact[area].value, area))
    high = max(exact, key=lambda area: (exact[area].value, area))
    lowest, highest = exact[low], exact[high]
    numbers = {
        f"lowest ({case.name(low)})": lowest.value,
        "national turnout": national.value,
        f"highest ({case.name(high)})": highest.value,
    }
    ends = (
        f"{shown(lowest.value)} % ({case.name(low)}) and {shown(highest.value)} % ({case.name(high)}), "
        "the lowest and the highest region"
    )
    readings: Sequence[Reading] = [*exact.values(), national]
    if national.range.is_below(lowest.range) or highest.range.is_below(national.range):
        below = national.value < lowest.value
        residual = national.value - (lowest.value if below else highest.value)
        text = f"the national {shown(national.value)} % does not lie between {ends}"
        if case.abroad - exact.keys():
            text += "; voters abroad are not listed"
        return conclude("national_within_regions", where, "fail", "points", text, numbers, readings, residual)
    text = f"the national {shown(national.value)} % lies between {ends}"
    return conclude("national_within_regions", where, "pass", "points", text, numbers, readings)
