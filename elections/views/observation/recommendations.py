"""Recommendations: to whom, about what, whether it was asked before, and how later missions rated it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from elections.datasets import Selection
from elections.models import Area, local_name
from elections.shares import percentage
from elections.views.caching import public_page
from elections.views.downloads import query_of
from elections.views.figures import Footnotes
from elections.views.lists import list_page
from elections.wording import day, percent
from observers.datasets import RECOMMENDATIONS
from observers.datasets.recommendations import ASKED_AGAIN, statuses
from observers.models import Category, RatingStatus, Recommendation, RecommendationRating

OF_REPORT = "report__mission__election"
EVALUATED = tuple(word for word in RatingStatus.values if word != RatingStatus.NOT_EVALUATED)
MOST_THREADS = 10


@dataclass(frozen=True)
class Rated:
    """One rating by one later mission."""

    rating: RecommendationRating
    ref: int

    @property
    def label(self) -> str:
        return str(RatingStatus(self.rating.status).label)

    @property
    def mark(self) -> str:
        return f"r-{self.rating.status}"

    @property
    def day(self) -> str:
        return day(self.rating.date or self.rating.mission.election.date)


@dataclass(frozen=True)
class Asked:
    """A recommendation with its ratings, and the address of all that ask the same addressee about the same theme."""

    row: Recommendation
    ratings: Sequence[Rated]
    thread_at: str
    ref: int


@dataclass(frozen=True)
class Thread:
    """A theme put to one addressee after several elections of one country."""

    country: str
    addressee: str
    category: str
    elections: int
    recommendations: int
    address: str


@dataclass(frozen=True)
class Status:
    """How many of the selected recommendations have a status, of how many; `share` is '' where none was rated."""

    word: str
    label: str
    count: int
    whole: int
    share: str

    @property
    def mark(self) -> str:
        return f"r-{self.word}"


@require_safe
@public_page
def recommendation_list(request: HttpRequest) -> HttpResponse:
    query = {name: values for name, values in query_of(request).items() if name in RECOMMENDATIONS.parameters}

    def arranged(rows: Sequence[Recommendation]) -> dict:
        notes = Footnotes()
        selection = RECOMMENDATIONS.select(query)
        return {
            "asked": asked_of(rows, notes),
            "threads": threads_of(selection),
            "statuses": statuses_of(selection),
            "by_mission": by_mission(selection),
            "asked_again": ASKED_AGAIN,
            "notes": notes.notes(),
        }

    return list_page(request, RECOMMENDATIONS, "observers/recommendations.html", arranged)


def asked_of(rows: Sequence[Recommendation], notes: Footnotes) -> list[Asked]:
    """Recommendations with every rating, in the order of the ratings' dates; one query for all of them."""
    ratings: dict[int, list[Rated]] = {}
    made = RecommendationRating.objects.filter(recommendation__in=[row.pk for row in rows]) if rows else ()
    if rows:
        made = made.select_related("mission__election", "source").order_by("date", "pk")
    for rating in made:
        ratings.setdefault(rating.recommendation_id, []).append(Rated(rating, notes.cite(rating.source, "rating")))
    return [
        Asked(row, ratings.get(row.pk, ()), thread_at(row), notes.cite(row.source, "recommendation")) for row in rows
    ]


def thread_at(row: Recommendation) -> str:
    country = row.report.mission.election.country_id
    return address_of(country, row.addressee, row.category)


def address_of(country: str, addressee: str, category: str) -> str:
    query = {"country": country, "addressee": addressee, "category": category, "ordering": "date"}
    return f"{reverse('observers-recommendations')}?{urlencode(query)}"


def threads_of(selection: Selection) -> list[Thread]:
    """Themes that were put to the same addressee after most elections of a country."""
    rows = selection.narrowed(facets=True).order_by()
    of_one = rows.values_list(f"{OF_REPORT}__country", "addressee", "category")
    counted = of_one.annotate(elections=Count(OF_REPORT, distinct=True), n=Count("pk")).filter(elections__gt=1)
    most = counted.order_by("-elections", "-n", "addressee", "category")[:MOST_THREADS]
    names = {area.pk: local_name(area) for area in Area.objects.countries()} if most else {}
    return [
        Thread(names[country], addressee, str(Category(word).label), elections, n, address_of(country, addressee, word))
        for country, addressee, word, elections, n in most
    ]


def statuses_of(selection: Selection) -> list[Status]:
    """Each status with its count out of all; shares are of those that were rated, and only where some were."""
    rows = selection.narrowed(facets=True).order_by().values_list("status").annotate(n=Count("pk"))
    count = dict(rows)
    rated = sum(n for word, n in count.items() if word in EVALUATED)
    return [
        Status(word, label, count.get(word, 0), rated, share_of(count.get(word, 0), rated) if word in EVALUATED else "")
        for word, label in statuses().items()
    ]


def share_of(part: int, whole: int) -> str:
    """A percentage; '' where nothing was rated, as there is no rate without a denominator."""
    return percent(percentage(part, whole, 1)) if whole else ""


def by_mission(selection: Selection) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """How each mission that rated some of the selected recommendations rated them: (mission, address, counts)."""
    made = RecommendationRating.objects.filter(
        recommendation__in=selection.narrowed(facets=True).order_by().values("pk")
    )
    counts: dict[str, dict[str, int]] = {}
    for mission, word, n in made.order_by().values_list("mission", "status").annotate(n=Count("pk")):
        counts.setdefault(mission, {})[word] = n
    return [
        (
            mission,
            reverse("observers-mission", args=[mission]),
            [(word, own.get(word, 0)) for word in RatingStatus.values],
        )
        for mission, own in sorted(counts.items())
    ]
