"""All claims of one election as its page and its pictures read them, and which of them are shown first."""

from dataclasses import dataclass

from elections.models import Contender, Election, Measure, Result, Turnout


@dataclass
class Claims:
    """All claims of an election, and which of them are shown first."""

    contenders: list[Contender]
    results: list[Result]
    turnout: list[Turnout]
    votes_first: list
    seats_first: list
    turnout_first: set[int]


def fetched(election: Election) -> Claims:
    results = list(Result.objects.filter(contender__election=election).select_related("contender", "area", "source"))
    turnout = Turnout.objects.filter(election=election)
    return Claims(
        list(election.contenders.select_related("party")),
        results,
        list(turnout.select_related("area", "source").prefetch_related("other_sources")),
        shown(election, results, Measure.VOTES),
        shown(election, results, Measure.SEATS),
        set(turnout.shown_first().values_list("pk", flat=True)),
    )


def shown(election, claims, measure) -> list[Result]:
    """The national claims shown first, as the rows that are fetched already, in their marked state."""
    by_id = {claim.pk: claim for claim in claims}
    first = (
        Result.objects.national()
        .filter(contender__election=election)
        .shown_first(measure)
        .values_list("pk", "is_fallback")
    )
    return [FirstShown(by_id[pk], is_fallback) for pk, is_fallback in first]


class FirstShown:
    """A claim that is shown first in one measure; it may be a fallback there and not in another."""

    def __init__(self, claim, is_fallback):
        self._claim, self.is_fallback = claim, is_fallback

    def __getattr__(self, name):
        return getattr(self._claim, name)
