"""The short records in docs/decisions keep their form, and the one on libraries keeps up with them."""

import re
import tomllib

import pytest
from django.conf import settings

RECORDS = sorted((settings.BASE_DIR / "docs" / "decisions").glob("*.md"))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_has_its_parts(path):
    text = path.read_text()
    parts = [
        rf"# {path.name[:4]} ",
        r"Date: \d{4}-\d\d-\d\d · Status: (accepted|superseded by \d{4})",
        "## Context",
        "## Decision",
        "## Consequences",
    ]
    assert re.search(".*".join(parts), text, re.DOTALL)


def test_records_are_numbered_without_a_gap():
    assert [int(path.name[:4]) for path in RECORDS] == list(range(1, len(RECORDS) + 1))
    assert RECORDS


def test_every_library_has_its_reason():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    names = {re.match(r"[\w-]+", dependency)[0] for dependency in project["dependencies"]}
    record = next(path for path in RECORDS if path.name.startswith("0008")).read_text()
    assert names == set(re.findall(r"^\| ([\w-]+)[^|]*\| (?!licence)", record, re.MULTILINE)) - {"library"}
