"""The page of one report: what it concludes, rates and asks for, and how later missions rated that."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.models import DataVersion
from elections.views.caching import public_page
from elections.views.figures import Footnotes
from elections.views.observation.found import page_of
from elections.views.observation.missions import reports_of
from elections.views.observation.recommendations import asked_of
from elections.views.observation.watchers import answers_of, watchers_of
from elections.views.pictures.observation import assessments_of
from elections.views.sources import link_of
from elections.wording import day
from observers.datasets import RECOMMENDATIONS
from observers.models import Report


@require_safe
@public_page
def report_page(request: HttpRequest, report_id: str) -> HttpResponse:
    rows = Report.objects.select_related("mission__election__country", "source").prefetch_related("other_sources")
    return page_of(
        request,
        rows,
        report_id,
        "observers-report",
        lambda report: render(request, "observers/report.html", context_of(report)),
    )


def context_of(report: Report) -> dict:
    notes = Footnotes()
    refs = notes.cite_all(report, "report")
    (watcher,) = watchers_of([report.mission], Footnotes())
    verdicts = report.verdicts.select_related("source", "report")
    asked = RECOMMENDATIONS.whole(RECOMMENDATIONS.base().filter(report=report)).order_by("pk")
    others = [
        each for each in reports_of({report.mission_id: report.mission}, Footnotes()) if each.report.pk != report.pk
    ]
    return {
        "report": report,
        "day": day(report.published) or _("not dated"),
        "refs": refs,
        "link": report.url if report.url.startswith(("http://", "https://")) else link_of(report.source),
        "watcher": watcher,
        "election": report.mission.election,
        "answers": answers_of(verdicts, notes),
        "ratings": [(each, notes.cite(each.source, "assessment")) for each in assessments_of(report=report.pk)],
        "asked": asked_of(list(asked), notes),
        "others": others,
        "notes": notes.notes(),
        "version": DataVersion.current(),
    }
