"""The page of one mission: who, how many by which account, what it published, rated, found and asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from elections.models import DataVersion, Election
from elections.views.caching import public_page
from elections.views.facts import is_void
from elections.views.figures import Footnotes
from elections.views.observation.findings import lines_of
from elections.views.observation.found import page_of
from elections.views.observation.recommendations import Asked, asked_of
from elections.views.observation.watchers import Watcher, watchers_of
from elections.views.pictures.observation import assessments_of, stage_assessments_picture
from elections.wording import count, day
from observers.datasets import FINDINGS, RECOMMENDATIONS
from observers.models import Finding, Mission, PeopleBasis, Report, Response

NUMBERS = (
    ("core_team", gettext_lazy("Core team")),
    ("long_term_observers", gettext_lazy("Long-term")),
    ("short_term_observers", gettext_lazy("Short-term")),
    ("observers_total", gettext_lazy("In all")),
    ("countries_represented", gettext_lazy("Countries")),
    ("polling_stations_observed", gettext_lazy("Stations visited")),
    ("counts_observed", gettext_lazy("Counts watched")),
    ("tabulations_observed", gettext_lazy("Tabulations watched")),
)
MOST = 100  # findings on the page of a mission; the list has all


@dataclass(frozen=True)
class Account:
    """What one row of the record says of the size of a mission; `cells` are in the order of NUMBERS."""

    mission: Mission
    basis: str
    cells: Sequence[str]
    refs: tuple[int, ...]


@dataclass(frozen=True)
class Published:
    """A report with the numbers of its sources."""

    report: Report
    refs: tuple[int, ...]

    @property
    def day(self) -> str:
        return day(self.report.published) or _("not dated")


@require_safe
@public_page
def mission_page(request: HttpRequest, mission_id: str) -> HttpResponse:
    votes = Election.objects.with_status().select_related("country")
    rows = Mission.objects.order_by().prefetch_related(Prefetch("election", votes))
    return page_of(
        request,
        rows,
        mission_id,
        "observers-mission",
        lambda mission: render(request, "observers/mission.html", context_of(mission)),
    )


def context_of(mission: Mission) -> dict:
    notes = Footnotes()
    family = Q(pk=mission.pk) | Q(same_as=mission.pk) | Q(pk=mission.same_as_id) | Q(same_as=mission.same_as_id or "-")
    rows = Mission.objects.filter(family).order_by().select_related("source").prefetch_related("other_sources")
    watcher = next(each for each in watchers_of(rows, notes) if each.mission.pk in (mission.pk, mission.same_as_id))
    together = [watcher.mission, *watcher.accounts]
    keys = [each.pk for each in together]
    findings = findings_of(together, mission.election)
    ratings = assessments_of(mission__in=keys)
    return {
        "mission": mission,
        "watcher": watcher,
        "election": mission.election,
        "is_void": is_void(mission.election),
        "accounts": accounts_of(together, notes),
        "heads": [label for name, label in shown_numbers(together)],
        "disagreements": disagreements(watcher, together),
        "reports": reports_of(keys, notes),
        "ratings": [(each, notes.cite(each.source, "assessment")) for each in ratings],
        "picture": stage_assessments_picture(mission.pk, ratings, dict.fromkeys(keys, watcher.who))
        if ratings
        else None,
        "lines": lines_of(findings[:MOST], notes),
        "has_more": len(findings) > MOST,
        "asked": recommendations_of(keys, notes),
        "responses": responses_of(mission.election_id, notes),
        "notes": notes.notes(),
        "version": DataVersion.current(),
    }


def findings_of(missions: Sequence[Mission], election: Election) -> list[Finding]:
    """The findings of the accounts of a mission; what they share with it is not fetched with each again."""
    by_id = {each.pk: each for each in missions}
    rows = FINDINGS.base().filter(mission__in=by_id).select_related("organisation", "area", "source")
    found = list(rows.order_by("stage", "category", "pk")[: MOST + 1])
    for each in found:
        each.mission = by_id[each.mission_id]
        if each.election_id == election.pk:
            each.election = election
    return found


def shown_numbers(missions: Sequence[Mission]) -> list[tuple[str, str]]:
    """The numbers that any of these rows has."""
    return [(name, label) for name, label in NUMBERS if any(getattr(each, name) is not None for each in missions)]


def accounts_of(missions: Sequence[Mission], notes: Footnotes) -> list[Account]:
    """One row for each account, side by side; none is chosen over another."""
    numbers = shown_numbers(missions)
    found = []
    for each in missions:
        values = [getattr(each, name) for name, _label in numbers]
        cells = ["" if value is None else count(value) for value in values]
        basis = str(PeopleBasis(each.basis).label)
        found.append(Account(each, basis, cells, notes.cite_all(each, "mission")))
    return found


def disagreements(watcher: Watcher, missions: Sequence[Mission]) -> list[str]:
    """Sentences on what the sources do not agree in: numbers that differ between accounts, and verdicts that do."""
    found = []
    for name, label in NUMBERS:
        values = sorted({getattr(each, name) for each in missions} - {None})
        if len(values) > 1:
            found.append(_("%(what)s: %(numbers)s") % {"what": label, "numbers": " / ".join(map(count, values))})
    words = list(dict.fromkeys(answer.label for answer in watcher.answers))
    if len(words) > 1:
        found.append(_("Verdict: %(words)s") % {"words": " / ".join(words)})
    return found


def reports_of(missions: Sequence[str], notes: Footnotes) -> list[Published]:
    """Reports in order of publication; those without a date come last."""
    rows = Report.objects.filter(mission__in=missions).select_related("source").prefetch_related("other_sources")
    in_order = sorted(rows, key=lambda report: (report.published or "9999", report.pk))
    return [Published(report, notes.cite_all(report, "report")) for report in in_order]


def recommendations_of(missions: Sequence[str], notes: Footnotes) -> list[Asked]:
    rows = RECOMMENDATIONS.whole(RECOMMENDATIONS.base().filter(report__mission__in=missions))
    return asked_of(list(rows.order_by("report__published", "pk")), notes)


def responses_of(election: str, notes: Footnotes) -> list[tuple[Response, str, int]]:
    """Who answered, in order of date, with the number of the source."""
    rows = Response.objects.filter(election=election).select_related("source").order_by("date", "pk")
    return [(row, day(row.date) or _("not dated"), notes.cite(row.source, "response")) for row in rows]
