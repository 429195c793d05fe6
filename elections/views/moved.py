"""Where readers of an old, withdrawn or otherwise spelt address are led."""

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from elections.models import DataVersion, Redirect, Tombstone
from elections.names import slug


def elsewhere(request: HttpRequest, page: str, table: str, model: type[models.Model], asked: str) -> HttpResponse:
    """The answer for an id that `model` has no row of: 301 where it moved or is spelt otherwise, 410 where it is gone.

    `page` names the address of one row, `table` what tombstones and redirects know the rows by. Raises Http404.
    """
    if moved := Redirect.objects.filter(table=table, old_id=asked).first():
        return redirect(page, moved.new_id, permanent=True)
    if gone := Tombstone.objects.filter(table=table, row_id=asked).first():
        context = {"gone": gone, "page": page, "version": DataVersion.current()}
        return render(request, "410.html", context, status=410)
    usual = slug(asked)
    if usual != asked and is_known(model, table, usual):
        return redirect(page, usual, permanent=True)
    raise Http404(none_such(table) % {"id": asked})


def none_such(table: str) -> str:
    """The sentence on an id that no row of a table has."""
    return {
        "areas": _("The record has no area %(id)s."),
        "missions": _("The record has no mission %(id)s."),
        "organisations": _("The record has no organisation %(id)s."),
        "parties": _("The record has no party %(id)s."),
        "reports": _("The record has no report %(id)s."),
        "sources": _("The record has no source %(id)s."),
    }[table]


def is_known(model: type[models.Model], table: str, key: str) -> bool:
    return (
        model.objects.filter(pk=key).exists()
        or Redirect.objects.filter(table=table, old_id=key).exists()
        or Tombstone.objects.filter(table=table, row_id=key).exists()
    )
