"""Rows of the measures that claims of turnout hold: turnout itself, and the register."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from elections.datasets.explore.fetching import (
    NOTHING,
    Chosen,
    any_given,
    at_level,
    empty,
    grouped,
    missing_regions,
    regions,
    span_of,
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
        claims = claims.filter(any_given("registered"))
    chosen = Chosen.of(claims, basis)
    held = claims.select_related("source", "area").prefetch_related("other_sources").order_by("election", "area", "pk")
    by_area = grouped(held, "election_id", "area_id")
    areas_of = grouped_areas(by_area)
    all_regions = regions() if level == REGIONS else {}
    for vote in votes:
        if level == COUNTRY and vote.country not in areas_of.get(vote.id, ()):
            yield empty(vote, measure, none_found(measure))
        shown = set()
        for area in areas_of.get(vote.id, ()):
            of_one = by_area[vote.id, area]
            span = span_of(of_one, FIGURES[measure])
            for claim in of_one:
                if claim.pk in chosen.keys:
                    shown.add(area)
                    yield row_of(vote, claim, measure, share_of, span)
        if level == COUNTRY and areas_of.get(vote.id) and not shown:
            yield empty(vote, measure, _("No claim on this basis was found."))
        if level == REGIONS and shown and basis == FIRST:
            for area in missing_regions(vote, areas_of[vote.id], all_regions):
                yield empty(vote, measure, none_found(measure), area)


def grouped_areas(by_area: dict[tuple, list]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for election, area in by_area:
        found.setdefault(election, []).append(area)
    return found


def none_found(measure: str) -> str:
    if measure == "registered":
        return _("No number of registered voters was found in the sources read.")
    return _("No turnout was found in the sources read.")


def row_of(vote: Vote, claim, measure: str, share_of: str, span=NOTHING) -> Row:
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
        publisher=claim.source.publisher,
        other_sources=tuple(source.pk for source in claim.other_sources.all()),
        note=claim.note,
    )


def why_not(claim, computed: ComputedShare, share_of: str) -> str:
    """Why there is no turnout: what the claim says instead, or which count is missing."""
    if share_of == PRINTED and claim.qualifier == "words":
        return _("Given in words only: %(words)s") % {"words": claim.note}
    if share_of == PRINTED:
        return _("The claim prints no turnout.")
    return _("No rate: %(reason)s.") % {"reason": computed.reason}
