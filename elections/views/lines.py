"""A vote as a line of a list: on the home page, on the page of its country and among all elections."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from elections.models import Basis, Election
from elections.shares import computed_turnout
from elections.views.facts import is_void, status_words
from elections.views.figures import Figure, Footnotes, share_text, turnout_text
from elections.views.outcomes import Outcome, share_words, votes_words
from elections.winners import SEATS
from elections.wording import numbered, part_name, percent

COUNTRIES = ("KZ", "KG", "TJ", "TM", "UZ")
MOST = 50  # votes of one country in a table of a page that is about more than these; the list of elections has all


@dataclass(frozen=True, slots=True)
class Bar:
    """A percentage as a bar under its figure; hollow where the figure is a bound or approximate."""

    pct: Decimal
    is_hollow: bool

    @property
    def length(self) -> str:
        """Of 100, to the tenth."""
        return f"{min(max(self.pct, Decimal(0)), Decimal(100)):.1f}".removesuffix(".0")


@dataclass(frozen=True)
class First:
    """Who came first in one part of a vote, with the figures that say so."""

    part: str
    name: str
    is_sum: bool
    figures: Sequence[Figure]
    bar: Bar | None


@dataclass
class Line:
    """An election as a row of a list; `verdicts` are marks and words by family of observers, where a page has them."""

    election: Election
    status: str
    is_void: bool
    turnout: Figure | None
    turnout_bar: Bar | None
    firsts: Sequence[First]
    claims: int
    verdicts: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()


def place_of(country) -> tuple[int, str]:
    """The usual order of the five, then any other by name."""
    return (COUNTRIES.index(country.pk) if country.pk in COUNTRIES else len(COUNTRIES), country.sort_key)


def in_reading_order(elections) -> list[Election]:
    """By country, newest first, each later round directly under its first round."""
    by_country = sorted(elections, key=lambda election: place_of(election.country))
    later = defaultdict(list)
    for election in reversed(elections):
        if election.round_of_id:
            later[election.round_of_id].append(election)
    return [one for first in by_country if not first.round_of_id for one in (first, *later[first.pk])]


def line(election: Election, outcomes: Sequence[Outcome], turnout, size: int, notes: Footnotes) -> Line:
    """`turnout` is the claim shown first or None, `size` the number of claims the record holds of the election."""
    several = len({outcome.part for outcome in outcomes}) > 1
    voted, bar = turnout_of(turnout, notes) if turnout else (None, None)
    return Line(
        election,
        status_words(election),
        is_void(election),
        voted,
        bar,
        [
            First(
                part_name(each.part) if several else "",
                each.names,
                each.first.is_sum,
                figures_of(each, notes),
                bar_of(each),
            )
            for each in outcomes
            if each.first
        ],
        size,
    )


def turnout_of(claim, notes: Footnotes) -> tuple[Figure | None, Bar | None]:
    """The printed turnout; without one, what the counts of the same claim give, marked as computed."""
    refs = (notes.cite(claim.source, "turnout figure"),)
    if claim.turnout_pct is not None:
        return Figure(turnout_text(claim), claim.basis, refs), Bar(claim.turnout_pct, bool(claim.qualifier))
    share = computed_turnout(claim.registered, claim.issued, claim.cast, claim.turnout_pct)
    if share.pct is None:
        return None, None
    return Figure(percent(share.pct), Basis.COMPUTED.value, refs), Bar(share.pct, False)


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


def bar_of(outcome: Outcome) -> Bar | None:
    """The printed share of votes; seats and bare counts have no bar."""
    claim = outcome.first.claim
    if outcome.first.measure == SEATS or not share_text(claim):
        return None
    return Bar(claim.share_pct, bool(claim.qualifier))
