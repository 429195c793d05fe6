"""The pictures of one party: its life on an axis of years, and its family as a tree."""

from collections.abc import Sequence

from django.http import Http404
from django.utils.translation import gettext as _

from elections.charts import party_life, party_lineage
from elections.datasets.records import Column, columns_of
from elections.lineage import FOLLOWED
from elections.models import Contender, Election, Party, PartyEvent, Source, local_name
from elections.views.party_events import Member, events_of, family_of, in_order, what_happened
from elections.views.pictures.picture import Picture

Happening = PartyEvent | Election

LIFE = [
    Column("event", "What happened, as the event’s word; `stood` for an election.", lambda row: kind_of(row)),
    Column("party", "The party it happened to.", lambda row: getattr(row, "party_id", None)),
    Column("other_party", "The other party concerned.", lambda row: getattr(row, "other_party_id", None)),
    Column("date", "When, as precisely as known.", lambda row: row.date or None),
    Column("election", "The election concerned.", lambda row: election_of(row)),
    Column("status", "Whether the result of the election stands.", lambda row: getattr(row, "status", None)),
    *columns_of(Election, "source", "note"),
]
FAMILY = [
    Column("party", "The party.", lambda row: row.party.pk),
    Column("name", "Its name in English.", lambda row: row.party.name),
    Column("level", "How many steps it lies below what it became last.", lambda row: row.level),
    Column("above", "The row, from 0, of the party that it went into.", lambda row: row.above),
    Column("how", "By which event, and when; several dates are what sources that differ say.", lambda row: row.how),
    Column("is_self", "Whether it is the party the picture is of.", lambda row: row.is_self),
]


def kind_of(row: Happening) -> str:
    return party_life.STOOD if isinstance(row, Election) else row.event


def election_of(row: Happening) -> str | None:
    return row.pk if isinstance(row, Election) else row.election_id


def sources_of(rows: Sequence[Happening]) -> list[Source]:
    return list({row.source_id: row.source for row in rows}.values())


def life(party: Party, events: Sequence[PartyEvent], elections: Sequence[Election]) -> Picture:
    """Its events, those of others that concern it, and the elections in which it stood."""
    rows = [
        party_life.Row(event.event, what_happened(event, party), event.date, event.source.publisher, event.note)
        for event in events
    ]
    rows += [
        party_life.Row(party_life.STOOD, local_name(each), each.date, each.source.publisher, status=each.status)
        for each in elections
    ]
    return Picture(
        kind="party-life",
        subject=party.pk,
        title=_("Life of the party: %(name)s") % {"name": local_name(party)},
        about=_("Every event as its source dates it; several dates of one event are what sources that differ say."),
        family=party_life,
        rows=rows,
        columns=LIFE,
        records=[*events, *elections],
        sources=sources_of([*events, *elections]),
    )


def family(party: Party, members: Sequence[Member], events: Sequence[PartyEvent]) -> Picture:
    """What it became and what came into it; `events` are those whose sources stand under the picture."""
    return Picture(
        kind="party-lineage",
        subject=party.pk,
        title=_("Predecessors and successors: %(name)s") % {"name": local_name(party)},
        about=_("On top what the party became last; below each party those that came into it."),
        note=_("Renamings, successions and mergers only; splits, joint lists and alliances stand among the events."),
        family=party_lineage,
        rows=[
            party_lineage.Row(
                each.party.pk, local_name(each.party), each.level, each.above, each.how, each.is_self, each.is_again
            )
            for each in members
        ],
        columns=FAMILY,
        records=members,
        sources=sources_of(events),
    )


def party_of(subject: str) -> Party:
    """The party a picture is about. Raises Http404."""
    party = Party.objects.select_related("country", "source").filter(pk=subject).first()
    if party is None:
        raise Http404(_("The record has no party %(id)s.") % {"id": subject})
    return party


def stood_in(party: Party) -> list[Election]:
    """The elections in which its lists and candidates stood, by date."""
    own = Contender.objects.filter(party=party).values("election")
    rows = Election.objects.with_status().filter(pk__in=own).select_related("source", "country")
    return list(rows.order_by("date", "pk"))


def build_life(subject: str, query: object) -> Picture:
    party = party_of(subject)
    return life(party, in_order(events_of(party)), stood_in(party))


def build_family(subject: str, query: object) -> Picture:
    party = party_of(subject)
    members = family_of(party)
    return family(party, members, family_events(members))


def family_events(members: Sequence[Member]) -> list[PartyEvent]:
    """The events that make a family, with their sources."""
    pairs = {(each.party.pk, members[each.above].party.pk) for each in members if each.above is not None}
    rows = PartyEvent.objects.filter(party__in={one for one, _ in pairs}, event__in=FOLLOWED).select_related("source")
    return [row for row in rows.order_by("date", "pk") if (row.party_id, row.other_party_id) in pairs]
