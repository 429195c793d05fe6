"""The whole fact base through the importer: every row and every printed digit of the files is in the database."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import models

from elections import names
from elections.importers import TABLES, Counts, load_tables
from elections.importers.cells import area_id
from elections.models import COMPILED, Area, DataVersion, ElectionEvent, Result, Turnout
from elections.tests.conftest import FACT_BASE
from observers.importers import TABLES as OBSERVERS_TABLES

ALL = TABLES + OBSERVERS_TABLES
ORIGINAL = settings.BASE_DIR.parent / "shared" / "data"
needs_original = pytest.mark.skipif(
    not ORIGINAL.is_dir(), reason="../shared/data is not there: the record is NOT compared with the original set"
)
pytestmark = pytest.mark.django_db


def rows_of(folders, table):
    """(path, row) for each row of a table's files."""
    for folder in folders:
        for path in sorted(Path(folder).rglob(f"{table.name}.csv")):
            with path.open(encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    yield path, row


def as_printed(value):
    """A value of the database as a file writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def listed(column, row):
    """The ids that a row of the database lists in a column, parted by blanks."""
    first = [getattr(row, column.first_into)] if column.first_into else []
    others = column.through.objects.filter(**{column.owner: row.pk}).order_by("position")
    return " ".join([*first, *others.values_list(column.member, flat=True)])


def key_in_file(table, cells):
    """The values of a row's key as the database has them, from the cells of its file."""
    values = []
    for name in table.key:
        column = table.file_column(name)
        value = cells[column]
        if name == "area_id":
            value = area_id(cells["election_id"][:2].upper(), value)
        elif column == "source_ids":
            value = value.split()[0]
        values.append(value or (None if table.model._meta.get_field(name).null else ""))
    return tuple(values)


def compare(folders, table):
    """Hold every cell of a table's files against the database; return the number of rows."""
    in_database = {tuple(getattr(row, name) for name in table.key): row for row in table.model.objects.all()}
    count = 0
    for path, cells in rows_of(folders, table):
        row = in_database[key_in_file(table, cells)]
        place = f"{path} {cells}"
        for column in table.columns:
            if column.name not in cells:
                continue
            if column.target and column.name != "names":
                assert as_printed(getattr(row, column.target)) == cells[column.name], f"{place} {column.name}"
            elif column.name == "names":
                assert row.names == json.loads(cells["names"] or "{}"), place
            elif column.name == "name_native":
                assert list(row.names.values()) == [text for text in [cells["name_native"]] if text], place
            elif column.name == "area" and (cells["area"] or table.name != "findings"):
                area = Area.objects.get(pk=row.area_id)
                assert cells["area"] in (area.pk, area.name) or (not cells["area"] and area.pk == area.country_id), (
                    place
                )
            elif column.name == "election_id":
                assert row.contender.election_id == cells["election_id"], place
        for column in table.lists:
            if column.name in cells:
                assert listed(column, row) == cells[column.name], place
        if hasattr(row, "search_key") and table.name != "areas":
            assert names.fold(cells["name"]) in row.search_key and row.sort_key == names.fold(cells["name"])[:250]
        count += 1
    return count


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
        assert count + compiled == table.model.objects.count() > 0

    def test_every_headline_is_one_claim_and_there_are_no_others(self):
        rows = [row for _, row in rows_of(FACT_BASE, TABLES[3])]
        expected = {row["election_id"]: headline(row) for row in rows if any(headline(row)[:-1])}
        assert headlines_in_database() == expected

    @needs_original
    @pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
    def test_every_cell_of_the_original_set_is_in_the_database_as_printed(self, table):
        count = compare([ORIGINAL], table)
        if table.name not in ("areas", "election_events", "exclusions"):
            assert count > 0

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


@needs_original
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
    """What is compared above as text must be text, a count, a truth or a printed number."""
    for table in ALL:
        for name in table.targets:
            field = table.model._meta.get_field(name)
            assert isinstance(
                field,
                models.CharField
                | models.TextField
                | models.JSONField
                | models.BooleanField
                | models.DecimalField
                | models.PositiveIntegerField
                | models.ForeignKey,
            )
