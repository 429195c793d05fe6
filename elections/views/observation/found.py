"""The row that an address names, or where it went."""

from collections.abc import Callable

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from elections.views.moved import elsewhere


def page_of(
    request: HttpRequest, rows: QuerySet, key: str, name: str, show: Callable[[Model], HttpResponse]
) -> HttpResponse:
    """What `show` makes of the row with this id; `name` is its address's name. Raises Http404."""
    if not key.isprintable():  # PostgreSQL refuses a NUL in a text
        raise Http404(_("An id has letters, digits and hyphens only."))
    if found := rows.filter(pk=key).first():
        return show(found)
    return elsewhere(request, name, f"{rows.model._meta.model_name}s", rows.model, key)
