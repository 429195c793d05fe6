"""Categories of findings: what each covers, how often and where it was found, and the latest findings of it."""

from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.datasets import BadQuery
from elections.datasets.kept import once
from elections.models import Area
from elections.views.caching import public_page, version_of
from elections.views.downloads import query_of, refused
from elections.views.figures import Footnotes
from elections.views.observation.findings import ENTRIES, Line, lines_of
from elections.views.pictures.observation import findings_by_year_picture
from observers.datasets import FINDINGS, RECOMMENDATIONS
from observers.models import Category, Finding, Recommendation
from observers.models.explained import DEFINITIONS, Definition

LATEST = 12


@dataclass(frozen=True)
class Entry:
    """A category as a row of the overview."""

    category: Category
    definition: Definition
    findings: int
    recommendations: int

    @property
    def address(self) -> str:
        return address_of(self.category)


def address_of(category: str) -> str:
    return reverse("observers-category", args=[category.replace("_", "-")])


@require_safe
@public_page
def category_list(request: HttpRequest) -> HttpResponse:
    if query := query_of(request):
        return refused(request, BadQuery(next(iter(query)), "", [], unknown=True), as_page=True)
    findings = dict(Finding.objects.order_by().values_list("category").annotate(n=Count("pk")))
    asked = dict(Recommendation.objects.order_by().values_list("category").annotate(n=Count("pk")))
    context = {
        "entries": [
            Entry(category, DEFINITIONS[category], findings.get(category, 0), asked.get(category, 0))
            for category in Category
        ],
        "about": ENTRIES,
        "version": version_of(request),
    }
    return render(request, "observers/categories.html", context)


@require_safe
@public_page
def category_page(request: HttpRequest, name: str) -> HttpResponse:
    word = name.replace("-", "_").lower()
    if word not in Category.values:
        raise Http404(_("The record has no category %(name)s.") % {"name": name})
    if address_of(word) != request.path:
        return redirect("observers-category", word.replace("_", "-"), permanent=True)
    if query := query_of(request):
        return refused(request, BadQuery(next(iter(query)), "", [], unknown=True), as_page=True)
    category, notes = Category(word), Footnotes()
    selection = FINDINGS.select({"category": [word]})
    context = {
        "category": category,
        "definition": DEFINITIONS[category],
        "count": selection.count,
        "countries": by_country(word),
        "picture": findings_by_year_picture(selection),
        "lines": latest(selection, notes),
        "all_at": listed("observers-findings", word),
        "asked_at": listed("observers-recommendations", word),
        "asked": RECOMMENDATIONS.select({"category": [word]}).count,
        "files": [
            (form.upper(), f"{reverse('findings-file', args=[form])}?category={word}")
            for form in ("csv", "json", "geojson")
        ],
        "about": ENTRIES,
        "notes": notes.notes(),
        "version": version_of(request),
    }
    return render(request, "observers/category.html", context)


def listed(name: str, category: str, **more: str) -> str:
    return f"{reverse(name)}?{urlencode({'category': category, **more})}"


def by_country(category: str) -> list[tuple[Area, int, int, str]]:
    """Countries with how many findings of how many votes, and where they are listed."""
    rows = Finding.objects.filter(category=category).order_by().values_list("election__country")
    counted = rows.annotate(n=Count("pk"), votes=Count("election", distinct=True))
    found = {key: (n, votes) for key, n, votes in once(("by-country", category), lambda: list(counted))}
    countries = Area.objects.filter(pk__in=found)
    return [
        (area, *found[area.pk], listed("observers-findings", category, country=area.pk))
        for area in sorted(countries, key=lambda area: (-found[area.pk][0], area.sort_key))
    ]


def latest(selection, notes: Footnotes) -> list[Line]:
    return lines_of(selection.window(0, LATEST), notes)
