"""What is done to whole tables at once, in SQL: duplicates, references, and the changes themselves."""

from elections.importers.faults import FAULTS_LISTED, Faults
from elections.importers.tables import Table
from elections.models import ImportBatch, ImportBatchKind


def check(cursor, tables: list[Table], files: dict[int, str], faults: Faults) -> None:
    """Add the faults that only the whole set shows: repeated keys, ids that nothing has, rows that do not fit."""
    by_model = {table.model: table for table in tables}
    for table in tables:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table.stage})")
        if cursor.fetchone()[0]:
            check_duplicates(cursor, table, files, faults)
            check_references(cursor, table, by_model, files, faults)
            for condition, column, message in table.checks:
                add_rows(
                    cursor,
                    f"SELECT s._batch, s._line FROM {table.stage} s {condition}",
                    column,
                    message,
                    files,
                    faults,
                )


def add_rows(cursor, query, column, message, files, faults):
    cursor.execute(f"{query} ORDER BY 1, 2")
    while rows := cursor.fetchmany(FAULTS_LISTED):
        for batch, line, *value in rows:
            text = f"'{value[0]}' {message}" if value else message
            faults.add(files[batch], line, column, text)


def check_duplicates(cursor, table, files, faults):
    key = ", ".join(f'"{name}"' for name in table.key)
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table.stage} GROUP BY {key} HAVING count(*) > 1)")
    if not cursor.fetchone()[0]:
        return
    cursor.execute(
        f"""
        SELECT _batch, _line, first_batch, first_line FROM (
            SELECT _batch, _line, first_value(_batch) OVER same AS first_batch, first_value(_line) OVER same AS first_line
            FROM {table.stage} WINDOW same AS (PARTITION BY {key} ORDER BY _batch, _line)
        ) rows
        WHERE (_batch, _line) <> (first_batch, first_line) ORDER BY 1, 2
        """
    )
    named = ", ".join(name.removesuffix("_id") for name in table.key)
    for batch, line, first_batch, first_line in cursor.fetchall():
        place = f"line {first_line}" if batch == first_batch else f"{files[first_batch]} line {first_line}"
        faults.add(files[batch], line, "", f"repeats {place} (same {named})")


def check_references(cursor, table, by_model, files, faults):
    for column in table.columns:
        if column.refers_to:
            value = f's."{column.target or column.name}"'
            check_reference(cursor, table, "", value, column.name, column.refers_to, by_model, files, faults)
    if "area_id" in table.targets:
        model = table.model._meta.get_field("area").related_model
        check_reference(cursor, table, "", "s.area_id", "area", model, by_model, files, faults)
    for column in table.lists:
        model = column.through._meta.get_field(column.member).related_model
        unnest = f"CROSS JOIN unnest(s._{column.name}) AS one(id)"
        check_reference(cursor, table, unnest, "one.id", column.name, model, by_model, files, faults)


def check_reference(cursor, table, join, value, column, model, by_model, files, faults):
    target = by_model[model]
    add_rows(
        cursor,
        f"SELECT s._batch, s._line, {value} FROM {table.stage} s {join} WHERE {value} IS NOT NULL "
        f"AND NOT EXISTS (SELECT 1 FROM all_{target.name} a WHERE a.id = {value})",
        column,
        f"is not known; {target.name} has no such row",
        files,
        faults,
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


def differs(table: Table) -> str:
    """The condition that a published row `t` has other values than its staged row `s`."""
    plain = [name for name in table.targets if name not in table.key]
    terms = [f"{compared(table, name, 't')} IS DISTINCT FROM {compared(table, name, 's')}" for name in plain]
    for column in table.lists:
        terms.append(
            f"ARRAY(SELECT m.{column.member}::text FROM {column.through._meta.db_table} m "
            f"WHERE m.{column.owner} = t.id ORDER BY m.position) IS DISTINCT FROM {listed(column)}"
        )
    return "(" + " OR ".join(terms) + ")"


EDITED = "(t.edited_at IS NOT NULL OR t.batch_id IS NULL)"


def write(cursor, table: Table, replace: bool) -> dict[int, dict[str, int]]:
    """Update the rows that differ and insert those that are new; return the counts of each batch."""
    target, same, different = table.model._meta.db_table, same_key(table), differs(table)
    names = [f'"{name}"' for name in table.targets]
    changes = ", ".join(
        [f"{name} = s.{name}" for name in names if name.strip('"') not in table.key] + ["batch_id = s._batch"]
    )
    read = by_batch(cursor, f"SELECT _batch, count(*) FROM {table.stage} GROUP BY 1")
    kept = {}
    if not replace:
        kept = by_batch(
            cursor,
            f"SELECT s._batch, count(*) FROM {target} t JOIN {table.stage} s ON {same} "
            f"WHERE {EDITED} AND {different} GROUP BY 1",
        )
    updated = by_batch(
        cursor,
        f"WITH changed AS (UPDATE {target} t SET {changes} FROM {table.stage} s "
        f"WHERE {same} AND {different} AND {'TRUE' if replace else f'NOT {EDITED}'} RETURNING s._batch) "
        "SELECT _batch, count(*) FROM changed GROUP BY 1",
    )
    inserted = by_batch(
        cursor,
        f"WITH added AS (INSERT INTO {target} ({', '.join(names)}, batch_id) "
        f"SELECT {', '.join('s.' + name for name in names)}, s._batch FROM {table.stage} s "
        f"WHERE NOT EXISTS (SELECT 1 FROM {target} t WHERE {same}) RETURNING batch_id) "
        "SELECT batch_id, count(*) FROM added GROUP BY 1",
    )
    if inserted or updated:
        write_lists(cursor, table)
    if inserted and table.has_own_id:
        cursor.execute(
            f'DELETE FROM elections_tombstone WHERE "table" = %s AND row_id IN (SELECT id FROM {table.stage})',
            [table.name],
        )
    return {
        batch: {
            "inserted": inserted.get(batch, 0),
            "updated": updated.get(batch, 0),
            "kept": kept.get(batch, 0),
            "unchanged": rows - inserted.get(batch, 0) - updated.get(batch, 0) - kept.get(batch, 0),
        }
        for batch, rows in read.items()
    }


def by_batch(cursor, query) -> dict[int, int]:
    cursor.execute(query)
    return dict(cursor.fetchall())


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
    """Withdraw what earlier loads of `origin` brought for the countries in this file and no file has any more.

    Each withdrawn row leaves a tombstone with its last values. Rows that somebody edited stay.
    """
    cursor.execute(f"SELECT DISTINCT {origin.country_sql} FROM {origin.stage} s WHERE s._batch = %s", [batch.pk])
    countries = [row[0] for row in cursor.fetchall()]
    brought = table.model.objects.filter(
        batch__kind=ImportBatchKind.LOAD, batch__table=origin.name, **{f"{table.country_path}__in": countries}
    )
    query, parameters = brought.order_by().values("pk").query.sql_with_params() if countries else ("", ())
    if not query:
        return 0
    cursor.execute(
        f"WITH gone AS (DELETE FROM {table.model._meta.db_table} t WHERE t.id IN ({query}) AND NOT {EDITED} "
        f"AND NOT EXISTS (SELECT 1 FROM {table.stage} s WHERE {same_key(table)}) RETURNING t.*) "
        'INSERT INTO elections_tombstone ("table", row_id, reason, successor, "values") '
        "SELECT %s, gone.id::text, %s, '', to_jsonb(gone) FROM gone "
        'ON CONFLICT ("table", row_id) DO UPDATE SET '
        'reason = EXCLUDED.reason, "values" = EXCLUDED."values", withdrawn_at = now()',
        [*parameters, table.name, f"{batch.file_name} no longer has this row."],
    )
    withdrawn = cursor.rowcount
    for column in table.lists if withdrawn else ():
        cursor.execute(
            f"DELETE FROM {column.through._meta.db_table} m WHERE NOT EXISTS "
            f"(SELECT 1 FROM {table.model._meta.db_table} t WHERE t.id = m.{column.owner})"
        )
    return withdrawn
