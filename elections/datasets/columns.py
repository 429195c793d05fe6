"""The columns of a dataset: each has one name in every form of the data, an explanation, and a value in the database.

A value is a path or an expression, so that the database itself can write rows out as JSON or CSV; Python only sees
them where a workbook or a page needs them. Unknown is NULL everywhere: an empty text is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, Func, OuterRef, TextField


class Kind(StrEnum):
    """What the values of a column are, in every form of the data."""

    TEXT = "text"
    ID = "id"  # a readable id, or a word of a list: never a formula
    DATE = "date"  # YYYY[-MM[-DD]]
    MOMENT = "moment"  # UTC
    WHOLE = "whole"
    NUMBER = "number"  # with the digits that were printed; a text in JSON, which has no last zeros
    YES_NO = "yes_no"
    LIST = "list"  # of texts without blanks
    NAMES = "names"  # an object: text by language tag
    GEOMETRY = "geometry"  # GeoJSON


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it means, and where its value is.

    `of` is a path from the dataset's rows or an expression. `within` names the object that holds the value in JSON,
    where it is called by the rest of its name: `source_url` stands as `source: {url}`. `words` are all values of a
    column that has a list of them; `may_be_empty` says whether it can be unknown.
    """

    name: str
    help: str
    of: Any
    kind: Kind = Kind.TEXT
    words: Sequence[str] = ()
    may_be_empty: bool = True
    within: str = ""

    @property
    def member(self) -> str:
        """Its name within its object."""
        return self.name.removeprefix(f"{self.within}_") if self.within else self.name

    @property
    def expression(self):
        return F(self.of) if isinstance(self.of, str) else self.of


class Known(Func):
    """A text, or NULL where it is empty."""

    template = "nullif(%(expressions)s, '')"
    output_field = TextField()


class Moment(Func):
    """A moment as ISO 8601 in UTC."""

    template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    output_field = TextField()


KINDS = (
    (models.BooleanField, Kind.YES_NO),
    (models.IntegerField, Kind.WHOLE),
    (models.DecimalField, Kind.NUMBER),
    (models.JSONField, Kind.NAMES),
    (models.DateTimeField, Kind.MOMENT),
)
DATES = ("date", "end_date", "published", "as_of", "valid_from", "valid_to")


def kind_of(field: models.Field) -> Kind:
    for kind_of_field, kind in KINDS:
        if isinstance(field, kind_of_field):
            return kind
    if field.name in DATES:
        return Kind.DATE
    return Kind.ID if field.primary_key or field.is_relation or field.choices else Kind.TEXT


def column(model: type[models.Model], name: str, path: str = "", called: str = "", within: str = "") -> Column:
    """A column that is a field of the model, explained by the field; a reference gives the id it points at.

    `path` leads from the dataset's rows to the model: `contender__` for a field of the contender of a result.
    """
    field = model._meta.get_field(name)
    value: Any = f"{path}{field.attname}"
    is_text = isinstance(field, models.CharField | models.TextField)
    if is_text and field.blank:
        value = Known(F(value))
    elif isinstance(field, models.DateTimeField):
        value = Moment(F(value))
    empty = bool(field.null or field.blank) and not isinstance(field, models.JSONField)
    words = [str(word) for word, _ in field.choices or [] if word != ""]
    return Column(called or name, str(field.help_text), value, kind_of(field), words, empty, within)


def columns_of(model: type[models.Model], *names: str, path: str = "") -> list[Column]:
    return [column(model, name, path) for name in names]


SOURCE = ("id", "publisher", "title", "url", "published")


def source_columns(model: type[models.Model], path: str = "source__", within: str = "source") -> list[Column]:
    """The source of a row: an object in JSON, five columns elsewhere. `model` is Source."""
    return [column(model, name, path, f"{within}_{name}", within) for name in SOURCE]


def also(through: type[models.Model], owner: str, path: str = "pk") -> Column:
    """The ids of the further sources of a row, in order."""
    listed = through.objects.filter(**{owner: OuterRef(path)}).order_by("position").values("source_id")
    return Column("other_sources", "The ids of further sources, in order.", ArraySubquery(listed), Kind.LIST, (), False)


def updated(path: str = "") -> Column:
    return Column(
        "updated_at",
        "The moment of the last change to this row.",
        Moment(F(f"{path}updated_at")),
        Kind.MOMENT,
        (),
        False,
    )
