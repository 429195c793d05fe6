"""The page of one party: its names, life and family, what it stood for and with what result, every claim of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.datasets import BadQuery
from elections.lineage import LINEAGE_RULE
from elections.models import (
    SHOWN_FIRST_RULE,
    Contender,
    DataVersion,
    Election,
    Party,
    Qualifier,
    Result,
    local_name,
)
from elections.views.caching import public_page
from elections.views.calls import WHATEVER_STATUS, all_rows
from elections.views.claims import FirstShown
from elections.views.countries import Choice
from elections.views.country_record import CountryRecord
from elections.views.downloads import query_of, refused
from elections.views.facts import is_void, status_words
from elections.views.figures import Figure, Footnotes, cited, count_text, share_text
from elections.views.moved import elsewhere
from elections.views.party_events import events_of, family_of, in_order, what_happened
from elections.views.pictures import parties as pictures
from elections.views.pictures import party_results
from elections.views.pictures.options import chosen
from elections.views.pictures.party_results import ITSELF, LINEAGE
from elections.views.results import BASES_IN_ORDER
from elections.wording import day, margin, numbered, part_name, percent, qualified_number

TABLE = "parties"
OPTIONS = ("by", "annulled")


@require_safe
@public_page
def party_page(request: HttpRequest, party_id: str) -> HttpResponse:
    """A party under its id; ids that moved or are spelt otherwise redirect, withdrawn ones say why."""
    if not party_id.isprintable():  # PostgreSQL refuses a NUL in a text
        raise Http404(_("A party’s id has letters, digits and hyphens only."))
    rows = Party.objects.select_related("country", "source").prefetch_related("other_sources")
    party = rows.filter(pk=party_id).first()
    if party is None:
        return elsewhere(request, "party", TABLE, Party, party_id)
    try:
        address = request.build_absolute_uri(request.path)
        return render(request, "parties/party.html", context_of(party, query_of(request)) | calls(party, address))
    except BadQuery as bad:
        return refused(request, bad, as_page=True)


@dataclass
class Happening:
    """An event in words, with the other party and the election that it concerns."""

    row: object
    words: str
    other: Party | None
    refs: tuple[int, ...]


@dataclass(frozen=True)
class ClaimLine:
    """One claim of a result as cells."""

    claim: Result
    share: str
    share_of: str
    margin: str
    votes: str
    seats: str
    as_of: str
    is_first: bool
    ref: int


@dataclass
class Standing:
    """What the party put up in one part of a vote, what is shown first of it, and every claim."""

    contender: Contender
    part: str
    share: Figure | None = None
    votes: Figure | None = None
    seats: Figure | None = None
    national: list[ClaimLine] = field(default_factory=list)
    local: list[ClaimLine] = field(default_factory=list)


@dataclass
class Stood:
    """An election in which the party stood."""

    election: Election
    status: str
    is_void: bool
    standings: list[Standing]

    @property
    def claims(self) -> int:
        return sum(len(each.national) + len(each.local) for each in self.standings)

    @property
    def has_national(self) -> bool:
        return any(each.national for each in self.standings)

    @property
    def has_local(self) -> bool:
        return any(each.local for each in self.standings)


def context_of(party: Party, query: Mapping[str, Sequence[str]]) -> dict:
    """Everything the page shows; sources are numbered in the order of the page, so its parts are made in that order.

    Raises BadQuery.
    """
    for name in query:
        if name not in OPTIONS:
            raise BadQuery(name, "", OPTIONS, unknown=True)
    by = chosen(query, "by", [ITSELF, LINEAGE], ITSELF)
    include = chosen(query, "annulled", ["yes"]) == "yes"
    record = CountryRecord(party.country)
    notes = Footnotes()
    entry_refs = notes.cite_all(party, "party entry")
    events = in_order(events_of(party))
    happenings = [
        Happening(
            event,
            what_happened(event, party),
            event.other_party if event.party_id == party.pk else event.party,
            (notes.cite(event.source, "event"),),
        )
        for event in events
    ]
    elections = pictures.stood_in(party)
    members = family_of(party)
    stood = stood_of(party, elections, notes)
    exclusions = [
        Excluded(each, notes.cite_all(each, "exclusion"))
        for each in party.exclusions.select_related("election", "area", "source").prefetch_related("other_sources")
    ]
    family = pictures.family(party, members, pictures.family_events(members)) if len(members) > 1 else None
    return {
        "party": party,
        "entry_refs": entry_refs,
        "life": pictures.life(party, events, elections),
        "happenings": happenings,
        "family": family,
        "tops": [member for member in members if member.above is None] if family else [],
        "stood": stood,
        "pictures": party_results.all_of(party, record, by, include),
        "by_switch": by_switch(party, by, include),
        "annulled_switch": annulled_switch(party, by, include) if any(each.is_void for each in stood) else [],
        "lineage_rule": _(LINEAGE_RULE) if by == LINEAGE else "",
        "claims": sum(each.claims for each in stood),
        "exclusions": exclusions,
        "rule": SHOWN_FIRST_RULE,
        "description": description_of(party, elections),
        "notes": notes.notes(),
        "version": DataVersion.current(),
    }


def calls(party: Party, address: str) -> dict[str, str]:
    """The calls to the API that give the rows of the tables, and the events in which the party takes part."""
    own = ("party", party.pk)
    return {
        "events_call": all_rows(address, "party-events", ("concerns", party.pk)),
        "stood_call": all_rows(address, "contenders", own, WHATEVER_STATUS),
        "claims_call": all_rows(address, "results", own, WHATEVER_STATUS),
        "exclusions_call": all_rows(address, "exclusions", own),
    }


def address_of(party: Party, by: str, include: bool) -> str:
    pairs = [("by", LINEAGE)] * (by == LINEAGE) + [("annulled", "yes")] * include
    address = reverse("party", args=[party.pk])
    return f"{address}?{urlencode(pairs)}" if pairs else address


def by_switch(party: Party, by: str, include: bool) -> list[Choice]:
    words = [(ITSELF, _("As itself")), (LINEAGE, _("As a lineage"))]
    return [Choice(label, address_of(party, each, include), each == by) for each, label in words]


def annulled_switch(party: Party, by: str, include: bool) -> list[Choice]:
    words = [(False, _("Leave annulled votes out of the trend")), (True, _("Include annulled votes"))]
    return [Choice(label, address_of(party, by, each), each == include) for each, label in words]


@dataclass(frozen=True)
class Excluded:
    """An exclusion with the numbers of its sources."""

    row: object
    refs: tuple[int, ...]


def description_of(party: Party, elections: Sequence[Election]) -> str:
    count = numbered(len(elections), "election")
    words = {"name": local_name(party), "country": local_name(party.country), "count": count}
    return _("%(name)s, %(country)s: names, life, predecessors and successors, results in %(count)s.") % words


def stood_of(party: Party, elections: Sequence[Election], notes: Footnotes) -> list[Stood]:
    """Each election in which the party stood, the newest first, with every claim about its contenders."""
    contenders = list(Contender.objects.filter(party=party).order_by("sort_key", "pk"))
    claims = Result.objects.filter(contender__party=party)
    by_contender = defaultdict(list)
    for claim in claims.select_related("area", "source", "contender", "derived"):
        by_contender[claim.contender_id].append(claim)
    found = []
    for election in reversed(elections):
        own = [each for each in contenders if each.election_id == election.pk]
        standings = [standing_of(each, election, by_contender[each.pk], notes) for each in own]
        standings.sort(key=lambda each: (each.contender.part, -best(each), each.contender.sort_key))
        found.append(Stood(election, status_words(election), is_void(election), standings))
    return found


def best(standing: Standing) -> float:
    return max((float(line.claim.share_pct or 0) for line in standing.national), default=0)


def standing_of(contender: Contender, election: Election, claims: list[Result], notes: Footnotes) -> Standing:
    claims.sort(key=order_of)
    made = Standing(contender, part_name(contender.part) if contender.part else "")
    for claim in claims:
        is_national, derived = claim.area_id == election.country_id, claim.derived
        of_votes, of_seats = is_national and derived.is_first_for_votes, is_national and derived.is_first_for_seats
        line = line_of(claim, of_votes or of_seats, notes)
        (made.national if is_national else made.local).append(line)
        if of_votes:
            shown = FirstShown(claim, derived.is_fallback_for_votes)
            made.share = cited(line.share, shown, notes) if line.share else None
            made.votes = cited(votes_text(claim), shown, notes) if claim.votes is not None else None
        if of_seats:
            shown = FirstShown(claim, derived.is_fallback_for_seats)
            made.seats = cited(numbered(claim.seats, "seat"), shown, notes)
    made.local.sort(key=lambda line: (line.claim.area.sort_key, BASES_IN_ORDER.index(line.claim.basis)))
    return made


def order_of(claim: Result) -> tuple:
    """What is shown first first, then by basis and by when it was said."""
    derived = claim.derived
    firsts = (not derived.is_first_for_votes, not derived.is_first_for_seats)
    return (*firsts, BASES_IN_ORDER.index(claim.basis), claim.as_of, claim.pk)


def votes_text(claim: Result) -> str:
    return qualified_number(claim.votes, "vote", claim.qualifier if claim.share_pct is None else "")


def line_of(claim: Result, is_first: bool, notes: Footnotes) -> ClaimLine:
    of_seats = claim.share_of == "seats"
    share = _("in words") if claim.qualifier == Qualifier.WORDS else share_text(claim)
    seats = "" if claim.seats is None else count_text(claim.seats, claim) if of_seats else str(claim.seats)
    if of_seats and claim.share_pct is not None:
        seats = f"{seats} ({percent(claim.share_pct, claim.qualifier)})".strip()
    return ClaimLine(
        claim,
        share,
        claim.get_share_of_display() if claim.share_of and not of_seats else "",
        margin(claim.margin_pct) if claim.margin_pct is not None else "",
        count_text(claim.votes, claim),
        seats,
        day(claim.as_of),
        is_first,
        notes.cite(claim.source, "result"),
    )
