"""The row that an address names, or where it went; and rows that refer to what is already there."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from elections.views.moved import elsewhere

Row = TypeVar("Row", bound=Model)


def page_of(
    request: HttpRequest, rows: QuerySet, key: str, name: str, show: Callable[[Model], HttpResponse]
) -> HttpResponse:
    """What `show` makes of the row with this id; `name` is its address's name. Raises Http404."""
    if not key.isprintable():  # PostgreSQL refuses a NUL in a text
        raise Http404(_("An id has letters, digits and hyphens only."))
    if found := rows.filter(pk=key).first():
        return show(found)
    return elsewhere(request, name, f"{rows.model._meta.model_name}s", rows.model, key)


def knowing(rows: Iterable[Row], **known: Mapping[str, Model]) -> list[Row]:
    """Rows that find what they refer to among rows that are at hand, by id, instead of asking for it: report={…}."""
    found = list(rows)
    for row in found:
        for name, by_id in known.items():
            key = row._meta.get_field(name).value_from_object(row)
            if key in by_id:
                setattr(row, name, by_id[key])
    return found
