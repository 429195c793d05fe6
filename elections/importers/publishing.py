"""A set of changes becomes part of the record: through the same checks as a file, in one transaction, or not at all."""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from django.db import connection, transaction
from django.utils import timezone

from elections.importers import derived, setwise, staging
from elections.importers.faults import Faults, LoadRefused
from elections.importers.loading import LOADS, Counts, Load, add
from elections.importers.published import published_rows
from elections.importers.tables import Table
from elections.models import (
    Change,
    ChangeChannel,
    ChangeKind,
    ChangeSet,
    ChangeState,
    DataVersion,
    ImportBatch,
    ImportBatchKind,
)

CONFLICTS_LISTED = 200


@dataclass(frozen=True)
class Conflict:
    """A change whose row is not what it was when it was proposed: three versions, cell by cell.

    `published` is None where the row is gone. For a new row it is the row that is there already.
    """

    change: Change
    published: dict[str, str] | None

    @property
    def before(self) -> dict[str, str]:
        return self.change.before

    @property
    def proposed(self) -> dict[str, str]:
        return self.change.values


class ChangeRefused(Exception):
    """What was asked for is not open to this person or this set; the message says why and what to do."""


class Conflicts(Exception):
    """Nothing was applied: rows have changed since the set was made. `conflicts` holds the first of them."""

    def __init__(self, conflicts: list[Conflict], count: int):
        self.conflicts, self.count = conflicts, count
        super().__init__(f"{count:,} rows have changed since this set was made; nothing was applied.")


def silent(step: str, position: int = 0, size: int = 0) -> None:
    """A progress that nobody is told."""


def publish(change_set: ChangeSet, reviewer, tables: list[Table], progress=silent) -> Load:
    """Apply a set that is in review, in one transaction, and raise the data version.

    `progress(step, position, size)` is told what goes on.

    Raises ChangeRefused where this reviewer may not, LoadRefused (faults name the place of the change as line) and
    Conflicts; then nothing was applied.
    """
    with transaction.atomic():
        locked = ChangeSet.objects.select_for_update().get(pk=change_set.pk)
        decidable(locked, reviewer)
        load = apply(locked, tables, progress)
        DataVersion.raise_by_one()
        now = timezone.now()
        locked.state, locked.reviewer, locked.reviewed_at, locked.published_at = "published", reviewer, now, now
        locked.data_version = DataVersion.current()
        locked.save()
        if locked.rolls_back_id:
            taken_back = ChangeSet.objects.filter(pk=locked.rolls_back_id, state=ChangeState.PUBLISHED)
            taken_back.update(state=ChangeState.ROLLED_BACK)
    change_set.refresh_from_db()
    return load


def decidable(change_set: ChangeSet, reviewer) -> None:
    """Raise ChangeRefused unless the set is in review and somebody else proposed it."""
    if change_set.state != ChangeState.IN_REVIEW:
        raise ChangeRefused(f"This set is {change_set.get_state_display()}; only a set in review is decided on.")
    if reviewer.pk == change_set.author_id:
        raise ChangeRefused("Nobody reviews what they proposed themselves; ask somebody else.")


@contextmanager
def applied_on_trial(change_set: ChangeSet, tables: list[Table], progress=silent) -> Iterator[Load]:
    """Inside the block the record is as the set would make it; after it, as it was. Raises as `publish` does."""
    with transaction.atomic():
        yield apply(change_set, tables, progress)
        transaction.set_rollback(True)


def apply(change_set: ChangeSet, tables: list[Table], progress=silent) -> Load:
    """Check the changes of a set and write them; the caller holds the transaction."""
    load, faults = Load(), Faults()
    with connection.cursor() as django_cursor:
        django_cursor.execute("SET LOCAL saylau.loading = 'change'")
        django_cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADS])
        cursor = django_cursor.cursor  # psycopg's own, which has COPY
        for table in tables:
            staging.create(cursor, table)
            if table.has_own_id:
                staging.create_view(cursor, table)
        touched = set(change_set.changes.order_by().values_list("table", flat=True).distinct())
        size, done, batches = change_set.changes.count(), 0, {}
        for table in tables:
            if table.name in touched:
                progress("reading", done, size)
                batches[table] = stage(cursor, change_set, table, faults)
                done += batches[table].rows_read
        progress("checking", done, size)
        for table in tables:
            cursor.execute(f"ANALYZE {table.stage}")
        load.new_places = derived.add_places(cursor, tables)
        setwise.lock(cursor, tables)
        refuse_conflicts(cursor, change_set, batches)
        if change_set.channel == ChangeChannel.REPORT:
            leave_out_known(cursor, batches)
        names = {batch.pk: table.name for table, batch in batches.items()}
        setwise.check(cursor, tables, names, faults)
        setwise.check_repeats(cursor, tables, names, faults)
        for table in batches:
            check_ids(cursor, table, faults)
            check_replaced(cursor, table, faults)
        if faults:
            raise LoadRefused(faults)
        progress("writing", done, size)
        write(cursor, change_set, tables, batches, load, faults)
        staging.drop(cursor, tables)
        for table in batches:
            cursor.execute(f"DROP TABLE asked_{table.name}")
        cursor.execute("SET LOCAL saylau.loading = ''; SET LOCAL saylau.batch = ''")
    return load


def stage(cursor, change_set, table, faults) -> ImportBatch:
    """Put what a set adds and alters in one table into its staging table; `_line` is the place of the change."""
    batch = ImportBatch.objects.create(
        kind=ImportBatchKind.CHANGE,
        change_set=change_set,
        table=table.name,
        file_name=f"set of changes {change_set.pk}",
        sha256="0" * 64,
        loaded_by_id=change_set.author_id,
    )
    digest = hashlib.sha256()
    changes = change_set.changes.filter(table=table.name).exclude(kind=ChangeKind.WITHDRAW).order_by("position")
    with tempfile.TemporaryFile() as spool:  # the connection cannot be read from while COPY goes on
        for position, values in changes.values_list("position", "values").iterator(chunk_size=2_000):
            line = json.dumps(
                [position, [values.get(name, "") for name in table.changeable]], ensure_ascii=False
            ).encode()
            digest.update(line)
            spool.write(line + b"\n")
        spool.seek(0)
        reader = staging.Reader(table, table.name, table.changeable, batch.pk, faults)
        rows_read = staging.stage_rows(cursor, reader, map(json.loads, spool))
    batch.sha256 = digest.hexdigest()
    add(batch, rows_read=rows_read, inserted=0, updated=0, unchanged=0, withdrawn=0, kept=0)
    cursor.execute(
        f"CREATE TEMPORARY TABLE asked_{table.name} AS "
        f"SELECT position, kind, {key_of(table, 'row_id')} AS row_id, based_on_at, successor FROM elections_change "
        'WHERE change_set_id = %s AND "table" = %s',
        [change_set.pk, table.name],
    )
    cursor.execute(f"ANALYZE asked_{table.name}")
    return batch


def key_of(table, column):
    """A column of ids as text, as SQL with the type of the table's own ids."""
    kind = table.model._meta.pk.db_type(connection).split()[0]
    return f"nullif({column}, '')::{kind}"


def refuse_conflicts(cursor, change_set, batches) -> None:
    """Raise Conflicts where a row has changed or gone since the set was made, or a new row is there already.

    For an observers' report it may be there just so: two reports of a mission that is new both bring it along.
    """
    found, count = [], 0
    is_report = change_set.channel == ChangeChannel.REPORT
    for table in batches:
        target = table.model._meta.db_table
        cursor.execute(
            f"""
            SELECT c.position, t.id::text FROM asked_{table.name} c LEFT JOIN {target} t ON t.id = c.row_id
            WHERE c.kind <> 'add' AND t.updated_at IS DISTINCT FROM c.based_on_at
            UNION ALL
            SELECT s._line, t.id::text FROM {table.stage} s JOIN asked_{table.name} c ON c.position = s._line
            JOIN {target} t ON {setwise.same_key(table)}
            WHERE t.id IS DISTINCT FROM c.row_id
              AND t.id NOT IN (SELECT w.row_id FROM asked_{table.name} w WHERE w.kind = 'withdraw')
            UNION ALL
            SELECT c.position, t.id::text FROM asked_{table.name} c JOIN {target} t ON t.id = c.row_id
            JOIN {table.stage} s ON s._line = c.position
            WHERE c.kind = 'add' AND {setwise.differs(table) if is_report else "true"}
            ORDER BY 1
            """
        )
        rows = dict(cursor.fetchall())
        count += len(rows)
        first = list(rows)[: CONFLICTS_LISTED - len(found)]
        published = published_rows(table, [to_key(table, rows[place]) for place in first if rows[place]])
        changes = by_position(change_set, first)
        found += [Conflict(changes[place], published.get(rows[place], (None, None))[0]) for place in first]
    if found:
        raise Conflicts(found, count)


def leave_out_known(cursor, batches) -> None:
    """Do not stage what is published just so already: any other new row that is there is a conflict by now."""
    for table in batches:
        cursor.execute(
            f"DELETE FROM {table.stage} s USING asked_{table.name} c, {table.model._meta.db_table} t "
            "WHERE c.position = s._line AND c.kind = 'add' AND t.id = c.row_id"
        )


def by_position(change_set, places):
    return {change.position: change for change in change_set.changes.filter(position__in=places)}


def to_key(table, row_id: str):
    return table.model._meta.pk.to_python(row_id)


def check_ids(cursor, table, faults) -> None:
    """Add a fault for each row with a readable id that a change would give another one: ids are permanent."""
    if table.has_own_id:
        cursor.execute(
            f"SELECT s._line, c.row_id, s.id FROM {table.stage} s JOIN asked_{table.name} c ON c.position = s._line "
            "WHERE c.kind = 'alter' AND c.row_id <> s.id"
        )
        for line, old, new in cursor.fetchall():
            message = f"'{old}' cannot become '{new}': ids are permanent; withdraw the row and name the new one"
            faults.add(table.name, line, table.file_column("id"), message)


def check_replaced(cursor, table, faults) -> None:
    """Add a fault for each new row that is the very row that the set withdraws."""
    if not table.has_own_id:
        cursor.execute(
            f"SELECT s._line FROM {table.stage} s JOIN asked_{table.name} c ON c.position = s._line AND c.kind = 'add' "
            f"JOIN {table.model._meta.db_table} t ON {setwise.same_key(table)} "
            f"JOIN asked_{table.name} w ON w.row_id = t.id AND w.kind = 'withdraw'"
        )
        for (line,) in cursor.fetchall():
            message = "is a row that this set withdraws; take both changes out, and alter the row instead"
            faults.add(table.name, line, "", message)


def write(cursor, change_set, tables, batches, load, faults) -> None:
    """Withdraw, alter and add; give the changes of new rows the ids that these got."""
    try:
        with transaction.atomic():
            for table in tables:
                altered = ""
                if table in batches:
                    altered = (
                        f"JOIN asked_{table.name} c ON c.position = s._line AND c.kind = 'alter' "
                        f"JOIN {table.model._meta.db_table} t ON t.id = c.row_id"
                    )
                setwise.match(cursor, table, altered)
            for table in reversed(batches):
                withdraw(cursor, change_set, table, batches[table], load)
            for table in tables:
                counts = load.by_table.setdefault(table.name, Counts())
                for pk, written in setwise.write(cursor, table, replace=True, with_key=table in batches).items():
                    load.by_table[table.name] = counts = counts + Counts(**written)
                    for batch in batches.values():
                        if batch.pk == pk:
                            add(batch, **written)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for table, batch in batches.items():
            batch.save()
            name_new_rows(cursor, change_set, table)
        return
    except psycopg.errors.ForeignKeyViolation as error:
        setwise.add_withdrawn(cursor, tables, error.diag, faults, how="would go")
    except (psycopg.errors.CheckViolation, psycopg.errors.UniqueViolation) as error:
        add_refused(tables, error.diag, faults)
    raise LoadRefused(faults)


def withdraw(cursor, change_set, table, batch, load) -> None:
    cursor.execute("SELECT set_config('saylau.batch', %s, true)", [str(batch.pk)])
    rows = f"SELECT row_id, %s, successor FROM asked_{table.name} WHERE kind = 'withdraw'"
    withdrawn = setwise.bury(cursor, table, rows, [change_set.reason or change_set.title])
    load.by_table[table.name] = Counts(withdrawn=withdrawn)
    add(batch, withdrawn=withdrawn)


def name_new_rows(cursor, change_set, table) -> None:
    cursor.execute(
        f"UPDATE elections_change c SET row_id = t.id::text FROM {table.stage} s "
        f"JOIN {table.model._meta.db_table} t ON {setwise.same_key(table)} "
        'WHERE c.change_set_id = %s AND c."table" = %s AND c.position = s._line '
        "AND c.kind = 'add' AND c.row_id = ''",
        [change_set.pk, table.name],
    )


def add_refused(tables, violated, faults) -> None:
    """Add the fault behind a constraint of the database, in the words that its model has for it."""
    for table in tables:
        for constraint in table.model._meta.constraints:
            if constraint.name == violated.constraint_name:
                faults.add(table.name, None, "", str(constraint.violation_error_message))
                return
    raise AssertionError(f"{violated.constraint_name} is no constraint of a table of the record")
