"""`manage.py load_tables` as people run it: what it prints, its exit status, its memory, and being killed at work."""

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from elections.importers import FAULTS_LISTED
from elections.models import DataVersion, ImportBatch, Result, Source

pytestmark = pytest.mark.django_db(transaction=True)

# Runs the command on the test's database in a process of its own, and prints the peak of its memory in kilobytes.
COMMAND = """
import re, sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.core.management import execute_from_command_line
try:
    execute_from_command_line(["manage.py", "load_tables", *sys.argv[2:]])
finally:
    print(re.search("VmHWM:\\s*([0-9]+)", open("/proc/self/status").read())[1])
"""


def start(*arguments, prefix=(), stderr=subprocess.PIPE):
    command = [*prefix, sys.executable, "-c", COMMAND, connection.settings_dict["NAME"], *map(str, arguments)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.Popen(
        command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=stderr, text=True
    )


def run(*arguments, **options):
    """(exit status, lines on standard output, lines on standard error, peak memory in MB) of the command."""
    process = start(*arguments, **options)
    output, errors = process.communicate(timeout=600)
    *lines, peak = output.splitlines()
    return process.returncode, lines, errors.splitlines(), int(peak) / 1000


def call(*arguments):
    output, errors = StringIO(), StringIO()
    try:
        call_command("load_tables", *map(str, arguments), stdout=output, stderr=errors)
    except SystemExit as end:
        return end.code, output.getvalue().splitlines(), errors.getvalue().splitlines()
    return 0, output.getvalue().splitlines(), errors.getvalue().splitlines()


def test_a_load_says_what_it_did_table_by_table(tables):
    assert call(tables.folder) == (
        0,
        [
            "sources: 4 inserted, 0 updated, 0 unchanged, 0 withdrawn",
            "areas: 72 inserted, 0 updated, 0 unchanged, 0 withdrawn",
            "parties: 3 inserted, 0 updated, 0 unchanged, 0 withdrawn",
            "elections: 4 inserted, 0 updated, 0 unchanged, 0 withdrawn",
            "contenders: 5 inserted, 0 updated, 0 unchanged, 0 withdrawn",
            "lineage: 2 inserted, 0 updated, 0 unchanged, 0 withdrawn",
            "election_events: 3 inserted, 0 updated, 0 unchanged, 0 withdrawn",
            "exclusions: 1 inserted, 0 updated, 0 unchanged, 0 withdrawn",
            "results: 7 inserted, 0 updated, 0 unchanged, 0 withdrawn",
            "turnout: 6 inserted, 0 updated, 0 unchanged, 0 withdrawn",
            "107 inserted, 0 updated, 0 unchanged, 0 withdrawn",
        ],
        [],
    )
    assert call(tables.folder)[1][-1] == "0 inserted, 0 updated, 35 unchanged, 0 withdrawn"


def test_a_dry_run_says_so(tables):
    status, lines, _ = call(tables.folder, "--dry-run")
    assert (status, lines[-1]) == (
        0,
        "107 inserted, 0 updated, 0 unchanged, 0 withdrawn (dry run: nothing was changed)",
    )
    assert not Source.objects.exists()


def test_new_places_and_files_that_are_no_tables_are_named(tables):
    tables.add("results", 2, area="Aktau (one hall)")
    (tables.folder / "résultats\udcff.csv").write_text("anything")
    status, lines, _ = call(tables.folder)
    assert status == 0
    assert "résultats\ufffd.csv: left alone; a table is a .csv or .xlsx file with the name of a table" in lines
    assert "KZ-x-aktau-one-hall: a new place, made for a name without a code" in lines


def test_rows_that_were_edited_are_kept_unless_told_to_replace(tables):
    call(tables.folder)
    Result.objects.filter(basis="official_final").update(note="Edited.")
    kept = Result.objects.filter(note="Edited.").count()
    assert (
        f"results: 0 inserted, 0 updated, {7 - kept} unchanged, 0 withdrawn, {kept} kept as edited since their load"
        in (call(tables.folder)[1])
    )
    assert (
        f"results: 0 inserted, {kept} updated, {7 - kept} unchanged, 0 withdrawn" in call(tables.folder, "--replace")[1]
    )


def test_faults_are_listed_with_status_1_and_nothing_else(tables):
    tables.change("results", 3, votes="-5", as_of="2021-13")
    assert call(tables.folder) == (
        1,
        [],
        [
            "results.csv line 3, votes: '-5' is not a count of zero or more",
            "results.csv line 3, as_of: '2021-13' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD",
            "2 faults; nothing was saved",
        ],
    )


def test_the_limit_of_the_list_is_stated(tables):
    tables.write("results", [{**tables.rows("results")[0], "votes": "x"}] * 1_234)
    status, _, errors = call(tables.folder)
    assert (status, len(errors)) == (1, FAULTS_LISTED + 2)
    assert errors[-2:] == ["… and 1,034 more; the first 200 are listed", "1,234 faults; nothing was saved"]


def test_a_folder_that_is_not_there_is_a_fault(tmp_path):
    status, lines, errors = call(tmp_path / "none")
    assert (status, lines) == (1, [])
    assert errors == [
        f"{tmp_path}/none: is not a folder; name the folder that holds the tables",
        "1 fault; nothing was saved",
    ]


def test_a_file_instead_of_a_folder_is_a_fault(tables):
    assert call(tables.path("results"))[2][0] == (
        f"{tables.path('results')}: is not a folder; name the folder that holds the tables"
    )


def test_without_a_folder_the_command_says_what_it_needs():
    with pytest.raises(CommandError, match="DIR"):
        call_command("load_tables")


def test_as_a_process_it_ends_with_0_or_1_and_no_traceback(tables):
    status, lines, errors, _ = run(tables.folder)
    assert (status, lines[-1], errors) == (0, "107 inserted, 0 updated, 0 unchanged, 0 withdrawn", [])
    tables.path("results").write_bytes(b'election_id,area,"\xff\n\0')
    status, lines, errors, _ = run(tables.folder)
    assert (status, lines) == (1, [])
    assert errors == [
        "results.csv line 1: has the byte 0xFF, which is not UTF-8; save the file as UTF-8",
        "1 fault; nothing was saved",
    ]


AS_USER = ["unshare", "--user", "--map-user=1000"] if os.getuid() == 0 else []  # root may read everything


@pytest.mark.skipif(bool(subprocess.run([*AS_USER, "true"]).returncode), reason="root may not become a user here")
@pytest.mark.parametrize(
    ("hide", "message"),
    [
        ("results.csv", "results.csv: cannot be read: Permission denied"),
        ("", "{folder}: cannot be read: Permission denied"),
        ("kz", "{folder}/kz: cannot be read: Permission denied"),
    ],
)
def test_what_a_user_may_not_read_is_a_fault(tables, hide, message):
    (tables.folder / "kz").mkdir()
    hidden = tables.folder / hide
    hidden.chmod(0)
    try:
        status, lines, errors, _ = run(tables.folder, prefix=AS_USER)
    finally:
        hidden.chmod(0o755)
    assert (status, lines) == (1, [])
    assert errors == [message.format(folder=tables.folder), "1 fault; nothing was saved"]


def test_a_stop_by_hand_saves_nothing_and_says_so(tables):
    many_results(tables, 80_000)
    process = start(tables.folder)
    wait_until_copying()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.splitlines() == ["CommandError: Stopped; nothing was saved."]
    assert not Source.objects.exists()


def test_what_the_database_refuses_is_a_sentence(tables):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE elections_result ADD CONSTRAINT too_strict CHECK (votes < 100)")
    try:
        with pytest.raises(CommandError, match='Nothing was saved; the database said: .*"too_strict"'):
            call(tables.folder)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elections_result DROP CONSTRAINT too_strict")
    assert not Source.objects.exists()


def test_a_database_without_tables_is_told_apart(tables):
    (newest,) = MigrationLoader(connection).graph.leaf_nodes("observers")
    MigrationRecorder(connection).record_unapplied(*newest)
    try:
        with pytest.raises(CommandError, match="The database lacks tables; make them with manage.py migrate"):
            call(tables.folder)
    finally:
        MigrationRecorder(connection).record_applied(*newest)


def test_a_terminal_shows_how_far_a_load_is(tables):
    leader, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = start(tables.folder, stderr=terminal)
    output, _ = process.communicate(timeout=60)
    os.close(terminal)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)
    assert process.returncode == 0
    assert "results.csv:" in shown and "turnout.csv:" in shown and "\r" in shown
    assert "\r\n" not in shown and shown.split("\r")[-1].strip() == ""  # one line, gone at the end
    assert "results.csv:" not in output


def many_results(tables, count, **cells):
    """Write a table of results with many rows, each a fact of its own; return its size in bytes."""
    row = {**tables.rows("results")[0], "note": "A note such as many rows have", **cells}
    names = list(row)
    with tables.path("results").open("w", encoding="utf-8") as file:
        file.write(",".join(names) + "\n")
        for number in range(count):
            row["claimant"] = cells.get("claimant", f"pollster {number}")
            row["votes"] = cells.get("votes", str(number))
            file.write(",".join(row.values()) + "\n")
    return tables.path("results").stat().st_size


def wait_until_copying():
    """Return when another process copies results into the test's database."""
    copying = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND query LIKE 'COPY stage_results%' AND pid <> pg_backend_pid()"
    )
    with connection.cursor() as cursor:
        for _ in range(600):
            cursor.execute(copying)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    pytest.fail("the load never came to copying")


def test_a_load_that_is_killed_saves_nothing_and_the_next_one_works(tables):
    call(tables.folder)
    many_results(tables, 80_000)
    process = start(tables.folder)
    wait_until_copying()
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    assert process.returncode == -signal.SIGKILL
    assert (Result.objects.count(), ImportBatch.objects.count(), DataVersion.current()) == (7, 10, 1)
    many_results(tables, 10)
    assert call(tables.folder)[1][-1].startswith("10 inserted, 0 updated")
    assert DataVersion.current() == 2


@pytest.mark.parametrize("cells", [{}, {"votes": "x"}], ids=["whole", "faulty"])
def test_memory_is_the_same_for_few_rows_and_for_many(tables, cells):
    many_results(tables, 1_000, **cells)
    *_, few = run(tables.folder, "--dry-run")
    many_results(tables, 25_000, **cells)
    status, _, errors, many = run(tables.folder, "--dry-run")
    assert status == bool(cells)
    assert many < 100
    assert many - few < 16
    if cells:
        assert errors[-1] == "25,000 faults; nothing was saved"


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("cells", "faults"),
    [({}, 0), ({"votes": "x"}, 1_000_000), ({"source_id": "nowhere"}, 1_000_000), ({"claimant": "one"}, 999_999)],
    ids=["whole", "faulty", "dangling", "repeated"],
)
def test_a_file_of_200_mb_takes_less_than_100_mb(tables, cells, faults):
    size = many_results(tables, 1_000_000, **cells, note="x" * 100)
    assert size > 200_000_000
    status, lines, errors, peak = run(tables.folder, "--dry-run")
    assert peak < 100
    assert status == bool(faults)
    assert errors[-1:] == ([f"{faults:,} faults; nothing was saved"] if faults else [])
