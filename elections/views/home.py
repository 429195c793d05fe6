"""The home page: every election of the record with the figures shown first."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Min
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from elections.models import SHOWN_FIRST_RULE, DerivedCheck, Election, Result, Turnout
from elections.models.naming import local_name
from elections.reconcile import METHODS
from elections.views.caching import version_of
from elections.views.facts import is_void
from elections.views.figures import Footnotes
from elections.views.lines import MOST, Line, in_reading_order, line
from elections.views.observation.glance import BESIDE, glance
from elections.views.pictures import region
from elections.views.pictures.of_record import native_names, votes_of_record, widest_apart
from elections.views.pictures.region import Vote
from elections.wording import count, listed

FAILING = 10  # elections in the table of checks that fail
KINDS = 3  # of checks named for each


@dataclass
class CountryLines:
    """A country, how many elections it has, and the newest of them, later rounds under their first round."""

    country: object
    elections: int
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
    seen = glance(elections, notes)
    countries, counts = defaultdict(list), Counter(election.country_id for election in elections)
    for election in in_reading_order(elections[::-1]):
        if len(countries[election.country]) == MOST:
            continue
        vote = by_id[election.pk]
        row = line(election, vote.outcomes, vote.turnout, sizes[election.pk], notes)
        row.verdicts = [(family.label, seen.said_of(election.pk, family)) for family in BESIDE]
        countries[election.country].append(row)
    made, failed = checks_of_record()
    failing = failing_most(elections, made, failed)
    return {
        "countries": [CountryLines(country, counts[country.pk], lines) for country, lines in countries.items()],
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
        "observation": seen,
        "families": [family.label for family in BESIDE],
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
            ngettext(
                "of %(n)s vote with two claims of one thing; a point or more apart",
                "of %(n)s votes with two claims of one thing; a point or more apart",
                apart,
            )
            % {"n": count(apart)},
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


def claims_by_election() -> defaultdict:
    """How many claims of results and of turnout each election has."""
    sizes = defaultdict(int)
    results = Result.objects.order_by().values_list("contender__election").annotate(n=Count("pk"))
    turnout = Turnout.objects.order_by().values_list("election").annotate(n=Count("pk"))
    for election, n in results.union(turnout, all=True):
        sizes[election] += n
    return sizes
