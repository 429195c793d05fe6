"""What workers do for large sets of changes: asked for by a page, done once, told to whoever looks.

A work is written down before it is handed to the workers. It is done in one transaction with its outcome, so that
after a kill either all of it is there or nothing, and it can be asked for again.
"""

from collections.abc import Callable

import psycopg
from billiard.exceptions import SoftTimeLimitExceeded
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from elections.importers.faults import LoadRefused
from elections.importers.locks import is_held, only_one
from elections.importers.publishing import ChangeRefused, Conflicts
from elections.models import ChangeSet, DataVersion, SetWork, WorkKind, WorkState

LARGE = 5_000  # changes from which a set is tried, published and rolled back by a worker
LONGEST = 1_800  # seconds that a work may take
TOLD = 300  # seconds that the last progress is remembered
LOCK = 7_214_602  # with the id of a work, the lock of the one process that does it
ACTIVE = [WorkState.WAITING, WorkState.RUNNING]


def is_large(size: int) -> bool:
    return size > LARGE


def ask(change_set: ChangeSet, kind: WorkKind, user, reason: str = "") -> SetWork:
    """Write down what is to be done for a set; raises ChangeRefused while a worker is at it."""
    with transaction.atomic():
        ChangeSet.objects.select_for_update().get(pk=change_set.pk)
        work = SetWork.objects.filter(change_set=change_set, kind=kind).first() or SetWork(
            change_set=change_set, kind=kind
        )
        if work.pk and work.state in ACTIVE and is_held(LOCK, work.pk):
            raise ChangeRefused("A worker is at it already; its page tells how far it is.")
        work.asked_by, work.asked_at, work.reason, work.state = user, timezone.now(), reason, WorkState.WAITING
        work.ended_at, work.made_of, work.outcome, work.message = None, "", {}, ""
        work.save()
    return work


def run(work_id: int, does: dict[str, Callable[[SetWork, Callable], dict]]) -> None:
    """Do a work by the function of its kind. Safe to run twice and at once: one runs, and what is done stays."""
    with only_one(LOCK, work_id) as is_mine:
        work = SetWork.objects.filter(pk=work_id).select_related("change_set", "asked_by").first()
        if not is_mine or work is None or work.state not in ACTIVE:
            return
        SetWork.objects.filter(pk=work_id).update(state=WorkState.RUNNING)

        def tell(step: str, position: int = 0, size: int = 0) -> None:
            cache.set(f"work:{work_id}", {"step": step, "position": position, "size": size}, timeout=TOLD)

        tell("beginning")
        try:
            with transaction.atomic():
                made_of = fingerprint(work.change_set) if work.kind == WorkKind.TRY else ""
                outcome = does[work.kind](work, tell)
                end(work_id, WorkState.DONE, outcome=outcome, made_of=made_of)
        except (ChangeRefused, Conflicts) as error:
            end(work_id, WorkState.STOPPED, message=str(error))
        except LoadRefused as refused:
            end(work_id, WorkState.STOPPED, message=f"{refused.faults.count:,} faults: {refused.faults.listed[0]}")
        except SoftTimeLimitExceeded:
            end(work_id, WorkState.STOPPED, message=f"It took longer than {LONGEST // 60} minutes; split the set.")
        except (DatabaseError, psycopg.Error) as error:
            end(work_id, WorkState.STOPPED, message=f"The database said: {str(error).splitlines()[0]}")
        cache.delete(f"work:{work_id}")


def end(work_id: int, state: WorkState, **fields) -> None:
    SetWork.objects.filter(pk=work_id).update(state=state, ended_at=timezone.now(), **fields)


def progress_of(work: SetWork) -> dict | None:
    """{"step", "position", "size"} as the worker last told; None where no process is at it."""
    if not is_held(LOCK, work.pk):
        return None
    return cache.get(f"work:{work.pk}") or {"step": "", "position": 0, "size": 0}


def tried(change_set: ChangeSet) -> dict | None:
    """What trying the set as it is now on the record of now came to, where that was worked out."""
    work = SetWork.objects.filter(change_set=change_set, kind=WorkKind.TRY, state=WorkState.DONE).first()
    return work.outcome if work and work.made_of == fingerprint(change_set) else None


def fingerprint(change_set: ChangeSet) -> str:
    """What tells one state of a set and of the record from another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(hashtextextended(id || ' ' || xmin::text, 0)), 0) "
            "FROM elections_change WHERE change_set_id = %s",
            [change_set.pk],
        )
        return " ".join(map(str, (DataVersion.current(), *cursor.fetchone())))
