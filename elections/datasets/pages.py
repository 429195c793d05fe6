"""A page of a list as JSON, by one question to the database.

It gives the data version, the rows as the text they are sent as, and the places at which the pages beside begin. All
of it is seen at one moment, so no transaction is needed; no value passes through here but those that order a row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, CharField, Func, TextField

from elections.datasets.cursors import beyond, ordered, paths, read, write
from elections.datasets.definition import Selection
from elections.datasets.derivation import VERSION, Version, rules, version_of
from elections.datasets.formats import object_sql, values_sql
from elections.datasets.texts import TEXTS, Made, filled
from elections.models import one_question

TRIES = 5  # publications that a reader may meet while a page is read


class Changed(Exception):
    """The data went on being published while a page was read."""


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page as JSON objects with commas between, their ids, and the cursors of the pages beside it."""

    version: Version
    rows: str
    ids: Sequence[Any]
    next: str
    previous: str


def page_of(selection: Selection, cursor: str, size: int) -> Page:
    """One page of at most `size` rows. Raises BadQuery for a cursor that is none of this order."""
    backwards, place = read(selection, cursor) if cursor else (False, None)

    def make(of: Selection) -> Made:
        return page_sql(of, backwards, place, size)

    for _ in range(TRIES):
        text, values = TEXTS.of(selection, ("page", backwards, repr(place), size), make)
        number, raised_at, is_derived, found, ids, rows, *keys = one_question(text, values)
        version = version_of(number, raised_at, is_derived)
        if TEXTS.are_of(version):
            break
    else:
        raise Changed
    if not found:
        return Page(version, "", [], "", "")
    width = len(paths(selection))
    first, last = keys[:width], keys[width:]
    more = found > size
    after = more or backwards
    before = bool(cursor) and (more or not backwards)
    return Page(
        version,
        rows,
        ids,
        write(selection, first if backwards else last, False) if after else "",
        write(selection, last if backwards else first, True) if before else "",
    )


def page_sql(selection: Selection, backwards: bool, place: list | None, size: int) -> Made:
    """The next rows from a place on, one more than a page has, so that it shows whether there are more."""
    rows = ordered(selection, backwards)
    if place is not None:
        rows = rows.filter(beyond(selection, place, backwards))
    found, parameters = rows.values_list(*paths(selection))[: size + 1].query.sql_with_params()
    inner, further = values_sql(selection.on_page(found_ids(selection)))
    names = [f"k{n}" for n in range(len(paths(selection)))]
    keys = ", ".join([f"f.{name}" for name in names] + [f"l.{name}" for name in names])
    text = f"""
        WITH keys ({", ".join(names)}) AS MATERIALIZED ({found}),
        page AS MATERIALIZED (
            SELECT array_agg(id ORDER BY n {"DESC" if backwards else ""}) AS ids
            FROM (SELECT {names[-1]} AS id, row_number() OVER () AS n FROM keys LIMIT {size}) k
        )
        SELECT version.*, (SELECT count(*) FROM keys), (SELECT ids FROM page), (
            SELECT string_agg(row, E',\\n') FROM (SELECT {object_sql(selection.columns)} AS row FROM ({inner}) q) r
        ), {keys}
        FROM ({VERSION}) version
        LEFT JOIN (SELECT * FROM keys LIMIT 1) f ON true
        LEFT JOIN (SELECT * FROM keys LIMIT 1 OFFSET {size - 1}) l ON true
    """
    return text, [*parameters, *further, rules()]


def found_ids(selection: Selection) -> Func:
    """The ids of the rows of the page, as the question itself has found them."""
    element = TextField() if isinstance(selection.dataset.model._meta.pk, CharField) else BigIntegerField()
    field = ArrayField(element)
    return Func(template=f"(SELECT ids FROM page)::{field.db_type(connection)}", output_field=field)


def rows_of(selection: Selection, ids: Sequence[Any]) -> str:
    """The rows that have these ids, as JSON objects with commas between."""
    inner, parameters = filled(*values_sql(selection.on_page(ids)))
    rows = f"SELECT {object_sql(selection.columns)} AS row FROM ({inner}) q"
    return one_question(f"SELECT string_agg(row, E',\\n') FROM ({rows}) r", parameters)[0] or ""
