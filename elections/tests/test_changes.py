"""Sets of changes: what is proposed becomes part of the record as one, after a second person, or not at all."""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from elections.analysis import trial
from elections.importers import LoadRefused, changes, record
from elections.importers.changes import ChangeRefused
from elections.importers.published import published_row
from elections.importers.publishing import Conflicts, publish
from elections.models import (
    Change,
    ChangeChannel,
    ChangeSet,
    ChangeState,
    Contender,
    DataVersion,
    History,
    ImportBatch,
    Party,
    Result,
    Source,
    Tombstone,
    Turnout,
)
from elections.tests.conftest import FACT_BASE
from observers.importers import RECORD

pytestmark = pytest.mark.django_db(transaction=True)

RULED = {table.name: table for table in RECORD}
NUR_OTAN = "kz-2012-mazhilis-nur-otan"


@pytest.fixture
def loaded(tables):
    tables.load()
    return tables


@pytest.fixture
def people():
    make = get_user_model().objects.create_user
    return make("author"), make("reviewer"), make("third")


def final(contender=NUR_OTAN):
    return Result.objects.get(contender=contender, basis="official_final")


def begun(author, **more):
    return changes.begin(author, "A correction", ChangeChannel.FORM, **{"reason": "The protocol says so.", **more})


def published(change_set, reviewer):
    changes.hand_in(change_set)
    load = publish(change_set, reviewer, RECORD)
    assert change_set.state == ChangeState.PUBLISHED
    return load


def faults_of(call):
    with pytest.raises(LoadRefused) as refused:
        call()
    return [str(fault) for fault in refused.value.faults.listed]


def test_a_published_row_becomes_what_was_proposed_and_the_rest_stays(loaded, people):
    author, reviewer, _ = people
    before, version = dict(Result.objects.values_list("pk", "updated_at")), DataVersion.current()
    row = final()
    change_set = begun(author)
    changes.alter(change_set, record.RESULTS, row.pk, {"votes": "5621437"})
    assert final().votes == row.votes, "a draft changes nothing"
    load = published(change_set, reviewer)
    assert str(load.counts) == "0 inserted, 1 updated, 0 unchanged, 0 withdrawn"
    assert (final().pk, final().votes) == (row.pk, 5621437)
    assert {pk for pk, moment in Result.objects.values_list("pk", "updated_at") if before[pk] != moment} == {row.pk}
    assert DataVersion.current() == version + 1 == change_set.data_version
    batch = final().batch
    assert (batch.change_set, batch.loaded_by, batch.updated, batch.kind) == (change_set, author, 1, "change")


def test_a_set_builds_on_its_own_new_rows_and_makes_places(loaded, people):
    author, reviewer, _ = people
    change_set = begun(author)
    changes.add(
        change_set,
        record.SOURCES,
        {"source_id": "new", "publisher": "P", "title": "T", "kind": "news", "url": "https://example.org/x"},
    )
    changes.add(
        change_set,
        record.PARTIES,
        {"party_id": "kz-new", "country": "KZ", "name": "New", "alignment": "unknown", "source_ids": "new cec"},
    )
    changes.add(
        change_set,
        record.CONTENDERS,
        {
            "contender_id": "kz-2012-mazhilis-new",
            "election_id": "kz-2012-mazhilis",
            "name": "New",
            "kind": "party_list",
            "party_id": "kz-new",
        },
    )
    cells = {
        "election_id": "kz-2012-mazhilis",
        "contender_id": "kz-2012-mazhilis-new",
        "votes": "12",
        "basis": "official_final",
        "source_id": "new",
    }
    changes.add(change_set, record.RESULTS, cells)
    changes.add(change_set, record.RESULTS, {**cells, "area": "Tomsk (abroad)"})
    load = published(change_set, reviewer)
    assert load.new_places == ["KZ-x-tomsk-abroad"]
    assert load.by_table["results"].inserted == 2
    assert list(Party.objects.get(pk="kz-new").other_sources.values_list("pk", flat=True)) == ["cec"]
    ids = set(Result.objects.filter(contender="kz-2012-mazhilis-new").values_list("pk", flat=True))
    assert {int(change.row_id) for change in change_set.changes.filter(table="results")} == ids


def test_one_fault_and_nothing_is_applied(loaded, people):
    author, reviewer, _ = people
    change_set = begun(author)
    changes.alter(change_set, record.RESULTS, final().pk, {"votes": "12"})
    changes.add(change_set, record.PARTIES, {"party_id": "KZ", "country": "KZ", "name": "", "source_ids": "none"})
    version, votes = DataVersion.current(), final().votes
    for call in (lambda: changes.check(change_set, RECORD), lambda: published(change_set, reviewer)):
        found = faults_of(call)
        assert "parties line 2, name: is empty and must not be" in found
        assert "parties line 2, party_id: 'KZ' is not an id of lower-case letters, digits and single hyphens" in found
    assert (DataVersion.current(), final().votes) == (version, votes)
    change_set.refresh_from_db()
    assert change_set.state == ChangeState.IN_REVIEW
    assert not ImportBatch.objects.filter(kind="change").exists()


def test_checking_a_draft_tells_what_it_would_do_and_does_nothing(loaded, people):
    change_set = begun(people[0])
    changes.alter(change_set, record.RESULTS, final().pk, {"votes": "12"})
    before = final()
    assert changes.check(change_set, RECORD).by_table["results"].updated == 1
    assert (final().votes, final().updated_at) == (before.votes, before.updated_at)
    assert not History.objects.exists()


def test_a_row_changed_meanwhile_is_a_conflict_with_both_versions(loaded, people):
    author, reviewer, third = people
    row = final()
    first, second = begun(author), begun(third)
    changes.alter(first, record.RESULTS, row.pk, {"votes": "1"})
    changes.alter(second, record.RESULTS, row.pk, {"votes": "2"})
    changes.withdraw(second, record.PARTIES, "kz-ak-zhol")
    published(first, reviewer)
    changes.hand_in(second)
    with pytest.raises(Conflicts) as raised:
        publish(second, reviewer, RECORD)
    (conflict,) = raised.value.conflicts
    assert (conflict.before["votes"], conflict.published["votes"], conflict.proposed["votes"]) == ("5621436", "1", "2")
    assert Party.objects.filter(pk="kz-ak-zhol").exists(), "nothing is applied"
    changes.send_back(second, reviewer, "Somebody was faster.")
    change = second.changes.get(table="results")
    changes.rebase(change, record.RESULTS)
    changes.drop(second.changes.get(table="parties"))
    published(second, reviewer)
    assert final().votes == 2


def test_a_new_row_that_is_there_already_is_a_conflict(loaded, people):
    author, reviewer, third = people
    first, second = begun(author), begun(third)
    source = {"source_id": "new", "publisher": "P", "title": "T", "kind": "news"}
    for change_set in (first, second):
        changes.add(change_set, record.SOURCES, source)
    same = published_row(record.RESULTS, final().pk)[0]
    changes.add(second, record.RESULTS, {**same, "votes": "7"})
    published(first, reviewer)
    changes.hand_in(second)
    with pytest.raises(Conflicts) as raised:
        publish(second, reviewer, RECORD)
    assert [conflict.change.table for conflict in raised.value.conflicts] == ["sources", "results"]
    assert raised.value.conflicts[1].published["votes"] == "5621436"


def test_a_row_gone_meanwhile_is_a_conflict(loaded, people):
    author, reviewer, third = people
    row = Turnout.objects.get(as_of_time="10:00")
    first, second = begun(author), begun(third)
    changes.withdraw(first, record.TURNOUT, row.pk)
    changes.alter(second, record.TURNOUT, row.pk, {"turnout_pct": "14.4"})
    published(first, reviewer)
    changes.hand_in(second)
    with pytest.raises(Conflicts) as raised:
        publish(second, reviewer, RECORD)
    assert raised.value.conflicts[0].published is None


def test_what_is_withdrawn_leaves_a_tombstone_with_reason_and_successor(loaded, people):
    author, reviewer, _ = people
    row, successor = Turnout.objects.get(as_of_time="10:00"), Turnout.objects.filter(as_of_time="close")[0]
    change_set = begun(author, reason="It was counted twice.")
    changes.withdraw(change_set, record.TURNOUT, row.pk, successor=str(successor.pk))
    load = published(change_set, reviewer)
    assert load.by_table["turnout"].withdrawn == 1
    stone = Tombstone.objects.get(table="turnout", row_id=str(row.pk))
    assert (stone.reason, stone.successor) == ("It was counted twice.", str(successor.pk))
    assert stone.values["turnout_pct"] == 14.3


def test_what_others_refer_to_is_not_withdrawn_without_them(loaded, people):
    change_set = begun(people[0])
    changes.withdraw(change_set, record.SOURCES, "blog")
    (fault,) = faults_of(lambda: changes.check(change_set, RECORD))
    assert fault.startswith("sources: 'blog' would go, but rows of ")
    assert fault.endswith(" still refer to it; keep it, or take those rows out too")


def test_a_row_may_move_to_another_key_and_keeps_its_id(loaded, people):
    author, reviewer, _ = people
    row = final()
    change_set = begun(author)
    changes.alter(change_set, record.RESULTS, row.pk, {"source_id": "press", "as_of": "2012-01"})
    published(change_set, reviewer)
    moved = Result.objects.get(pk=row.pk)
    assert (moved.source_id, moved.as_of, moved.votes) == ("press", "2012-01", row.votes)


def test_a_row_is_not_withdrawn_and_added_anew_in_one_set(loaded, people):
    change_set = begun(people[0])
    row = final()
    cells, _ = published_row(record.RESULTS, row.pk)
    changes.withdraw(change_set, record.RESULTS, row.pk)
    changes.add(change_set, record.RESULTS, {**cells, "votes": "7"})
    assert faults_of(lambda: changes.check(change_set, RECORD)) == [
        "results line 2: is a row that this set withdraws; take both changes out, and alter the row instead"
    ]
    assert final().votes == row.votes


def test_ids_are_permanent(loaded, people):
    change_set = begun(people[0])
    changes.alter(change_set, record.PARTIES, "kz-ak-zhol", {"party_id": "kz-other"})
    assert "ids are permanent" in faults_of(lambda: changes.check(change_set, RECORD))[0]


def test_a_set_rolls_back_whole_as_a_set_that_another_person_publishes(loaded, people):
    author, reviewer, _ = people
    row, gone = final(), Turnout.objects.get(as_of_time="10:00")
    everything = {table.name: cells_of(table) for table in RECORD}
    change_set = begun(author)
    changes.alter(change_set, record.RESULTS, row.pk, {"votes": "1", "note": "x"})
    changes.withdraw(change_set, record.TURNOUT, gone.pk)
    changes.add(change_set, record.SOURCES, {"source_id": "new", "publisher": "P", "title": "T", "kind": "news"})
    changes.alter(change_set, record.PARTIES, "kz-ak-zhol", {"source_ids": "new wiki"})
    published(change_set, reviewer)
    assert {table.name: cells_of(table) for table in RECORD} != everything
    taken_back = changes.roll_back(change_set, reviewer, RECORD, reason="It was another election.")
    with pytest.raises(ChangeRefused, match="begun already"):
        changes.roll_back(change_set, author, RECORD)
    published(taken_back, author)
    assert {table.name: cells_of(table) for table in RECORD} == everything
    change_set.refresh_from_db()
    assert change_set.state == ChangeState.ROLLED_BACK
    assert Turnout.objects.get(as_of_time="10:00").pk == gone.pk
    assert not Tombstone.objects.filter(table="turnout").exists()


def cells_of(table):
    from elections.importers.published import published_rows

    rows = published_rows(table, list(table.model.objects.values_list("pk", flat=True)))
    return {key: cells for key, (cells, _) in rows.items()}


def test_nobody_reviews_their_own_set_whoever_asks(loaded, people):
    author, _, _ = people
    change_set = begun(author)
    changes.alter(change_set, record.RESULTS, final().pk, {"votes": "1"})
    changes.hand_in(change_set)
    with pytest.raises(ChangeRefused, match="Nobody reviews what they proposed themselves"):
        publish(change_set, author, RECORD)
    with pytest.raises(ChangeRefused, match="Nobody reviews"):
        changes.send_back(change_set, author, "x")
    with pytest.raises(IntegrityError, match="changeset_four_eyes"), transaction.atomic():
        ChangeSet.objects.filter(pk=change_set.pk).update(
            state="sent_back", reviewer=author, reviewed_at=timezone.now(), review_note="x"
        )


def test_the_database_holds_states_to_their_order(loaded, people):
    author, reviewer, _ = people
    change_set = begun(author)
    changes.alter(change_set, record.RESULTS, final().pk, {"votes": "1"})
    for state in ("published", "sent_back", "rolled_back"):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChangeSet.objects.filter(pk=change_set.pk).update(state=state)
    with pytest.raises(IntegrityError, match="submitted_with_reason"), transaction.atomic():
        ChangeSet.objects.filter(pk=change_set.pk).update(state="in_review", reason="")
    published(change_set, reviewer)
    for field, value in (("state", "draft"), ("state", "in_review"), ("reason", "x"), ("author", reviewer)):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChangeSet.objects.filter(pk=change_set.pk).update(**{field: value})
    with pytest.raises(IntegrityError, match="handed in"), transaction.atomic():
        Change.objects.update(successor="", position=7)
    with pytest.raises(IntegrityError, match="handed in"), transaction.atomic():
        Change.objects.all().delete()
    with pytest.raises(IntegrityError, match="handed in"), transaction.atomic():
        Change.objects.create(change_set=change_set, table="results", kind="add", position=9, values={"a": "b"})
    with pytest.raises(IntegrityError, match="Only a draft"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM elections_changeset")


def test_a_set_in_review_is_not_written_into_until_it_comes_back(loaded, people):
    author, reviewer, _ = people
    change_set = begun(author)
    with pytest.raises(ChangeRefused, match="holds no change"):
        changes.hand_in(change_set)
    changes.alter(change_set, record.RESULTS, final().pk, {"votes": "1"})
    changes.hand_in(change_set)
    with pytest.raises(ChangeRefused, match="in review"):
        changes.alter(change_set, record.RESULTS, final().pk, {"votes": "2"})
    with pytest.raises(ChangeRefused, match="what to mend"):
        changes.send_back(change_set, reviewer, " ")
    changes.send_back(change_set, reviewer, "The protocol says 2.")
    changes.alter(change_set, record.RESULTS, final().pk, {"votes": "2"})
    changes.hand_in(change_set)
    changes.take_back(change_set)
    published(change_set, reviewer)
    assert final().votes == 2
    with pytest.raises(ChangeRefused, match="published"):
        publish(change_set, reviewer, RECORD)


def test_what_changes_nothing_is_no_change(loaded, people):
    change_set = begun(people[0])
    with pytest.raises(ChangeRefused, match="Nothing differs"):
        changes.alter(change_set, record.RESULTS, final().pk, {"votes": "5621436 "})
    with pytest.raises(ChangeRefused, match="no such column"):
        changes.alter(change_set, record.RESULTS, final().pk, {"vote": "1"})
    with pytest.raises(ChangeRefused, match="no published row"):
        changes.withdraw(change_set, record.RESULTS, "0")
    with pytest.raises(ChangeRefused, match="no published row"):
        changes.withdraw(change_set, record.RESULTS, "x")


def test_a_later_load_keeps_what_people_published(loaded, people):
    author, reviewer, _ = people
    change_set = begun(author)
    changes.alter(change_set, record.RESULTS, final().pk, {"votes": "1"})
    changes.add(change_set, record.SOURCES, {"source_id": "new", "publisher": "P", "title": "T", "kind": "news"})
    published(change_set, reviewer)
    assert loaded.load().counts.kept == 1
    assert final().votes == 1
    loaded.add("sources", 2, source_id="new")
    assert loaded.load().by_table["sources"].kept == 1
    assert Source.objects.get(pk="new").publisher == "P"


def test_the_history_keeps_every_version_with_its_batch(loaded, people):
    author, reviewer, _ = people
    row = final()
    change_set = begun(author)
    changes.alter(change_set, record.RESULTS, row.pk, {"votes": "1"})
    changes.withdraw(change_set, record.TURNOUT, Turnout.objects.get(as_of_time="10:00").pk)
    published(change_set, reviewer)
    kept = History.objects.get(table="elections_result")
    assert (kept.row_id, kept.kind, kept.channel, kept.row["votes"]) == (str(row.pk), "altered", "change", row.votes)
    assert kept.batch.change_set == change_set
    gone = History.objects.get(table="elections_turnout")
    assert (gone.kind, gone.channel, gone.batch.change_set) == ("withdrawn", "change", change_set)
    loaded.change("results", 3, votes="518406")
    loaded.load()
    assert History.objects.filter(channel="load", table="elections_result").get().batch.kind == "load"
    Result.objects.filter(pk=row.pk).update(votes=3)
    by_hand = History.objects.filter(channel="hand").get()
    assert (by_hand.row["votes"], by_hand.batch) == (1, None)
    Contender.objects.create(id="kz-2012-mazhilis-x", election_id="kz-2012-mazhilis", name="X", kind="candidate")
    assert History.objects.get(kind="inserted").table == "elections_contender"
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        History.objects.all().delete()


def test_a_list_of_sources_is_part_of_the_history(loaded, people):
    author, reviewer, _ = people
    change_set = begun(author)
    changes.alter(change_set, record.PARTIES, "kz-ak-zhol", {"source_ids": "wiki"})
    published(change_set, reviewer)
    (kept,) = History.objects.all()
    assert kept.row["other_sources"] == ["press", "cec"]


def test_every_row_of_the_record_is_given_back_as_its_file_has_it(record_loaded):
    """The cells of a published row, proposed again, are the row: for every table of the fact base."""
    from elections.tests.test_changes import cells_of as cells

    author = get_user_model().objects.create_user("author")
    change_set = changes.begin(author, "Everything once more", ChangeChannel.IMPORT)
    position = 0
    for table in RECORD:
        for row_id, row in cells(table).items():
            moment = table.model.objects.values_list("updated_at", flat=True).get(pk=row_id)
            position += 1
            Change.objects.create(
                change_set=change_set,
                table=table.name,
                position=position,
                kind="alter",
                row_id=row_id,
                values=row,
                before=row,
                based_on_at=moment,
            )
            if position % 40 == 0:
                break
    load = changes.check(change_set, RECORD)
    assert {name: counts.updated for name, counts in load.by_table.items() if counts.updated} == {}
    assert load.counts.unchanged == position


@pytest.fixture
def record_loaded():
    from elections.importers import load_tables

    load_tables(FACT_BASE, RECORD)


def said_by(check):
    return check and check.text


def test_a_proposal_tells_which_checks_it_turns(loaded, people):
    author, reviewer, _ = people
    row, votes = final(), final().votes
    worse = begun(author)
    changes.alter(worse, record.RESULTS, row.pk, {"votes": str(votes + 9_000_000)})
    found = trial(worse, RECORD)
    assert found.load.counts.updated == 1
    assert found.turns and found.turns[0].is_worse and found.turns[0].election == "kz-2012-mazhilis"
    assert all("fail" in {turn.before and turn.before.status, turn.after and turn.after.status} for turn in found.turns)
    assert final().votes == votes
    published(worse, reviewer)
    back = trial(changes.roll_back(worse, author, RECORD, reason="A digit too many."), RECORD)
    said = {(said_by(turn.before), said_by(turn.after)) for turn in found.turns}
    assert {(said_by(turn.after), said_by(turn.before)) for turn in back.turns} == said
    harmless = begun(author)
    changes.alter(harmless, record.PARTIES, "kz-ak-zhol", {"note": "x"})
    assert trial(harmless, RECORD).turns == []
    changes.add(harmless, record.PARTIES, {"party_id": "x"})
    assert trial(harmless, RECORD).faults.count > 1
