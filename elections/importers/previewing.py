"""What a file would do to the record, as a draft set of changes: nothing is written but that draft.

The file is staged, checked and compared by the same steps as a load. What differs becomes the changes of the set,
old and new cells side by side, written by the database in one statement a table; what is unchanged is counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from elections.importers import derived, setwise, staging
from elections.importers.faults import Faults, LoadRefused
from elections.importers.loading import Counts, Load
from elections.importers.published import cells_sql
from elections.importers.tables import Table
from elections.models import ChangeSet

FAULTS_KEPT = 5_000
BATCH = 2_147_483_647  # stands for the batch that there is none of yet


@dataclass(frozen=True)
class File:
    """One file to preview: the table it holds, where it lies, and what people call it."""

    table: Table
    path: Path
    name: str


def preview(
    change_set: ChangeSet,
    files: list[File],
    tables: list[Table],
    *,
    is_whole: bool = False,
    progress: Callable[[str, int, int], None] = lambda step, position, size: None,
) -> tuple[Load, int]:
    """Fill an empty draft with what the files amount to; returns the counts and the rows read.

    With `is_whole` also what earlier loads of the same table and country brought and the files lack is withdrawn.
    Raises LoadRefused where a file has a fault; then the draft stays empty.
    """
    load, faults = Load(), Faults(limit=FAULTS_KEPT)
    with transaction.atomic(), connection.cursor() as django_cursor:
        cursor = django_cursor.cursor  # psycopg's own, which has COPY
        cursor.execute("SET LOCAL work_mem = '128MB'")
        for table in tables:
            staging.create(cursor, table)
            if table.has_own_id:
                staging.create_view(cursor, table)
        rows_read = 0
        for number, file in enumerate(files):
            size = file.path.stat().st_size
            told = told_of(progress, file.name, size)
            rows_read += staging.stage(cursor, file.table, file.path, file.name, BATCH - number, faults, told)
        progress("checking", 0, 0)
        for table in tables:
            cursor.execute(f"ANALYZE {table.stage}")
        load.new_places = derived.add_places(cursor, tables)
        if not faults:
            derived.add_events(cursor)
            derived.add_headline_counts(cursor)
        names = {BATCH - number: file.name for number, file in enumerate(files)}
        setwise.check(cursor, tables, names, faults)
        setwise.check_repeats(cursor, tables, names, faults)
        if faults:
            raise LoadRefused(faults)
        progress("comparing", 0, 0)
        for table in tables:
            setwise.match(cursor, table)
        position = 0
        for table in tables:
            counts, position = compare(cursor, change_set, table, position)
            load.by_table[table.name] = counts
        if is_whole:
            for number, file in enumerate(files):
                position = withdraw(cursor, change_set, file.table, BATCH - number, position, load)
        staging.drop(cursor, tables)
    return load, rows_read


def told_of(progress, name, size):
    return lambda position: progress(name, position, size)


INTO = (
    'INSERT INTO elections_change (change_set_id, position, "table", kind, row_id, "values", before, based_on_at, '
    "successor) "
)


def compare(cursor, change_set, table, position) -> tuple[Counts, int]:
    """Write a change for each staged row that is new or differs; the counts, and the last place in the set."""
    target, new_id = table.model._meta.db_table, "s.id" if table.has_own_id else "''"
    after, before = cells_sql(table, "s", staged=True), cells_sql(table)
    cursor.execute(f"SELECT count(*) FROM {table.stage}")
    (rows,) = cursor.fetchone()
    cursor.execute(
        f"{INTO} SELECT %s, %s + row_number() OVER (ORDER BY s._batch DESC, s._line), %s, 'add', {new_id}, {after}, "
        f"'{{}}', NULL, '' FROM {table.stage} s "
        f"WHERE NOT EXISTS (SELECT 1 FROM match_{table.name} m WHERE m.row = s.ctid)",
        [change_set.pk, position, table.name],
    )
    inserted = cursor.rowcount
    cursor.execute(
        f"{INTO} SELECT %s, %s + row_number() OVER (ORDER BY s._batch DESC, s._line), %s, 'alter', t.id::text, "
        f"{after}, {before}, t.updated_at, '' FROM {table.stage} s JOIN match_{table.name} m ON m.row = s.ctid "
        f"JOIN {target} t ON t.id = m.id WHERE m.differs",
        [change_set.pk, position + inserted, table.name],
    )
    updated = cursor.rowcount
    counts = Counts(inserted=inserted, updated=updated, unchanged=rows - inserted - updated)
    return counts, position + inserted + updated


def withdraw(cursor, change_set, table, batch, position, load) -> int:
    """Write a withdrawal for each row that earlier loads brought and the file lacks; the last place in the set."""
    brought = setwise.no_longer_there(cursor, table, table, batch) if table.country_sql else None
    if not brought:
        return position
    query, parameters = brought
    cursor.execute(
        f"{INTO} SELECT %s, %s + row_number() OVER (ORDER BY t.id), %s, 'withdraw', t.id::text, '{{}}', "
        f"{cells_sql(table)}, t.updated_at, '' FROM {table.model._meta.db_table} t WHERE t.id IN ({query})",
        [change_set.pk, position, table.name, *parameters],
    )
    load.by_table[table.name] += Counts(withdrawn=cursor.rowcount)
    return position + cursor.rowcount
