"""The whole database in one file and back, with PostgreSQL's own tools from the wheel."""

import os
import shutil
import subprocess
from pathlib import Path

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from config.embedded.servers import PROGRAMS, last_line

MAGIC = b"PGDMP"  # how pg_dump's custom format begins
EMPTY = """
DROP SCHEMA IF EXISTS public CASCADE;
CREATE SCHEMA public;
ALTER SCHEMA public OWNER TO pg_database_owner;
"""


class BackupError(Exception):
    """A sentence: what is wrong with the file or the database, and what to do."""


def back_up(path: Path) -> None:
    """Write the database, as it is at one moment, into a file that only this user can read."""
    draft = path.with_name(path.name + ".part")
    try:
        draft.touch(mode=0o600)
    except OSError as error:
        raise BackupError(
            f"Cannot write {path} ({error.strerror}); name a file in a folder you can write to."
        ) from None
    done = subprocess.run(
        [PROGRAMS / "pg_dump", "--format=custom", f"--file={draft}"], env=address(), capture_output=True, text=True
    )
    if done.returncode:
        draft.unlink(missing_ok=True)
        raise BackupError(f"The backup failed and {path} was not written: {last_line(done.stderr)}")
    draft.replace(path)


def restore(path: Path) -> None:
    """Replace everything by what a backup holds, in one transaction: where it fails nothing has changed."""
    try:
        with path.open("rb") as stream:
            whole = stream.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise BackupError(f"Cannot read {path} ({error.strerror}); give the file that `make backup` wrote.") from None
    if not whole:
        raise BackupError(f"{path} is no backup of this site; give the file that `make backup` wrote.")
    script = [PROGRAMS / "pg_restore", "--no-owner", "--no-privileges", "--file=-", path]
    with subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as source:
        complaint = execute(source.stdout, lambda: source.wait() == 0)
        if source.wait():
            complaint = source.stderr.read().decode()
    if complaint:
        raise BackupError(f"{path} could not be restored, nothing was changed: {last_line(complaint)}")
    cache.clear()
    call_command("migrate", interactive=False, verbosity=0)


def empty() -> None:
    """Drop every table."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN;" + EMPTY + "COMMIT;")
    cache.clear()


def execute(script, is_whole) -> str:
    """Run a script after emptying the database; commit only a whole one. Returns psql's complaint, or ''."""
    psql = [PROGRAMS / "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    with subprocess.Popen(psql, env=address(), stdin=subprocess.PIPE, stderr=subprocess.PIPE) as target:
        try:
            target.stdin.write(b"BEGIN;" + EMPTY.encode())
            shutil.copyfileobj(script, target.stdin)
            if is_whole():
                target.stdin.write(b"\nCOMMIT;\n")
            target.stdin.close()
        except BrokenPipeError:
            pass  # psql has stopped at an error; it says which
        script.close()
        complaint = target.stderr.read().decode()
        return complaint or "" if target.wait() else ""


def address() -> dict[str, str]:
    """The environment in which PostgreSQL's programs find our database; its password is in no command line."""
    connection.ensure_connection()
    database = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {variable: str(database[name]) for variable, name in names.items() if database.get(name)}
    if mode := database.get("OPTIONS", {}).get("sslmode"):
        given["PGSSLMODE"] = mode
    return {**os.environ, **given, "PGCLIENTENCODING": "UTF8"}
