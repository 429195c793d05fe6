"""Columns of rows that are made in Python: of pictures, of Explore. Rows of the database have those of columns.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True, slots=True)
class Column:
    """One column of records that are fetched already.

    Values are plain: text, whole number, Decimal with its printed digits, bool; None is unknown.
    """

    name: str
    help: str
    value: Callable[[Any], Any]


def column(model: type[models.Model], name: str) -> Column:
    """A column that is a field of the model, explained by the field; a reference gives the id it points at."""
    told = model._meta.get_field(name)
    attribute = told.attname

    def value(row):
        found = getattr(row, attribute)
        return None if found == "" else found

    return Column(name, str(told.help_text), value)


def columns_of(model: type[models.Model], *names: str) -> list[Column]:
    return [column(model, name) for name in names]
