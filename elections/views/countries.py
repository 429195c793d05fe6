"""The page of one country: its votes over time, by party and by region; and the small list of countries."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import Count, Max, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from elections.datasets import BadQuery
from elections.datasets.contests import Indicated
from elections.lineage import LINEAGE_RULE
from elections.models import (
    SHOWN_FIRST_RULE,
    Area,
    Basis,
    DataVersion,
    Election,
    ElectionKind,
    Party,
    PartyEventKind,
    local_name,
)
from elections.views.caching import public_page
from elections.views.calls import WHATEVER_STATUS, all_rows
from elections.views.country_record import CountryRecord
from elections.views.downloads import query_of, refused
from elections.views.facts import is_void, status_label
from elections.views.figures import Figure, Footnotes, turnout_text
from elections.views.lines import MOST, Line, in_reading_order, line, place_of
from elections.views.observation.glance import country_glance
from elections.views.outcomes import outcomes_of
from elections.views.pictures import chosen, countries, party_shares
from elections.wording import day, listed, number, numbered, percent

OPTIONS = ("by", "annulled")


@dataclass(frozen=True)
class CountryEntry:
    """A country in the list of countries, with the span and number of its votes; a later round is no vote by itself."""

    country: Area
    elections: int
    first: str
    last: str


@require_safe
@public_page
def country_list(request: HttpRequest) -> HttpResponse:
    counted = Area.objects.countries().annotate(
        votes=Count("elections", filter=Q(elections__round_of=None)),
        first=Min("elections__date"),
        last=Max("elections__date"),
    )
    entries = [
        CountryEntry(country, country.votes, (country.first or "")[:4], (country.last or "")[:4])
        for country in sorted(counted, key=place_of)
    ]
    return render(request, "places/countries.html", {"entries": entries, "version": DataVersion.current()})


@require_safe
@public_page
def country_page(request: HttpRequest, code: str) -> HttpResponse:
    """A country under its code in upper case; other spellings, and the id of its area, redirect."""
    usual = code.strip().upper()
    if usual != code and code.isprintable() and Area.objects.countries().filter(pk=usual).exists():
        query = request.META.get("QUERY_STRING", "")
        return redirect(reverse("country", args=[usual]) + (f"?{query}" if query else ""), permanent=True)
    try:
        record = CountryRecord.of(code)
    except Http404:
        raise Http404(unknown(code)) from None
    query = query_of(request)
    try:
        for name in query:
            if name not in OPTIONS:
                raise BadQuery(name, "", OPTIONS, unknown=True)
        by = chosen(query, "by", [party_shares.NAME, party_shares.LINEAGE], party_shares.LINEAGE)
        include = chosen(query, "annulled", ["yes"]) == "yes"
    except BadQuery as bad:
        return refused(request, bad, as_page=True)
    address = request.build_absolute_uri(request.path)
    return render(request, "places/country.html", context_of(record, by, include, request.path, address))


def unknown(code: str) -> str:
    """What is said of a code that no country has, with those there are."""
    known = listed(
        [f"{local_name(country)} ({country.pk})" for country in sorted(Area.objects.countries(), key=place_of)]
    )
    return _("The record has no country %(code)s. It has %(known)s.") % {"code": code[:20], "known": known}


def context_of(record: CountryRecord, by: str, include: bool, path: str, address: str) -> dict:
    """Everything the page shows, fetched in a number of queries that does not depend on the number of elections."""
    notes = Footnotes()
    found = facts(record, notes)
    lines = lines_of(record, notes)
    bases, turnout_rows = turnout_rows_of(record, notes)
    version = DataVersion.current()
    shares = [party_shares.picture(record, office, by, include_annulled=include) for office in record.offices]
    void = [election for election in record.elections if is_void(election)]
    return {
        "record": record,
        "country": record.country,
        "country_name": local_name(record.country),
        "sentence": sentence(record),
        "facts": found,
        "shares": [picture for picture in shares if any(row.share_pct is not None for row in picture.rows)],
        "turnout": countries.national_turnout(record, include_annulled=include),
        "tiles": countries.last_tiles(record),
        "turnout_rows": turnout_rows,
        "turnout_bases": bases,
        "indicators": countries.indicators(record, include_annulled=include),
        "regions": countries.regions(record, include_annulled=include),
        "by": by,
        "by_switch": switch(path, "by", by, include, [("lineage", _("By lineage")), ("name", _("By name"))]),
        "is_included": include,
        "annulled_switch": annulled_switch(path, by, include, len(void)),
        "void": void,
        "lineage_rule": _(LINEAGE_RULE),
        "lines": lines,
        "parties": parties_of(record),
        "observation": country_glance(record.country, record.elections),
        "rule": SHOWN_FIRST_RULE,
        "notes": notes.notes(),
        "version": version,
        "citation": citation(record.country, version, address),
        "calls": calls(record.country, address),
    }


def calls(country: Area, address: str) -> dict[str, str]:
    """The calls to the API that give the rows of the tables and of the list of parties."""
    own = ("country", country.pk)
    at_close = [("area", country.pk), ("as_of_time", "close"), ("part", "whole"), ("turnout_pct__gte", "0")]
    return {
        "turnout": all_rows(address, "turnout", own, WHATEVER_STATUS, *at_close),
        "parties": all_rows(address, "parties", own),
        "elections": all_rows(address, "elections", own),
    }


def citation(area: Area, version: int, address: str) -> str:
    today = day(timezone.now().date().isoformat())
    words = _("Saylau: %(name)s. Data version %(version)s, read on %(today)s. %(address)s")
    return words % {"name": local_name(area), "version": version, "today": today, "address": address}


# Switches: each choice is an address


@dataclass(frozen=True)
class Choice:
    """One choice of a switch: its words, its address, whether it is the one shown."""

    words: str
    address: str
    is_chosen: bool


def address_of(path: str, by: str, include: bool) -> str:
    pairs = [("by", by)] if by != party_shares.LINEAGE else []
    pairs += [("annulled", "yes")] if include else []
    return f"{path}?{urlencode(pairs)}" if pairs else path


def switch(path: str, name: str, by: str, include: bool, choices: list[tuple[str, str]]) -> list[Choice]:
    return [Choice(words, address_of(path, value, include), value == by) for value, words in choices]


def annulled_switch(path: str, by: str, include: bool, count: int) -> list[Choice]:
    """Empty where no vote was annulled: then there is nothing to choose."""
    if not count:
        return []
    more = ngettext("Include %(count)s annulled", "Include %(count)s annulled", count) % {"count": count}
    return [
        Choice(_("Leave annulled votes out of trends"), address_of(path, by, False), not include),
        Choice(more, address_of(path, by, True), include),
    ]


# The headline


def sentence(record: CountryRecord) -> str:
    """How many votes of which kind are on record since when, and how many of them were annulled or cancelled."""
    if not record.elections:
        return _("No vote is on record.")
    first = [election for election in record.elections if not election.round_of_id]
    counts = Counter(election.kind for election in first)
    said = [
        ngettext("%(count)s for president", "%(count)s for president", n) % {"count": n}
        if kind == ElectionKind.PRESIDENTIAL
        else ngettext("%(count)s for parliament", "%(count)s for parliament", n) % {"count": n}
        if kind == ElectionKind.PARLIAMENTARY
        else ngettext("%(count)s referendum", "%(count)s referendums", n) % {"count": n}
        for kind in ElectionKind
        if (n := counts[kind])
    ]
    words = ngettext(
        "%(count)s national vote from %(start)s to %(end)s: %(kinds)s.",
        "%(count)s national votes from %(start)s to %(end)s: %(kinds)s.",
        len(first),
    ) % {
        "count": len(first),
        "start": first[0].date[:4],
        "end": first[-1].date[:4],
        "kinds": listed(said),
    }
    void = [election for election in record.elections if is_void(election)]
    none = _("None was annulled.")
    if not void:
        return f"{words} {none}"
    names = listed([f"{local_name(election)} ({status_label(election)})" for election in void])
    not_standing = _("Not standing: %(names)s.") % {"names": names}
    return f"{words} {not_standing}"


@dataclass(frozen=True)
class Fact:
    """One fact under the headline; of a span both ends in words, each with a figure that has basis and sources."""

    label: str
    value: str
    ends: list[tuple[str, Figure]]
    more: str = ""


def facts(record: CountryRecord, notes: Footnotes) -> list[Fact]:
    """The spans of printed turnout and of the margin, early votes, and what is published by region."""
    standing = [election for election in record.elections if not is_void(election) and not election.round_of_id]
    found = [turnout_span(record, standing, notes), margin_span(record, standing, notes), early_votes(standing)]
    by_region = {claim.election_id for claim in record.regional_turnout}
    value = _("%(part)s of %(whole)s") % {"part": len(by_region), "whole": len(record.elections)}
    found.append(Fact(_("Turnout by region"), value, [], _("votes with a late or closing figure of any region")))
    return [fact for fact in found if fact]


def turnout_span(record: CountryRecord, standing: list[Election], notes: Footnotes) -> Fact | None:
    """The lowest and highest exact turnout that is printed by the claims shown first."""
    claims = [(record.turnout_first.get(election.pk), election) for election in standing]
    exact = [(c.turnout_pct, e, c) for c, e in claims if c and c.turnout_pct is not None and not c.qualifier]
    cited = [
        (value, election, Figure(turnout_text(claim), claim.basis, (notes.cite(claim.source, "turnout figure"),)))
        for value, election, claim in ends_of(exact)
    ]
    return span(_("Turnout, printed"), cited, percent)


def margin_span(record: CountryRecord, standing: list[Election], notes: Footnotes) -> Fact | None:
    """The smallest and largest winner's margin of a vote for an office, worked out here."""
    offices = {election.pk for election in standing if election.kind != ElectionKind.REFERENDUM}
    known = [
        (each.reading.value, each.election, each)
        for each in record.indicators
        if each.indicator.code == "winners_margin" and each.reading.value is not None and each.election.pk in offices
    ]
    cited = [
        (value, election, Figure(numbered(value, "point"), Basis.COMPUTED.value, cite_claims(each, notes)))
        for value, election, each in ends_of(known)
    ]
    return span(_("Winner’s margin"), cited, lambda value: numbered(value, "point"))


def cite_claims(each: Indicated, notes: Footnotes) -> tuple[int, ...]:
    return tuple(dict.fromkeys(notes.cite(claim.source, "result") for claim in each.claims))


def early_votes(standing: list[Election]) -> Fact | None:
    known = [election for election in standing if election.is_early is not None]
    early = [election for election in known if election.is_early]
    if not known:
        return None
    value = _("%(part)s of %(whole)s") % {"part": len(early), "whole": len(known)}
    return Fact(_("Early votes"), value, [], ", ".join(election.date[:4] for election in early))


def ends_of(values: list[tuple]) -> list[tuple]:
    """The lowest and the highest of (value, election, …); none of none."""
    if not values:
        return []
    return [min(values, key=lambda one: one[0]), max(values, key=lambda one: one[0])]


def span(label: str, ends: list[tuple[Decimal, Election, Figure]], in_words: Callable[[Decimal], str]) -> Fact | None:
    """From the lowest to the highest, each with its year; the unit stands once."""
    if not ends:
        return None
    low, high = ends
    said = [(_("lowest %(year)s"), low), (_("highest %(year)s"), high)]
    told = [(words % {"year": election.date[:4]}, figure) for words, (_value, election, figure) in said]
    return Fact(label, f"{number(low[0])}–{in_words(high[0])}", told)


# Tables


def lines_of(record: CountryRecord, notes: Footnotes) -> list[Line]:
    """The newest elections as rows of the list, a second round under its first."""
    newest = sorted(record.elections, key=lambda election: (election.date, election.pk), reverse=True)
    return [
        line(
            election,
            outcomes_of(election, record.votes.get(election.pk, []), record.seats.get(election.pk, [])),
            record.turnout_first.get(election.pk),
            record.sizes[election.pk],
            notes,
        )
        for election in in_reading_order(newest)[:MOST]
    ]


@dataclass(frozen=True)
class TurnoutRow:
    """The claims of turnout at close of one election, by basis."""

    election: Election
    is_void: bool
    cells: dict[str, list[tuple[Figure, str, bool]]]  # by basis: figure, who says so, whether shown first
    in_order: list[list[tuple[Figure, str, bool]]] = field(default_factory=list)  # the cells, a list for each basis


def turnout_rows_of(record: CountryRecord, notes: Footnotes) -> tuple[list[Basis], list[TurnoutRow]]:
    """The bases in use, and every printed turnout at the close of voting of the newest elections."""
    rows = []
    for election in record.elections[: -MOST - 1 : -1]:
        cells = defaultdict(list)
        first = record.turnout_first.get(election.pk)
        for claim in sorted(record.turnout.get(election.pk, []), key=lambda claim: claim is not first):
            if claim.turnout_pct is None or claim.part:
                continue
            refs = notes.cite_all(claim, "turnout figure")
            cells[claim.basis].append((Figure(turnout_text(claim), claim.basis, refs), claim.claimant, claim is first))
        rows.append(TurnoutRow(election, is_void(election), dict(cells)))
    bases = [basis for basis in Basis if any(row.cells.get(basis.value) for row in rows)]
    return bases, [replace(row, in_order=[row.cells.get(basis.value, []) for basis in bases]) for row in rows]


@dataclass(frozen=True)
class Became:
    """What a party was renamed to, was succeeded by or merged into, and when, as the sources date it."""

    party: Party
    words: str


@dataclass(frozen=True)
class PartyEntry:
    """A party of the country with the votes in which it stood, and what it became."""

    party: Party
    years: str
    became: list[Became]


def parties_of(record: CountryRecord) -> list[PartyEntry]:
    dates = {election.pk: election.date for election in record.elections}
    stood = defaultdict(set)
    for election, contenders in record.contenders.items():
        for contender in contenders:
            stood[contender.party_id].add(dates[election][:4])
    became = became_of(record)
    return [PartyEntry(party, ", ".join(sorted(stood[party.pk])), became[party.pk]) for party in record.parties]


def became_of(record: CountryRecord) -> defaultdict[str, list[Became]]:
    """By party what it became; dates that differ between sources are all named."""
    by_id = {party.pk: party for party in record.parties}
    told = defaultdict(list)
    for event in record.party_events:
        if event.other_party_id in by_id:
            told[event.party_id, event.event, event.other_party_id].append(event.date)
    found = defaultdict(list)
    for (party, event, other), days in told.items():
        when = ", ".join(day(each) for each in dict.fromkeys(days) if each)
        found[party].append(Became(by_id[other], ", ".join(filter(None, [str(PartyEventKind(event).label), when]))))
    return found
