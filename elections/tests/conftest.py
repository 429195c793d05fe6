import hypothesis
import pytest

from elections.tests.small_set import SmallSet

# How long one example takes says how busy the machine is, not how good the code.
hypothesis.settings.register_profile("saylau", deadline=None)
hypothesis.settings.load_profile("saylau")


@pytest.fixture
def tables(tmp_path):
    """A small valid set of the elections' tables in a folder of its own."""
    return SmallSet(tmp_path / "tables")
