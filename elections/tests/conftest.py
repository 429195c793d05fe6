import hypothesis
import pytest
from django.conf import settings
from django.db import transaction

from elections.datasets.derivation import derive
from elections.importers import TABLES, load_tables
from elections.tests.small_set import SmallSet
from observers.importers import TABLES as OBSERVERS_TABLES

FACT_BASE = [settings.BASE_DIR / app / "data" for app in ("elections", "observers")]

# How long one example takes says how busy the machine is, not how good the code.
hypothesis.settings.register_profile("saylau", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("saylau")


@pytest.fixture
def tables(tmp_path):
    """A small valid set of the elections' tables in a folder of its own."""
    return SmallSet(tmp_path / "tables")


@pytest.fixture(scope="class")
def record(django_db_setup, django_db_blocker):
    """The whole fact base in the database for all tests of a class; it goes with the class."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_tables(FACT_BASE, TABLES + OBSERVERS_TABLES)
        derive()
        yield
        transaction.set_rollback(True)
