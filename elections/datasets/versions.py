"""The versions of a row, newest first, as its history, its batches and the row itself tell."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from elections.importers.cells import MOMENT_FORM
from elections.importers.setwise import published_list
from elections.importers.tables import Table
from elections.importers.writing import cell_text
from elections.models import History, ImportBatch

LISTED = {"source_id": "other_sources", "organisation_id": "organisations"}  # as migration 0007 names them
UNTOLD = {"id", "batch_id", "updated_at", "edited_at", "sort_key", "search_key"}


@dataclass
class Version:
    """What happened to a row at one moment: the cells that changed, and the batch that tells who and why."""

    at: datetime | None
    what: str
    channel: str
    batch: ImportBatch | None
    kept: History | None = None  # the entry that has the row as it was before
    differences: list[tuple[str, object, object]] = field(default_factory=list)


def versions_of(table: Table, row_id: str) -> list[Version]:
    kept = list(
        History.objects.filter(table=table.model._meta.db_table, row_id=row_id)
        .select_related("batch__change_set__author", "batch__change_set__reviewer", "batch__loaded_by")
        .order_by("id")
    )
    now = row_now(table, row_id)
    rows = [entry.row for entry in kept] + [now]
    found = []
    for entry, before, after in zip(kept, rows, rows[1:], strict=False):
        found.append(
            Version(
                entry.changed_at,
                entry.get_kind_display(),
                entry.get_channel_display(),
                entry.batch,
                entry,
                differences(before, after),
            )
        )
    first = next((row for row in rows if row), None)
    if first and not (kept and kept[0].kind == "inserted"):
        batch = (
            ImportBatch.objects.filter(pk=first.get("batch_id"))
            .select_related("change_set__author", "loaded_by")
            .first()
        )
        if batch:
            found.insert(0, Version(batch.loaded_at, "inserted", batch.get_kind_display(), batch))
    return found[::-1]


def row_now(table: Table, row_id: str) -> dict:
    """The row as it is published, column by column with its lists; nothing where it is not."""
    lists = "".join(
        f" || jsonb_build_object('{LISTED[column.member]}', {published_list(column)})" for column in table.lists
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (to_jsonb(t){lists})::text FROM {table.model._meta.db_table} t WHERE t.id::text = %s", [row_id]
        )
        found = cursor.fetchone()
    return json.loads(found[0]) if found else {}


def differences(before: dict, after: dict) -> list[tuple[str, object, object]]:
    """(column, before, after) of what differs; of a row that went all that it had, of a new one nothing."""
    if not after:
        return [(name, value, None) for name, value in before.items() if name not in UNTOLD and value not in (None, "")]
    if not before:
        return []
    names = [name for name in dict.fromkeys([*before, *after]) if name not in UNTOLD]
    return [
        (name, before.get(name), after.get(name))
        for name in names
        if name in after and before.get(name) != after.get(name)
    ]


def cells_before(entry: History, table: Table) -> dict[str, str]:
    """The cells of the row as it was before an entry of its history, as the table's file would have them."""
    row, cells = entry.row, {}
    for column in table.columns:
        if column.name not in table.changeable:
            continue
        if isinstance(row.get(column.target), str) and column.name.endswith("_at"):
            cells[column.name] = f"{datetime.fromisoformat(row[column.target]):{MOMENT_FORM}}"
        elif column.target:
            cells[column.name] = cell_text(row.get(column.target))
        elif "__" in column.path:
            first, _, rest = column.path.partition("__")
            field = table.model._meta.get_field(first)
            referred = field.related_model.objects.filter(pk=row.get(field.attname)).values_list(rest, flat=True)
            cells[column.name] = cell_text(referred.first())
        else:
            cells[column.name] = cell_text(row.get(column.path))
    for column in table.lists:
        first = [row[column.first_into]] if column.first_into and row.get(column.first_into) else []
        cells[column.name] = " ".join([*first, *row.get(LISTED[column.member], [])])
    return cells
