"""The whole fact base through the importer: every row and every printed digit of the files is in the database."""

from collections import Counter

import pytest
from django.db import models

from elections.importers import TABLES, Counts, load_tables
from elections.models import COMPILED, Area, DataVersion, ElectionEvent, Result, Turnout
from elections.tests.comparison import as_printed, compare, listed, rows_of
from elections.tests.conftest import FACT_BASE
from elections.tests.shared import ORIGINAL, needs_original
from observers.importers import TABLES as OBSERVERS_TABLES

ALL = TABLES + OBSERVERS_TABLES
NOT_RESEARCHED = ("recommendation_ratings",)  # tables that the fact base has nothing of
beside_the_original = needs_original("the record is NOT compared with the original set")
pytestmark = pytest.mark.django_db


def headline(cells):
    """The headline counts of an election's row, and the sources they were compiled from."""
    columns = ("registered", "ballots_issued", "ballots_cast", "valid", "invalid", "turnout_pct", "source_ids")
    return [cells[column] for column in columns]


def headlines_in_database():
    column = next(table for table in TABLES if table.name == "turnout").lists[0]
    found = {}
    for claim in Turnout.objects.filter(claimant=COMPILED):
        counts = [claim.registered, claim.issued, claim.cast, claim.valid, claim.invalid, claim.turnout_pct]
        sources = f"{claim.source_id} {listed(column, claim)}".strip()
        found[claim.election_id] = [*map(as_printed, counts), sources]
        assert (claim.area_id, claim.as_of_time, claim.part) == (claim.election_id[:2].upper(), "close", "")
    return found


@pytest.mark.usefixtures("record")
class TestRecord:
    @pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
    def test_every_cell_that_ships_is_in_the_database_as_printed(self, table):
        count = compare(FACT_BASE, table)
        compiled = Turnout.objects.filter(claimant=COMPILED).count() if table.name == "turnout" else 0
        assert count + compiled == table.model.objects.count()
        assert bool(count) == (table.name not in NOT_RESEARCHED)

    def test_every_headline_is_one_claim_and_there_are_no_others(self):
        rows = [row for _, row in rows_of(FACT_BASE, TABLES[3])]
        expected = {row["election_id"]: headline(row) for row in rows if any(headline(row)[:-1])}
        assert headlines_in_database() == expected

    @beside_the_original
    @pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
    def test_every_cell_of_the_original_set_is_in_the_database_as_printed(self, table):
        count = compare([ORIGINAL], table)
        assert bool(count) == (table.name not in ("areas", "election_events", "exclusions", *NOT_RESEARCHED))

    def test_the_same_again_and_the_original_set_over_it_change_nothing(self):
        version = DataVersion.current()
        folders = [FACT_BASE] + ([[ORIGINAL]] if ORIGINAL.is_dir() else [])
        for each in folders:
            counts = load_tables(each, ALL).counts
            assert counts == Counts(unchanged=counts.unchanged) and counts.unchanged > 5_000
        assert DataVersion.current() == version

    def test_odd_things_of_the_set_survive(self):
        assert Result.objects.filter(area="KZ-x-zhanaozen").exists()
        assert Area.objects.get(pk="TM-x-ashgabat-and-nearby-towns-survey").name == "Ashgabat and nearby towns (survey)"
        assert Turnout.objects.filter(area__id__endswith="-x-abroad").count() > 10
        for model in (Result, Turnout):
            assert model.objects.exclude(qualifier="").count() > 30
            assert model.objects.exclude(claimant="").count() > 10
        assert Result.objects.exclude(margin_pct=None).exists()
        assert set(Result.objects.values_list("contender__part", flat=True)) >= {"list", "districts"}
        assert Result.objects.exclude(share_of="").values("share_of").distinct().count() == 4


@beside_the_original
def test_the_original_set_loads_into_an_empty_database_as_it_lies():
    load = load_tables([ORIGINAL], ALL)
    assert load.new_places == []
    assert all(path.startswith("stations/") for path in load.left_alone) and load.left_alone
    counts = Counter({table.name: compare([ORIGINAL], table) for table in ALL})
    assert counts["results"] == load.by_table["results"].inserted == 1_777
    annulled = ElectionEvent.objects.get(election="kg-2020-jogorku-kenesh")
    assert (annulled.event, annulled.date, annulled.area_id) == ("annulled", "", "KG")
    statuses = {row["election_id"]: row["status"] for _, row in rows_of([ORIGINAL], TABLES[3])}
    events = set(ElectionEvent.objects.values_list("election_id", "event"))
    assert events == {(election, status) for election, status in statuses.items() if status != "held"}


def test_columns_are_compared_by_the_kind_of_their_field():
    """What is compared above as text must be text, a count, a truth, a moment or a printed number."""
    for table in ALL:
        for name in table.targets:
            field = table.model._meta.get_field(name)
            assert isinstance(
                field,
                models.CharField
                | models.TextField
                | models.FileField  # by the name it is stored under
                | models.JSONField
                | models.BooleanField
                | models.DateTimeField
                | models.DecimalField
                | models.PositiveIntegerField
                | models.ForeignKey,
            )
