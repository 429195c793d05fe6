"""Background work: fetch, call one function, keep what came of it."""

from collections import Counter

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from elections.analysis import broken_bookkeeping, reconciliations, told, trial
from elections.datasets.derivation import derive
from elections.importers import TABLES, archive, changes, package, uploads, works
from elections.importers.publishing import publish
from elections.models import CheckRun, Election, Upload, WorkKind
from observers.importers import RECORD, filing
from observers.importers import TABLES as OBSERVERS_TABLES


@shared_task
def check_data():
    """Check the whole record and keep the outcome; the nightly form of `manage.py check_data`."""
    started_at = timezone.now()
    broken = broken_bookkeeping()
    checks = [check for checks in reconciliations(Election.objects.all()).values() for check in checks]
    CheckRun.objects.create(
        started_at=started_at,
        finished_at=timezone.now(),
        exit_status=1 if broken else 0,
        summary={"checks": dict(Counter(check.status for check in checks)), "broken_bookkeeping": broken},
    )


@shared_task
def derive_record():
    """Work out what follows from what was published, before somebody reads it."""
    derive()


@shared_task
def make_package():
    """Make the zip of the whole record, where there is none yet for the data version of now."""
    package.make(settings.PACKAGES, TABLES + OBSERVERS_TABLES)


@shared_task(soft_time_limit=uploads.LONGEST, time_limit=uploads.LONGEST + 30)
def read_upload(upload_id):
    """Read an uploaded file and work out what it would do to the record."""
    uploads.read(upload_id, RECORD)
    upload = Upload.objects.filter(pk=upload_id).select_related("change_set", "uploaded_by").first()
    if upload and upload.change_set and works.is_large(upload.change_set.changes.count()):
        do_work.delay(works.ask(upload.change_set, WorkKind.TRY, upload.uploaded_by).pk)


@shared_task(soft_time_limit=works.LONGEST, time_limit=works.LONGEST + 30)
def do_work(work_id):
    """Try, publish or roll back a large set of changes."""
    works.run(work_id, {WorkKind.TRY: try_out, WorkKind.PUBLISH: publish_set, WorkKind.ROLL_BACK: roll_back})


def try_out(work, tell):
    return told(trial(work.change_set, RECORD, tell))


def publish_set(work, tell):
    if not (work.asked_by.is_active and work.asked_by.has_perm("elections.review_changeset")):
        raise changes.ChangeRefused("Who asked for it may no longer publish.")
    load = publish(work.change_set, work.asked_by, RECORD, tell)
    tell("working out what follows from it")
    derive(to_the_end=True)  # of the same transaction: readers have the old record until all of the new one is there
    return {"counts": str(load.counts)}


def roll_back(work, tell):
    return {"draft": changes.roll_back(work.change_set, work.asked_by, RECORD, work.reason).pk}


@shared_task
def forget_uploads():
    """Forget uploads and their previews that nobody confirmed for 30 days, and copies that nothing names."""
    uploads.forget_old()


@shared_task
def forget_filed():
    """Forget what was kept only for the review of observers' reports."""
    filing.forget_old()
    archive.forget_unnamed()
