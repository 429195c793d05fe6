"""The history of one row of the record, published or withdrawn: each version of it, and why it came to be."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.datasets.resources import RESOURCES, ROOT
from elections.datasets.versions import versions_of
from elections.importers.published import published_row
from elections.models import DataVersion, Tombstone
from elections.views.caching import public_page
from observers.importers import RECORD

BY_NAME = {table.name: table for table in RECORD}


@require_safe
@public_page
def row_history(request: HttpRequest, table: str, row_id: str) -> HttpResponse:
    """Who proposed and approved is never among it."""
    if table not in BY_NAME or not row_id.isprintable():
        raise Http404(_("The record has no such row."))
    versions = versions_of(BY_NAME[table], row_id)
    stone = Tombstone.objects.filter(table=table, row_id=row_id).first()
    is_there = stone is None and published_row(BY_NAME[table], row_id) is not None
    if not (versions or stone or is_there):
        raise Http404(_("The record has no such row."))
    resource = next((each for each in RESOURCES.values() if each.table == table), None)
    context = {
        "row_id": row_id,
        "table": table,
        "versions": versions,
        "stone": stone,
        "in_api": f"{ROOT}{resource.name}/{row_id}" if resource and is_there else "",
        "version": DataVersion.current(),
    }
    return render(request, "lists/row_history.html", context)
