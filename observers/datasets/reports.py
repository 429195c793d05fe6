"""What missions published, and what they concluded in it: reports, verdicts, assessments of a stage."""

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from elections.datasets.columns import Column, Kind, also, columns_of, source_columns, updated
from elections.datasets.definition import Dataset, Order
from elections.datasets.filters import Choice, Period, Since, words_of_choices
from elections.datasets.text import found_in
from elections.models import Source
from observers.datasets import filters
from observers.datasets.expressions import election_columns, lead_family, members, number_of, numbered
from observers.datasets.missions import FAMILY_HELP
from observers.models import (
    Assessment,
    Mission,
    Recommendation,
    Report,
    ReportKind,
    ReportSource,
    Stage,
    Verdict,
    VerdictWord,
)

OF_MISSION = "mission__election"


def dated() -> NullIf:
    """When a verdict or a rating was published: its report's date, or else that of the source that relays it."""
    own = NullIf("report__published", Value(""), output_field=CharField())
    return Coalesce(own, NullIf("source__published", Value(""), output_field=CharField()))


def said_on() -> Column:
    told = "When it was published: the date of its report, or else of the source that relays it."
    return Column("published", told, "said_on", Kind.DATE)


def family_column() -> Column:
    return Column("family", FAMILY_HELP, "family", Kind.ID)


def of_mission() -> list:
    """The filters of rows that are a mission's."""
    return [
        filters.country(OF_MISSION),
        filters.period(OF_MISSION),
        filters.kind_of_vote(OF_MISSION),
        filters.family(),
        filters.election(OF_MISSION),
        filters.mission(),
        filters.organisation(),
    ]


def reports() -> QuerySet:
    return Report.objects.annotate(family=lead_family("mission_id"))


def whole_reports(rows: QuerySet) -> QuerySet:
    return rows.select_related("mission__election__country", "source").annotate(
        recommendations_n=number_of(Recommendation.objects, "report")
    )


REPORTS = Dataset(
    name="reports",
    title=_("Reports"),
    about=Report.__doc__.strip(),
    base=reports,
    whole=whole_reports,
    columns=[
        *columns_of(Report, "id", "mission"),
        *election_columns(OF_MISSION),
        members("mission_id"),
        family_column(),
        *columns_of(Report, "title", "kind", "published", "pages", "url"),
        Column(
            "recommendations",
            "How many of its recommendations the record holds.",
            "recommendations_n",
            Kind.WHOLE,
            (),
            False,
        ),
        *source_columns(Source),
        also(ReportSource, "report"),
        updated(),
    ],
    filters=[
        *of_mission(),
        Choice("report_kind", _("Kind of report"), "kind", words_of_choices(ReportKind)),
        Period("published", _("Published"), "published"),
        Since(),
    ],
    orders=[
        Order("published", _("Published"), ["published"], starts_descending=True),
        Order("date", _("Day of the vote"), [f"{OF_MISSION}__date"], starts_descending=True),
        Order("country", _("Country"), [f"{OF_MISSION}__country__sort_key"]),
        Order("title", _("Title"), ["title"]),
        Order("kind", _("Kind of report"), ["kind"]),
    ],
    default_order="-published",
    found=lambda rows, text: found_in(rows, text, "title", "id", "source__publisher", "mission__election__name"),
    table="reports",
)


def verdicts() -> QuerySet:
    return Verdict.objects.annotate(family=lead_family("mission_id"), said_on=dated())


VERDICTS = Dataset(
    name="verdicts",
    title=_("Verdicts"),
    about=Verdict.__doc__.strip(),
    base=verdicts,
    whole=lambda rows: rows.select_related("mission__election__country", "report", "source"),
    columns=[
        numbered("verdict"),
        *columns_of(Verdict, "mission"),
        *election_columns(OF_MISSION),
        members("mission_id"),
        family_column(),
        *columns_of(Verdict, "report"),
        said_on(),
        *columns_of(Verdict, "verdict", "summary"),
        *source_columns(Source),
        updated(),
    ],
    filters=[*of_mission(), Choice("verdict", _("Verdict"), "verdict", words_of_choices(VerdictWord)), Since()],
    orders=[
        Order("date", _("Day of the vote"), [f"{OF_MISSION}__date"], starts_descending=True),
        Order("published", _("Published"), ["said_on"], starts_descending=True),
        Order("family", _("Family of observers"), ["family"]),
        Order("verdict", _("Verdict"), ["verdict"]),
    ],
    default_order="-date",
    found=lambda rows, text: found_in(rows, text, "summary", "mission__id", "mission__election__name"),
    table="verdicts",
)


def assessments() -> QuerySet:
    return Assessment.objects.annotate(family=lead_family("mission_id"), said_on=dated())


ASSESSMENTS = Dataset(
    name="assessments",
    title=_("Assessments of a stage"),
    about=Assessment.__doc__.strip(),
    base=assessments,
    whole=lambda rows: rows.select_related("mission__election__country", "report", "source"),
    columns=[
        numbered("assessment"),
        *columns_of(Assessment, "mission"),
        *election_columns(OF_MISSION),
        members("mission_id"),
        family_column(),
        Column("mission_type", Mission._meta.get_field("mission_type").help_text, "mission__mission_type", Kind.ID),
        *columns_of(Assessment, "report"),
        said_on(),
        *columns_of(Assessment, "stage", "observed_n", "positive_pct", "negative_pct", "qualifier", "scale_note"),
        *source_columns(Source),
        updated(),
    ],
    filters=[*of_mission(), Choice("stage", _("Stage"), "stage", words_of_choices(Stage)), Since()],
    orders=[
        Order("date", _("Day of the vote"), [f"{OF_MISSION}__date"], starts_descending=True),
        Order("stage", _("Stage"), ["stage"]),
        Order("negative_pct", _("Rated negatively"), ["negative_pct"], starts_descending=True),
        Order("positive_pct", _("Rated positively"), ["positive_pct"], starts_descending=True),
    ],
    default_order="-date",
    found=lambda rows, text: found_in(rows, text, "scale_note", "mission__id", "mission__election__name"),
    table="assessments",
)


def in_order_of_publication(verdicts: QuerySet) -> QuerySet:
    """The verdicts of missions that have a family, those published last at the end: `own` tells missions apart.

    A verdict of another account of a mission is the mission's own.
    """
    own = Coalesce("mission__same_as_id", "mission_id")
    return verdicts.annotate(own=own).exclude(family=None).order_by(F("said_on").asc(nulls_first=True), "pk")
