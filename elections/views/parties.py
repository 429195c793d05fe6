"""The list of parties."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.datasets import PARTIES
from elections.models import Contender, Party, PartyEvent
from elections.views.caching import public_page
from elections.views.lists import list_page
from elections.views.party_events import in_order, what_happened
from elections.wording import day


@require_safe
@public_page
def party_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, PARTIES, "lists/parties.html", lambda rows: {"lines": lines(rows)})


@dataclass(frozen=True)
class Line:
    """A party with when it stood, and what happened to it last."""

    party: Party
    stood_from: str
    stood_to: str
    last_event: str

    @property
    def years(self) -> str:
        """2004–2021, or the one year."""
        first, last = self.stood_from[:4], self.stood_to[:4]
        return first if first == last else f"{first}–{last}"


def lines(parties: Sequence[Party]) -> list[Line]:
    """The parties of one page; the number of queries does not depend on how many."""
    own = {party.pk: party for party in parties}
    stood = Contender.objects.filter(party__in=own).order_by().values("party")
    years = {row["party"]: row for row in stood.annotate(first=Min("election__date"), last=Max("election__date"))}
    last: dict[str, str] = {}
    events = PartyEvent.objects.filter(party__in=own).select_related("party", "other_party", "election")
    for event in in_order(events):
        if event.date:
            words = {"what": what_happened(event, own[event.party_id]), "date": day(event.date)}
            last[event.party_id] = _("%(what)s, %(date)s") % words
    return [
        Line(party, found.get("first", ""), found.get("last", ""), last.get(party.pk, ""))
        for party in parties
        for found in [years.get(party.pk, {})]
    ]
