"""What reports asked for, whether it was asked before, and how later missions rated it."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from elections.datasets.columns import Column, Kind, column, columns_of, source_columns, updated
from elections.datasets.definition import Dataset, Order
from elections.datasets.filters import Choice, Reference, Since, words_of_choices
from elections.datasets.text import found_in
from elections.models import Source
from observers.datasets import filters
from observers.datasets.expressions import election_columns, numbered
from observers.models import Category, RatingStatus, Recommendation, RecommendationRating, Report

__all__ = ["ASKED_AGAIN", "NOT_RATED", "RATINGS", "RECOMMENDATIONS"]

OF_REPORT = "report__mission__election"
NOT_RATED = "not_rated"
ASKED_AGAIN = _(
    "Asked again: a report on an earlier election in the same country already asked the same addressee about the "
    "same theme. The wording may differ; whether it is the same request is for the reader to judge."
)
STATUS_HELP = (
    "The rating by the latest mission that rated it; not_rated where no rating was found in the sources read, which "
    "is another thing than not_evaluated, a mission's own word. Every rating stands in recommendation-ratings."
)


def statuses() -> dict[str, str]:
    known = {value: str(label) for value, label in RatingStatus.choices}
    return known | {NOT_RATED: str(_("no rating found"))}


def earlier() -> QuerySet:
    """Recommendations after earlier elections of the country to the same addressee about the same theme."""
    return Recommendation.objects.filter(
        report__mission__election__country=OuterRef("report__mission__election__country"),
        report__mission__election__date__lt=OuterRef("report__mission__election__date"),
        addressee__iexact=OuterRef("addressee"),
        category=OuterRef("category"),
    ).order_by()


def recommendations() -> QuerySet:
    """Recommendations with their latest rating and the number of earlier elections after which they were made."""
    ratings = RecommendationRating.objects.filter(recommendation=OuterRef("pk")).order_by("-date", "-pk")
    of_one = earlier().values("category").annotate(n=Count("report__mission__election", distinct=True)).values("n")
    asked = Coalesce(Subquery(of_one, output_field=IntegerField()), 0)
    return Recommendation.objects.annotate(
        status=Coalesce(Subquery(ratings.values("status")[:1]), Value(NOT_RATED), output_field=CharField()),
        asked_before=asked,
        again=Case(When(asked_before__gt=0, then=Value("yes")), default=Value("no")),
        priority=Case(
            When(is_priority=True, then=Value("yes")),
            When(is_priority=False, then=Value("no")),
            default=Value("not_stated"),
        ),
    )


def whole(rows: QuerySet) -> QuerySet:
    return rows.select_related("report__mission__election__country", "source")


def addressees() -> dict[str, str]:
    names = Recommendation.objects.order_by("addressee").values_list("addressee", flat=True).distinct()
    return {name: name for name in names}


def ratings_column() -> Column:
    made = RecommendationRating.objects.filter(recommendation=OuterRef("pk")).order_by("date", "pk")
    words = Concat("mission_id", Value(":"), "status", output_field=CharField())
    return Column(
        "ratings",
        "Every rating in order, as mission:status: a status belongs to a recommendation and the mission that rated it.",
        ArraySubquery(made.annotate(words=words).values("words")),
        Kind.LIST,
        (),
        False,
    )


RECOMMENDATIONS = Dataset(
    name="recommendations",
    title=_("Recommendations"),
    about=Recommendation.__doc__.strip(),
    base=recommendations,
    whole=whole,
    columns=[
        numbered("recommendation"),
        *columns_of(Recommendation, "report"),
        Column("mission", "The mission that made it.", "report__mission_id", Kind.ID, (), False),
        *election_columns(OF_REPORT),
        column(Report, "published", "report__"),
        *columns_of(Recommendation, "is_priority", "addressee", "category", "summary"),
        Column("status", STATUS_HELP, "status", Kind.ID, (*RatingStatus.values, NOT_RATED), False),
        ratings_column(),
        Column(
            "asked_before",
            "After how many earlier elections of the country the same addressee was asked about the same theme.",
            "asked_before",
            Kind.WHOLE,
            (),
            False,
        ),
        *source_columns(Source),
        updated(),
    ],
    filters=[
        filters.country(OF_REPORT),
        filters.period(OF_REPORT),
        Choice("addressee", _("Addressee"), "addressee", addressees, largest_first=True),
        Choice("category", _("Theme"), "category", words_of_choices(Category)),
        Choice("status", _("Latest rating"), "status", statuses, help=STATUS_HELP),
        Choice(
            "again",
            _("Asked again"),
            "again",
            lambda: {"yes": str(_("asked before")), "no": str(_("for the first time"))},
            help=ASKED_AGAIN,
        ),
        Choice(
            "priority",
            _("Priority"),
            "priority",
            lambda: {"yes": str(_("priority")), "no": str(_("other")), "not_stated": str(_("not stated"))},
        ),
        filters.election(OF_REPORT),
        Reference("report", _("Report"), "report_id", Report),
        filters.organisation("report__mission"),
        Since(),
    ],
    orders=[
        Order("date", _("Day of the vote"), [f"{OF_REPORT}__date"], starts_descending=True),
        Order("country", _("Country"), [f"{OF_REPORT}__country__sort_key"]),
        Order("addressee", _("Addressee"), ["addressee"]),
        Order("category", _("Theme"), ["category"]),
        Order("asked_before", _("Asked before"), ["asked_before"], starts_descending=True),
    ],
    default_order="-date",
    found=lambda rows, text: found_in(rows, text, "summary", "addressee", "report__title", f"{OF_REPORT}__name"),
    table="recommendations",
)

RATINGS = Dataset(
    name="recommendation-ratings",
    title=_("Ratings of recommendations"),
    about=RecommendationRating.__doc__.strip(),
    base=RecommendationRating.objects.all,
    whole=lambda rows: rows.select_related("recommendation__report", "mission__election", "source"),
    columns=[
        numbered("rating"),
        *columns_of(RecommendationRating, "recommendation"),
        Column("report", "The report that made it.", "recommendation__report_id", Kind.ID, (), False),
        *columns_of(RecommendationRating, "mission"),
        *election_columns("mission__election"),
        *columns_of(RecommendationRating, "status", "note"),
        column(RecommendationRating, "date", called="rated_on"),
        *source_columns(Source),
        updated(),
    ],
    filters=[
        filters.country("mission__election"),
        filters.period("mission__election"),
        Choice("status", _("Rating"), "status", words_of_choices(RatingStatus)),
        filters.election("mission__election"),
        filters.mission(),
        Since(),
    ],
    orders=[
        Order("date", _("Day of the vote"), ["mission__election__date"], starts_descending=True),
        Order("rated_on", _("Rated"), ["date"], starts_descending=True),
        Order("status", _("Rating"), ["status"]),
    ],
    default_order="-date",
    found=lambda rows, text: found_in(rows, text, "note", "recommendation__summary"),
    table="recommendation_ratings",
)
