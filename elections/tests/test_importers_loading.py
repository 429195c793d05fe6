"""What a load does to the record: it changes what differs and nothing else, keeps what people edited, or fails."""

import hashlib
import threading
from decimal import Decimal
from random import Random

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from elections.importers import Counts, setwise
from elections.models import (
    COMPILED,
    Area,
    Contender,
    DataVersion,
    Election,
    ElectionEvent,
    ElectionSource,
    ImportBatch,
    Party,
    PartyEvent,
    Result,
    Tombstone,
    Turnout,
    TurnoutSource,
)
from elections.tests.comparison import compare

pytestmark = pytest.mark.django_db(transaction=True)

MODELS = [Area, Contender, Election, ElectionEvent, ElectionSource, Party, Result, Turnout, TurnoutSource]
NUR_OTAN = "kz-2012-mazhilis-nur-otan"


def versions_of_rows():
    """For every row of the record the transaction that last wrote it, and where it lies."""
    found = {}
    with connection.cursor() as cursor:
        for model in MODELS:
            cursor.execute(f"SELECT id, xmin::text, ctid::text FROM {model._meta.db_table}")
            found |= {(model.__name__, key): place for key, *place in cursor.fetchall()}
    return found


def final(contender=NUR_OTAN):
    return Result.objects.get(contender=contender, basis="official_final")


def test_a_first_load_inserts_every_row(tables):
    load = tables.load()
    assert load.by_table["results"] == Counts(inserted=7)
    assert load.by_table["turnout"] == Counts(inserted=4 + 2)  # with the headline counts of two elections
    assert load.by_table["election_events"] == Counts(inserted=2 + 1)  # with the annulment that a status tells of
    assert str(load.counts) == "107 inserted, 0 updated, 0 unchanged, 0 withdrawn"


def test_the_same_tables_again_change_nothing_and_rewrite_no_row(tables):
    tables.load()
    before = versions_of_rows()
    load = tables.load()
    assert str(load.counts) == "0 inserted, 0 updated, 35 unchanged, 0 withdrawn"
    assert versions_of_rows() == before


def test_a_changed_value_updates_its_row_and_no_other(tables):
    tables.load()
    before = dict(Result.objects.values_list("pk", "updated_at"))
    rows = versions_of_rows()
    tables.change("results", 2, votes="5621437")
    load = tables.load()
    assert str(load.counts) == "0 inserted, 1 updated, 34 unchanged, 0 withdrawn"
    changed = final()
    assert (changed.votes, changed.edited_at) == (5621437, None)
    moved = {pk for pk, moment in Result.objects.values_list("pk", "updated_at") if before[pk] != moment}
    assert moved == {changed.pk}
    assert {key for key, place in versions_of_rows().items() if rows[key] != place} == {("Result", changed.pk)}
    assert changed.batch.updated == 1


@pytest.mark.parametrize(
    ("table", "line", "cells", "value"),
    [
        ("results", 4, {"share_pct": "80.7"}, lambda: Result.objects.get(basis="official_preliminary").share_pct),
        ("turnout", 2, {"turnout_pct": "14.30"}, lambda: Turnout.objects.get(as_of_time="10:00").turnout_pct),
        ("elections", 3, {"threshold_pct": "7.0"}, lambda: Election.objects.get(pk="kz-2012-mazhilis").threshold_pct),
    ],
)
def test_numbers_are_kept_with_the_digits_that_were_printed(tables, table, line, cells, value):
    tables.load()
    tables.change(table, line, **cells)
    assert tables.load().counts.updated == 1
    assert str(value()) == next(iter(cells.values()))
    tables.change(table, line, **{name: f"{number}0" for name, number in cells.items()})
    assert tables.load().counts.updated == 1
    assert str(value()) == next(iter(cells.values())) + "0"


def test_an_unknown_figure_stays_unknown_and_may_become_known(tables):
    tables.load()
    assert final("kz-2011-president-nazarbayev").seats is None
    tables.change("results", 7, seats="0", votes="")
    assert tables.load().counts.updated == 1
    assert (final("kz-2011-president-nazarbayev").seats, final("kz-2011-president-nazarbayev").votes) == (0, None)


def test_a_changed_list_of_sources_is_an_update_and_keeps_its_order(tables):
    tables.load()
    party = Party.objects.get(pk="kz-ak-zhol")
    listed = party._meta.get_field("other_sources").remote_field.through.objects
    assert list(listed.filter(party=party).values_list("source_id", "position")) == [("press", 1), ("cec", 2)]
    tables.change("parties", 3, source_ids="wiki cec press")
    load = tables.load()
    assert load.by_table["parties"] == Counts(updated=1, unchanged=2)
    assert list(listed.filter(party=party).values_list("source_id", "position")) == [("cec", 1), ("press", 2)]
    assert Party.objects.get(pk="kz-ak-zhol").updated_at > party.updated_at
    tables.change("parties", 3, source_ids="wiki")
    assert tables.load().counts.updated == 1
    assert not listed.filter(party=party).exists()


def test_a_row_that_is_gone_is_withdrawn_and_leaves_its_reason_and_values(tables):
    tables.load()
    gone = final("kz-2012-mazhilis-ak-zhol")
    tables.remove("results", 3)
    load = tables.load()
    assert load.by_table["results"] == Counts(unchanged=6, withdrawn=1)
    assert not Result.objects.filter(pk=gone.pk).exists()
    tombstone = Tombstone.objects.get()
    assert (tombstone.table, tombstone.row_id) == ("results", str(gone.pk))
    assert tombstone.reason == "results.csv no longer has this row."
    assert (tombstone.values["votes"], tombstone.values["source_id"]) == (518405, "cec")
    assert tables.load().counts == Counts(unchanged=34)


@pytest.mark.parametrize(
    ("table", "line", "model"),
    [
        ("contenders", 4, Contender),
        ("results", 3, Result),
        ("turnout", 4, Turnout),
        ("lineage", 2, PartyEvent),
        ("election_events", 2, ElectionEvent),
    ],
)
def test_a_row_that_returns_has_its_id_again_and_no_tombstone(tables, table, line, model):
    tables.load()
    ids, rows = set(model.objects.values_list("pk", flat=True)), tables.rows(table)
    tables.remove(table, line)
    tables.add("results", 2, area="KZ-AKM")
    assert tables.load().by_table[table].withdrawn == 1
    (gone,) = ids - set(model.objects.values_list("pk", flat=True))
    assert (Tombstone.objects.get().table, Tombstone.objects.get().row_id) == (table, str(gone))
    tables.write(table, rows)
    assert tables.load().by_table[table].inserted == 1
    assert not Tombstone.objects.filter(table=table, row_id=gone).exists()
    assert set(model.objects.values_list("pk", flat=True)) >= ids
    assert tables.load().counts == Counts(unchanged=tables.load().counts.unchanged)


def test_withdrawing_keeps_to_the_table_and_the_countries_of_the_file(tables):
    tables.load()
    tables.write("results", [row for row in tables.rows("results") if row["election_id"].startswith("kz")])
    for table in ("turnout", "lineage", "election_events", "exclusions"):
        tables.path(table).unlink()
    load = tables.load()
    assert load.counts.withdrawn == 0
    assert Result.objects.filter(contender__election__country="KG").count() == 1
    assert Turnout.objects.exclude(claimant=COMPILED).count() == 4


def test_a_file_with_a_header_only_withdraws_nothing(tables):
    tables.load()
    tables.path("results").write_text(tables.path("results").read_text().splitlines()[0] + "\n")
    assert tables.load().counts.withdrawn == 0
    assert Result.objects.count() == 7


def test_rows_brought_by_hand_stay(tables):
    tables.load()
    by_hand = Result.objects.create(
        contender_id=NUR_OTAN, area_id="KZ-ALA", votes=1, basis="official_final", source_id="blog"
    )
    load = tables.load()
    assert load.counts.withdrawn == 0
    assert Result.objects.get(pk=by_hand.pk).votes == 1


def test_a_row_by_hand_that_a_file_brings_too_is_kept_as_it_is(tables):
    tables.load()
    Result.objects.create(contender_id=NUR_OTAN, area_id="KZ-ALA", votes=1, basis="official_final", source_id="blog")
    tables.add("results", 2, area="KZ-ALA", votes="2", source_id="blog", as_of="")
    assert tables.load().by_table["results"] == Counts(unchanged=7, kept=1)
    assert Result.objects.get(area="KZ-ALA", basis="official_final").votes == 1
    assert tables.load(replace=True).by_table["results"] == Counts(unchanged=7, updated=1)
    assert Result.objects.get(area="KZ-ALA", basis="official_final").votes == 2


def by_saving(row):
    row.votes = 1
    row.save()


def by_update(row):
    Result.objects.filter(pk=row.pk).update(votes=1)


def by_bulk_update(row):
    row.votes = 1
    Result.objects.bulk_update([row], ["votes"])


def by_sql(row):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE elections_result SET votes = 1 WHERE id = %s", [row.pk])


@pytest.mark.parametrize("edit", [by_saving, by_update, by_bulk_update, by_sql])
def test_a_row_that_somebody_edited_is_kept_and_counted_until_it_is_replaced(tables, edit):
    tables.load()
    edit(final())
    edited = final()
    assert edited.edited_at is not None
    load = tables.load()
    assert load.by_table["results"] == Counts(unchanged=6, kept=1)
    assert str(load.counts) == ("0 inserted, 0 updated, 34 unchanged, 0 withdrawn, 1 kept as edited since their load")
    assert (final().votes, final().edited_at) == (1, edited.edited_at)
    load = tables.load(replace=True)
    assert load.by_table["results"] == Counts(unchanged=6, updated=1)
    assert (final().votes, final().edited_at) == (5621436, None)
    assert tables.load().counts == Counts(unchanged=35)


def test_a_row_that_somebody_edited_is_not_withdrawn(tables):
    tables.load()
    by_update(final("kz-2012-mazhilis-ak-zhol"))
    tables.remove("results", 3)
    assert tables.load().counts.withdrawn == 0
    assert final("kz-2012-mazhilis-ak-zhol").votes == 1


def test_saving_a_row_as_it_is_edits_nothing(tables):
    tables.load()
    before = final()
    final().save()
    assert (final().edited_at, final().updated_at) == (None, before.updated_at)


def test_whoever_changes_the_sources_of_a_row_edits_the_row(tables):
    tables.load()
    election = Election.objects.get(pk="kz-2012-mazhilis")
    ElectionSource.objects.filter(election=election, source="press").delete()
    assert Election.objects.get(pk=election.pk).edited_at is not None
    assert tables.load().by_table["elections"] == Counts(unchanged=3, kept=1)
    assert list(election.other_sources.values_list("pk", flat=True)) == ["wiki"]
    assert tables.load(replace=True).by_table["elections"] == Counts(unchanged=3, updated=1)
    assert set(election.other_sources.values_list("pk", flat=True)) == {"press", "wiki"}


def test_edits_after_a_load_within_one_transaction_are_edits(tables):
    with transaction.atomic():
        tables.load()
        by_saving(final())
    assert final().edited_at is not None


def test_withdrawing_a_row_that_is_still_used_is_refused_with_nothing_saved(tables, tmp_path):
    tables.load()
    before = versions_of_rows()
    for table in ("results", "turnout", "lineage", "election_events", "exclusions"):
        tables.path(table).unlink()
    tables.remove("contenders", 3)
    tables.change("parties", 2, note="Changed.")
    (fault,) = tables.faults()
    assert fault == (
        "contenders: 'kz-2012-mazhilis-ak-zhol' is no longer in the files, but rows of results still refer to it; "
        "keep it, or take those rows out too"
    )
    assert versions_of_rows() == before
    assert not Tombstone.objects.exists()
    assert ImportBatch.objects.filter(table="contenders").count() == 1


def test_a_new_row_may_not_refer_to_one_that_the_same_load_withdraws(tables):
    tables.load()
    before = versions_of_rows()
    tables.remove("contenders", 4)
    tables.add("results", 2, contender_id="kz-2012-mazhilis-others")
    (fault,) = tables.faults()
    assert "'kz-2012-mazhilis-others' is no longer in the files, but rows of results still refer to it" in fault
    assert versions_of_rows() == before


def test_a_dry_run_counts_the_same_and_changes_nothing(tables):
    assert tables.load(dry_run=True).counts.inserted == 107
    assert not ImportBatch.objects.exists() and not Area.objects.exists() and DataVersion.current() == 0
    tables.load()
    before, batches = versions_of_rows(), ImportBatch.objects.count()
    tables.change("results", 2, votes="1")
    tables.add("results", 2, area="KZ-AKM")
    tables.remove("turnout", 2)
    dry = tables.load(dry_run=True)
    assert (versions_of_rows(), ImportBatch.objects.count(), DataVersion.current()) == (before, batches, 1)
    assert not Tombstone.objects.exists()
    assert tables.load().by_table == dry.by_table
    assert dry.counts == Counts(inserted=1, updated=1, unchanged=33, withdrawn=1)


def test_the_data_version_rises_by_one_with_each_load_that_changes_something(tables):
    seen = []
    for change in (
        lambda: None,  # the first load
        lambda: None,
        lambda: tables.change("results", 2, votes="1"),
        lambda: tables.remove("results", 2),
        lambda: tables.change("parties", 3, source_ids="wiki"),
        lambda: None,
        lambda: tables.change("results", 2, votes="-1"),  # refused
    ):
        change()
        tables.faults()
        seen.append(DataVersion.current())
    assert seen == [1, 1, 2, 3, 4, 4, 4]


def test_every_file_is_a_batch_with_its_digest_who_and_counts_that_add_up(tables):
    user = get_user_model().objects.create(username="editor")
    load = tables.load(loaded_by=user)
    batches = {batch.table: batch for batch in ImportBatch.objects.all()}
    assert set(batches) == {table.name for table in tables.tables}
    results = batches["results"]
    assert (results.file_name, results.loaded_by, results.rows_read) == ("results.csv", user, 7)
    assert results.sha256 == hashlib.sha256(tables.path("results").read_bytes()).hexdigest()
    assert set(Result.objects.values_list("batch", flat=True)) == {results.pk}
    tables.change("results", 2, votes="1")
    tables.remove("results", 3)
    by_update(final("kz-2011-president-nazarbayev"))
    load = tables.load()
    last = {batch.table: batch for batch in ImportBatch.objects.filter(pk__gt=max(b.pk for b in batches.values()))}
    assert len(last) == 9  # the places that ship are not loaded again
    results = last["results"]
    assert (results.inserted, results.updated, results.unchanged, results.withdrawn, results.kept) == (0, 1, 4, 1, 1)
    assert results.rows_read == results.inserted + results.updated + results.unchanged + results.kept
    for count in Counts.__dataclass_fields__:
        assert sum(getattr(batch, count) for batch in last.values()) == getattr(load.counts, count)


def test_a_refused_load_leaves_no_batch(tables):
    tables.change("results", 2, votes="-1")
    assert tables.faults()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    ("written", "area", "kind"),
    [
        ("Omsk (embassy, 2nd floor)", "KZ-x-omsk-embassy-2nd-floor", "place"),
        ("voters abroad: Paris", "KZ-x-voters-abroad-paris", "abroad"),
        ("Жаңа Ауыл", "KZ-x-zhana-auyl", "place"),
        ("Aeroabroadville", "KZ-x-aeroabroadville", "place"),
    ],
)
def test_a_free_name_becomes_a_place_that_keeps_the_name_as_written(tables, written, area, kind):
    tables.add("results", 2, area=written)
    load = tables.load()
    assert load.new_places == [area]
    place = Area.objects.get(pk=area)
    assert (place.name, place.kind, place.country_id, place.parent_id) == (written, kind, "KZ", "KZ")
    assert place.sort_key == place.search_key == area[5:].replace("-", " ")
    assert place.results.get().votes == 5621436
    assert tables.load().new_places == []
    assert tables.load().counts == Counts(unchanged=36)


def test_a_file_without_an_optional_column_says_nothing_of_it(tables):
    plain = tables.rows("turnout")
    tables.write(
        "turnout",
        [{**row, "issued": "7", "valid": "", "invalid": "", "also_source_ids": "wiki blog"} for row in plain],
    )
    tables.load()
    tables.write("turnout", plain)
    assert tables.load().by_table["turnout"] == Counts(unchanged=6)
    tables.change("turnout", 2, turnout_pct="14.4")
    assert tables.load().by_table["turnout"] == Counts(updated=1, unchanged=5)
    claim = Turnout.objects.get(as_of_time="10:00")
    assert (str(claim.turnout_pct), claim.issued) == ("14.4", 7)
    cited = TurnoutSource.objects.filter(turnout=claim).order_by("position").values_list("source_id", flat=True)
    assert list(cited) == ["wiki", "blog"]
    tables.write("turnout", [{**row, "issued": ""} for row in tables.rows("turnout")])
    assert tables.load().by_table["turnout"] == Counts(updated=4, unchanged=2)
    assert Turnout.objects.get(as_of_time="10:00").issued is None


def test_headline_counts_are_one_claim_compiled_from_the_sources_listed(tables):
    tables.load()
    claim = Turnout.objects.get(election="kz-2012-mazhilis", claimant=COMPILED)
    assert (claim.area_id, claim.as_of_time, claim.part, claim.basis) == ("KZ", "close", "", "official_final")
    assert (claim.registered, claim.issued, claim.cast) == (9303693, 7018925, 7018925)
    assert (claim.valid, claim.invalid, claim.turnout_pct) == (6941220, 77705, Decimal("75.45"))
    assert claim.source_id == "cec"
    others = TurnoutSource.objects.filter(turnout=claim).order_by("position").values_list("source_id", flat=True)
    assert list(others) == ["press", "wiki"]
    assert not Turnout.objects.filter(election="kz-2011-president").exists()
    tables.change("elections", 3, valid="6941221")
    assert tables.load().by_table["turnout"] == Counts(updated=1, unchanged=5)
    tables.change(
        "elections", 3, **dict.fromkeys(["registered", "ballots_issued", "ballots_cast", "valid", "invalid"], "")
    )
    tables.change("elections", 3, turnout_pct="")
    assert tables.load().by_table["turnout"] == Counts(unchanged=5, withdrawn=1)


def test_headline_counts_are_preliminary_where_nothing_else_is_known(tables):
    tables.change("results", 8, basis="official_preliminary")
    tables.load()
    claim = Turnout.objects.get(election="kg-2005-president", claimant=COMPILED)
    assert (claim.basis, claim.turnout_pct) == ("official_preliminary", Decimal("53.0"))


def test_a_status_without_an_event_becomes_one_event_of_unknown_day(tables):
    tables.load()
    event = ElectionEvent.objects.get(election="kg-2005-president")
    assert (event.event, event.date, event.area_id, event.source_id) == ("annulled", "", "KG", "press")
    assert [source.pk for source in event.other_sources.all()] == ["blog"]
    assert Election.objects.with_status().get(pk="kg-2005-president").status == "annulled"
    tables.add("election_events", 3, election_id="kg-2005-president", event="annulled", date="2005-07-11")
    assert tables.load().by_table["election_events"] == Counts(inserted=1, unchanged=2, withdrawn=1)
    assert ElectionEvent.objects.get(election="kg-2005-president").date == "2005-07-11"
    assert tables.load().by_table["election_events"] == Counts(unchanged=3)


def test_one_load_waits_for_another_and_finds_what_it_left(tables):
    loads, begun, go_on = [], threading.Event(), threading.Event()

    def hold(file, size):
        begun.set()
        assert go_on.wait(30)
        return lambda position: None

    def load(**options):
        try:
            loads.append(tables.load(**options))
        finally:
            connection.close()

    first = threading.Thread(target=load, kwargs={"progress": hold})
    first.start()
    assert begun.wait(30)
    second = threading.Thread(target=load)
    second.start()
    second.join(0.5)
    assert second.is_alive() and loads == [] and not Result.objects.exists()
    go_on.set()
    first.join(30)
    second.join(30)
    assert loads[0].counts == Counts(inserted=107)
    assert loads[1].counts == Counts(unchanged=loads[1].counts.unchanged)
    assert DataVersion.current() == 1


def test_an_edit_that_has_begun_is_waited_for_and_kept(tables):
    tables.load()
    tables.change("results", 2, votes="2")
    tables.remove("results", 3)
    loads = []

    def load():
        try:
            loads.append(tables.load())
        finally:
            connection.close()

    waiting = threading.Thread(target=load)
    with transaction.atomic():
        by_update(final())
        by_update(final("kz-2012-mazhilis-ak-zhol"))
        waiting.start()
        waiting.join(1.5)
        assert waiting.is_alive()
    waiting.join(30)
    assert [load.by_table["results"] for load in loads] == [Counts(unchanged=5, kept=1)]
    assert (final().votes, final("kz-2012-mazhilis-ak-zhol").votes) == (1, 1)


def test_after_any_change_of_the_files_the_record_is_what_they_say(tables):
    """Twelve loads, each of some of the rows, in any order, with some figures and sources changed."""
    random = Random(2021)
    whole = {table: tables.rows(table) for table in ("results", "turnout", "lineage", "parties")}
    for _ in range(12):
        for name, rows in whole.items():
            some = [dict(row) for row in rows if name == "parties" or random.random() < 0.7] or rows[:1]
            random.shuffle(some)
            for row in some:
                row["note"] = random.choice([row["note"], "", 'Changed: "so", \\ and\nso.']) or "Some words."
                if name == "results" and row["votes"]:
                    row["votes"] = str(random.randrange(10**9))
                if name == "turnout" and row["turnout_pct"]:
                    row["turnout_pct"] = random.choice(["0", "6.5", "6.50", "104.37"])
                if name == "parties":
                    row["source_ids"] = " ".join(random.sample(["cec", "press", "wiki", "blog"], random.randint(1, 4)))
            tables.write(name, some)
        tables.load()
        countries = {"results": "contender__election__country", "turnout": "election__country"}
        for table in tables.tables:
            if table.name in whole:
                count = compare([tables.folder], table)
                brought = table.model.objects.filter(batch__table=table.name)
                if table.name in countries:
                    here = {row["election_id"][:2].upper() for row in tables.rows(table.name)}
                    brought = brought.filter(**{f"{countries[table.name]}__in": here})
                assert brought.count() == count, table.name
        again = tables.load(dry_run=True).counts
        assert again == Counts(unchanged=again.unchanged)


def test_progress_is_told_by_file_and_position(tables):
    told = {}

    def progress(file, size):
        return lambda position: told.setdefault(file, []).append((position, size))

    tables.load(progress=progress)
    assert set(told) == {f"{table.name}.csv" for table in tables.tables if table.name != "areas"} | {
        "areas.csv (shipped)"
    }
    assert all(positions[-1][0] == positions[-1][1] for positions in told.values())


def test_files_that_are_no_tables_are_named_and_left_alone(tables):
    (tables.folder / "stations").mkdir()
    named = ["Results.csv", "results (1).csv", "results.xls", "stations/kg-2020.csv", "turnout.tsv"]
    for name in [*named, "~$results.xlsx", ".~lock.results.csv#", "README.md"]:
        (tables.folder / name).write_text("anything")
    assert tables.load().left_alone == named


def test_places_that_a_folder_has_itself_are_not_overwritten_by_those_that_ship(tables):
    tables.load()
    Area.objects.filter(pk="KZ").update(name="Qazaqstan")
    tables.load(replace=True)
    assert Area.objects.get(pk="KZ").name == "Qazaqstan"


def test_the_planner_is_told_of_many_new_rows(tables, monkeypatch):
    monkeypatch.setattr(setwise, "MANY", 2)
    tables.load()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'elections_result'")
        assert cursor.fetchone()[0] == Result.objects.count() > 2
