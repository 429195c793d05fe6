"""Checks of regions against the country: counts add up to it, its turnout lies among theirs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from elections.reconcile.readings import Reading, counted, gap, listed, reading, shown, size, value_of, weigh
from elections.reconcile.rows import Check, Number, Status, Unit
from elections.reconcile.sets import COUNTS, WORDS, Case, Scope, conclude, scope_of

UNITS: Mapping[str, Unit] = {"votes": "votes", "seats": "seats", "registered": "voters"}


@dataclass(frozen=True, slots=True)
class Thing:
    """What is added up: a field of one set, for a contender or a kind of count."""

    scope: Scope
    field: str
    contender: str = ""

    @property
    def noun(self) -> str:
        return self.field if self.contender else WORDS[self.field]


def regions_add_up(case: Case) -> Iterator[Check]:
    """Each figure that one set gives both for regions and for the country."""
    for thing, by_area in figures_by_area(case).items():
        regional = {area: figure for area, figure in by_area.items() if area in case.regions}
        if regional:
            yield add_up(case, thing, regional, by_area.get(case.election.country))


def figures_by_area(case: Case) -> Mapping[Thing, Mapping[str, Reading]]:
    found: dict[Thing, dict[str, Reading]] = defaultdict(dict)
    for each in case.sets:
        for result in each.claims:
            for field in ("votes", "seats"):
                if figure := reading(result, field):
                    found[Thing(replace(each.scope, areas=()), field, result.contender_name)][result.area] = figure
    for claim in case.turnout_in_order:
        for field in COUNTS:
            if not claim.is_compiled and (figure := reading(claim, field)):
                found[Thing(replace(scope_of(claim), areas=()), field)][claim.area] = figure
    return found


def add_up(case: Case, thing: Thing, regional: Mapping[str, Reading], national: Reading | None) -> Check:
    unit = UNITS.get(thing.field, "ballots")
    prefix = f"{thing.contender}: " if thing.contender else ""
    areas, figures = tuple(sorted(regional)), list(regional.values())
    in_regions = f"{thing.noun} in {counted(len(areas), 'region')}"
    numbers: dict[str, Number] = {in_regions: value_of(figures)}
    if national is None:
        text = f"{prefix}{thing.noun} are given for {counted(len(areas), 'region')} but not for the country in this set"
        return conclude("regions_add_up", replace(thing.scope, areas=areas), "cannot", unit, text, numbers)
    numbers[f"{thing.noun} in the country"] = national.value
    off, status = gap(figures, [national]), weigh(figures, [national])
    missing = [case.name(area) for area in sorted(case.regions - regional.keys())]
    lacking = f"{listed(missing)} not given" if missing else "no region missing"
    sums = f"{shown(value_of(figures))} {in_regions} against {shown(national.value)} nationally"
    if status == "pass":
        text = f"the regions add up to the national figure: {sums} ({lacking})"
    elif status == "cannot":
        text = f"{sums}, with a figure that is only a bound or rough"
    elif missing and off < 0:
        status, text = "cannot", f"{sums}; {lacking}, so the rest may be there"
    else:
        text = f"{sums}, {shown(size(off))} too {'many' if off > 0 else 'few'} ({lacking})"
    where = replace(thing.scope, areas=(case.election.country, *areas))
    return conclude("regions_add_up", where, status, unit, prefix + text, numbers, [*figures, national], off)


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
    exact = {area: figure for area, figure in regional.items() if not figure.is_bound}
    where = replace(scope, areas=(case.election.country, *sorted(regional)))
    numbers: dict[str, Number] = {"national turnout": national.value}
    if reason := why_not_between(case, national, exact):
        return conclude("national_within_regions", where, "cannot", "points", reason, numbers)
    by_turnout = sorted(exact, key=lambda area: (exact[area].value, area))
    (low, lowest), (high, highest) = ((case.name(area), exact[area]) for area in (by_turnout[0], by_turnout[-1]))
    numbers = {f"lowest ({low})": lowest.value, **numbers, f"highest ({high})": highest.value}
    ends = f"{shown(lowest.value)} % ({low}) and {shown(highest.value)} % ({high}), the lowest and the highest region"
    outside = national.range.is_below(lowest.range) or highest.range.is_below(national.range)
    text = f"the national {shown(national.value)} % {'does not lie' if outside else 'lies'} between {ends}"
    if outside and case.abroad - exact.keys():
        text += "; voters abroad are not listed"
    status: Status = "fail" if outside else "pass"
    off = national.value - (lowest.value if national.value < lowest.value else highest.value)
    read = [*exact.values(), national]
    return conclude("national_within_regions", where, status, "points", text, numbers, read, off)


def why_not_between(case: Case, national: Reading, exact: Mapping[str, Reading]) -> str:
    if national.is_bound:
        return "the national turnout is only a bound"
    missing = [case.name(area) for area in sorted(case.regions - case.abroad - exact.keys())]
    return f"{listed(missing)} {'is' if len(missing) == 1 else 'are'} not among the regions given" if missing else ""
