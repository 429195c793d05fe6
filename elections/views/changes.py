"""What changed in the record: a list for readers, and a feed of what was published."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.datasets import CHANGES
from elections.importers.changes import in_order, subject
from elections.models import Change, ChangeKind, ChangeSet, ElectionEventKind, ImportBatch
from elections.models.changes import APPLIED
from elections.views.caching import public_page
from elections.views.lists import list_page
from observers.importers import RECORD

ANNULMENTS = (ElectionEventKind.ANNULLED, ElectionEventKind.PARTLY_ANNULLED)
BY_NAME = {table.name: table for table in RECORD}
IN_FEED = 50  # sets, the newest
LINES = 20  # changes of one set that the feed tells one by one
LOADS = 20  # loads of tables below the list


@dataclass(frozen=True)
class Line:
    """A change in words: what happened to which row, and each cell that differs."""

    change: Change
    words: str
    about: str
    cells: list[tuple[str, str, str]]


def line(change: Change) -> Line:
    table = BY_NAME[change.table]
    cells = in_order(change, table) if change.kind == ChangeKind.ALTER else []
    return Line(change, words_of(change), subject(change, table), cells)


def words_of(change: Change) -> str:
    if change.table == "election_events" and change.values.get("event") in ANNULMENTS:
        return {"add": _("Annulment published"), "alter": _("Annulment corrected")}[change.kind]
    return {"add": _("Published"), "alter": _("Corrected"), "withdraw": _("Withdrawn")}[change.kind]


@require_safe
@public_page
def change_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, CHANGES, "lists/changes.html", arranged)


def arranged(rows: Iterable[Change]) -> dict:
    return {"lines": [line(change) for change in rows], "loads": recent_loads()}


def recent_loads():
    """The newest loads of whole tables that changed something."""
    loads = ImportBatch.objects.filter(kind="load").exclude(inserted=0, updated=0, withdrawn=0)
    return loads.order_by("-id")[:LOADS]


@require_safe
@public_page
def change_feed(request: HttpRequest) -> HttpResponse:
    """The newest published sets as an Atom feed, each with what it changed."""
    feed = Atom1Feed(
        title=_("Saylau: what changed"),
        link=request.build_absolute_uri(reverse("changes")),
        description=_("Publications, corrections and withdrawals in the record of elections in Central Asia."),
        language=get_language(),
        feed_url=request.build_absolute_uri(),
        author_name="Saylau",
    )
    sets = ChangeSet.objects.filter(state__in=APPLIED).order_by("-published_at")[:IN_FEED]
    for change_set in sets:
        changes = list(change_set.changes.all()[: LINES + 1])
        told = [sentence(line(change)) for change in changes[:LINES]]
        if len(changes) > LINES:
            more = change_set.changes.count() - LINES
            told.append(ngettext("And %(n)s more change.", "And %(n)s more changes.", more) % {"n": more})
        feed.add_item(
            title=change_set.title,
            link=request.build_absolute_uri(f"{reverse('changes')}#set-{change_set.pk}"),
            unique_id=f"tag:saylau,{change_set.created_at:%Y}:change-set-{change_set.pk}",
            description="\n".join([change_set.reason, *told]),
            pubdate=change_set.published_at,
            updateddate=change_set.published_at,
        )
    answer = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(answer, "utf-8")
    return answer


def sentence(told: Line) -> str:
    """A change on one line: `Corrected: results kz-… (votes: 1 → 2)`."""
    cells = "; ".join(f"{name}: {old or '–'} → {new or '–'}" for name, old, new in told.cells)
    what = f"{told.change.table} {told.about}"
    return f"{told.words}: {what} ({cells})" if cells else f"{told.words}: {what}"
