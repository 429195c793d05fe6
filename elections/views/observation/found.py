"""The row that an address names; ids that moved redirect, withdrawn ones say why."""

from collections.abc import Callable

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from elections.models import Redirect, Tombstone
from elections.names import slug


def page_of(
    request: HttpRequest, rows: QuerySet, key: str, name: str, show: Callable[[Model], HttpResponse]
) -> HttpResponse:
    """What `show` makes of the row with this id; `name` is its address's name. Raises Http404."""
    if not key.isprintable():  # PostgreSQL refuses a NUL in a text
        raise Http404(_("An id has letters, digits and hyphens only."))
    if found := rows.filter(pk=key).first():
        return show(found)
    table = str(rows.model._meta.model_name) + "s"
    if moved := Redirect.objects.filter(table=table, old_id=key).first():
        return redirect(name, moved.new_id, permanent=True)
    if gone := Tombstone.objects.filter(table=table, row_id=key).first():
        return render(request, "410.html", {"gone": gone}, status=410)
    usual = slug(key)
    if usual != key and rows.filter(pk=usual).exists():
        return redirect(name, usual, permanent=True)
    raise Http404(_("The record has no %(what)s %(id)s.") % {"what": rows.model._meta.verbose_name, "id": key})
