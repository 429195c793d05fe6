"""A party's share of the vote over time: as itself, or with those that it came from, as one lineage."""

from collections.abc import Sequence

from django.http import Http404
from django.utils.translation import gettext as _

from elections import lineage
from elections.charts import share_over_time
from elections.datasets.claim_sets import ClaimSets
from elections.models import Party, body_name, local_name
from elections.views.country_record import CountryRecord, Office
from elections.views.pictures import party_shares
from elections.views.pictures.options import Query, chosen
from elections.views.pictures.parties import party_of
from elections.views.pictures.party_shares import Standing
from elections.views.pictures.picture import Picture

ITSELF, LINEAGE = "itself", "lineage"
FEWEST = 2  # elections with a share: one is no course of things


def standings_of(party: Party, record: CountryRecord, office: Office, by: str) -> list[Standing]:
    """The shares for one office, by date within a line: of the party's own contenders, or of its lineages."""
    elections = record.of_office(office)
    if by == LINEAGE:
        events = [lineage.Event(row.party_id, row.event, row.other_party_id, row.date) for row in record.party_events]
        before = {party.pk, *lineage.predecessors(party.pk, events)}
        every = party_shares.shares(record, elections, party_shares.LINEAGE)
        lines = {each.line for each in every if before & {claim.contender.party_id for claim in each.claims}}
        return [each for each in every if each.line in lines]
    found: list[Standing] = []
    for election in elections:
        votes = [claim for claim in record.votes.get(election.pk, []) if party_shares.has_line(claim)]
        own = [claim for claim in votes if claim.contender.party_id == party.pk]
        if own:
            contenders, turnout = record.contenders.get(election.pk, []), record.turnout.get(election.pk, [])
            sets = ClaimSets(election, votes, contenders, turnout)
            found.append(party_shares.standing_of(party.pk, own, election, sets))
    return party_shares.named(found, party_shares.LINEAGE)


def picture(party: Party, office: Office, standings: Sequence[Standing], by: str, include_annulled: bool) -> Picture:
    words = _("Share of the vote as a lineage, %(office)s: %(name)s")
    if by == ITSELF:
        words = _("Share of the vote as itself, %(office)s: %(name)s")
    notes = [party_shares.sums_said(standings), party_shares.bases_said(standings)]
    return Picture(
        kind="party-results",
        subject=party.pk,
        title=words % {"office": body_name(office.name), "name": local_name(party)},
        about=about(by),
        note=" ".join(filter(None, notes)),
        family=share_over_time,
        rows=party_shares.rows_of(standings),
        columns=party_shares.COLUMNS,
        records=standings,
        sources=party_shares.sources_of(claim for each in standings for claim in each.claims),
        options={"include_annulled": include_annulled},
        query=[
            ("office", office.code),
            *([("by", LINEAGE)] if by == LINEAGE else []),
            *([("annulled", "yes")] if include_annulled else []),
        ],
    )


def about(by: str) -> str:
    if by == LINEAGE:
        return _("Per cent, by the claims shown first; a line is a party with those it was renamed from or took in.")
    return _("Per cent, by the claims shown first; only what stood under this party’s name.")


def all_of(party: Party, record: CountryRecord, by: str, include_annulled: bool) -> list[Picture]:
    """A picture for each office for which it has shares in more than one election."""
    found = []
    for office in record.offices:
        standings = standings_of(party, record, office, by)
        if sum(each.share_pct is not None for each in standings) >= FEWEST:
            found.append(picture(party, office, standings, by, include_annulled))
    return found


def build(subject: str, query: Query) -> Picture:
    """Under its own address. Raises Http404 where the party has too few shares for any office."""
    party = party_of(subject)
    by = chosen(query, "by", [ITSELF, LINEAGE], ITSELF)
    pictures = all_of(party, CountryRecord(party.country), by, chosen(query, "annulled", ["yes"]) == "yes")
    if not pictures:
        raise Http404(_("%(name)s has a share in fewer than two elections.") % {"name": local_name(party)})
    offices = {dict(each.query)["office"]: each for each in pictures}
    return offices[chosen(query, "office", offices, next(iter(offices)))]
