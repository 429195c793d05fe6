"""Rows of the measures that claims of turnout hold: turnout itself, and the register."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from elections.datasets.explore.claims import turnout_claims
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
from elections.datasets.explore.measures import COUNTRY, FIRST, MEASURES, PRINTED, REGIONS, REGISTERED
from elections.datasets.explore.rows import Row, Vote
from elections.models import Turnout
from elections.shares import ComputedShare, computed_turnout

FIGURES = {"turnout": "turnout_pct", "registered": "registered"}


def turnout_rows(votes: tuple[Vote, ...], measure: str, level: str, basis: str, share_of: str) -> Iterator[Row]:
    """Rows of every vote, also of those that nothing is published for; by region only of votes that have any."""
    claims = at_level(Turnout.objects.at_close().filter(part=""), level)
    if measure == "registered":
        claims = claims.filter(registered__isnull=False)
    if measure == "turnout" and basis == FIRST:
        chosen = claims.filter(derived__is_first=True)
    else:
        chosen = claims.filter(pk__in=Chosen.of(claims, basis).keys)
    of_votes = grouped(turnout_claims(chosen.order_by("area", "pk")), "election_id")
    spans = spans_of(claims, FIGURES[measure], "election", "area")
    with_any = {election for election, _area in spans}
    all_regions = regions() if level == REGIONS else {}
    for vote in votes:
        own = of_votes.get((vote.id,), [])
        yield from (row_of(vote, claim, measure, share_of, spans[vote.id, claim.area_id]) for claim in own)
        if level == COUNTRY and not own:
            yield empty(vote, measure, no_such_basis() if vote.id in with_any else none_found(measure))
        if level == REGIONS and own and basis == FIRST:
            for area in missing_regions(vote, {claim.area_id for claim in own}, all_regions):
                yield empty(vote, measure, none_found(measure), area)


def none_found(measure: str) -> str:
    if measure == "registered":
        return _("No number of registered voters was found in the sources read.")
    return _("No turnout was found in the sources read.")


def row_of(vote: Vote, claim, measure: str, share_of: str, span: Span) -> Row:
    is_turnout = measure == "turnout"
    computed = (
        computed_turnout(claim.registered, claim.issued, claim.cast, claim.turnout_pct)
        if is_turnout
        else ComputedShare()
    )
    value, reason, is_computed = claim.registered, "", False
    if is_turnout:
        value, is_computed = claim.turnout_pct, False
        if share_of == REGISTERED or value is None and computed.pct is not None:
            value, is_computed = computed.pct, computed.pct is not None
        reason = "" if value is not None else why_not(claim, computed, share_of)
    return Row(
        vote,
        *where(vote, claim.area),
        measure,
        MEASURES[measure].unit,
        value,
        value_of=REGISTERED if is_turnout and value is not None else "",
        is_computed=is_computed,
        reason=reason,
        qualifier="" if is_computed else claim.qualifier,
        margin_pct=None if is_computed else claim.margin_pct,
        computed_value=computed.pct,
        computed_of=computed.of,
        low=span.low,
        high=span.high,
        claims=span.claims,
        basis=claim.basis,
        claimant=claim.claimant,
        source=claim.source_id,
        publisher=claim.publisher,
        other_sources=claim.other_sources,
        note=claim.note,
    )


def why_not(claim, computed: ComputedShare, share_of: str) -> str:
    """Why there is no turnout: what the claim says instead, or which count is missing."""
    if share_of == PRINTED and claim.qualifier == "words":
        return _("Given in words only: %(words)s") % {"words": claim.note}
    if share_of == PRINTED:
        return _("The claim prints no turnout.")
    return _("No rate: %(reason)s.") % {"reason": computed.reason}
