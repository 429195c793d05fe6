"""The list of elections."""

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from elections.datasets import ELECTIONS
from elections.datasets.elections import CONTESTED
from elections.models import SHOWN_FIRST_RULE, Measure, Result, Turnout
from elections.views.caching import public_page
from elections.views.figures import Footnotes
from elections.views.lines import line
from elections.views.lists import list_page
from elections.views.outcomes import outcomes_of


@require_safe
@public_page
def election_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, ELECTIONS, "lists/elections.html", lines)


def lines(elections: list) -> dict:
    """The figures shown first of the elections of one page; the number of queries does not depend on how many."""
    ids = [election.pk for election in elections]
    notes = Footnotes()
    votes, seats = shown(ids, Measure.VOTES), shown(ids, Measure.SEATS)
    closing = Turnout.objects.national().at_close().filter(part="", election__in=ids).shown_first()
    turnout = {claim.election_id: claim for claim in closing.select_related("source")} if ids else {}
    return {
        "lines": [
            line(
                election,
                outcomes_of(election, votes[election.pk], seats[election.pk]),
                turnout.get(election.pk),
                election.claims,
                notes,
            )
            for election in elections
        ],
        "notes": notes.notes(),
        "contested": CONTESTED,
        "rule": SHOWN_FIRST_RULE,
    }


def shown(ids: list[str], measure: Measure) -> defaultdict[str, list]:
    """The national claims shown first of some elections, by election."""
    found = defaultdict(list)
    if ids:
        claims = Result.objects.national().filter(contender__election__in=ids).shown_first(measure)
        for claim in claims.select_related("contender", "source"):
            found[claim.contender.election_id].append(claim)
    return found
