"""Checks of regions against the country: counts add up to it, its turnout lies among theirs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from elections.reconcile.readings import Reading, gap, reading, size, value_of, weigh
from elections.reconcile.rows import Check, Number, Status, Unit
from elections.reconcile.sets import COUNTS, Case, Scope, conclude, field_words, scope_of
from elections.wording import gettext, listed, ngettext, number, pct

UNITS: Mapping[str, Unit] = {"votes": "votes", "seats": "seats", "registered": "voters"}


@dataclass(frozen=True, slots=True)
class Thing:
    """What is added up: a field of one set, for a contender or a kind of count."""

    scope: Scope
    field: str
    contender: str = ""

    @property
    def noun(self) -> str:
        return field_words(self.field)

    def said_of(self, text: str) -> str:
        """A sentence with the contender that it speaks of."""
        return (
            gettext("%(contender)s: %(said)s") % {"contender": self.contender, "said": text} if self.contender else text
        )


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
    areas, figures = tuple(sorted(regional)), list(regional.values())
    named = ngettext("%(what)s in %(n)s region", "%(what)s in %(n)s regions", len(areas))
    in_regions = named % {"what": thing.noun, "n": number(len(areas))}
    numbers: dict[str, Number] = {in_regions: value_of(figures)}
    if national is None:
        told = ngettext(
            "%(what)s are given for %(n)s region but not for the country in this set",
            "%(what)s are given for %(n)s regions but not for the country in this set",
            len(areas),
        )
        text = thing.said_of(told % {"what": thing.noun, "n": number(len(areas))})
        return conclude("regions_add_up", replace(thing.scope, areas=areas), "cannot", unit, text, numbers)
    numbers[gettext("%(what)s in the country") % {"what": thing.noun}] = national.value
    off, status = gap(figures, [national]), weigh(figures, [national])
    missing = [case.name(area) for area in sorted(case.regions - regional.keys())]
    figures_told = {
        "in_regions": in_regions,
        "sum": number(value_of(figures)),
        "national": number(national.value),
        "off": number(size(off)),
        "lacking": gettext("%(areas)s not given") % {"areas": listed(missing)}
        if missing
        else gettext("no region missing"),
    }
    if status == "pass":
        words = gettext(
            "the regions add up to the national figure: %(sum)s %(in_regions)s against %(national)s nationally "
            "(%(lacking)s)"
        )
    elif status == "cannot":
        words = gettext(
            "%(sum)s %(in_regions)s against %(national)s nationally, with a figure that is only a bound or rough"
        )
    elif missing and off < 0:
        status = "cannot"
        words = gettext("%(sum)s %(in_regions)s against %(national)s nationally; %(lacking)s, so the rest may be there")
    elif off > 0:
        words = gettext("%(sum)s %(in_regions)s against %(national)s nationally, %(off)s too many (%(lacking)s)")
    else:
        words = gettext("%(sum)s %(in_regions)s against %(national)s nationally, %(off)s too few (%(lacking)s)")
    text = thing.said_of(words % figures_told)
    where = replace(thing.scope, areas=(case.election.country, *areas))
    return conclude("regions_add_up", where, status, unit, text, numbers, [*figures, national], off)


def not_given(missing: list[str]) -> str:
    return gettext("%(areas)s not given") % {"areas": listed(missing)} if missing else gettext("no region missing")


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
    numbers: dict[str, Number] = {gettext("national turnout"): national.value}
    if reason := why_not_between(case, national, exact):
        return conclude("national_within_regions", where, "cannot", "points", reason, numbers)
    by_turnout = sorted(exact, key=lambda area: (exact[area].value, area))
    (low, lowest), (high, highest) = ((case.name(area), exact[area]) for area in (by_turnout[0], by_turnout[-1]))
    numbers = {
        gettext("lowest (%(area)s)") % {"area": low}: lowest.value,
        **numbers,
        gettext("highest (%(area)s)") % {"area": high}: highest.value,
    }
    outside = national.range.is_below(lowest.range) or highest.range.is_below(national.range)
    if not outside:
        told = gettext(
            "the national %(national)s lies between %(lowest)s (%(low)s) and %(highest)s (%(high)s), the lowest "
            "and the "
            "highest region"
        )
    elif case.abroad - exact.keys():
        told = gettext(
            "the national %(national)s does not lie between %(lowest)s (%(low)s) and %(highest)s (%(high)s), the "
            "lowest "
            "and the highest region; voters abroad are not listed"
        )
    else:
        told = gettext(
            "the national %(national)s does not lie between %(lowest)s (%(low)s) and %(highest)s (%(high)s), the "
            "lowest "
            "and the highest region"
        )
    text = told % {
        "national": pct(national.value),
        "lowest": pct(lowest.value),
        "low": low,
        "highest": pct(highest.value),
        "high": high,
    }
    status: Status = "fail" if outside else "pass"
    off = national.value - (lowest.value if national.value < lowest.value else highest.value)
    read = [*exact.values(), national]
    return conclude("national_within_regions", where, status, "points", text, numbers, read, off)


def why_not_between(case: Case, national: Reading, exact: Mapping[str, Reading]) -> str:
    if national.is_bound:
        return gettext("the national turnout is only a bound")
    missing = [case.name(area) for area in sorted(case.regions - case.abroad - exact.keys())]
    told = ngettext(
        "%(areas)s is not among the regions given", "%(areas)s are not among the regions given", len(missing)
    )
    return told % {"areas": listed(missing)} if missing else ""
