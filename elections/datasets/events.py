"""The dated events of elections and of parties as datasets."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from elections.datasets import choices
from elections.datasets.columns import Column, Kind, Known, also, column, columns_of, source_columns, updated
from elections.datasets.definition import Dataset, Order
from elections.datasets.filters import Choice, Period, Reference, Since, words_of_choices
from elections.datasets.text import found_in, named
from elections.models import (
    Election,
    ElectionEvent,
    ElectionEventKind,
    ElectionEventSource,
    Party,
    PartyEvent,
    PartyEventKind,
    Source,
)


def found_party_events(rows: QuerySet, text: str) -> QuerySet:
    """Events of parties with a text in their names or ids, the other party's too, or in the note."""

    def by_sound(sound):
        parties = named(Party.objects.order_by(), [sound]).values("pk")
        return Q(party__in=parties) | Q(other_party__in=parties)

    return found_in(rows, text, "party__pk", "note", by_sound=by_sound)


@dataclass(frozen=True, slots=True)
class Concerned(Reference):
    """Events in which a party takes part, be they its own or those of another."""

    def apply(self, rows: QuerySet, chosen: list[str]) -> QuerySet:
        return rows.filter(Q(party__in=chosen) | Q(other_party__in=chosen))


ELECTION_EVENTS = Dataset(
    name="election-events",
    title=_("Events of elections"),
    about=ElectionEvent.__doc__.strip(),
    table="election_events",
    base=ElectionEvent.objects.all,
    whole=lambda rows: rows.select_related("election", "area", "source"),
    columns=[
        Column("id", "The permanent number of the event.", "pk", Kind.WHOLE, (), False),
        column(ElectionEvent, "election"),
        column(Election, "country", "election__"),
        column(Election, "date", "election__", "election_date"),
        *columns_of(ElectionEvent, "event", "date", "area", "actor", "stations"),
        *source_columns(Source),
        also(ElectionEventSource, "event"),
        column(ElectionEvent, "note"),
        updated(),
    ],
    filters=[
        choices.country("election__country_id"),
        Period("date", _("Date"), "date"),
        choices.election(),
        choices.area(),
        Choice("event", _("Event"), "event", words_of_choices(ElectionEventKind)),
        choices.source(),
        Since(),
    ],
    orders=[
        Order("id", _("Id"), []),
        Order("date", _("Date"), ["date"], starts_descending=True),
        Order("election", _("Election"), ["election_id"]),
        Order("event", _("Event"), ["event"]),
    ],
    default_order="id",
    found=lambda rows, text: found_in(rows, text, "election__pk", "election__name", "actor", "note"),
)

PARTY_EVENTS = Dataset(
    name="party-events",
    title=_("Events of parties"),
    about=PartyEvent.__doc__.strip(),
    table="lineage",
    base=PartyEvent.objects.all,
    whole=lambda rows: rows.select_related("party", "other_party", "source"),
    columns=[
        Column("id", "The permanent number of the event.", "pk", Kind.WHOLE, (), False),
        column(Party, "country", "party__"),
        column(PartyEvent, "party"),
        column(Party, "name", "party__", "party_name"),
        *columns_of(PartyEvent, "event", "date", "other_party"),
        Column("other_party_name", "The name of the other party.", Known(F("other_party__name")), Kind.TEXT),
        column(PartyEvent, "election"),
        *source_columns(Source),
        column(PartyEvent, "note"),
        updated(),
    ],
    filters=[
        choices.country("party__country_id"),
        Period("date", _("Date"), "date"),
        choices.party(),
        Reference("other_party", _("Other party"), "other_party_id", Party),
        Concerned("concerns", _("Party that it concerns"), "party_id", Party),
        choices.election(),
        Choice("event", _("Event"), "event", words_of_choices(PartyEventKind)),
        choices.source(),
        Since(),
    ],
    orders=[
        Order("id", _("Id"), []),
        Order("date", _("Date"), ["date"], starts_descending=True),
        Order("party", _("Party"), ["party__sort_key"]),
        Order("event", _("Event"), ["event"]),
    ],
    default_order="id",
    found=found_party_events,
)
