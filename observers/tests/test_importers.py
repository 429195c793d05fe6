"""The observers' tables: they load beside the elections' tables, by the same rules."""

import openpyxl
import pytest

from elections.importers import Counts, LoadRefused, load_tables
from elections.importers.published import published_row
from elections.models import DataVersion, Tombstone
from observers.importers import TABLES
from observers.importers.record import RATINGS
from observers.models import (
    Assessment,
    Finding,
    FindingSource,
    Mission,
    MissionOrganisation,
    Organisation,
    Recommendation,
    RecommendationRating,
    Report,
    Response,
    Verdict,
)

pytestmark = pytest.mark.django_db

INSERTED = {
    "organisations": 3,
    "missions": 2,
    "reports": 1,
    "assessments": 2,
    "verdicts": 1,
    "findings": 3,
    "recommendations": 1,
    "recommendation_ratings": 1,
    "responses": 1,
}


def test_every_table_loads_and_loads_again_without_a_change(tables):
    load = tables.load()
    assert {table: load.by_table[table].inserted for table in INSERTED} == INSERTED
    version = DataVersion.current()
    load = tables.load()
    assert {table: load.by_table[table].unchanged for table in INSERTED} == INSERTED
    assert load.counts == Counts(unchanged=load.counts.unchanged)
    assert DataVersion.current() == version


def test_another_account_names_the_mission_s_own_row(tables):
    tables.change("missions", 3, same_as="kz-2012-mazhilis-ieom")
    assert tables.faults() == []
    assert Mission.objects.get(pk="kz-2012-mazhilis-echo").same_as_id == "kz-2012-mazhilis-ieom"
    tables.change("missions", 2, same_as="kz-2012-mazhilis-echo")
    assert all("is not a mission's own row at the same election" in fault for fault in tables.faults())


def test_rows_hold_what_the_files_say(tables):
    tables.load()
    mission = Mission.objects.get(pk="kz-2012-mazhilis-ieom")
    joined = MissionOrganisation.objects.filter(mission=mission).order_by("position")
    assert list(joined.values_list("organisation_id", "position")) == [("pace", 1), ("odihr", 2)]
    assert (mission.short_term_observers, mission.observers_total, mission.source_id) == (306, None, "press")
    assert [source.pk for source in mission.other_sources.all()] == ["wiki"]
    finding = Finding.objects.get(pk="kz-2012-mazhilis-f1")
    assert (str(finding.figure), finding.figure_unit, finding.area_id) == (
        "46.0",
        "per cent of the counts observed",
        None,
    )
    cited = FindingSource.objects.filter(finding=finding).order_by("position").values_list("source_id", flat=True)
    assert (finding.source_id, list(cited)) == ("press", ["wiki", "blog"])
    assert Finding.objects.get(pk="kz-2012-mazhilis-f2").area_id == "KZ-ALA"
    assert Finding.objects.get(pk="kz-2012-mazhilis-f3").area_id == "KZ-x-zhanaozen"
    assert Verdict.objects.get().report_id is None
    assert str(Assessment.objects.get(stage="counting").negative_pct) == "46.0"
    assert Recommendation.objects.get().is_priority is True
    assert (Report.objects.get().published, Response.objects.get().date) == ("2012-04", "2012-01-16")
    assert Organisation.objects.get(pk="echo").country == "KZ"


@pytest.mark.parametrize(
    ("table", "line", "cells", "message"),
    [
        (
            "missions",
            2,
            {"organisation_ids": "pace nobody"},
            "missions.csv line 2, organisation_ids: 'nobody' is not known; organisations has no such row",
        ),
        ("missions", 2, {"organisation_ids": ""}, "missions.csv line 2, organisation_ids: is empty and must not be"),
        (
            "missions",
            2,
            {"election_id": "kz-2013-x"},
            "missions.csv line 2, election_id: 'kz-2013-x' is not known; elections has no such row",
        ),
        (
            "missions",
            2,
            {"mission_type": "eom"},
            "missions.csv line 2, mission_type: 'eom' is none of: NAM, EOM, LEOM, EAM, EET, observer_group, domestic",
        ),
        ("missions", 2, {"basis": "sent"}, "missions.csv line 2, basis: 'sent' is none of: "),
        ("missions", 3, {"same_as": "kz-2012-mazhilis-echo"}, "missions.csv line 3: same_as is the row itself"),
        ("missions", 3, {"same_as": "x"}, "missions.csv line 3, same_as: 'x' is not known; missions has no such row"),
        (
            "missions",
            2,
            {"short_term_observers": "about 300"},
            "missions.csv line 2, short_term_observers: 'about 300' is not a count of zero or more",
        ),
        (
            "reports",
            2,
            {"mission_id": "x"},
            "reports.csv line 2, mission_id: 'x' is not known; missions has no such row",
        ),
        ("reports", 2, {"published": "April 2012"}, "reports.csv line 2, published: 'April 2012' is not a date"),
        (
            "reports",
            2,
            {"url": "www.osce.org"},
            "reports.csv line 2, url: 'www.osce.org' is not an address that begins with http:// or https://",
        ),
        (
            "assessments",
            2,
            {"positive_pct": "", "negative_pct": ""},
            "assessments.csv line 2: give positive_pct or negative_pct, "
            "or the words in the scale_note with qualifier 'words'",
        ),
        (
            "assessments",
            3,
            {"negative_pct": ""},
            "assessments.csv line 3: give positive_pct or negative_pct, "
            "or the words in the scale_note with qualifier 'words'",
        ),
        (
            "assessments",
            2,
            {"positive_pct": "91 %"},
            "assessments.csv line 2, positive_pct: '91 %' is not a number of zero or more",
        ),
        (
            "verdicts",
            2,
            {"report_id": "x"},
            "verdicts.csv line 2, report_id: 'x' is not known; reports has no such row",
        ),
        ("verdicts", 2, {"summary": ""}, "verdicts.csv line 2, summary: is empty and must not be"),
        (
            "findings",
            2,
            {"figure": ""},
            "findings.csv line 2: figure and figure_unit belong together; give both or none",
        ),
        (
            "findings",
            2,
            {"figure_unit": ""},
            "findings.csv line 2: figure and figure_unit belong together; give both or none",
        ),
        (
            "findings",
            2,
            {"organisation_id": "echo"},
            "findings.csv line 2: give mission_id or organisation_id, not both",
        ),
        (
            "findings",
            3,
            {"area": "KG-GB"},
            "findings.csv line 3, area: 'KG-GB' is not in the country of the election, KZ",
        ),
        (
            "findings",
            2,
            {"also_source_ids": "wiki nowhere"},
            "findings.csv line 2, also_source_ids: 'nowhere' is not known; sources has no such row",
        ),
        ("findings", 2, {"severity": ""}, "findings.csv line 2, severity: is empty and must not be"),
        (
            "recommendations",
            2,
            {"summary": "x" * 601},
            "recommendations.csv line 2, summary: '" + "x" * 57 + "...' has 601 characters; at most 600 fit",
        ),
        (
            "recommendations",
            2,
            {"priority": "high"},
            "recommendations.csv line 2, priority: 'high' is neither yes nor no",
        ),
        (
            "responses",
            2,
            {"actor": "@ministry"},
            "responses.csv line 2, actor: '@ministry' is what a spreadsheet would run",
        ),
        (
            "organisations",
            4,
            {"country": "Kazakhstan"},
            "organisations.csv line 4, country: 'Kazakhstan' is not an ISO 3166-1 code of two capital letters",
        ),
        (
            "organisations",
            2,
            {"website": "https://example.org/" + "x" * 300},
            "organisations.csv line 2, website: 'https://example.org/"
            + "x" * 37
            + "...' has 320 characters; at most 300",
        ),
    ],
)
def test_a_fault_names_file_line_column_value_and_rule(tables, table, line, cells, message):
    tables.change(table, line, **cells)
    assert any(fault.startswith(message) for fault in tables.faults()), tables.faults()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("table", INSERTED)
def test_a_row_with_the_key_of_another_is_refused(tables, table):
    tables.add(table, 2)
    (fault,) = tables.faults()
    line = len(tables.rows(table)) + 1
    assert fault.startswith(f"{table}.csv line {line}: repeats line 2 (same ")


def test_the_longest_texts_in_letters_of_two_bytes_fit_into_keys(tables):
    """An index of PostgreSQL holds keys of up to some 2,700 bytes."""
    summaries = ["".join(chr(0x430 + (number * number + place) % 600) for place in range(600)) for number in (1, 5)]
    for summary in summaries:
        tables.add("recommendations", 2, summary=summary)
    tables.change("responses", 2, actor="Ә" * 150)
    tables.change("findings", 2, place="ұ" * 100, figure_unit="ұ" * 100, summary="ұ" * 2_000)
    assert tables.faults() == []
    assert Recommendation.objects.filter(summary__in=summaries).count() == 2


def test_words_without_a_figure_are_an_assessment_where_they_are_marked_as_such(tables):
    rows = [{**row, "qualifier": "words" if not row["report_id"] else ""} for row in tables.rows("assessments")]
    rows[1]["negative_pct"] = ""
    tables.write("assessments", rows)
    tables.load()
    assert Assessment.objects.get(qualifier="words").scale_note == "bad and very bad"


def test_a_mission_that_is_gone_is_withdrawn_with_what_it_lists(tables):
    tables.path("recommendation_ratings").unlink()  # it rated, and could not go
    tables.load()
    tables.remove("missions", 3)
    assert tables.load().by_table["missions"] == Counts(unchanged=1, withdrawn=1)
    assert Tombstone.objects.get().row_id == "kz-2012-mazhilis-echo"
    assert not MissionOrganisation.objects.filter(organisation="echo").exists()


def test_whoever_changes_the_organisations_of_a_mission_edits_the_mission(tables):
    tables.load()
    MissionOrganisation.objects.filter(mission="kz-2012-mazhilis-ieom", organisation="odihr").delete()
    assert tables.load().by_table["missions"] == Counts(unchanged=1, kept=1)
    assert tables.load(replace=True).by_table["missions"] == Counts(unchanged=1, updated=1)
    assert MissionOrganisation.objects.filter(mission="kz-2012-mazhilis-ieom").count() == 2


@pytest.mark.parametrize(
    ("table", "line", "cells"),
    [
        ("missions", 2, {"organisation_ids": "odihr pace"}),
        ("missions", 2, {"source_ids": "press wiki blog"}),
        ("findings", 2, {"also_source_ids": "blog wiki"}),
        ("findings", 2, {"figure": "46"}),
        ("assessments", 2, {"observed_n": ""}),
        ("verdicts", 2, {"verdict": "undemocratic"}),
        ("recommendations", 2, {"priority": ""}),
        ("recommendation_ratings", 2, {"status": "full"}),
        ("responses", 2, {"summary": "Said something else."}),
    ],
)
def test_every_kind_of_change_is_an_update(tables, table, line, cells):
    tables.load()
    tables.change(table, line, **cells)
    assert tables.load().counts == Counts(updated=1, unchanged=tables.load().counts.unchanged - 1)


def test_the_observers_tables_alone_need_the_elections_in_the_record(tables, tmp_path):
    only = tmp_path / "only"
    only.mkdir()
    for table in INSERTED:
        tables.path(table).rename(only / f"{table}.csv")
    with pytest.raises(LoadRefused) as refused:
        load_tables([only], tables.tables)
    assert any("elections has no such row" in str(fault) for fault in refused.value.faults.listed)
    tables.load()
    assert load_tables([only], tables.tables).counts.inserted == sum(INSERTED.values())


def test_a_workbook_of_observers_loads_as_its_table_does(tables):
    for table in INSERTED:
        book = openpyxl.Workbook()
        rows = tables.rows(table)
        book.active.append(list(rows[0]))
        for row in rows:
            book.active.append([cell or None for cell in row.values()])
        tables.path(table).unlink()
        book.save(tables.folder / f"{table}.xlsx")
    load = tables.load()
    assert {table: load.by_table[table].inserted for table in INSERTED} == INSERTED
    assert str(Assessment.objects.get(stage="counting").negative_pct) == "46.0"


def test_every_table_of_the_app_is_tried_here():
    assert {table.name for table in TABLES} == set(INSERTED)


def ratings(*rows):
    columns = "report_id,recommendation,mission_id,status,date,note,source_id"
    return "\n".join([columns, *(",".join(row) for row in rows), ""])


def test_a_rating_finds_its_recommendation_by_what_it_says(tables):
    recommended = [*tables.rows("recommendations")]
    tables.write("recommendations", [*recommended, {**recommended[0], "summary": "Count in the open."}])
    report, mission = recommended[0]["report_id"], "kz-2012-mazhilis-echo"
    rows = [
        (report, summary, mission, status, "2016-03", "", "press")
        for summary, status in ((recommended[0]["summary"], "partial"), ("Count in the open.", "full"))
    ]
    tables.path("recommendation_ratings").write_text(ratings(*rows))
    assert tables.load().by_table["recommendation_ratings"].inserted == 2, "also those of the same load"
    assert tables.load().by_table["recommendation_ratings"].unchanged == 2
    rated = RecommendationRating.objects.get(status="full")
    assert rated.recommendation.summary == "Count in the open." and rated.mission_id == mission
    assert published_row(RATINGS, rated.pk)[0] == dict(zip(RATINGS.header, rows[1], strict=True))
    tables.path("recommendation_ratings").write_text(ratings(rows[0], (*rows[1][:3], "mostly", *rows[1][4:])))
    assert tables.load().by_table["recommendation_ratings"].updated == 1


def test_a_rating_of_nothing_and_one_told_twice_are_faults(tables):
    report, mission = tables.rows("recommendations")[0]["report_id"], "kz-2012-mazhilis-echo"
    row = (report, "Nobody asked for this.", mission, "full", "", "", "press")
    tables.path("recommendation_ratings").write_text(ratings(row, row))
    faults = tables.faults()
    assert any("the report has no such recommendation" in fault for fault in faults)
    assert any("repeats line 2 (same recommendation, mission_id, source_id)" in fault for fault in faults)
