from pathlib import Path

import pytest

from elections.importers import TABLES
from elections.tests.conftest import record, staff  # noqa: F401 (fixtures)
from elections.tests.small_set import SMALL, SmallSet
from observers.importers import TABLES as OBSERVERS_TABLES


@pytest.fixture
def tables(tmp_path):
    """A small valid set of the tables of both apps in a folder of its own."""
    observers = Path(__file__).parent / "data" / "small"
    return SmallSet(tmp_path / "tables", SMALL, observers, tables=TABLES + OBSERVERS_TABLES)
