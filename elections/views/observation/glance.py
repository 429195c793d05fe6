"""Observation at a glance: for the home page, and what recurs over the years on the page of a country."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from elections.models import Area, Election
from elections.views.figures import Footnotes
from elections.views.pictures import Picture
from elections.views.pictures.observation import (
    all_stage_assessments_picture,
    findings_by_year_picture,
    found_by,
    verdicts_by_family_picture,
)
from elections.wording import day
from observers.models import Category, Finding, Response

MOST = 8  # categories
LATEST = 3  # answers


@dataclass(frozen=True)
class Recurring:
    """A category with how many findings of how many votes, of all votes there were, and the years of those."""

    label: str
    address: str
    findings: int
    votes: int
    whole: int
    years: Sequence[str]

    @property
    def span(self) -> str:
        return ", ".join(self.years)


@dataclass(frozen=True)
class Glance:
    """What the home page shows."""

    verdicts: Picture
    ratings: Picture | None
    categories: Sequence[Recurring]
    responses: Sequence[tuple[Response, str, int]]


@dataclass(frozen=True)
class CountryGlance:
    """What the page of a country shows."""

    by_year: Picture
    verdicts: Picture
    categories: Sequence[Recurring]
    findings_at: str
    matrix_at: str
    recommendations_at: str


def glance(notes: Footnotes) -> Glance:
    """The whole region: verdicts by family, ratings of stages, what was found most often, who answered last."""
    answers = Response.objects.select_related("source", "election__country").order_by("-date", "-pk")[:LATEST]
    return Glance(
        verdicts_by_family_picture({}),
        all_stage_assessments_picture(),
        recurring(),
        [(row, day(row.date) or _("not dated"), notes.cite(row.source, "response")) for row in answers],
    )


def country_glance(country: Area) -> CountryGlance:
    """One country: its findings over the years, and the categories that come again."""
    query = {"country": [country.pk]}
    told = urlencode({"country": country.pk})
    return CountryGlance(
        findings_by_year_picture(found_by(query)),
        verdicts_by_family_picture(query),
        recurring(country),
        f"{reverse('observers-findings')}?{told}",
        f"{reverse('observers')}?{told}",
        f"{reverse('observers-recommendations')}?{told}",
    )


def recurring(country: Area | None = None) -> list[Recurring]:
    """The categories found at most votes; a count of votes says more than one of entries, which pile up at some."""
    votes, found = Election.objects.filter(round_of=None), Finding.objects.order_by()
    if country:
        votes, found = votes.filter(country=country), found.filter(election__country=country)
    whole = votes.count()
    rows: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for category, date, n in found.values_list("category", "election__date").annotate(n=Count("pk")):
        rows[category].append((date, n))
    more = {"country": country.pk} if country else {}
    order = sorted(rows, key=lambda word: (-len(rows[word]), -sum(n for _date, n in rows[word]), word))
    return [
        Recurring(
            str(Category(word).label),
            f"{reverse('observers-findings')}?{urlencode({**more, 'category': word})}",
            sum(n for _date, n in rows[word]),
            len(rows[word]),
            whole,
            sorted({date[:4] for date, _n in rows[word]}),
        )
        for word in order[:MOST]
    ]
