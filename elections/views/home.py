"""The home page: every election of the record with the figures shown first."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Min
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from elections.models import SHOWN_FIRST_RULE, Basis, DerivedCheck, Election, Result, Turnout
from elections.models.naming import local_name
from elections.reconcile import METHODS
from elections.shares import computed_turnout
from elections.views.caching import version_of
from elections.views.facts import is_void, status_label
from elections.views.figures import Figure, Footnotes, turnout_text
from elections.views.observation.glance import glance
from elections.views.outcomes import Outcome as Placed
from elections.views.outcomes import share_words, votes_words
from elections.views.pictures import region
from elections.views.pictures.of_record import native_names, votes_of_record, widest_apart
from elections.views.pictures.region import Vote
from elections.winners import SEATS
from elections.wording import count, listed, numbered, part_name, percent

COUNTRIES = ("KZ", "KG", "TJ", "TM", "UZ")
FAILING = 10  # elections in the table of checks that fail
KINDS = 3  # of checks named for each


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


@dataclass
class Failing:
    """An election whose published figures do not add up: how many checks fail, of how many made, and the kinds."""

    election: Election
    is_void: bool
    failed: int
    made: int
    kinds: str


@require_safe
def home(request):
    context = home_context(version_of(request))
    return render(request, "home.html" if context["countries"] else "empty.html", context)


def home_context(version: int) -> dict:
    """Everything the page shows, fetched in a number of queries that does not depend on the number of elections."""
    votes = votes_of_record()
    if not votes:
        return {"countries": [], "version": version}
    sizes, notes = claims_by_election(), Footnotes()
    by_id = {vote.election.pk: vote for vote in votes}
    elections = [vote.election for vote in votes]
    countries = defaultdict(list)
    for election in in_reading_order(elections[::-1]):
        vote = by_id[election.pk]
        row = line(election, vote.outcomes, vote.turnout, sizes[election.pk], notes)
        countries[election.country].append(row)
    made, failed = checks_of_record()
    failing = failing_most(elections, made, failed)
    return {
        "countries": [CountryLines(country, lines) for country, lines in countries.items()],
        "facts": facts_of(votes, sizes, made.total(), sum(each.total() for each in failed.values())),
        "elections": len(elections),
        "claims": sum(sizes.values()),
        "years": region.years(votes),
        "latest": region.latest_turnouts(votes),
        "timeline": region.timeline(votes, native_names(votes)),
        "turnouts": region.turnouts(votes),
        "first_places": region.first_places(votes),
        "contested": region.contested(widest_apart(votes)),
        "failing": failing,
        "more_failing": len(failed) - len(failing),
        "observation": glance(elections, notes),
        "rule": SHOWN_FIRST_RULE,
        "notes": notes.notes(),
        "version": version,
    }


def facts_of(votes: Sequence[Vote], sizes: dict[str, int], made: int, failed: int) -> list[tuple[str, str, str]]:
    """The row of facts: label, value, and what stands under it."""
    later = sum(vote.election.round_of_id is not None for vote in votes)
    void = [vote.election for vote in votes if is_void(vote.election)]
    apart = sum(vote.election.spread_pct is not None for vote in votes)
    wide = sum(vote.election.contested == "yes" for vote in votes)
    return [
        (
            _("Votes on record"),
            count(len(votes)),
            ngettext("%(n)s second round among them", "%(n)s second rounds among them", later) % {"n": later},
        ),
        (_("Claims"), count(sum(sizes.values())), _("of results and turnout, each with its source")),
        (_("Annulled"), count(len(void)), listed(_("%(country)s %(year)s") % place_and_year(each) for each in void)),
        (
            _("Contested"),
            count(wide),
            _("of %(n)s votes with two claims of one thing; a point or more apart") % {"n": count(apart)},
        ),
        (
            _("Arithmetic"),
            _("%(failed)s of %(made)s") % {"failed": count(failed), "made": count(made)},
            _("checks do not add up"),
        ),
    ]


def place_and_year(election: Election) -> dict[str, str]:
    return {"country": local_name(election.country), "year": election.date[:4]}


def checks_of_record() -> tuple[Counter, dict[str, Counter]]:
    """How many checks of each election could be made; and of those in which some fail, how many by method."""
    made, failed = Counter(), defaultdict(Counter)
    rows = DerivedCheck.objects.exclude(status="cannot").values_list("election", "method", "status")
    for election, method, status, n, _first in rows.annotate(Count("pk"), Min("position")).order_by("position__min"):
        made[election] += n
        if status == "fail":
            failed[election][method] += n
    return made, failed


def failing_most(elections: Sequence[Election], made: Counter, failed: dict[str, Counter]) -> list[Failing]:
    """The elections with most checks that fail, and what fails in them, most often first."""
    found = [
        Failing(
            election,
            is_void(election),
            failed[election.pk].total(),
            made[election.pk],
            "; ".join(_(METHODS[code].name) for code, _n in failed[election.pk].most_common(KINDS)),
        )
        for election in elections
        if election.pk in failed
    ]
    return sorted(found, key=lambda each: (-each.failed, each.election.date))[:FAILING]


def place_of(country) -> tuple[int, str]:
    """The usual order of the five, then any other by name."""
    return (COUNTRIES.index(country.pk) if country.pk in COUNTRIES else len(COUNTRIES), country.sort_key)


def claims_by_election() -> defaultdict:
    """How many claims of results and of turnout each election has."""
    sizes = defaultdict(int)
    results = Result.objects.order_by().values_list("contender__election").annotate(n=Count("pk"))
    turnout = Turnout.objects.order_by().values_list("election").annotate(n=Count("pk"))
    for election, n in results.union(turnout, all=True):
        sizes[election] += n
    return sizes


def in_reading_order(elections) -> list[Election]:
    """By country, newest first, each later round directly under its first round."""
    by_country = sorted(elections, key=lambda election: place_of(election.country))
    later = defaultdict(list)
    for election in reversed(elections):
        if election.round_of_id:
            later[election.round_of_id].append(election)
    return [one for first in by_country if not first.round_of_id for one in (first, *later[first.pk])]


def line(election, outcomes: list[Placed], turnout, size: int, notes: Footnotes) -> Line:
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


def figures_of(outcome: Placed, notes: Footnotes) -> list[Figure]:
    """The share, or else the votes, of whoever came first, and the seats."""
    claim, texts = outcome.first.claim, []
    if outcome.first.measure != SEATS:
        texts.append((share_words(claim) or votes_words(claim), claim))
    if held := outcome.seats_of_first:
        texts.append((numbered(held.seats, "seat"), held))
    return [
        Figure(text, claim.basis, (notes.cite(claim.source, "result"),), claim.is_fallback) for text, claim in texts
    ]
