"""What changed in the record: a list for readers, and a feed of what was published."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.datasets import CHANGES
from elections.models import Change, ChangeKind, ChangeSet, ImportBatch
from elections.models.changes import APPLIED
from elections.views.caching import public_page
from elections.views.lists import list_page
from elections.views.telling import Line, told

IN_FEED = 50  # sets, the newest
LINES = 20  # changes of one set that the feed tells one by one
LOADS = 20  # loads of tables below the list


@require_safe
@public_page
def change_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, CHANGES, "lists/changes.html", arranged)


def arranged(rows: Iterable[Change]) -> dict:
    return {"lines": told(rows), "loads": recent_loads()}


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
    first = {change_set: list(change_set.changes.all()[: LINES + 1]) for change_set in sets}
    by_change = {line.change.pk: line for line in told(change for some in first.values() for change in some[:LINES])}
    for change_set, changes in first.items():
        lines = [sentence(by_change[change.pk]) for change in changes[:LINES]]
        if len(changes) > LINES:
            more = change_set.changes.count() - LINES
            lines.append(ngettext("And %(n)s more change.", "And %(n)s more changes.", more) % {"n": more})
        feed.add_item(
            title=change_set.title,
            link=request.build_absolute_uri(f"{reverse('changes')}#set-{change_set.pk}"),
            unique_id=f"tag:saylau,{change_set.created_at:%Y}:change-set-{change_set.pk}",
            description=format_html_join(mark_safe("<br>\n"), "{}", ((each,) for each in (change_set.reason, *lines))),
            pubdate=change_set.published_at,
            updateddate=change_set.published_at,
        )
    answer = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(answer, "utf-8")
    return answer


def sentence(line: Line) -> str:
    """A change on one line: `Corrected: Results, Nur Otan · … (votes: 1 → 2)`."""
    is_corrected = line.change.kind == ChangeKind.ALTER
    cells = "; ".join(
        f"{name}: {old or '–'} → {new or '–'}" if is_corrected else f"{name}: {old or new}"
        for name, old, new in line.cells
    )
    what = f"{line.table}, {line.about}"
    return f"{line.words}: {what} ({cells})" if cells else f"{line.words}: {what}"
