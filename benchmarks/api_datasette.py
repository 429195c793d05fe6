"""The same rows in SQLite, as Datasette publishes them: an index by election and votes, its JSON, no count."""

import csv
import sqlite3
import subprocess
import sys
import venv
from pathlib import Path

import psycopg

from benchmarks.api_bare import ROWS
from config.embedded import SOCKETS

PACKAGE = "datasette==0.65.5"


def prepare(folder: Path) -> list[str] | None:
    """Install Datasette beside, copy the rows; the command that serves them, or None where it cannot be had."""
    place = folder / "datasette"
    venv.create(place, with_pip=True)
    if subprocess.run([place / "bin" / "pip", "install", "--quiet", PACKAGE], capture_output=True).returncode:
        print(f"Datasette is left out: {PACKAGE} cannot be installed here.")
        return None
    copy_rows(folder)
    settings = ["--setting", "default_page_size", "100", "--setting", "suggest_facets", "off"]
    return [str(place / "bin" / "datasette"), "serve", str(folder / "bench.db"), *settings]


def copy_rows(folder: Path) -> None:
    table = folder / "rows.csv"
    with (
        psycopg.connect(f"host={SOCKETS} user=postgres dbname=saylau") as connection,
        connection.cursor().copy(f"COPY ({ROWS} ORDER BY r.id) TO STDOUT (FORMAT csv, HEADER)") as copy,
        table.open("wb") as file,
    ):
        for piece in copy:
            file.write(piece)
    csv.field_size_limit(sys.maxsize)
    with table.open(encoding="utf-8", newline="") as file, sqlite3.connect(folder / "bench.db") as database:
        lines = csv.reader(file)
        names = next(lines)
        database.execute(
            f"CREATE TABLE results ({', '.join(names)}, PRIMARY KEY (id))".replace("votes,", "votes INTEGER,")
        )
        database.executemany(f"INSERT INTO results VALUES ({', '.join('?' * len(names))})", lines)
        database.execute("CREATE INDEX by_votes ON results (election, votes DESC)")
    table.unlink()
