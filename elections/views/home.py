"""The home page: every election of the record with the figures shown first."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.models import SHOWN_FIRST_RULE, Basis, DataVersion, Election, Measure, Result, Turnout
from elections.shares import computed_turnout
from elections.views.facts import is_void, status_label
from elections.views.figures import Figure, Footnotes, turnout_text
from elections.views.outcomes import Outcome, outcomes_of, share_words, votes_words
from elections.winners import SEATS
from elections.wording import numbered, part_name, percent

COUNTRIES = ("KZ", "KG", "TJ", "TM", "UZ")


@dataclass
class First:
    """Who came first in one part of a vote, with the figures that say so."""

    part: str
    name: str
    is_sum: bool
    figures: list[Figure]


@dataclass
class Line:
    """An election as a row of the list."""

    election: Election
    kind_and_status: str
    is_void: bool
    turnout: Figure | None
    firsts: list[First]
    claims: int


@dataclass
class CountryLines:
    """A country and its elections, newest first, later rounds under their first round."""

    country: object
    lines: list[Line]


@require_safe
def home(request):
    context = home_context()
    return render(request, "home.html" if context["countries"] else "empty.html", context)


def home_context() -> dict:
    """Everything the page shows, fetched in a number of queries that does not depend on the number of elections."""
    elections = list(Election.objects.with_status().select_related("country", "round_of").order_by("-date", "id"))
    votes = shown(Measure.VOTES)
    seats = shown(Measure.SEATS)
    turnout = {
        claim.election_id: claim
        for claim in Turnout.objects.national().at_close().filter(part="").shown_first().select_related("source")
    }
    sizes = claims_by_election()
    notes = Footnotes()
    countries = defaultdict(list)
    for election in in_reading_order(elections):
        outcomes = outcomes_of(election, votes[election.pk], seats[election.pk])
        countries[election.country].append(
            line(election, outcomes, turnout.get(election.pk), sizes[election.pk], notes)
        )
    years = sorted(election.date[:4] for election in elections)
    return {
        "countries": [CountryLines(country, lines) for country, lines in countries.items()],
        "elections": len(elections),
        "claims": sum(sizes.values()),
        "years": f"{years[0]}–{years[-1]}" if years else "",
        "rule": SHOWN_FIRST_RULE,
        "notes": notes.notes(),
        "version": DataVersion.current(),
    }


def place_of(country) -> tuple[int, str]:
    """The usual order of the five, then any other by name."""
    return (COUNTRIES.index(country.pk) if country.pk in COUNTRIES else len(COUNTRIES), country.sort_key)


def shown(measure) -> defaultdict:
    """The national claims shown first, by election."""
    claims = defaultdict(list)
    for claim in Result.objects.national().shown_first(measure).select_related("contender", "source"):
        claims[claim.contender.election_id].append(claim)
    return claims


def claims_by_election() -> defaultdict:
    """How many claims of results and of turnout each election has."""
    sizes = defaultdict(int)
    for key, model in (("contender__election", Result), ("election", Turnout)):
        for row in model.objects.order_by().values(election_key=F(key)).annotate(n=Count("pk")):
            sizes[row["election_key"]] += row["n"]
    return sizes


def in_reading_order(elections) -> list[Election]:
    """By country, newest first, each later round directly under its first round."""
    by_country = sorted(elections, key=lambda election: place_of(election.country))
    later = defaultdict(list)
    for election in reversed(elections):
        if election.round_of_id:
            later[election.round_of_id].append(election)
    return [one for first in by_country if not first.round_of_id for one in (first, *later[first.pk])]


def line(election, outcomes: list[Outcome], turnout, size: int, notes: Footnotes) -> Line:
    several = len({outcome.part for outcome in outcomes}) > 1
    return Line(
        election,
        _("%(kind)s, %(status)s") % {"kind": election.get_kind_display(), "status": status_label(election)},
        is_void(election),
        turnout_of(turnout, notes) if turnout else None,
        [
            First(part_name(each.part) if several else "", each.names, each.first.is_sum, figures_of(each, notes))
            for each in outcomes
            if each.first
        ],
        size,
    )


def turnout_of(claim, notes: Footnotes) -> Figure | None:
    """The printed turnout; without one, what the counts of the same claim give, marked as computed."""
    refs = (notes.cite(claim.source, "turnout figure"),)
    if claim.turnout_pct is not None:
        return Figure(turnout_text(claim), claim.basis, refs)
    share = computed_turnout(claim.registered, claim.issued, claim.cast, claim.turnout_pct)
    return None if share.pct is None else Figure(percent(share.pct), Basis.COMPUTED.value, refs)


def figures_of(outcome: Outcome, notes: Footnotes) -> list[Figure]:
    """The share, or else the votes, of whoever came first, and the seats."""
    claim, texts = outcome.first.claim, []
    if outcome.first.measure != SEATS:
        texts.append((share_words(claim) or votes_words(claim), claim))
    if held := outcome.seats_of_first:
        texts.append((numbered(held.seats, "seat"), held))
    return [
        Figure(text, claim.basis, (notes.cite(claim.source, "result"),), claim.is_fallback) for text, claim in texts
    ]
