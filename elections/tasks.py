"""Background work: fetch, call one function, keep what came of it."""

from collections import Counter

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from elections.analysis import broken_bookkeeping, reconciliations
from elections.importers import TABLES, package
from elections.models import CheckRun, Election
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
def make_package():
    """Make the zip of the whole record, where there is none yet for the data version of now."""
    package.make(settings.PACKAGES, TABLES + OBSERVERS_TABLES)
