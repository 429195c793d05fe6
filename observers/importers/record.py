"""The tables of the observers app, in the order in which they refer to each other and to the elections' tables."""

from elections.importers import TABLES as ELECTIONS_TABLES
from elections.importers.cells import (
    NULL,
    count_cell,
    date_cell,
    id_cell,
    number_cell,
    pattern_cell,
    percentage_cell,
    text_cell,
    word_cell,
    yes_no_cell,
)
from elections.importers.record import (
    area_column,
    area_made,
    election_column,
    not_itself,
    note,
    optional_id,
    rules,
    says_something,
    source_column,
    sources_column,
)
from elections.importers.tables import Column, ListColumn, Made, Table
from elections.models import Qualifier
from observers.models import (
    Assessment,
    Category,
    Family,
    Finding,
    FindingSource,
    Mission,
    MissionOrganisation,
    MissionSource,
    MissionType,
    Organisation,
    OrganisationKind,
    PeopleBasis,
    RatingStatus,
    Recommendation,
    RecommendationRating,
    Report,
    ReportKind,
    ReportSource,
    Response,
    ResponseKind,
    Scope,
    Severity,
    Stage,
    Verdict,
    VerdictWord,
)


def address(longest=1_000):
    return pattern_cell(r"https?://\S+", "an address that begins with http:// or https://", longest)


def summary():
    return text_cell(2_000, needed=True)


def mission_column(needed=True):
    return Column("mission_id", lambda: id_cell(needed=needed))


def filled_together(first, second):
    """The rule that two columns are filled together or not at all."""

    def rule(at):
        one, two = at[first], at[second]
        return lambda cells: (
            f"{first} and {second} belong together; give both or none" if bool(cells[one]) != bool(cells[two]) else None
        )

    return rule


def not_both(first, second):
    """The rule that at most one of two columns is filled."""

    def rule(at):
        one, two = at[first], at[second]
        return lambda cells: f"give {first} or {second}, not both" if cells[one] and cells[two] else None

    return rule


OF_MISSION = {
    "country_sql": "(SELECT upper(left(m.election_id, 2)) FROM all_missions m WHERE m.id = s.mission_id)",
    "country_path": "mission__election__country",
}
OF_ELECTION = {"country_sql": "upper(left(s.election_id, 2))", "country_path": "election__country"}

ORGANISATIONS = Table(
    "organisations",
    Organisation,
    ["id"],
    [
        Column("organisation_id", id_cell, "id"),
        Column("name", lambda: text_cell(200, needed=True)),
        Column("abbreviation", lambda: text_cell(30)),
        Column("kind", lambda: word_cell(OrganisationKind)),
        Column("family", lambda: word_cell(Family)),
        Column("scope", lambda: word_cell(Scope)),
        Column("country", lambda: pattern_cell("[A-Z]{2}", "an ISO 3166-1 code of two capital letters", 2)),
        Column("website", lambda: address(300)),
    ],
)

MISSIONS = Table(
    "missions",
    Mission,
    ["id"],
    [
        Column("mission_id", id_cell, "id"),
        election_column(),
        Column("mission_type", lambda: word_cell(MissionType)),
        Column("head_of_mission", lambda: text_cell(250)),
        Column("core_team", count_cell),
        Column("long_term_observers", count_cell),
        Column("short_term_observers", count_cell),
        Column("observers_total", count_cell),
        Column("basis", lambda: word_cell(PeopleBasis), optional=True),
        Column("countries_represented", count_cell),
        Column("polling_stations_observed", count_cell),
        Column("counts_observed", count_cell),
        Column("tabulations_observed", count_cell),
        Column("same_as", optional_id, "same_as_id", optional=True),
        Column("note", note),
    ],
    lists=[
        ListColumn("organisation_ids", MissionOrganisation, "mission_id", "organisation_id"),
        sources_column(MissionSource, "mission_id"),
    ],
    rules=rules(not_itself("mission_id", "same_as")),
    checks=[
        (
            "JOIN all_missions f ON f.id = s.same_as_id "
            "WHERE f.same_as_id IS NOT NULL OR f.election_id <> s.election_id",
            "same_as_id",
            "is not a mission's own row at the same election",
        )
    ],
    **OF_ELECTION,
)

REPORTS = Table(
    "reports",
    Report,
    ["id"],
    [
        Column("report_id", id_cell, "id"),
        mission_column(),
        Column("title", lambda: text_cell(300, needed=True)),
        Column("kind", lambda: word_cell(ReportKind)),
        Column("published", date_cell),
        Column("pages", count_cell),
        Column("url", address),
    ],
    lists=[sources_column(ReportSource, "report_id")],
    **OF_MISSION,
)

ASSESSMENTS = Table(
    "assessments",
    Assessment,
    ["mission_id", "report_id", "stage", "source_id"],
    [
        mission_column(),
        Column("report_id", optional_id),
        Column("stage", lambda: word_cell(Stage)),
        Column("observed_n", count_cell),
        Column("positive_pct", percentage_cell),
        Column("negative_pct", percentage_cell),
        Column("qualifier", lambda: word_cell(Qualifier), optional=True),
        Column("scale_note", note),
        source_column(),
    ],
    rules=rules(says_something("positive_pct", "negative_pct", words="scale_note")),
    **OF_MISSION,
)

VERDICTS = Table(
    "verdicts",
    Verdict,
    ["mission_id", "report_id", "source_id"],
    [
        mission_column(),
        Column("report_id", optional_id),
        Column("verdict", lambda: word_cell(VerdictWord)),
        Column("summary", summary),
        source_column(),
    ],
    **OF_MISSION,
)

FINDINGS = Table(
    "findings",
    Finding,
    ["id"],
    [
        Column("finding_id", id_cell, "id"),
        mission_column(needed=False),
        Column("organisation_id", optional_id),
        election_column(),
        Column("category", lambda: word_cell(Category)),
        Column("stage", lambda: word_cell(Stage)),
        Column("severity", lambda: word_cell(Severity)),
        Column("place", lambda: text_cell(100)),
        area_column(),
        Column("figure", number_cell),
        Column("figure_unit", lambda: text_cell(100)),
        Column("observed_n", count_cell, optional=True),
        Column("summary", summary),
        source_column(),
    ],
    made=[area_made(optional=True)],
    lists=[ListColumn("also_source_ids", FindingSource, "finding_id", "source_id", needed=False)],
    rules=rules(filled_together("figure", "figure_unit"), not_both("mission_id", "organisation_id")),
    staged={"area": "text"},
    **OF_ELECTION,
)

RECOMMENDATIONS = Table(
    "recommendations",
    Recommendation,
    ["report_id", "summary"],
    [
        Column("report_id", id_cell),
        Column("priority", yes_no_cell, "is_priority"),
        Column("addressee", lambda: text_cell(100, needed=True)),
        Column("category", lambda: word_cell(Category)),
        Column("summary", lambda: text_cell(600, needed=True)),  # as part of the key it must fit into an index
        source_column(),
    ],
    country_sql=(
        "(SELECT upper(left(m.election_id, 2)) FROM all_reports r JOIN all_missions m ON m.id = r.mission_id "
        "WHERE r.id = s.report_id)"
    ),
    country_path="report__mission__election__country",
)

RATED = "r.report_id = s.report_id AND r.summary = s.recommendation"


def to_be_found(at):
    """Which recommendation a rating is of is found when all rows are staged: it has no readable id."""
    return lambda cells: NULL


RATINGS = Table(
    "recommendation_ratings",
    RecommendationRating,
    ["recommendation_id", "mission_id", "source_id"],
    [
        Column(
            "report_id",
            id_cell,
            "",
            about="The report that the rated recommendation stands in.",
            path="recommendation__report_id",
        ),
        Column(
            "recommendation",
            lambda: text_cell(600, needed=True),
            "",
            about="The rated recommendation, by its summary just as the recommendations have it.",
            path="recommendation__summary",
        ),
        mission_column(),
        Column("status", lambda: word_cell(RatingStatus)),
        Column("date", date_cell),
        Column("note", note),
        source_column(),
    ],
    made=[Made("recommendation_id", "recommendation", to_be_found)],
    staged={"report_id": "text", "recommendation": "text"},
    # A recommendation of the same load has no number yet; until it is written, what it says stands for one.
    found=(
        "UPDATE {stage} s SET recommendation_id = coalesce("
        f"(SELECT r.id FROM observers_recommendation r WHERE {RATED}), "
        "-abs(hashtextextended(s.report_id || ' ' || s.recommendation, 0) / 2) - 1) "
        "WHERE coalesce(s.recommendation_id, -1) < 0"
    ),
    checks=[
        (
            f"WHERE s.recommendation_id < 0 AND NOT EXISTS (SELECT 1 FROM stage_recommendations r WHERE {RATED})",
            "recommendation",
            "is not known; the report has no such recommendation",
        )
    ],
    country_sql=(
        "(SELECT upper(left(m.election_id, 2)) FROM all_reports r JOIN all_missions m ON m.id = r.mission_id "
        "WHERE r.id = s.report_id)"
    ),
    country_path="recommendation__report__mission__election__country",
)

RESPONSES = Table(
    "responses",
    Response,
    ["election_id", "actor", "kind", "date", "source_id"],
    [
        election_column(),
        Column("actor", lambda: text_cell(150, needed=True)),
        Column("kind", lambda: word_cell(ResponseKind)),
        Column("date", date_cell),
        Column("summary", summary),
        source_column(),
    ],
    **OF_ELECTION,
)

TABLES = [
    ORGANISATIONS,
    MISSIONS,
    REPORTS,
    ASSESSMENTS,
    VERDICTS,
    FINDINGS,
    RECOMMENDATIONS,
    RATINGS,
    RESPONSES,
]

# Every table of the record, in the order in which they refer to each other.
RECORD = [*ELECTIONS_TABLES, *TABLES]
