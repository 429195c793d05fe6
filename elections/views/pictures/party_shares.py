"""Shares of the vote over all elections for one office: by the name that stood, or by lineage with its sums."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from elections import lineage
from elections.charts import share_over_time
from elections.datasets.claim_sets import ClaimSets, is_exact
from elections.datasets.records import Column
from elections.models import Basis, Contender, ContenderKind, Election, Result, Source, body_name, local_name
from elections.names import slug
from elections.shares import computed_share
from elections.views.country_record import CountryRecord, Office
from elections.views.pictures.colours import colours_of
from elections.views.pictures.picture import Picture
from elections.wording import listed

NAME, LINEAGE = "name", "lineage"
PARTS = ("", "list")
WITHOUT_LINE = (ContenderKind.GROUP, ContenderKind.OPTION)


@dataclass(frozen=True)
class Standing:
    """The share of one line in one election, with the claims it rests on: several where they were added up."""

    line: str
    name: str
    election: Election
    claims: Sequence[Result]
    share_pct: Decimal | None
    share_of: str
    basis: str

    @property
    def qualifier(self) -> str:
        return self.claims[0].qualifier

    @property
    def stood_as(self) -> str:
        """The contenders under the names under which they stood."""
        return listed([local_name(claim.contender) for claim in self.claims])


COLUMNS = [
    Column(
        "line",
        "The party, or the last party of its lineage, or the contender where no party is named.",
        lambda r: r.line,
    ),
    Column("line_name", "The name of the line in English.", lambda r: r.name),
    Column("election", "The election.", lambda r: r.election.pk),
    Column("date", "The day of the vote.", lambda r: r.election.date),
    Column("status", "Whether the result stands.", lambda r: r.election.status),
    Column(
        "contenders",
        "Who stood, as on the ballot; several were added up.",
        lambda r: [c.contender_id for c in r.claims],
    ),
    Column(
        "share_pct",
        "The share as printed; computed where the basis says so, from votes or as a sum.",
        lambda r: r.share_pct,
    ),
    Column(
        "share_of", "What the share is a share of; empty where the source does not say.", lambda r: r.share_of or None
    ),
    Column("qualifier", "How the share is meant.", lambda r: r.qualifier or None),
    Column("basis", "What the figure rests on.", lambda r: r.basis),
    Column("claimant", "Who says so.", lambda r: r.claims[0].claimant or None),
    Column("as_of", "The day the figure speaks of.", lambda r: r.claims[0].as_of or None),
    Column("source", "Where it was read.", lambda r: r.claims[0].source_id),
]


def picture(record: CountryRecord, office: Office, by: str, *, include_annulled: bool) -> Picture:
    """The shares for one office; where no votes by contender are published anywhere, the shares of the seats."""
    elections = record.of_office(office)
    standings = shares(record, elections, by)
    of_seats = not any(each.share_pct is not None for each in standings)
    if of_seats:
        standings = shares_of_seats(record, elections, by)
    said = [sums_said(standings) if by == LINEAGE else "", bases_said(standings)]
    if of_seats:
        said.append(left_out_said(elections, standings))
    query = [("office", office.code)] + ([("by", NAME)] if by == NAME else [])
    return Picture(
        kind="party-shares",
        subject=record.country.pk,
        title=title_of(record, office, of_seats),
        about=about(of_seats, by),
        note=" ".join(filter(None, said)),
        family=share_over_time,
        rows=rows_of(standings),
        columns=COLUMNS,
        records=standings,
        sources=sources_of(claim for each in standings for claim in each.claims),
        options={"include_annulled": include_annulled},
        query=query + ([("annulled", "yes")] if include_annulled else []),
    )


def title_of(record: CountryRecord, office: Office, of_seats: bool) -> str:
    words = (
        _("Share of the seats, %(office)s: %(country)s")
        if of_seats
        else _("Share of the vote, %(office)s: %(country)s")
    )
    return words % {"office": body_name(office.name), "country": local_name(record.country)}


def about(of_seats: bool, by: str) -> str:
    if of_seats:
        return _("Per cent of the seats filled, computed here: no votes by party are published.")
    if by == LINEAGE:
        return _("Per cent, by the claims shown first; a line is a party with those it was renamed from or took in.")
    return _("Per cent, by the claims shown first; a line is one name on the ballot.")


def line_of(record: CountryRecord, elections: Sequence[Election], by: str):
    """A function from a claim and its election to the key of its line."""
    stood = [
        (contender.party_id, election.date)
        for election in elections
        for contender in record.contenders.get(election.pk, [])
        if contender.party_id
    ]
    events = [
        lineage.Event(event.party_id, event.event, event.other_party_id, event.date) for event in record.party_events
    ]
    lines = lineage.lines(stood, events)

    rivals = rivals_of_one_party(record, elections)

    def by_lineage(claim: Result, election: Election) -> str:
        party = claim.contender.party_id
        if not party or party in rivals:
            return by_name(claim, election)
        return lines.get((party, election.date), party)

    def by_name(claim: Result, election: Election) -> str:
        contender = claim.contender
        if contender.kind == ContenderKind.CANDIDATE or not contender.party_id:
            return slug(contender.name)
        return contender.party_id

    return by_lineage if by == LINEAGE else by_name


def rivals_of_one_party(record: CountryRecord, elections: Sequence[Election]) -> set[str]:
    """Parties of which several candidates once stood against each other: none of these stands for the party."""
    found = set()
    for election in elections:
        stood = Counter(each.party_id for each in record.contenders.get(election.pk, []) if is_candidate(each))
        found |= {party for party, n in stood.items() if party and n > 1}
    return found


def is_candidate(contender: Contender) -> bool:
    return contender.kind == ContenderKind.CANDIDATE


def shares(record: CountryRecord, elections: Sequence[Election], by: str) -> list[Standing]:
    """The share of every line in every election: as printed, else from the votes; sums where several are one line."""
    line = line_of(record, elections, by)
    found = []
    for election in elections:
        own = [claim for claim in record.votes.get(election.pk, []) if has_line(claim)]
        sets = ClaimSets(election, own, record.contenders.get(election.pk, []), record.turnout.get(election.pk, []))
        together: dict[str, list[Result]] = {}
        for claim in own:
            together.setdefault(line(claim, election), []).append(claim)
        found += [standing_of(key, claims, election, sets) for key, claims in together.items()]
    return named(found, by)


def has_line(claim: Result) -> bool:
    return claim.contender.part in PARTS and claim.contender.kind not in WITHOUT_LINE and claim.share_of != "seats"


def standing_of(line: str, claims: list[Result], election: Election, sets: ClaimSets) -> Standing:
    """The share of a line in an election; the sum where several lists are one, or none where they do not add up."""
    claims = sorted(claims, key=lambda claim: (claim.share_pct is None, -(claim.share_pct or 0)))
    if len(claims) == 1:
        share, of, basis = share_of(claims[0], sets)
    elif can_be_added(claims):
        share, of, basis = sum(claim.share_pct for claim in claims), claims[0].share_of, Basis.COMPUTED.value
    else:
        share, of, basis = None, "", claims[0].basis
    return Standing(line, claims[0].contender.name, election, claims, share, of, basis)


def can_be_added(claims: Sequence[Result]) -> bool:
    """Whether one source prints exact shares of one whole for all of them; candidates are never added up."""
    if any(is_candidate(claim.contender) for claim in claims):
        return False
    sets = {(claim.source_id, claim.basis, claim.claimant, claim.as_of, claim.share_of) for claim in claims}
    return len(sets) == 1 and all(claim.share_pct is not None and not claim.qualifier for claim in claims)


def share_of(claim: Result, sets: ClaimSets) -> tuple[Decimal | None, str, str]:
    """The printed share with its whole and basis, else the one worked out from the votes."""
    if claim.share_pct is not None:
        return claim.share_pct, claim.share_of, claim.basis
    votes = claim.votes if is_exact(claim) else None
    computed = computed_share(votes, None, claim.share_of, sets.counts_of(claim))
    return (computed.pct, computed.of, Basis.COMPUTED.value) if computed.pct is not None else (None, "", claim.basis)


def shares_of_seats(record: CountryRecord, elections: Sequence[Election], by: str) -> list[Standing]:
    """The part of the seats that each line was given, where a source gives away all of them."""
    line = line_of(record, elections, by)
    full = {each.election.pk for each in record.indicators if is_full(each)}
    found = []
    for election in elections:
        if election.pk not in full:
            continue
        own = [claim for claim in record.seats.get(election.pk, []) if not claim.is_fallback]
        whole = sum(claim.seats for claim in own)
        together: dict[str, list[Result]] = {}
        for claim in own:
            if claim.contender.kind not in WITHOUT_LINE:
                together.setdefault(line(claim, election), []).append(claim)
        for key, claims in together.items():
            share = (Decimal(100 * sum(claim.seats for claim in claims)) / whole).quantize(Decimal("0.01"))
            found.append(
                Standing(key, claims[0].contender.name, election, claims, share, "seats", Basis.COMPUTED.value)
            )
    return named(found, by)


def is_full(each) -> bool:
    return each.indicator.code == "effective_parties_by_seats" and each.reading.is_known


def name_of(standing: Standing, by: str) -> str:
    """What a line is called: as it stood, but by lineage a candidate's line bears the party's name."""
    contender = standing.claims[0].contender
    for_party = by == LINEAGE and is_candidate(contender) and standing.line != slug(contender.name)
    return local_name(contender.party if for_party else contender)


def named(standings: list[Standing], by: str) -> list[Standing]:
    """Each line under its last name; the largest lines first, by date within a line."""
    by_date = sorted(standings, key=lambda each: each.election.date)
    last = {each.line: name_of(each, by) for each in by_date}
    highest: dict[str, Decimal] = {}
    for each in standings:
        highest[each.line] = max(highest.get(each.line, Decimal(-1)), each.share_pct or Decimal(-1))
    renamed = [Standing(**{**vars(each), "name": last[each.line]}) for each in standings]
    return sorted(renamed, key=lambda each: (-highest[each.line], each.line, each.election.date))


def rows_of(standings: Sequence[Standing]) -> list[share_over_time.Row]:
    colours = colours_of_lines(standings)
    return [
        share_over_time.Row(
            line=each.line,
            name=each.name,
            colour=colours[each.line],
            election=each.election.pk,
            date=each.election.date,
            share_pct=each.share_pct,
            share_of=each.share_of,
            status=each.election.status,
            basis=each.basis,
            qualifier=each.qualifier,
        )
        for each in standings
    ]


def colours_of_lines(standings: Sequence[Standing]) -> Mapping[str, str]:
    """The colour of the contender that stood last for each line."""
    heads = {each.line: each.claims[0].contender for each in sorted(standings, key=lambda each: each.election.date)}
    tokens = colours_of(heads.values())
    return {line: tokens[contender.pk] for line, contender in heads.items()}


def sums_said(standings: Sequence[Standing]) -> str:
    """Which shares are sums, and of whom; and which could not be made."""
    said = []
    for each in standings:
        if len(each.claims) > 1:
            words = (
                _("%(names)s stood apart in %(year)s and are added up.")
                if each.share_pct is not None
                else _("%(names)s stood apart in %(year)s and cannot be added up from what is printed.")
            )
            said.append(words % {"names": each.stood_as, "year": each.election.date[:4]})
    return " ".join(said)


def left_out_said(elections: Sequence[Election], standings: Sequence[Standing]) -> str:
    """Which elections have no shares of seats."""
    drawn = {each.election.pk for each in standings}
    names = [local_name(each) for each in elections if each.pk not in drawn]
    return _("Left out, as no source gives away all seats: %(names)s.") % {"names": listed(names)} if names else ""


def bases_said(standings: Sequence[Standing]) -> str:
    """Which elections have shares of registered voters: no line joins these with others."""
    years = {each.election.date[:4] for each in standings if each.share_of == "registered"}
    if not years or all(each.share_of == "registered" for each in standings):
        return ""
    words = _("Shares of %(years)s are of registered voters and compare with no others; no line joins them.")
    return words % {"years": listed(sorted(years))}


def sources_of(claims: Iterable[Result]) -> list[Source]:
    """The sources of claims, each once."""
    return list({claim.source_id: claim.source for claim in claims}.values())
