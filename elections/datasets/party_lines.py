"""The filter for a line of parties: a party with those it was renamed from, succeeded or took in."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from elections.datasets.filters import Reference
from elections.lineage import Event, predecessors
from elections.models import Party, PartyEvent


@dataclass(frozen=True, slots=True)
class PartyLine(Reference):
    """Rows of any party of the lines that end in some parties: see elections.lineage.LINEAGE_RULE."""

    def apply(self, rows: QuerySet, chosen: list[str]) -> QuerySet:
        columns = ("party_id", "event", "other_party_id", "date")
        events = [Event(*each) for each in PartyEvent.objects.order_by().values_list(*columns)]
        parties = {each for party in chosen for each in (party, *predecessors(party, events))}
        return rows.filter(**{f"{self.field}__in": sorted(parties)})


def lineage(path: str = "party_id") -> PartyLine:
    return PartyLine("lineage", _("Lineage"), path, Party)
