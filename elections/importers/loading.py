"""Load tables: check everything, then change what differs in one transaction, and say what was done."""

import os
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.db import connection, transaction

from elections.importers import derived, setwise, staging
from elections.importers.faults import Faults, LoadRefused
from elections.importers.reading import sha256
from elections.importers.record import SHIPPED_AREAS
from elections.importers.tables import Table
from elections.models import Area, DataVersion, ImportBatch

SUFFIXES = (".csv", ".xlsx")
LOADS = 7_214_590  # the number of the lock that lets one load at a time change the record


@dataclass
class Counts:
    """What a load did to the rows of one table."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    kept: int = 0

    def __add__(self, other):
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    def __str__(self):
        text = (
            f"{self.inserted:,} inserted, {self.updated:,} updated, "
            f"{self.unchanged:,} unchanged, {self.withdrawn:,} withdrawn"
        )
        return f"{text}, {self.kept:,} kept as edited since their load" if self.kept else text


@dataclass
class Load:
    """The outcome of a load: counts by table, places that were new, and files that are no tables."""

    by_table: dict[str, Counts] = field(default_factory=dict)
    new_places: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        return sum(self.by_table.values(), Counts())


def load_tables(
    directories: Iterable[Path],
    tables: list[Table],
    *,
    replace: bool = False,
    dry_run: bool = False,
    loaded_by=None,
    progress: Callable[[str, int], Callable[[int], None]] = lambda file, size: lambda position: None,
) -> Load:
    """Load all tables under the directories; `progress(step, bytes)` gives a function that is told the position.

    With `replace`, rows that somebody edited since their load are overwritten too. With `dry_run` the same is
    done and undone. Raises LoadRefused, with nothing saved, when any file has a fault.
    """
    files, left_alone = find_tables([Path(directory) for directory in directories], tables)
    load = Load(left_alone=left_alone)
    with transaction.atomic():
        with as_load(), connection.cursor() as django_cursor:
            django_cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADS])
            cursor = django_cursor.cursor  # psycopg's own, which has COPY
            run(cursor, files, tables, load, replace, loaded_by, progress)
        if load.counts.inserted or load.counts.updated or load.counts.withdrawn:
            DataVersion.raise_by_one()
        if dry_run:
            transaction.set_rollback(True)
    return load


@contextmanager
def as_load():
    """Tell the database that rows change by a load and not by hand."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL saylau.loading = 'on'; SET LOCAL work_mem = '128MB'")
        yield
        cursor.execute("SET LOCAL saylau.loading = 'off'; SET LOCAL work_mem TO DEFAULT")


def find_tables(directories: list[Path], tables: list[Table]):
    """(table, path, name to call it by) for each file, in the tables' order; and the files that are none.

    Raises LoadRefused for a folder that is missing, unreadable or without tables.
    """
    by_name = {table.name: table for table in tables}
    found, left_alone, faults = [], [], Faults()
    for directory in directories:
        if not os.path.isdir(directory):
            faults.add(called(directory), None, "", "is not a folder; name the folder that holds the tables")
            continue
        before, so_far = len(found), faults.count
        for path in files_under(directory, faults):
            name = called(path.relative_to(directory))
            is_table = path.stem in by_name
            if path.suffix.lower() not in SUFFIXES or not is_table:
                left_alone += [name] if is_table or path.suffix.lower() in SUFFIXES else []
            else:
                found.append((by_name[path.stem], path, name))
        if len(found) == before and faults.count == so_far:
            known = ", ".join(by_name)
            faults.add(called(directory), None, "", f"holds no tables; a table is a .csv or .xlsx file named {known}")
    if faults:
        raise LoadRefused(faults)
    if not any(table.name == "areas" for table, _, _ in found) and not Area.objects.exists():
        found.append((by_name["areas"], SHIPPED_AREAS, "areas.csv (shipped)"))
    order = list(by_name)
    return sorted(found, key=lambda file: order.index(file[0].name)), left_alone


def files_under(directory: Path, faults: Faults) -> list[Path]:
    """All files under a folder, in order; a folder in it that cannot be read is a fault."""

    def refuse(error):
        faults.add(called(Path(error.filename)), None, "", f"cannot be read: {error.strerror}")

    found = [Path(folder, name) for folder, _, names in os.walk(directory, onerror=refuse) for name in names]
    hidden = ("~$", ".")  # Excel's and LibreOffice's marks that a file is open
    return sorted(
        path
        for path in found
        if not path.name.startswith(hidden) and (os.path.isfile(path) or not os.path.exists(path))
    )


def called(path: Path) -> str:
    """The name to call a file by, which a database and a terminal can hold whatever its bytes are."""
    return os.fsencode(path.as_posix()).decode(errors="replace")[-300:]


def run(cursor, files, tables, load, replace, loaded_by, progress):
    """Stage all files, check them as sets, and change what differs. Raises LoadRefused."""
    faults = Faults()
    batches: dict[int, ImportBatch] = {}
    for table in tables:
        staging.create(cursor, table)
        if table.has_own_id:
            staging.create_view(cursor, table)
    for table, path, name in files:
        try:
            digest, size = sha256(path), path.stat().st_size
        except OSError as error:
            faults.add(name, None, "", f"cannot be read: {error.strerror or error}")
            continue
        batch = ImportBatch.objects.create(table=table.name, file_name=name, sha256=digest, loaded_by=loaded_by)
        add(batch, inserted=0, updated=0, unchanged=0, withdrawn=0, kept=0)
        batches[batch.pk] = batch
        batch.rows_read = staging.stage(cursor, table, path, name, batch.pk, faults, progress(name, size))
    progress("checking and writing", 0)
    for table in tables:
        cursor.execute(f"ANALYZE {table.stage}")
    load.new_places = derived.add_places(cursor, tables)
    if not faults:
        derived.add_events(cursor)
        derived.add_headline_counts(cursor)
    names = {pk: batch.file_name for pk, batch in batches.items()}
    setwise.lock(cursor, tables)
    setwise.check(cursor, tables, names, faults)
    if not faults:
        try:
            with transaction.atomic():
                apply(cursor, tables, batches, load, replace)
            staging.drop(cursor, tables)
            return
        except psycopg.errors.ForeignKeyViolation as error:
            setwise.add_withdrawn(cursor, tables, error.diag, faults)
        except (psycopg.errors.UniqueViolation, setwise.Repeated):
            setwise.check_repeats(cursor, tables, names, faults)  # the keys tell which rows repeat others
            if not faults:
                raise
    else:
        setwise.check_repeats(cursor, tables, names, faults)
    raise LoadRefused(faults)


def apply(cursor, tables, batches, load, replace):
    """Withdraw, update and insert table by table; every batch keeps what it did."""
    for table in tables:
        setwise.match(cursor, table)
    for table in reversed(tables):
        withdraw(cursor, table, tables, batches, load)
    for table in tables:
        counts = load.by_table.setdefault(table.name, Counts())
        for pk, written in setwise.write(cursor, table, replace).items():
            load.by_table[table.name] = counts = counts + Counts(**written)
            add(batches[pk], **written)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    for batch in batches.values():
        batch.save()
    load.by_table = {table.name: load.by_table[table.name] for table in tables}


def withdraw(cursor, table, tables, batches, load):
    """Withdraw the rows of one table that the loaded files no longer have, file by file."""
    if not table.country_sql:
        return
    origins = {
        origin.name: origin for origin in tables if origin is table or table.name in derived.FROM.get(origin.name, ())
    }
    for batch in batches.values():
        if batch.table in origins:
            withdrawn = setwise.withdraw(cursor, table, origins[batch.table], batch)
            load.by_table[table.name] = load.by_table.get(table.name, Counts()) + Counts(withdrawn=withdrawn)
            add(batch, withdrawn=withdrawn)


def add(batch, **counts):
    """Add to what a batch did."""
    for name, count in counts.items():
        setattr(batch, name, (getattr(batch, name) or 0) + count)
