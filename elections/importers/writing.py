"""The way out: the rows of a table as the file that a load would read them from.

What comes out is the definition's columns and nothing else, so who loaded or changed a row cannot be among them.
Headline counts are left out of the elections: they are claims, and stand among those of the turnout.
"""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, TextField
from django.db.models.functions import Collate

from elections.importers.tables import ListColumn, Table

BATCH = 2_000  # rows held at once


def write_table(table: Table, folder: Path) -> int:
    """Write all rows as `<name>.csv` in the order of their key, which is one on every server. Returns how many."""
    columns = [column for column in table.columns if not column.by_hand and (column.target or column.path)]
    plain = {column.name: column.target or column.path for column in columns}
    count = 0
    with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow([*plain, *(column.name for column in table.lists)])
        for values in rows_of(table, list(plain.values())):
            lines.writerow(map(cell_text, values))
            count += 1
    return count


def rows_of(table: Table, paths: list[str]) -> Iterator[list]:
    """The values of each row by their paths, then its lists of ids; fetched a batch at a time."""
    lists = {f"_{column.name}": ids_beside(column) for column in table.lists}
    firsts = [column.first_into for column in table.lists if column.first_into]
    rows = (table.rows or table.model.objects.all)().annotate(**lists)
    rows = rows.order_by(*(by_code_point(table, name) for name in table.key))
    width, beside = len(paths), len(lists)
    for values in rows.values_list(*paths, *lists, *firsts).iterator(chunk_size=BATCH):
        first = iter(values[width + beside :])
        listed = zip(table.lists, values[width : width + beside], strict=True)
        yield [*values[:width], *([next(first), *ids] if column.first_into else ids for column, ids in listed)]


def ids_beside(column: ListColumn) -> ArraySubquery:
    """The ids of a list that are rows of their own, in order."""
    through = column.through.objects.filter(**{column.owner: OuterRef("pk")})
    return ArraySubquery(through.order_by("position").values(column.member))


def by_code_point(table: Table, name: str) -> Any:
    field = table.model._meta.get_field(name)
    kind = field.target_field if field.is_relation else field
    return Collate(F(name), "C") if isinstance(kind, CharField | TextField) else F(name)


def cell_text(value: Any) -> str:
    """A value as a file has it: with the digits that were printed, and unknown as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    return str(value)
