"""What is done to whole tables at once, in SQL: duplicates, references, and the changes themselves."""

import re
from contextlib import contextmanager

from django.db import connection

from elections.importers.faults import Faults
from elections.importers.tables import Table
from elections.models import ImportBatch, ImportBatchKind

BULK = 100_000  # rows from which on references are checked as a set only
SOUGHT = 20  # unknown ids of a column for which like ones are sought
ALIKE = 0.45  # how like an id must be written, of 1, to be named in place of an unknown one
NEAREST = 2  # how many are named
MANY = 1_000  # rows after which the planner is told of them: what is derived next asks for each of them


def check(cursor, tables: list[Table], files: dict[int, str], faults: Faults) -> None:
    """Add the faults that only the whole set shows: ids that nothing has, and rows that do not fit others."""
    by_model = {table.model: table for table in tables}
    for table in tables:
        if is_empty(cursor, table):
            continue
        for field in table.references:
            if not by_model[field.related_model].has_own_id:
                continue  # it was looked up, and a check of the table says where it was not found
            check_reference(
                cursor,
                table,
                "",
                f's."{field.attname}"',
                table.file_column(field.attname),
                by_model[field.related_model],
                files,
                faults,
            )
        for column in table.lists:
            target = by_model[column.through._meta.get_field(column.member).related_model]
            unnest = f"CROSS JOIN unnest(s._{column.name}) AS one(id)"
            check_reference(cursor, table, unnest, "one.id", column.name, target, files, faults)
        for condition, field, message in table.checks:
            query = f'SELECT s._batch, s._line, s."{field}" FROM {table.stage} s {condition}'
            add_rows(cursor, query, table.file_column(field), message, files, faults)


def find(cursor, table: Table) -> None:
    """Find the rows without readable ids that staged rows are about; those of the same load once they are written."""
    if table.found:
        cursor.execute(table.found.format(stage=table.stage))


def is_empty(cursor, table: Table) -> bool:
    cursor.execute(f"SELECT NOT EXISTS (SELECT 1 FROM {table.stage})")
    return cursor.fetchone()[0]


def first_rows(cursor, query, faults):
    """The first rows of a query for wrong rows, by `_batch, _line`; the others are only counted as faults."""
    cursor.execute(f"SELECT count(*) FROM ({query}) wrong")
    (count,) = cursor.fetchone()
    if not count:
        return []
    cursor.execute(f"{query} ORDER BY 1, 2 LIMIT {faults.limit}")
    faults.count += count - cursor.rowcount
    return cursor.fetchall()


def add_rows(cursor, query, column, message, files, faults):
    """Add a fault for each row of a query for `_batch, _line` and the value that is wrong."""
    for batch, line, value in first_rows(cursor, query, faults):
        faults.add(files[batch], line, column, message, value)


def check_reference(cursor, table, join, value, column, target, files, faults):
    query = (
        f"SELECT s._batch, s._line, {value} FROM {table.stage} s {join} WHERE {value} IS NOT NULL "
        f"AND NOT EXISTS (SELECT 1 FROM all_{target.name} a WHERE a.id = {value})"
    )
    unknown = first_rows(cursor, query, faults)
    alike = nearest(cursor, target, list(dict.fromkeys(row[2] for row in unknown))[:SOUGHT])
    for batch, line, given in unknown:
        told = f"; nearest: {alike[given]}" if given in alike else ""
        faults.add(files[batch], line, column, f"is not known; {target.name} has no such row{told}", given)


def nearest(cursor, target: Table, unknown: list[str]) -> dict[str, str]:
    """For ids that nothing has, those of the table that are written most like them, with their names."""
    if not unknown:
        return {}
    named = next((name for name in ("name", "title") if name in target.targets), "")
    label = f"a.id || ' (' || left(a.{named}, 60) || ')'" if named else "a.id"
    cursor.execute(
        f"SELECT u.id, string_agg(found.label, ', ' ORDER BY found.place) FROM unnest(%s::text[]) AS u(id) "
        f"CROSS JOIN LATERAL (SELECT {label} AS label, row_number() OVER (ORDER BY similarity(a.id, u.id) DESC, a.id) "
        f"AS place FROM all_{target.name} a WHERE similarity(a.id, u.id) >= %s ORDER BY place LIMIT %s) found "
        "GROUP BY 1",
        [unknown, ALIKE, NEAREST],
    )
    return dict(cursor.fetchall())


def check_repeats(cursor, tables: list[Table], files: dict[int, str], faults: Faults) -> None:
    """Add a fault for each row whose key an earlier row has."""
    for table in tables:
        key = ", ".join(f'"{name}"' for name in table.key)
        query = f"""
            SELECT _batch, _line, first_batch, first_line FROM (
                SELECT _batch, _line, first_value(_batch) OVER same AS first_batch,
                       first_value(_line) OVER same AS first_line
                FROM {table.stage} WHERE NOT _partly WINDOW same AS (PARTITION BY {key} ORDER BY _batch, _line)
            ) rows
            WHERE (_batch, _line) <> (first_batch, first_line)
        """
        named = ", ".join(table.file_column(name) for name in table.key)
        for batch, line, first_batch, first_line in first_rows(cursor, query, faults):
            place = f"line {first_line}" if batch == first_batch else f"{files[first_batch]} line {first_line}"
            faults.add(files[batch], line, "", f"repeats {place} (same {named})")


def add_withdrawn(cursor, tables: list[Table], violated, faults: Faults, how="is no longer in the files") -> None:
    """Add the fault that a row to be withdrawn is still referred to, from the server's words for it."""
    names = {table.model._meta.db_table: table.name for table in tables}
    names |= {column.through._meta.db_table: table.name for table in tables for column in table.lists}
    cursor.execute(
        "SELECT confrelid::regclass::text FROM pg_constraint WHERE conname = %s AND conrelid = %s::regclass",
        [violated.constraint_name, violated.table_name],
    )
    (withdrawn,) = cursor.fetchone()
    value = re.search(r"\)=\((.*)\)", violated.message_detail)[1]
    faults.add(
        names[withdrawn],
        None,
        "",
        f"'{value}' {how}, but rows of {names.get(violated.table_name, violated.table_name)} still refer to it; "
        "keep it, or take those rows out too",
    )


def same_key(table: Table) -> str:
    """The condition that a published row `t` and a staged row `s` are the same fact."""
    terms = []
    for name in table.key:
        nullable = table.model._meta.get_field(name).null
        terms.append(f't."{name}" IS NOT DISTINCT FROM s."{name}"' if nullable else f't."{name}" = s."{name}"')
    return " AND ".join(terms)


def compared(table: Table, name: str, row: str) -> str:
    """A column as it is compared: numbers with their digits, since 6.5 and 6.50 were printed differently."""
    column = f'{row}."{name}"'
    return f"{column}::text" if table.model._meta.get_field(name).get_internal_type() == "DecimalField" else column


def listed(column) -> str:
    """The ids of a list column that become rows of their own: all, or all but the first."""
    return f"s._{column.name}[2:]" if column.first_into else f"s._{column.name}"


def published_list(column) -> str:
    """The ids that a published row `t` lists."""
    return (
        f"ARRAY(SELECT m.{column.member}::text FROM {column.through._meta.db_table} m "
        f"WHERE m.{column.owner} = t.id ORDER BY m.position)"
    )


def keep_published(cursor, table: Table, batch: int, absent: set[str]) -> None:
    """Give the rows of a file that lacks some columns what is published there: the file says nothing of it."""
    columns = [column.target for column in table.columns if column.name in absent and column.target]
    kept = [f'"{target}" = t."{target}"' for target in columns]
    kept += [f"_{column.name} = {published_list(column)}" for column in table.lists if column.name in absent]
    if kept:
        cursor.execute(
            f"UPDATE {table.stage} s SET {', '.join(kept)} FROM {table.model._meta.db_table} t "
            f"WHERE {same_key(table)} AND s._batch = %s",
            [batch],
        )


def differs(table: Table, with_key: bool = False) -> str:
    """The condition that a published row `t` has other values than its staged row `s`."""
    plain = [name for name in table.targets if with_key or name not in table.key]
    terms = [f"{compared(table, name, 't')} IS DISTINCT FROM {compared(table, name, 's')}" for name in plain]
    for column in table.lists:
        terms.append(f"{published_list(column)} IS DISTINCT FROM {listed(column)}")
    return "(" + " OR ".join(terms) + ")"


class Repeated(Exception):
    """Two staged rows are the same fact."""


def match(cursor, table: Table, pairs: str = "") -> None:
    """Find the published row of each staged one, whether it differs, and whether people edited it.

    A published row `t` is found by its key, or by the SQL `pairs`, which joins it to the staged row `s`. People
    edited a row when they wrote it by hand or published a set of changes with it.
    Raises Repeated when two staged rows have one published row; two new ones are refused by the unique key.
    """
    found = pairs or f"JOIN {table.model._meta.db_table} t ON {same_key(table)}"
    cursor.execute(
        f"CREATE TEMPORARY TABLE match_{table.name} AS "
        f"SELECT s.ctid AS row, s._batch, t.id, {differs(table, with_key=bool(pairs))} AS differs, "
        "t.edited_at IS NOT NULL OR t.batch_id IS NULL OR t.batch_id IN "
        "(SELECT id FROM elections_importbatch WHERE kind = 'change') AS edited "
        f"FROM {table.stage} s {found}"
    )
    cursor.execute(f"ANALYZE match_{table.name}")
    cursor.execute(f"SELECT count(*) > count(DISTINCT id) FROM match_{table.name}")
    if cursor.fetchone()[0]:
        raise Repeated


def write(cursor, table: Table, replace: bool, with_key: bool = False) -> dict[int, dict[str, int]]:
    """Update the rows that differ and insert those that are new; return the counts of each batch.

    With `replace` rows that people edited are overwritten too; with `with_key` a row may get another key.
    """
    find(cursor, table)
    free = "m.differs" if replace else "m.differs AND NOT m.edited"
    read = by_batch(cursor, f"SELECT _batch, count(*) FROM {table.stage} GROUP BY 1")
    found = by_batch(cursor, f"SELECT _batch, count(*) FROM match_{table.name} GROUP BY 1")
    updated = by_batch(cursor, f"SELECT _batch, count(*) FROM match_{table.name} m WHERE {free} GROUP BY 1")
    kept = by_batch(
        cursor, f"SELECT _batch, count(*) FROM match_{table.name} m WHERE m.differs AND NOT ({free}) GROUP BY 1"
    )
    if updated:
        update(cursor, table, free, with_key)
    if found != read:
        insert(cursor, table, new=sum(read.values()) - sum(found.values()))
    if updated or found != read:
        write_lists(cursor, table)
    if sum(read.values()) > MANY:
        cursor.execute(f"ANALYZE {table.model._meta.db_table}")
    return {
        batch: {
            "inserted": rows - found.get(batch, 0),
            "updated": updated.get(batch, 0),
            "kept": kept.get(batch, 0),
            "unchanged": found.get(batch, 0) - updated.get(batch, 0) - kept.get(batch, 0),
        }
        for batch, rows in read.items()
    }


def by_batch(cursor, query) -> dict[int, int]:
    cursor.execute(query)
    return dict(cursor.fetchall())


def update(cursor, table: Table, free: str, with_key: bool) -> None:
    names = [name for name in table.targets if with_key or name not in table.key]
    changes = ", ".join([f'"{name}" = s."{name}"' for name in names] + ["batch_id = s._batch"])
    cursor.execute(
        f"UPDATE {table.model._meta.db_table} t SET {changes} FROM {table.stage} s "
        f"JOIN match_{table.name} m ON m.row = s.ctid WHERE t.id = m.id AND {free}"
    )


def insert(cursor, table: Table, new: int) -> None:
    names = ", ".join(f'"{name}"' for name in table.targets)
    with references_trusted(cursor, table, new):
        cursor.execute(
            f"INSERT INTO {table.model._meta.db_table} ({names}, batch_id) SELECT {names}, _batch FROM {table.stage} s "
            f"WHERE NOT EXISTS (SELECT 1 FROM match_{table.name} m WHERE m.row = s.ctid)"
        )
    cursor.execute('SELECT EXISTS (SELECT 1 FROM elections_tombstone WHERE "table" = %s)', [table.name])
    if cursor.fetchone()[0]:
        take_tombstones_away(cursor, table)


def take_tombstones_away(cursor, table: Table) -> None:
    """Give rows that return the id they had, and take their tombstones away: what was gone is there again."""
    target, had = table.model._meta.db_table, "g.row_id" if table.has_own_id else "g.row_id::bigint"
    if not table.has_own_id:
        same = []
        for name in table.key:
            equals = "IS NOT DISTINCT FROM" if table.model._meta.get_field(name).null else "="
            same.append(f't."{name}" {equals} g."values" ->> \'{name}\'')
        cursor.execute(
            f'UPDATE {target} t SET id = {had} FROM elections_tombstone g WHERE g."table" = %s '
            f"AND t.batch_id IN (SELECT _batch FROM {table.stage}) AND {' AND '.join(same)}",
            [table.name],
        )
    cursor.execute(
        f'DELETE FROM elections_tombstone g USING {target} t WHERE g."table" = %s AND t.id = {had}', [table.name]
    )


@contextmanager
def references_trusted(cursor, table: Table, rows: int):
    """For very many rows, do not let the server look up each reference again: all were checked above, as a set.

    Row by row that is nearly half the time of a large load. The tables referred to are locked against change
    (not against readers) until the end of the transaction, so what was checked stays true; withdrawals are
    checked by the server as ever. Needs a right that owners of a server have; without it nothing is skipped.
    """
    cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
    if rows < BULK or not cursor.fetchone()[0]:
        yield
        return
    cursor.execute("SET LOCAL session_replication_role = replica")
    yield
    cursor.execute("SET LOCAL session_replication_role = origin")


def lock(cursor, tables: list[Table]) -> None:
    """Keep others from changing the tables until the transaction ends, so that what is checked stays true.

    Reading goes on; an edit by hand that has begun is waited for, and kept.
    """
    names = ", ".join(table.model._meta.db_table for table in tables)
    cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def write_lists(cursor, table: Table) -> None:
    """Write the listed ids of the rows that this load wrote, which are those that bear its batch."""
    target = table.model._meta.db_table
    written = f"{table.stage} s JOIN {target} t ON {same_key(table)} AND t.batch_id = s._batch"
    for column in table.lists:
        through = column.through._meta.db_table
        cursor.execute(f"DELETE FROM {through} WHERE {column.owner} IN (SELECT t.id FROM {written})")
        cursor.execute(
            f"INSERT INTO {through} ({column.owner}, {column.member}, position) "
            f"SELECT t.id, one.id, one.position FROM {written} "
            f"CROSS JOIN unnest({listed(column)}) WITH ORDINALITY AS one(id, position)"
        )


def withdraw(cursor, table: Table, origin: Table, batch: ImportBatch) -> int:
    """Withdraw what `no_longer_there` finds; each withdrawn row leaves a tombstone with its last values."""
    cursor.execute("SELECT set_config('saylau.batch', %s, true)", [str(batch.pk)])
    brought = no_longer_there(cursor, table, origin, batch.pk)
    if not brought:
        return 0
    query, parameters = brought
    reason = f"{batch.file_name} no longer has this row."
    return bury(cursor, table, f"SELECT id, %s, '' FROM ({query}) AS brought(id)", [reason, *parameters])


def no_longer_there(cursor, table: Table, origin: Table, batch: int):
    """(SQL for ids, its parameters): what earlier loads of `origin` brought for the countries of this batch's file and
    no file has any more; rows that somebody edited are not among them. None where there can be nothing."""
    earlier = ImportBatch.objects.filter(kind=ImportBatchKind.LOAD, table=origin.name, pk__lt=batch)
    earlier = list(earlier.values_list("pk", flat=True))
    if not earlier:
        return None
    cursor.execute(f"SELECT DISTINCT {origin.country_sql} FROM {origin.stage} s WHERE s._batch = %s", [batch])
    countries = [row[0] for row in cursor.fetchall()]
    if not countries:
        return None
    target = table.model._meta.db_table
    brought = table.model.objects.filter(
        batch__in=earlier, edited_at__isnull=True, **{f"{table.country_path}__in": countries}
    ).extra(where=[f"NOT EXISTS (SELECT 1 FROM match_{table.name} m WHERE m.id = {target}.id)"])
    return brought.order_by().values("pk").query.sql_with_params()


def bury(cursor, table: Table, rows: str, parameters) -> int:
    """Withdraw the rows of a query for id, reason and successor; each leaves a tombstone with its last values."""
    target = table.model._meta.db_table
    kind = table.model._meta.pk.db_type(connection).split()[0]
    cursor.execute(f"CREATE TEMPORARY TABLE gone (id {kind}, reason text, successor text)")
    cursor.execute(f"INSERT INTO gone {rows}", parameters)
    if withdrawn := cursor.rowcount:
        cursor.execute(
            f"WITH deleted AS (DELETE FROM {target} t USING gone WHERE t.id = gone.id RETURNING t.*) "
            'INSERT INTO elections_tombstone ("table", row_id, reason, successor, "values") '
            "SELECT %s, deleted.id::text, gone.reason, gone.successor, to_jsonb(deleted) "
            "FROM deleted JOIN gone ON gone.id = deleted.id "
            'ON CONFLICT ("table", row_id) DO UPDATE SET reason = EXCLUDED.reason, '
            'successor = EXCLUDED.successor, "values" = EXCLUDED."values", withdrawn_at = now()',
            [table.name],
        )
        for column in table.lists:
            through = column.through._meta.db_table
            cursor.execute(f"DELETE FROM {through} m USING gone WHERE m.{column.owner} = gone.id")
    cursor.execute("DROP TABLE gone")
    return withdrawn
