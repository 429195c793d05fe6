"""Rows of the indicators: margin, effective number of parties, disproportionality; bounds, or the reason for none."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from elections.datasets.contests import Indicated, indicated
from elections.datasets.explore.claims import contenders, result_claims, turnout_claims
from elections.datasets.explore.fetching import empty, grouped, where
from elections.datasets.explore.measures import MEASURES
from elections.datasets.explore.rows import Row, Vote
from elections.indicators import INDICATORS
from elections.indicators.rows import Reason
from elections.models import Basis, Election, Result, Turnout
from elections.models import Measure as Claimed
from elections.wording import listed, number

CLAIMANT = "Saylau"


def indicator_rows(votes: tuple[Vote, ...], code: str) -> Iterator[Row]:
    """A row for each part of each vote that the indicator is asked of; the others say that it is not."""
    elections = Election.objects.in_bulk()
    stood = grouped(contenders().values(), "election_id")
    first = [of_elections(measure) for measure in (Claimed.VOTES, Claimed.SEATS)]
    turnout = grouped(turnout_claims(Turnout.objects.national().at_close().order_by()), "election_id")
    with_later = {vote.round_of for vote in votes if vote.round_of}
    for vote in votes:
        key = (vote.id,)
        shown = [claims.get(key, []) for claims in first]
        election = elections[vote.id]
        rounds = vote.id in with_later
        own = indicated(election, stood.get(key, []), *shown, turnout.get(key, []), rounds, [INDICATORS[code]])
        yield from (row_of(vote, each) for each in own)
        if not own:
            yield empty(vote, code, _("It is not asked of a vote of this kind."))


def of_elections(measure: Claimed) -> dict[tuple, list]:
    """The national claims shown first, by election."""
    first = Result.objects.national().filter(**{f"derived__is_first_for_{measure}": True})
    return grouped(result_claims(first.order_by("pk"), measure), "election_id")


def row_of(vote: Vote, found: Indicated) -> Row:
    reading, claims = found.reading, found.claims
    sources = list(dict.fromkeys(claim.source_id for claim in claims))
    return Row(
        vote,
        *where(vote, None),
        found.indicator.code,
        MEASURES[found.indicator.code].unit,
        reading.value,
        value_of=reading.of,
        is_computed=reading.is_known,
        reason="" if reading.value is not None else why_not(found),
        low=reading.low,
        high=reading.high,
        part=found.part,
        basis=Basis.COMPUTED.value if reading.is_known else "",
        claimant=CLAIMANT if reading.is_known else "",
        source=sources[0] if reading.is_known and sources else "",
        publisher=claims[0].publisher if reading.is_known and claims else "",
        other_sources=tuple(sources[1:]) if reading.is_known else (),
    )


def why_not(found: Indicated) -> str:
    """Why there is no value: it lies between two bounds, or the reason of the indicator."""
    reading = found.reading
    if reading.low is not None and reading.high is not None:
        ends = {"low": number(reading.low), "high": number(reading.high)}
        return _("Between %(low)s and %(high)s: what is published carries no single value.") % ends
    return reason_words(reading.reason)


def reason_words(reason: Reason | None) -> str:
    """A reason in the language of the page."""
    if reason is None:
        return ""
    values = {name: value if isinstance(value, str) else listed(value) for name, value in reason.values.items()}
    words = _(reason.words) % values
    return words[:1].upper() + words[1:] + "."
