"""Bookkeeping of observation is held by the database: each bad row is refused by the constraint meant for it."""

from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.db.models.expressions import RawSQL

from elections.tests.refusals import constraints_of, of_copy, of_update
from observers.models import (
    Assessment,
    Attachment,
    FiledReport,
    Finding,
    FindingSource,
    Mission,
    MissionOrganisation,
    MissionSource,
    Organisation,
    Recommendation,
    RecommendationRating,
    Report,
    ReportSource,
    Response,
    Verdict,
)

pytestmark = pytest.mark.django_db

BAD_DATES = ["21-01-01", "2021-13", "2021-1-1", "April 2012"]
BAD_IDS = ["KZ", "kz mission", "kz--2012", "kz-", "kz\n", ""]
NO_NUMBERS = [RawSQL(f"'{number}'::numeric", []) for number in ("-0.1", "NaN", "Infinity", "10000000000000")]


@pytest.fixture
def small(tables):
    """The small set in the database, and a row of each table that no file fills."""
    tables.load()
    report = Report.objects.get()
    ReportSource.objects.create(report=report, source_id="wiki", position=1)
    user = get_user_model().objects.create(username="observer")
    filed = FiledReport.objects.create(organisation_id="echo", filed_by=user)
    Attachment.objects.create(report=filed, kind="picture", file="reports/a.jpg", sha256="0" * 64, size=1)


def bad_rows():
    """(constraint, row, bad values): each check of the app at least once."""
    for model in (Organisation, Mission, Report, Finding):
        for text in BAD_IDS:
            yield f"{model._meta.model_name}_id_valid", model.objects.first(), {"id": text}
    for model, date in [(Report, "published"), (RecommendationRating, "date"), (Response, "date")]:
        for text in BAD_DATES:
            yield f"{model._meta.model_name}_{date}_valid", model.objects.first(), {date: text}
    for model, field in [
        (Organisation, "kind"),
        (Organisation, "family"),
        (Organisation, "scope"),
        (Mission, "mission_type"),
        (Mission, "basis"),
        (Report, "kind"),
        (Verdict, "verdict"),
        (Assessment, "stage"),
        (Assessment, "qualifier"),
        (Recommendation, "category"),
        (RecommendationRating, "status"),
        (Finding, "category"),
        (Finding, "stage"),
        (Finding, "severity"),
        (Response, "kind"),
        (Attachment, "kind"),
    ]:
        yield f"{model._meta.model_name}_{field}_known", model.objects.first(), {field: "unheard"}
    for country in ["kz", "K", "K1"]:
        yield "organisation_country_valid", Organisation.objects.first(), {"country": country}
    rated = Assessment.objects.get(stage="counting")
    finding = Finding.objects.get(figure__isnull=False)
    for number in NO_NUMBERS:
        yield "assessment_percentages_valid", rated, {"negative_pct": number}
        yield "assessment_percentages_valid", rated, {"positive_pct": number}
        yield "finding_figure_valid", finding, {"figure": number}
    yield "assessment_says_something", rated, {"negative_pct": None}
    yield "assessment_says_something", rated, {"negative_pct": None, "qualifier": "words", "scale_note": ""}
    yield "finding_figure_with_unit", finding, {"figure": None}
    yield "finding_figure_with_unit", finding, {"figure_unit": ""}
    yield "finding_observed_with_figure", finding, {"figure": None, "figure_unit": "", "observed_n": 3}
    yield "attachment_sha256_valid", Attachment.objects.get(), {"sha256": "G" * 64}
    mission = Mission.objects.first()
    yield "mission_same_as_differs", mission, {"same_as": mission}
    yield "finding_one_reporter", finding, {"organisation": "echo"}


def repeated_rows():
    """(constraint, row, other values) for each key."""
    yield "verdict_unique", Verdict.objects.get(), {"verdict": "undemocratic"}
    yield "assessment_unique", Assessment.objects.get(report=None), {"negative_pct": Decimal(1)}
    yield "recommendation_unique", Recommendation.objects.get(), {"addressee": "all"}
    yield "recommendationrating_unique", RecommendationRating.objects.get(), {"status": "full"}
    yield "attachment_unique", Attachment.objects.get(), {"size": 2}
    yield "response_unique", Response.objects.get(), {"summary": "Again."}
    yield "mission_names_an_organisation_once", MissionOrganisation.objects.first(), {"position": 9}
    yield "mission_names_a_source_once", MissionSource.objects.first(), {"position": 9}
    yield "report_names_a_source_once", ReportSource.objects.first(), {"position": 9}
    yield "finding_names_a_source_once", FindingSource.objects.first(), {"position": 9}


def test_every_bad_row_is_refused_by_its_constraint(small):
    tried = [(constraint, of_update(row, **values), row, values) for constraint, row, values in bad_rows()]
    tried += [(constraint, of_copy(row, **values), row, values) for constraint, row, values in repeated_rows()]
    wrong = [f"{row!r} {values}: {found or 'accepted'}, not {due}" for due, found, row, values in tried if found != due]
    assert not wrong, "\n".join(wrong)
    assert constraints_of("observers") == {constraint for constraint, *_ in tried}


def test_plausibility_is_not_constrained(small):
    rated = Assessment.objects.get(stage="voting")
    assert of_update(rated, positive_pct=Decimal("91"), negative_pct=Decimal("30"), observed_n=0) == ""
