"""The page of one mission: who, how many by which account, what it published, rated, found and asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from elections.models import Election
from elections.views.caching import public_page, version_of
from elections.views.facts import is_void
from elections.views.figures import Footnotes
from elections.views.knowing import knowing
from elections.views.observation.findings import lines_of
from elections.views.observation.found import page_of
from elections.views.observation.recommendations import Asked, asked_of
from elections.views.observation.watchers import Watcher, watchers_of
from elections.views.pictures.observation import stage_assessments_picture
from elections.wording import count, day
from observers.datasets import FINDINGS, RECOMMENDATIONS
from observers.models import Assessment, Finding, Mission, PeopleBasis, Recommendation, Report, Response

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
    rows = as_told().prefetch_related(Prefetch("election", votes))
    return page_of(
        request,
        rows.annotate(is_told_again=Exists(Mission.objects.filter(same_as=OuterRef("pk")))),
        mission_id,
        "observers-mission",
        lambda mission: render(request, "observers/mission.html", context_of(mission, version_of(request))),
    )


def as_told() -> QuerySet:
    """Rows of missions with the sources of what they tell."""
    return Mission.objects.order_by().select_related("source").prefetch_related("other_sources")


def context_of(mission: Mission, version: int) -> dict:
    """What the page shows; a row that it has is not fetched again with each row that refers to it."""
    notes = Footnotes()
    (watcher,) = watchers_of(told_together(mission), notes)
    together = [watcher.mission, *watcher.accounts]
    missions = {each.pk: each for each in knowing(together, election={mission.election_id: mission.election})}
    findings = findings_of(missions)
    ratings = ratings_of(missions)
    account_rows = accounts_of(together, notes)
    reports = reports_of(missions, notes)
    by_id = {each.report.pk: each.report for each in reports}
    return {
        "mission": mission,
        "watcher": watcher,
        "election": mission.election,
        "is_void": is_void(mission.election),
        "accounts": account_rows,
        "heads": [label for name, label in shown_numbers(together)],
        "disagreements": disagreements(watcher, together),
        "reports": reports,
        "ratings": [(each, notes.cite(each.source, "assessment")) for each in knowing(ratings, report=by_id)],
        "picture": stage_assessments_picture(mission.pk, ratings, dict.fromkeys(missions, watcher.who))
        if ratings
        else None,
        "lines": lines_of(findings[:MOST], notes, dict.fromkeys(missions, watcher.organisations)),
        "has_more": len(findings) > MOST,
        "asked": recommendations_of(by_id, notes),
        "responses": responses_of(mission.election_id, notes),
        "notes": notes.notes(),
        "version": version,
    }


def told_together(mission: Mission) -> list[Mission]:
    """The rows about one mission: its own, and what others say of it; they are asked for where there are any."""
    own = mission.same_as_id or (mission.pk if mission.is_told_again else "")
    return [mission, *as_told().filter(Q(pk=own) | Q(same_as=own)).exclude(pk=mission.pk)] if own else [mission]


def findings_of(missions: Mapping[str, Mission]) -> list[Finding]:
    """The first findings of the accounts of a mission, one more than are shown."""
    rows = FINDINGS.base().filter(mission__in=missions).select_related("organisation", "area", "source")
    found = rows.order_by("stage", "category", "pk")[: MOST + 1]
    return knowing(found, mission=missions, election={each.election_id: each.election for each in missions.values()})


def ratings_of(missions: Mapping[str, Mission]) -> list[Assessment]:
    rows = Assessment.objects.filter(mission__in=missions).select_related("source").order_by("stage", "pk")
    return knowing(rows, mission=missions)


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


def reports_of(missions: Mapping[str, Mission], notes: Footnotes) -> list[Published]:
    """Reports in order of publication; those without a date come last."""
    rows = Report.objects.filter(mission__in=missions).select_related("source").prefetch_related("other_sources")
    rows = rows.annotate(asks=Exists(Recommendation.objects.filter(report=OuterRef("pk"))))
    in_order = sorted(knowing(rows, mission=missions), key=lambda report: (report.published or "9999", report.pk))
    return [Published(report, notes.cite_all(report, "report")) for report in in_order]


def recommendations_of(reports: Mapping[str, Report], notes: Footnotes) -> list[Asked]:
    """What reports ask for; whether something was asked before takes long to put, so it is put only where some do."""
    asking = [key for key, report in reports.items() if report.asks]
    rows = RECOMMENDATIONS.base().filter(report__in=asking).select_related("source")
    return asked_of(knowing(rows.order_by("report__published", "pk"), report=reports) if asking else [], notes)


def responses_of(election: str, notes: Footnotes) -> list[tuple[Response, str, int]]:
    """Who answered, in order of date, with the number of the source."""
    rows = Response.objects.filter(election=election).select_related("source").order_by("date", "pk")
    return [(row, day(row.date) or _("not dated"), notes.cite(row.source, "response")) for row in rows]
