"""The habits of the code that a tool can check: layers, migrations, names of third parties, words we do not use."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

OWN = [
    settings.BASE_DIR / name for name in ("config", "elections", "observers", "templates", "static/css", "static/js")
]
TEXTS = [path for folder in OWN for path in folder.rglob("*") if path.suffix in (".py", ".html", ".css", ".js")]


def test_imports_run_one_way():
    """The layers of pyproject.toml; a fresh process, since the linter looks at the code and not at what is loaded."""
    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert linted.returncode == 0 and "0 broken" in linted.stdout, linted.stdout + linted.stderr


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_no_page_asks_a_third_party():
    """Templates, styles and scripts name no other host: links to sources come from the record, never from here."""
    asked = {
        (path.name, found)
        for path in TEXTS
        if path.suffix != ".py"
        for found in re.findall(r"(?:src|href|url|import|fetch)\W{1,3}(?:https?:)?//[\w.-]+", path.read_text("utf-8"))
    }
    assert not asked


def test_a_deviation_is_never_called_more():
    """What does not add up is a lead: no page and no sentence of ours calls it by the word for a verdict.

    Sources' titles and what observers said stay as they are; they are data, not ours.
    """
    word = "fr" + "aud"
    ours = [path for path in TEXTS if "tests" not in path.parts and "data" not in path.parts]
    assert ours and not [path for path in ours if word in path.read_text("utf-8").lower()]


def test_every_python_file_is_parsed_by_the_oldest_python():
    """No syntax newer than Python 3.11, which Debian 12 has."""
    for path in TEXTS:
        if path.suffix == ".py":
            ast.parse(path.read_text("utf-8"), feature_version=(3, 11))


def test_what_users_do_not_have_is_named_in_one_place():
    """Only one module leads to the set beside the project, with the mark that skips a test where it is not there."""
    named = {path.name for path in TEXTS if re.search(r"""["'/]shared["'/]""", path.read_text("utf-8"))}
    assert named == {"shared.py"}
