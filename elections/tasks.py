"""Background work: fetch, call one function, keep what came of it."""

from collections import Counter

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from elections.analysis import broken_bookkeeping, reconciliations
from elections.datasets.derivation import derive
from elections.importers import TABLES, archive, package, uploads
from elections.models import CheckRun, Election
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


@shared_task
def forget_uploads():
    """Forget uploads and their previews that nobody confirmed for 30 days, and copies that nothing names."""
    uploads.forget_old()


@shared_task
def forget_filed():
    """Forget what was kept only for the review of observers' reports."""
    filing.forget_old()
    archive.forget_unnamed()
