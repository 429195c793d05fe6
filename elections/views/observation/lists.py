"""The lists of missions, reports and organisations."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from elections.views.caching import public_page
from elections.views.figures import Footnotes
from elections.views.lists import list_page
from elections.views.observation.watchers import watchers_of
from observers.datasets import MISSIONS, ORGANISATIONS, REPORTS
from observers.models import Mission, Report


@require_safe
@public_page
def mission_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, MISSIONS, "observers/missions.html", missions)


def missions(rows: Sequence[Mission]) -> dict:
    notes = Footnotes()
    return {"lines": [(row, watcher) for row, watcher in beside(rows, rows, notes)], "notes": notes.notes()}


def beside(rows: Sequence, missions: Sequence[Mission], notes: Footnotes) -> list[tuple]:
    """Rows with their missions as watchers, in the order of the rows."""
    each_once = {mission.pk: mission for mission in missions}.values()
    watchers = {watcher.mission.pk: watcher for watcher in watchers_of(each_once, notes, merged=False)}
    return [(row, watchers[mission.pk]) for row, mission in zip(rows, missions, strict=True)]


@require_safe
@public_page
def report_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, REPORTS, "observers/reports.html", reports)


def reports(rows: Sequence[Report]) -> dict:
    notes = Footnotes()
    return {"lines": beside(rows, [row.mission for row in rows], notes), "notes": []}


@require_safe
@public_page
def organisation_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, ORGANISATIONS, "observers/organisations.html", lambda rows: {"lines": rows})
