"""All claims of one election as its page and its pictures read them, and which of them are shown first."""

from collections.abc import Iterable
from dataclasses import dataclass

from elections.models import Contender, Election, Measure, Result, Turnout
from elections.views.further_sources import Found, attach


@dataclass
class Claims:
    """All claims of an election, and which of them are shown first."""

    contenders: list[Contender]
    results: list[Result]
    turnout: list[Turnout]
    votes_first: list
    seats_first: list
    turnout_first: set[int]


def fetched(election: Election, further: Found) -> Claims:
    """Three queries; which claims are shown first is derived already (public_page)."""
    results = Result.objects.filter(contender__election=election)
    turnout = Turnout.objects.filter(election=election).select_related("area", "source", "derived")
    results = list(results.select_related("contender", "area", "source", "derived"))
    turnout = list(turnout)
    attach(turnout, "turnout", further)
    return Claims(
        list(election.contenders.select_related("party")),
        results,
        turnout,
        shown_first(election, results, Measure.VOTES),
        shown_first(election, results, Measure.SEATS),
        {claim.pk for claim in turnout if claim.derived.is_first},
    )


def shown_first(election: Election, claims: Iterable[Result], measure: Measure) -> list["FirstShown"]:
    """The national claims shown first, in their marked state."""
    return [
        FirstShown(claim, getattr(claim.derived, f"is_fallback_for_{measure}"))
        for claim in claims
        if claim.area_id == election.country_id and getattr(claim.derived, f"is_first_for_{measure}")
    ]


class FirstShown:
    """A claim that is shown first in one measure; it may be a fallback there and not in another."""

    def __init__(self, claim, is_fallback):
        self._claim, self.is_fallback = claim, is_fallback

    def __getattr__(self, name):
        return getattr(self._claim, name)
