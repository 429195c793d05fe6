"""What the record holds of one country over time, fetched at once for its page and for its pictures.

What is shown first is read from what is derived: the pages and files that call this are public ones, which see to it
that it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q
from django.http import Http404
from django.utils.translation import gettext as _

from elections import lineage
from elections.datasets.contests import Indicated, indicated
from elections.models import (
    Area,
    AreaKind,
    Contender,
    Election,
    ElectionKind,
    Party,
    PartyEvent,
    Result,
    Source,
    Turnout,
)
from elections.names import slug
from elections.views.claims import FirstShown
from elections.views.knowing import knowing

LATE = "18:00"  # the earliest hour whose reading says something of a day's turnout


def regions_of(country: str) -> list[Area]:
    """The areas that add up to a country, by name; voters abroad last."""
    rows = Area.objects.added_up().filter(country=country).order_by("sort_key", "pk")
    return sorted(rows, key=lambda area: area.kind == AreaKind.ABROAD)


@dataclass(frozen=True)
class Office:
    """An office or chamber that is voted for again and again; `code` names it in addresses."""

    code: str
    name: str
    kind: str


class CountryRecord:
    """Everything that is fetched, each part when it is first asked for and once."""

    def __init__(self, country: Area):
        self.country = country

    @classmethod
    def of(cls, code: str) -> "CountryRecord":
        """The record of a country by its code in upper case. Raises Http404."""
        country = Area.objects.countries().filter(pk=code).first() if code.isprintable() else None
        if country is None:
            raise Http404(_("The record has no country %(id)s.") % {"id": code[:60]})
        return cls(country)

    @cached_property
    def elections(self) -> list[Election]:
        """By date, the oldest first."""
        rows = Election.objects.with_status().filter(country=self.country).select_related("country", "round_of")
        return list(rows.order_by("date", "pk"))

    @cached_property
    def areas(self) -> list[Area]:
        return regions_of(self.country.pk)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every source of a claim, by id: thousands of claims rest on a few, each of which is made once."""
        results = Result.objects.filter(contender__election__country=self.country).order_by().values("source")
        turnout = Turnout.objects.filter(election__country=self.country).order_by().values("source")
        return {source.pk: source for source in Source.objects.filter(Q(pk__in=results) | Q(pk__in=turnout))}

    @cached_property
    def contenders(self) -> Mapping[str, list[Contender]]:
        rows = Contender.objects.filter(election__country=self.country).select_related("party")
        return grouped(rows, lambda row: row.election_id)

    @cached_property
    def results(self) -> list[Result]:
        """The national claims shown first, of votes or of seats."""
        own = Result.objects.national().filter(contender__election__country=self.country)
        first = own.filter(Q(derived__is_first_for_votes=True) | Q(derived__is_first_for_seats=True))
        contenders = {row.pk: row for rows in self.contenders.values() for row in rows}
        return knowing(first.select_related("derived"), contender=contenders, source=self.sources)

    @cached_property
    def votes(self) -> Mapping[str, list[FirstShown]]:
        """The national claims shown first for votes and shares, by election."""
        first = (each for each in self.results if each.derived.is_first_for_votes)
        marked = [FirstShown(each, each.derived.is_fallback_for_votes) for each in first]
        return grouped(marked, lambda row: row.contender.election_id)

    @cached_property
    def seats(self) -> Mapping[str, list[FirstShown]]:
        """The national claims shown first for seats, by election."""
        first = (each for each in self.results if each.derived.is_first_for_seats)
        marked = [FirstShown(each, each.derived.is_fallback_for_seats) for each in first]
        return grouped(marked, lambda row: row.contender.election_id)

    @cached_property
    def turnout(self) -> Mapping[str, list[Turnout]]:
        """Every national claim at the close of voting, by election."""
        own = Turnout.objects.national().at_close().filter(election__country=self.country)
        rows = own.select_related("derived").prefetch_related("other_sources")
        return grouped(knowing(rows, source=self.sources), lambda row: row.election_id)

    @cached_property
    def turnout_first(self) -> Mapping[str, Turnout]:
        """The claim at the close shown first for the whole vote, by election."""
        return shown_first(claim for rows in self.turnout.values() for claim in rows)

    @cached_property
    def late_turnout(self) -> list[Turnout]:
        """The claims of regions at the close or late in the day, for each hour the one shown first."""
        areas = {area.pk: area for area in self.areas}
        own = Turnout.objects.filter(election__country=self.country, area__in=list(areas), part="")
        late = own.filter(Q(as_of_time="close") | Q(as_of_time__gte=LATE), turnout_pct__isnull=False)
        return knowing(late.filter(derived__is_first=True), area=areas, source=self.sources)

    @property
    def regional_turnout(self) -> list[Turnout]:
        """For each region and vote the last reading: at the close, or else late in the day."""
        return last_readings(self.late_turnout)

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """How many claims of results and of turnout each election has."""
        found: dict[str, int] = defaultdict(int)
        for model, path in ((Result, "contender__election"), (Turnout, "election")):
            own = model.objects.filter(**{f"{path}__country": self.country}).order_by()
            for election, n in own.values_list(path).annotate(n=Count("pk")):
                found[election] += n
        return found

    @cached_property
    def parties(self) -> list[Party]:
        return list(Party.objects.filter(country=self.country))

    @cached_property
    def party_events(self) -> list[PartyEvent]:
        """The events that lines of parties follow."""
        rows = PartyEvent.objects.filter(party__country=self.country, event__in=lineage.FOLLOWED)
        return list(rows.exclude(other_party=None).order_by("date", "pk"))

    @cached_property
    def offices(self) -> list[Office]:
        """What was voted for, parliaments before presidents, the most often first; referendums are no office."""
        counts: dict[Office, int] = defaultdict(int)
        for election in self.elections:
            if election.kind != ElectionKind.REFERENDUM:
                name = election.body or election.get_kind_display()
                code = "president" if election.kind == ElectionKind.PRESIDENTIAL else slug(name)
                counts[Office(code, name, election.kind)] += 1
        return sorted(counts, key=lambda office: (office.kind == ElectionKind.PRESIDENTIAL, -counts[office]))

    def of_office(self, office: Office) -> list[Election]:
        """The elections for an office, second rounds left out."""
        return [
            each
            for each in self.elections
            if not each.round_of_id
            and each.kind == office.kind
            and (office.code == "president" or each.body == office.name)
        ]

    @cached_property
    def indicators(self) -> list[Indicated]:
        """Every indicator of every vote, by date."""
        firsts = {election.round_of_id for election in self.elections}
        return [
            one
            for election in self.elections
            for one in indicated(
                election,
                self.contenders.get(election.pk, []),
                self.votes.get(election.pk, []),
                self.seats.get(election.pk, []),
                self.turnout.get(election.pk, []),
                election.pk in firsts,
            )
        ]


class AreaRecord:
    """What the record holds of one area that is not a country."""

    def __init__(self, area: Area):
        self.area = area

    @classmethod
    def of(cls, area_id: str) -> "AreaRecord":
        """The record of an area by its id. Raises Http404."""
        areas = Area.objects.select_related("country", "parent__parent__parent")
        area = areas.filter(pk=area_id).first() if area_id.isprintable() else None
        if area is None:
            raise Http404(_("The record has no area %(id)s.") % {"id": area_id[:60]})
        return cls(area)

    @cached_property
    def children(self) -> list[Area]:
        """The areas that lie directly in it, by name."""
        return list(self.area.children.order_by("sort_key", "pk"))

    @cached_property
    def path(self) -> list[Area]:
        """The areas it lies in, the country first."""
        found, above = [], self.area.parent
        while above is not None:
            found.append(above)
            above = above.parent
        return found[::-1]

    @cached_property
    def turnout(self) -> list[Turnout]:
        """Every claim of turnout in the area."""
        rows = Turnout.objects.filter(area=self.area).select_related("source", "derived")
        return list(rows.prefetch_related("other_sources"))

    @cached_property
    def results(self) -> list[Result]:
        """Every claim of results in the area."""
        rows = Result.objects.filter(area=self.area).select_related("contender", "source")
        return list(rows)

    @cached_property
    def elections(self) -> list[Election]:
        """The elections of which a claim speaks of this area, the oldest first."""
        ids = {claim.election_id for claim in self.turnout} | {claim.contender.election_id for claim in self.results}
        rows = Election.objects.with_status().filter(pk__in=ids).select_related("country", "round_of")
        return list(rows.order_by("date", "pk"))

    @cached_property
    def at_close(self) -> Mapping[str, list[Turnout]]:
        """The claims of turnout at the close of voting, by election."""
        own = (claim for claim in self.turnout if claim.as_of_time == "close" and not claim.part)
        return grouped(own, lambda claim: claim.election_id)

    @cached_property
    def turnout_first(self) -> Mapping[str, Turnout]:
        """The claim at the close shown first, by election."""
        return shown_first(claim for rows in self.at_close.values() for claim in rows)


def shown_first(claims: Iterable[Turnout]) -> Mapping[str, Turnout]:
    """Of claims at the close of voting the one shown first for the whole vote, by election."""
    return {claim.election_id: claim for claim in claims if claim.derived.is_first and not claim.part}


def last_readings(claims: Iterable[Turnout]) -> list[Turnout]:
    """One claim for each area and election: the one of the latest hour."""
    latest: dict[tuple[str, str], Turnout] = {}
    for claim in claims:
        key = (claim.area_id, claim.election_id)
        if key not in latest or claim.as_of_time > latest[key].as_of_time:  # "close" comes after every hour
            latest[key] = claim
    return list(latest.values())


def grouped(rows: Iterable, key) -> Mapping[str, list]:
    found = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
