"""Rows of the database given back as the tables' files write them: the cells that would load just this row."""

import json

from django.core.exceptions import ValidationError
from django.db import connection, models

from elections.importers.setwise import listed, published_list
from elections.importers.tables import Column, ListColumn, Table

LARGEST_ID = (1 << 63) - 1  # that a row without a readable id may have


def cells_sql(table: Table, row: str = "t", staged: bool = False) -> str:
    """SQL for the changeable cells of a row `t` of the table (or a row `s` of its staging table) as a jsonb object."""
    pairs = [
        f"'{column.name}', {cell_sql(table, column, row, staged)}"
        for column in table.columns
        if column.name in table.changeable
    ]
    pairs += [f"'{column.name}', {list_sql(column, row, staged)}" for column in table.lists]
    return f"jsonb_build_object({', '.join(pairs)})"


def cell_sql(table: Table, column: Column, row: str, staged: bool) -> str:
    if not column.target:
        return f"coalesce({path_sql(table, column, row, staged)}, '')"
    value = f'{row}."{column.target}"'
    match table.model._meta.get_field(column.target):
        case models.BooleanField():
            return f"CASE WHEN {value} THEN 'yes' WHEN NOT {value} THEN 'no' ELSE '' END"
        case models.JSONField():  # as json.dumps writes it, with sorted keys
            return (
                "coalesce((SELECT '{' || string_agg(to_json(key)::text || ': ' || to_json(value)::text, ', ' "
                f"ORDER BY key COLLATE \"C\") || '}}' FROM jsonb_each_text({value})), '')"
            )
        case _:
            return f"coalesce({value}::text, '')"


def path_sql(table, column, row, staged) -> str:
    """What a column without a field has, by its path: in the row itself, or in the row that it refers to."""
    first, _, rest = column.path.partition("__")
    if not rest:
        return f'{row}."{column.path}"'
    if staged:
        return f'{row}."{column.name}"'
    field = table.model._meta.get_field(first)
    return f'(SELECT o."{rest}" FROM {field.related_model._meta.db_table} o WHERE o.id = {row}."{field.attname}")'


def list_sql(column: ListColumn, row: str, staged: bool) -> str:
    others = listed(column) if staged else published_list(column)
    if column.first_into:
        others = f'{row}."{column.first_into}"::text || {others}'
    return f"array_to_string({others}, ' ')"


def published_rows(table: Table, ids) -> dict:
    """{id as text: (cells, moment of the last change)} of the published rows with these ids."""
    model = table.model._meta
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.id::text, {cells_sql(table)}::text, t.updated_at FROM {model.db_table} t "
            f"WHERE t.id = ANY (%s::{model.pk.db_type(connection).split()[0]}[])",
            [list(ids)],
        )
        return {key: (json.loads(cells), moment) for key, cells, moment in cursor.fetchall()}


def published_row(table: Table, row_id) -> tuple[dict, object] | None:
    """(cells, moment of the last change) of one published row, or None where there is none."""
    try:
        model_id = table.model._meta.pk.to_python(row_id)
    except ValidationError:
        return None
    if not str(row_id).isprintable() or isinstance(model_id, int) and not 0 < model_id <= LARGEST_ID:
        return None
    return published_rows(table, [model_id]).get(str(row_id))
