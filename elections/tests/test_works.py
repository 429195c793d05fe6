"""Large sets: a worker tries, publishes and takes them back; killed, late, twice or without leave it writes nothing."""

import threading
import time

import pytest
from django.db import connection

from elections import tasks
from elections.admin import sets as pages
from elections.datasets.derivation import LOCK, derive, version_seen
from elections.importers import changes, record, works
from elections.importers.locks import is_held, only_one
from elections.importers.published import published_rows
from elections.models import ChangeChannel, ChangeSet, DataVersion, History, ImportBatch, Result, SetWork
from elections.models.derived import DerivedResult
from elections.tests.killed import killed_in
from elections.tests.test_staff import final
from observers.importers import RECORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def loaded(tables, monkeypatch):
    tables.load()
    monkeypatch.setattr(works, "LARGE", 1)  # two changes make a large set
    return tables


@pytest.fixture
def people(staff):
    return staff("entry"), staff("reviewer")


def proposed(author, votes="15621436"):
    """A set in review that alters a figure so that a sum fails, and withdraws another row."""
    change_set = changes.begin(author, "Two figures", ChangeChannel.FORM, "As printed.")
    changes.alter(change_set, record.RESULTS, final().pk, {"votes": votes})
    other = Result.objects.exclude(pk=final().pk).filter(contender=final().contender).first()
    changes.withdraw(change_set, record.RESULTS, other.pk)
    return change_set


def address(change_set):
    return f"/admin/elections/changeset/{change_set.pk}/change/"


def in_record():
    return {
        table.name: published_rows(table, list(table.model.objects.values_list("pk", flat=True))) for table in RECORD
    }


def nothing_queued(monkeypatch):
    monkeypatch.setattr(tasks.do_work, "delay", lambda pk: None)


def test_the_whole_path_of_a_large_set(loaded, people):
    entry, reviewer = people
    change_set = proposed(entry.user)
    before = in_record()
    assert "Work it out now" in entry.get(address(change_set)).content.decode()
    entry.post(address(change_set), {"action": "hand_in"})
    page = reviewer.get(address(change_set)).content.decode()
    assert "What it does to the arithmetic" in page and "Work it out now" not in page
    answer = reviewer.post(address(change_set), {"action": "approve"})
    assert answer.status_code == 302 and final().votes == 15621436
    change_set.refresh_from_db()
    assert (change_set.state, change_set.reviewer) == ("published", reviewer.user)
    reviewer.post(address(change_set), {"action": "roll_back", "reason": "A misprint after all."})
    (draft,) = change_set.roll_backs.all()
    assert f"changeset/{draft.pk}/" in reviewer.get(address(change_set)).content.decode()
    reviewer.post(address(draft), {"action": "hand_in"})
    entry.user.groups.set(reviewer.user.groups.all())
    entry.post(address(draft), {"action": "approve"})
    after = in_record()
    assert {name: {key: cells for key, (cells, _) in rows.items()} for name, rows in after.items()} == {
        name: {key: cells for key, (cells, _) in rows.items()} for name, rows in before.items()
    }


def test_what_follows_from_a_large_set_is_there_as_soon_as_the_set_is(loaded, people, monkeypatch):
    entry, reviewer = people
    change_set = proposed(entry.user)
    entry.post(address(change_set), {"action": "hand_in"})
    derive()
    monkeypatch.setattr(tasks.derive_record, "apply_async", lambda **options: None)
    before = version_seen()
    reviewer.post(address(change_set), {"action": "approve"})
    after = version_seen()
    assert before.is_derived and after.is_derived and after.number > before.number
    assert DerivedResult.objects.get(pk=final().pk).votes == 15621436
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [LOCK])
        assert cursor.fetchone() == (0,), "held no longer than the transaction"


def test_a_trial_that_was_kept_says_what_one_of_now_says(loaded, people):
    entry, reviewer = people
    change_set = proposed(entry.user)
    tasks.do_work(works.ask(change_set, "try", entry.user).pk)
    kept, now = pages.trial_of(change_set, 2), pages.trial(change_set, RECORD)
    assert kept.load == now.load
    assert [(turn.election, turn.after.text, turn.is_worse) for turn in kept.turns if turn.after] == [
        (turn.election, turn.after.text, turn.is_worse) for turn in now.turns if turn.after
    ]
    changes.rewrite(change_set.changes.get(kind="alter"), record.RESULTS, {"votes": "1"})
    assert works.tried(change_set) is None, "another set is another trial"


def test_a_trial_tells_of_faults_and_conflicts(loaded, people):
    entry, reviewer = people
    first, second = proposed(entry.user), proposed(entry.user)
    changes.alter(second, record.RESULTS, final().pk, {"source_id": "nobody"})
    tasks.do_work(works.ask(second, "try", entry.user).pk)
    assert "is not known; sources has no such row" in entry.get(address(second)).content.decode()
    changes.rewrite(second.changes.get(kind="alter"), record.RESULTS, {"source_id": "press"})
    for each in (first, second):
        entry.post(address(each), {"action": "hand_in"})
    reviewer.post(address(first), {"action": "approve"})
    reviewer.post(address(second), {"action": "approve"})
    page = reviewer.get(address(second)).content.decode()
    assert "rows have changed since this set was made; nothing was applied" in page
    reviewer.post(address(second), {"action": "try"})
    page = reviewer.get(address(second)).content.decode()
    assert "no longer what this change started from" in page
    second.refresh_from_db()
    assert second.state == "in_review"


def test_without_a_worker_the_set_waits_and_is_handed_over_again(loaded, people, monkeypatch):
    entry, reviewer = people
    change_set = proposed(entry.user)
    with monkeypatch.context() as patch:
        nothing_queued(patch)
        entry.post(address(change_set), {"action": "hand_in"})
        reviewer.post(address(change_set), {"action": "approve"})
        page = reviewer.get(address(change_set)).content.decode()
        assert page.count("waits for a worker.") == 2 and "Approve and publish" not in page
        told = reviewer.get(f"/admin/elections/changeset/{change_set.pk}/progress/").json()
        assert told == {"state": "reading"} and final().votes == 5621436
    reviewer.post(address(change_set), {"action": "again"})
    assert final().votes == 15621436
    assert reviewer.get(f"/admin/elections/changeset/{change_set.pk}/progress/").json() == {"state": "done"}


@pytest.mark.parametrize("step", ["checking", "writing"])
def test_a_worker_killed_while_publishing_leaves_nothing_and_a_clear_state(loaded, people, monkeypatch, step):
    entry, reviewer = people
    change_set = proposed(entry.user)
    changes.hand_in(change_set)
    with monkeypatch.context() as patch:
        nothing_queued(patch)
        reviewer.post(address(change_set), {"action": "approve"})
    work = SetWork.objects.get(kind="publish")
    before, version = in_record(), DataVersion.current()

    def publishing(stop):
        from elections.importers import publishing

        written = publishing.write

        def write(*arguments):
            written(*arguments)
            stop()

        if step == "writing":
            publishing.write = write
        else:
            publishing.refuse_conflicts = stop
        tasks.do_work(work.pk)

    killed_in(publishing)
    deadline = time.monotonic() + 20
    while is_held(works.LOCK, work.pk):
        assert time.monotonic() < deadline, "the server still holds the lock of a dead process"
        time.sleep(0.1)
    assert (in_record(), DataVersion.current()) == (before, version)
    assert not ImportBatch.objects.filter(kind="change").exists() and not History.objects.exists()
    page = reviewer.get(address(change_set)).content.decode()
    assert "the worker has stopped, and nothing was written" in page and "Start it again" in page
    reviewer.post(address(change_set), {"action": "again"})
    work.refresh_from_db()
    assert work.state == "done" and final().votes == 15621436 and DataVersion.current() == version + 1


def test_a_work_that_was_done_is_not_done_again(loaded, people, monkeypatch):
    entry, reviewer = people
    change_set = proposed(entry.user)
    changes.hand_in(change_set)
    reviewer.post(address(change_set), {"action": "approve"})
    version = DataVersion.current()
    tasks.do_work(SetWork.objects.get(kind="publish").pk)
    assert DataVersion.current() == version
    assert SetWork.objects.get(kind="publish").state == "done"


def test_two_workers_do_one_thing_once(loaded, people, monkeypatch):
    entry, reviewer = people
    change_set = proposed(entry.user)
    nothing_queued(monkeypatch)
    work = works.ask(change_set, "try", entry.user)

    def in_another_session():
        try:
            tasks.do_work(work.pk)
        finally:
            connection.close()

    with only_one(works.LOCK, work.pk) as is_mine:
        assert is_mine
        other = threading.Thread(target=in_another_session)
        other.start()
        other.join()
        work.refresh_from_db()
        assert work.state == "waiting", "the other one left it alone"
        with pytest.raises(changes.ChangeRefused, match="at it already"):
            works.ask(change_set, "try", entry.user)
    tasks.do_work(work.pk)
    work.refresh_from_db()
    assert work.state == "done"


def test_who_may_no_longer_publish_does_not(loaded, people, monkeypatch):
    entry, reviewer = people
    change_set = proposed(entry.user)
    changes.hand_in(change_set)
    with monkeypatch.context() as patch:
        nothing_queued(patch)
        reviewer.post(address(change_set), {"action": "approve"})
    reviewer.user.groups.clear()
    tasks.do_work(SetWork.objects.get(kind="publish").pk)
    work = SetWork.objects.get(kind="publish")
    assert (work.state, work.message) == ("stopped", "Who asked for it may no longer publish.")
    assert final().votes == 5621436


def test_nobody_has_their_own_set_published_by_a_worker(loaded, people, staff):
    reviewer = staff("reviewer", "other")
    change_set = proposed(reviewer.user)
    changes.hand_in(change_set)
    assert reviewer.post(address(change_set), {"action": "approve"}).status_code == 403
    tasks.do_work(works.ask(change_set, "publish", reviewer.user).pk)
    assert SetWork.objects.get(kind="publish").state == "stopped" and final().votes == 5621436
    assert ChangeSet.objects.get().state == "in_review"
