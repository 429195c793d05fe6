from pathlib import Path

import pytest

from elections.importers import TABLES
from elections.tests.conftest import record, staff  # noqa: F401 (fixtures)
from elections.tests.small_set import SMALL, SmallSet
from observers.importers import TABLES as OBSERVERS_TABLES
from observers.models import Observer


@pytest.fixture
def tables(tmp_path):
    """A small valid set of the tables of both apps in a folder of its own."""
    observers = Path(__file__).parent / "data" / "small"
    return SmallSet(tmp_path / "tables", SMALL, observers, tables=TABLES + OBSERVERS_TABLES)


@pytest.fixture
def observer(tables, staff):  # noqa: F811 (the fixture)
    """A function that gives a client of a new observer of an organisation of the small set, which is loaded."""
    tables.load()

    def make(name="observer", organisation="odihr"):
        client = staff("observer", name)
        Observer.objects.create(user=client.user, organisation_id=organisation)
        return client

    return make
