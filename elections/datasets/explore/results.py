"""Rows of the measures that claims of results hold: shares, votes and seats of contenders."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from elections.datasets.claim_sets import ClaimSets, is_exact
from elections.datasets.explore.claims import contenders, result_claims, turnout_claims
from elections.datasets.explore.fetching import (
    Chosen,
    Span,
    at_level,
    empty,
    grouped,
    missing_regions,
    no_such_basis,
    regions,
    spans_of,
    where,
)
from elections.datasets.explore.lines import Lines
from elections.datasets.explore.measures import ALL, COUNTRY, FIRST, MEASURES, PRINTED, REGIONS
from elections.datasets.explore.rows import Row, Vote
from elections.models import ElectionKind, Result, ShareOf, Turnout, local_name
from elections.models import Measure as Claimed
from elections.shares import ComputedShare, computed_share
from elections.winners import SEATS, SHARE, VOTES, first_place

FIGURES = {"share": "share_pct", "votes": "votes", "seats": "seats"}
NO_SPAN = Span(None, None, 0)
LADDERS = {"share": (VOTES, SHARE), "votes": (VOTES, SHARE), "seats": (SEATS,)}


@dataclass
class Held:
    """The claims of one measure at one level, and what belongs to them, fetched in a fixed number of queries."""

    measure: str
    level: str
    share_of: str
    claims: list
    chosen: Chosen
    shown_first: Chosen
    spans: dict[tuple, Span]
    contenders: dict[str, list] = field(default_factory=dict)
    turnout: dict[str, list] = field(default_factory=dict)

    @classmethod
    def fetch(cls, measure: str, level: str, basis: str, share_of: str, with_contenders: bool) -> "Held":
        """Of the claims only those that are shown, or decide who came first, where no share has to be computed."""
        claimed = Claimed.SEATS if measure == "seats" else Claimed.VOTES
        claims = at_level(Result.objects.all(), level).with_measure(claimed)
        first = Chosen.of(claims, FIRST, claimed)
        chosen = first if basis == FIRST else Chosen.of(claims, basis, claimed)
        is_computed = measure == "share" and share_of != PRINTED
        shown = claims if is_computed else claims.filter(pk__in=chosen.keys.keys() | first.keys.keys())
        same = ("contender", "area", "share_of") if measure == "share" else ("contender", "area")
        held = cls(
            measure,
            level,
            share_of,
            result_claims(shown.order_by("contender", "pk"), claimed),
            chosen,
            first,
            spans_of(claims, FIGURES[measure], *same),
        )
        if is_computed or with_contenders:
            every = grouped(contenders().values(), "election_id")
            held.contenders = {key[0]: each for key, each in every.items()}
        if is_computed:
            closing = turnout_claims(at_level(Turnout.objects.at_close(), level).order_by())
            held.turnout = {key[0]: each for key, each in grouped(closing, "election_id").items()}
        return held

    def span_of(self, claim) -> Span:
        """Of all claims of the figure that is asked of a claim; shares only beside shares of the same whole."""
        whole = claim.share_of if self.share_of == PRINTED else self.share_of
        share_of = (whole,) if self.measure == "share" else ()
        return self.spans.get((claim.contender_id, claim.area_id, *share_of), NO_SPAN)


class OfElection:
    """The minimum that ClaimSets asks of an election."""

    def __init__(self, vote: Vote):
        self.country_id, self.kind = vote.country, vote.kind


def result_rows(
    votes: tuple[Vote, ...], measure: str, level: str, contenders: str, basis: str, share_of: str, joined: bool
) -> Iterator[Row]:
    """Rows of the contenders of every vote, or of whoever came first; by region only of votes that have any.

    `joined` puts parties that became one another on one line.
    """
    held = Held.fetch(measure, level, basis, share_of, with_contenders=joined)
    lines = Lines.of(votes, held.contenders) if joined else Lines({}, {})
    by_election = defaultdict(list)
    for claim in held.claims:
        by_election[claim.contender.election_id].append(claim)
    all_regions = regions() if level == REGIONS else {}
    for vote in votes:
        claims = by_election.get(vote.id, [])
        rows = list(rows_of_vote(vote, claims, held, contenders, basis, lines))
        yield from rows
        if level == COUNTRY and not rows:
            yield empty(vote, measure, none_found(claims))
        if level == REGIONS and rows and basis == FIRST:
            for area in missing_regions(vote, {row.area for row in rows}, all_regions):
                yield empty(vote, measure, none_found([]), area)


def none_found(claims: list) -> str:
    if claims:
        return no_such_basis()
    return _("No result by contender was found in the sources read.")


def rows_of_vote(vote: Vote, claims: list, held: Held, contenders: str, basis: str, lines: Lines) -> Iterator[Row]:
    sets = None
    if held.measure == "share" and held.share_of != PRINTED:
        sets = ClaimSets(OfElection(vote), claims, held.contenders.get(vote.id, []), held.turnout.get(vote.id, []))
    shown = [marked(claim, held.chosen) for claim in claims if claim.pk in held.chosen.keys]
    ahead = leaders(vote, claims, held, basis) if contenders == FIRST else {}
    for claim in shown:
        place = ahead.get((claim.area_id, claim.contender.part, claim.contender_id))
        if contenders == ALL or place is not None:
            yield row_of(vote, claim, held, sets, lines, bool(place))


def marked(claim, chosen: Chosen):
    claim.is_fallback = bool(chosen.keys.get(claim.pk))
    return claim


def leaders(vote: Vote, claims: list, held: Held, basis: str) -> dict[tuple, bool]:
    """Who came first in each area and part of a vote, each with whether it is only a sum of several.

    By the claims shown first; where one basis is chosen, by the claims on that basis.
    """
    decisive = held.shown_first if basis in (FIRST, ALL) else held.chosen
    pools = defaultdict(list)
    for claim in claims:
        if claim.pk in decisive.keys:
            pools[claim.area_id, claim.contender.part].append(InPool(claim, bool(decisive.keys[claim.pk])))
    found = {}
    for (area, part), pool in pools.items():
        first = first_place(pool, vote.kind == ElectionKind.REFERENDUM, LADDERS[held.measure])
        for each in first.claims if first else ():
            found[area, part, each.contender_id] = first.is_sum
    return found


class InPool:
    """A claim among those that decide who came first; a share of seats is no share of votes."""

    def __init__(self, claim, is_fallback: bool):
        self.claim, self.is_fallback = claim, is_fallback
        self.share_pct = None if claim.share_of == ShareOf.SEATS else claim.share_pct

    def __getattr__(self, name):
        return getattr(self.claim, name)


def row_of(vote: Vote, claim, held: Held, sets: ClaimSets | None, lines: Lines, is_sum: bool) -> Row:
    contender, measure, share_of, span = claim.contender, held.measure, held.share_of, held.span_of(claim)
    value, value_of, is_computed, reason, computed = getattr(claim, FIGURES[measure]), "", False, "", ComputedShare()
    if measure == "share":
        printed_of = "" if claim.share_of == ShareOf.SEATS else claim.share_of
        printed = None if claim.share_of == ShareOf.SEATS else claim.share_pct
        computed = share_computed(claim, printed, share_of, sets)
        value, value_of = printed, printed_of
        if share_of != PRINTED and not (printed is not None and printed_of == share_of) or value is None:
            value, value_of, is_computed = computed.pct, computed.of, computed.pct is not None
        reason = "" if value is not None else why_not(claim, computed)
    elif value is None:
        reason = _("The claim gives no such figure.")
    line, lineage, title = lines.line_of(vote, contender)
    return Row(
        vote,
        *where(vote, claim.area),
        measure,
        MEASURES[measure].unit,
        value,
        value_of=value_of,
        is_computed=is_computed,
        reason=reason,
        qualifier="" if is_computed or qualifies_share_only(claim, measure) else claim.qualifier,
        margin_pct=claim.margin_pct if measure == "share" and not is_computed else None,
        computed_value=computed.pct,
        computed_of=computed.of,
        low=span.low,
        high=span.high,
        claims=span.claims,
        part=contender.part,
        contender=contender.pk,
        contender_name=contender.name,
        contender_title=local_name(contender),
        party=contender.party_id or "",
        colour=contender.party.colour if contender.party else "",
        line=line,
        lineage=lineage,
        line_title=title,
        basis=claim.basis,
        claimant=claim.claimant,
        as_of=claim.as_of,
        source=claim.source_id,
        publisher=claim.publisher,
        is_fallback=claim.is_fallback,
        note=claim.note or (_("A sum in the source; nobody is named.") if is_sum else ""),
    )


def qualifies_share_only(claim, measure: str) -> bool:
    """The qualifier speaks of the share, and of the counts only where there is none."""
    return measure != "share" and claim.share_pct is not None


def share_computed(claim, printed, asked: str, sets: ClaimSets | None) -> ComputedShare:
    """The share of the votes in what is asked for, or in what the printed one is of: that is derived already."""
    if sets is None:
        if claim.computed_share_pct is not None:
            return ComputedShare(claim.computed_share_pct, claim.computed_share_of)
        return ComputedShare(reason=_("no votes are published that a share could be computed from"))
    if claim.votes is not None and not is_exact(claim):
        return ComputedShare(reason=_("the votes are not exact"))
    return computed_share(claim.votes, printed, asked, sets.counts_of(claim))


def why_not(claim, computed: ComputedShare) -> str:
    if claim.qualifier == "words":
        return _("Given in words only: %(words)s") % {"words": claim.note}
    return _("No rate: %(reason)s.") % {"reason": computed.reason}
