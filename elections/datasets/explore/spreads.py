"""Rows of the spread between claims: for each vote the one figure whose claims lie farthest apart."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import F, Value
from django.utils.translation import gettext as _

from elections.datasets.explore.fetching import empty, where
from elections.datasets.explore.measures import MEASURES, REGISTERED
from elections.datasets.explore.rows import Row, Vote
from elections.models import Basis, Contender, Qualifier, Result, ShareOf, Turnout, local_name

# Of one exact claim: election, contender, its name, its part, the whole of the share, figure, source, publisher.
Claimed = tuple[str, str, str, str, str, Decimal, str, str]
CONTENDER, FIGURE, SOURCE, PUBLISHER = 1, 5, 6, 7


def exact_claims() -> Iterator[Claimed]:
    """What is compared, by the rule of `datasets.derivation.spreads`; a test holds the two equal."""
    exact = {"qualifier": Qualifier.AS_PRINTED}
    shares = Result.objects.national().filter(**exact, share_pct__isnull=False).exclude(share_of=ShareOf.SEATS)
    turnout = Turnout.objects.national().at_close().filter(**exact, turnout_pct__isnull=False)
    of_shares = ("contender__election", "contender", "contender__name", "contender__part", "share_of", "share_pct")
    nobody, of = Value(""), Value(REGISTERED)
    of_turnout = (F("election"), nobody, nobody, F("part"), of, F("turnout_pct"))
    for claims, columns in ((shares, of_shares), (turnout, of_turnout)):
        rows = claims.exclude(basis=Basis.COMPUTED).order_by("pk")
        yield from rows.values_list(*columns, "source", "source__publisher")


def spread_rows(votes: tuple[Vote, ...]) -> Iterator[Row]:
    """One row a vote; without a figure where nothing is claimed twice."""
    of_one = defaultdict(list)
    for claim in exact_claims():
        of_one[claim[0], claim[1], claim[3], claim[4]].append(claim)
    widest: dict[str, tuple[Claimed, Claimed, int]] = {}
    for (election, *_of), claims in of_one.items():
        if len(claims) > 1:
            low, high = (end(claims, key=lambda claim: claim[FIGURE]) for end in (min, max))
            if election not in widest or high[FIGURE] - low[FIGURE] > distance(widest[election]):
                widest[election] = (low, high, len(claims))
    names = Contender.objects.in_bulk({ends[0][CONTENDER] for ends in widest.values() if ends[0][CONTENDER]})
    for vote in votes:
        yield row_of(vote, widest.get(vote.id), names)


def distance(ends: tuple[Claimed, Claimed, int]) -> Decimal:
    return ends[1][FIGURE] - ends[0][FIGURE]


def row_of(vote: Vote, ends: tuple[Claimed, Claimed, int] | None, contenders: dict[str, Contender]) -> Row:
    if ends is None:
        reason = _("Nothing was claimed twice in exact figures.")
        return empty(vote, "spread", reason)
    low, high, claims = ends
    _election, contender, name, part, of, *_rest = low
    who = contenders.get(contender)
    return Row(
        vote,
        *where(vote, None),
        "spread",
        MEASURES["spread"].unit,
        distance(ends),
        value_of=of,
        is_computed=True,
        low=low[FIGURE],
        high=high[FIGURE],
        claims=claims,
        part=part,
        contender=contender,
        contender_name=name,
        contender_title=local_name(who) if who else "",
        basis=Basis.COMPUTED.value,
        claimant="Saylau",
        source=low[SOURCE],
        publisher=low[PUBLISHER],
        other_sources=(high[SOURCE],) if high[SOURCE] != low[SOURCE] else (),
        note="" if contender else _("The turnout."),
    )
