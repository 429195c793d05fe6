"""The page of one organisation: the votes it watched with what it concluded, and what it reported."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from elections.models import DataVersion
from elections.views.caching import public_page
from elections.views.figures import Footnotes
from elections.views.observation.found import page_of
from elections.views.observation.watchers import watchers_of
from observers.datasets import FINDINGS
from observers.models import Category, Family, Mission, MissionOrganisation, Organisation
from observers.models.explained import QUESTIONS


@require_safe
@public_page
def organisation_page(request: HttpRequest, organisation_id: str) -> HttpResponse:
    return page_of(
        request,
        Organisation.objects.all(),
        organisation_id,
        "observers-organisation",
        lambda organisation: render(request, "observers/organisation.html", context_of(organisation)),
    )


def context_of(organisation: Organisation) -> dict:
    notes = Footnotes()
    parts = MissionOrganisation.objects.filter(organisation=organisation)
    missions = Mission.objects.filter(pk__in=parts.values("mission")).select_related("election__country")
    watchers = watchers_of(missions, notes)
    watchers.sort(key=lambda each: (each.mission.election.date, each.mission.pk), reverse=True)
    found = FINDINGS.select({"organisation": [organisation.pk]})
    address = reverse("observers-findings")
    return {
        "organisation": organisation,
        "family": str(Family(organisation.family).label),
        "question": str(QUESTIONS[Family(organisation.family)]),
        "watchers": watchers,
        "leads": sum(watcher.organisations[:1] == [organisation] for watcher in watchers),
        "findings": found.count,
        "findings_at": f"{address}?{urlencode({'organisation': organisation.pk})}",
        "categories": [
            (
                str(Category(word).label),
                n,
                f"{address}?{urlencode({'category': word, 'organisation': organisation.pk})}",
            )
            for word, n in by_category(found)
        ],
        "link": organisation.website if organisation.website.startswith(("http://", "https://")) else "",
        "notes": notes.notes(),
        "version": DataVersion.current(),
    }


def by_category(selection) -> list[tuple[str, int]]:
    rows = selection.narrowed(facets=True).order_by().values_list("category").annotate(n=Count("pk"))
    return sorted(rows, key=lambda row: (-row[1], row[0]))
