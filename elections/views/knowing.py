"""Rows that refer to what is already there: a thing that many rows share is fetched and made once."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def knowing(rows: Iterable[Row], **known: Mapping[str, Model]) -> list[Row]:
    """Rows that find what they refer to among rows that are at hand, by id, instead of asking for it: report={…}."""
    found = list(rows)
    for name, by_id in known.items():
        for row in found:
            if (key := getattr(row, f"{name}_id")) in by_id:
                setattr(row, name, by_id[key])
    return found
