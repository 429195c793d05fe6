"""What happened to a party, in words; and the family that follows from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from elections import lineage
from elections.models import Party, PartyEvent, PartyEventKind, local_name
from elections.wording import day

Kind = PartyEventKind


def events_of(party: Party) -> QuerySet:
    """Its own events and those of others that concern it, by date; those without one come last."""
    rows = PartyEvent.objects.filter(Q(party=party) | Q(other_party=party))
    return rows.select_related("party", "other_party", "election", "source")


def in_order(events: Iterable[PartyEvent]) -> list[PartyEvent]:
    return sorted(events, key=lambda event: (event.date or "9999", event.pk))


def what_happened(event: PartyEvent, party: Party) -> str:
    """What an event was, seen from a party: its own, or one of another that concerns it."""
    is_own = event.party_id == party.pk
    other = event.other_party if is_own else event.party
    words = with_other(event.event, is_own) if other else alone(event.event)
    if event.event in (Kind.BOYCOTTED, Kind.LIST_REFUSED) and event.election:
        vote = {"vote": local_name(event.election)}
        return (_("boycotted: %(vote)s") if event.event == Kind.BOYCOTTED else _("list refused: %(vote)s")) % vote
    return words % {"name": local_name(other)} if other else words


def with_other(kind: str, is_own: bool) -> str:
    """The words of an event that concerns another party, `%(name)s`."""
    own = {
        Kind.FOUNDED: _("founded, coming from %(name)s"),
        Kind.RENAMED: _("renamed %(name)s"),
        Kind.SUCCEEDED: _("succeeded by %(name)s"),
        Kind.MERGED: _("merged into %(name)s"),
        Kind.SPLIT: _("split, with %(name)s"),
        Kind.JOINT_LIST: _("joint list with %(name)s"),
        Kind.ALLIANCE: _("alliance with %(name)s"),
    }
    others = {
        Kind.FOUNDED: _("%(name)s founded, coming from it"),
        Kind.RENAMED: _("named %(name)s until then"),
        Kind.SUCCEEDED: _("succeeded %(name)s"),
        Kind.MERGED: _("%(name)s merged into it"),
        Kind.SPLIT: _("%(name)s split, with it"),
        Kind.JOINT_LIST: _("joint list with %(name)s"),
        Kind.ALLIANCE: _("alliance with %(name)s"),
    }
    return (own if is_own else others).get(kind) or f"{alone(kind)}: %(name)s"


def alone(kind: str) -> str:
    """The words of an event that concerns no other party."""
    said = {
        Kind.RENAMED: _("took its present name"),
        Kind.SUCCEEDED: _("succeeded by another"),
        Kind.BOYCOTTED: _("boycotted a vote"),
    }
    return said.get(kind) or str(Kind(kind).label)


@dataclass
class Member:
    """A party of a family with how it went into the one above, and those that went into it."""

    party: Party
    is_self: bool
    is_again: bool
    above: int | None
    level: int
    how: str
    into: list["Member"]


def family_of(party: Party) -> list[Member]:
    """The family of a party line by line, from what it became last; only itself where nothing is known."""
    rows = list(followed_in(party.country_id))
    events = [lineage.Event(row.party_id, row.event, row.other_party_id, row.date) for row in rows]
    relatives = lineage.family(party.pk, events)
    parties = {party.pk: party}
    for row in rows:
        parties |= {row.party_id: row.party, row.other_party_id: row.other_party}
    members: list[Member] = []
    for each in relatives:
        own = parties[each.party]
        above = None if each.above is None else members[each.above]
        how = how_it_went(each.events) if above else ""
        members.append(Member(own, own.pk == party.pk, each.is_again, each.above, each.level, how, []))
        if above:
            above.into.append(members[-1])
    return members


def followed_in(country: str) -> QuerySet:
    """The events of a country's parties that lineages follow."""
    rows = PartyEvent.objects.filter(party__country=country, event__in=lineage.FOLLOWED, other_party__isnull=False)
    return rows.select_related("party", "other_party").order_by("date", "pk")


def how_it_went(events: Sequence[lineage.Event]) -> str:
    """merged, 10 November 2006; 22 December 2006: every date that a source tells."""
    words = {Kind.RENAMED: _("renamed"), Kind.SUCCEEDED: _("succeeded"), Kind.MERGED: _("merged")}
    kinds = ", ".join(dict.fromkeys(words[event.event] for event in events))
    dates = "; ".join(dict.fromkeys(day(event.date) or _("date not stated") for event in events))
    return _("%(what)s, %(dates)s") % {"what": kinds, "dates": dates}
