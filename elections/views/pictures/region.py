"""The pictures of all votes of the record: their timeline, turnout and first places by country, what is contested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from elections.charts import (
    claims_of_one_quantity,
    figures_over_time,
    timeline_of_votes,
    turnout_of_countries,
    turnout_over_time,
)
from elections.datasets.records import Column, column
from elections.models import Basis, Election, Result, Source, Turnout
from elections.models.naming import local_name
from elections.shares import computed_turnout
from elections.views.figures import said_by
from elections.views.outcomes import VOID, Outcome
from elections.views.pictures.geographies import VINTAGE, countries_together
from elections.views.pictures.picture import Picture
from elections.winners import SEATS
from elections.wording import day

ALL = "all"


@dataclass(frozen=True)
class Vote:
    """One vote with the claims shown first of its turnout and of whoever came first.

    `turnouts` are the lowest and the highest printed turnout of all claims at the close.
    """

    election: Election
    outcomes: Sequence[Outcome] = ()
    turnout: Turnout | None = None
    turnouts: tuple[Decimal, Decimal] | None = None

    @property
    def turnout_pct(self) -> Decimal | None:
        """As printed, else as the counts of the claim give it."""
        claim = self.turnout
        if claim is None or claim.turnout_pct is not None:
            return claim.turnout_pct if claim else None
        return computed_turnout(claim.registered, claim.issued, claim.cast, None).pct

    @property
    def turnout_basis(self) -> str | None:
        if self.turnout_pct is None:
            return None
        return self.turnout.basis if self.turnout.turnout_pct is not None else Basis.COMPUTED.value

    @property
    def first(self) -> Outcome | None:
        """The first part of the vote in which somebody came first with votes, else with seats."""
        placed = [outcome for outcome in self.outcomes if outcome.first and not outcome.first.is_sum]
        by_votes = [outcome for outcome in placed if outcome.first.measure != SEATS]
        return next(iter([*by_votes, *placed]), None)

    @property
    def first_claim(self) -> Result | None:
        """The claim of the share of whoever came first; a share of seats is none of votes."""
        claim = self.first.first.claim if self.first and self.first.first.measure != SEATS else None
        return claim if claim and share_of(claim)[0] is not None else None

    @property
    def share_pct(self) -> Decimal | None:
        """As printed, else as the votes of the claim come to it."""
        return share_of(self.first_claim)[0] if self.first_claim else None

    @property
    def sources(self) -> list[Source]:
        return [claim.source for claim in (self.turnout, self.first_claim) if claim]


def share_of(claim: Result | None) -> tuple[Decimal | None, str, str]:
    """The share of a claim of votes, what it is a share of, and its basis: as printed, else as derived."""
    if claim is None:
        return None, "", ""
    if claim.share_pct is None:
        return claim.derived.computed_share_pct, claim.derived.computed_share_of, Basis.COMPUTED.value
    return (None, "", "") if claim.share_of == "seats" else (claim.share_pct, claim.share_of, claim.basis)


def of_election(name: str) -> Column:
    told = column(Election, name)
    return Column(told.name, told.help, lambda vote: told.value(vote.election))


def claimed(claim: str, name: str, told: str, attribute: str) -> Column:
    """A column of the claim of a vote that is named: `turnout` or `first_claim`."""
    return Column(name, told, lambda vote: getattr(getattr(vote, claim), attribute, None) or None)


ABOUT_VOTE = [
    Column("election", "The permanent id of the election.", lambda vote: vote.election.pk),
    *map(of_election, ("name", "country", "date", "kind", "round_of")),
    Column("status", "Whether the result stands, as it follows from the events.", lambda vote: vote.election.status),
]
ABOUT_TURNOUT = [
    Column("turnout_pct", "The turnout shown first, else as its counts give it.", lambda vote: vote.turnout_pct),
    Column("turnout_basis", "What the turnout rests on.", lambda vote: vote.turnout_basis),
    claimed("turnout", "turnout_qualifier", "How the turnout is meant.", "qualifier"),
    claimed("turnout", "turnout_claimant", "Who says so; empty for the election commission.", "claimant"),
    claimed("turnout", "turnout_source", "Where the turnout was read.", "source_id"),
]
ABOUT_SPAN = [
    Column("turnout_low_pct", "The lowest printed turnout.", lambda vote: vote.turnouts[0] if vote.turnouts else None),
    Column(
        "turnout_high_pct", "The highest printed turnout.", lambda vote: vote.turnouts[1] if vote.turnouts else None
    ),
]
ABOUT_FIRST = [
    Column("first_place", "Who came first.", lambda vote: vote.first.names if vote.first else None),
    Column("share_pct", "The share of whoever came first, as printed.", lambda vote: vote.share_pct),
    Column("share_of", "What the share is a share of.", lambda vote: share_of(vote.first_claim)[1] or None),
    Column("share_basis", "What the share rests on.", lambda vote: share_of(vote.first_claim)[2] or None),
    claimed("first_claim", "share_qualifier", "How the share is meant.", "qualifier"),
    claimed("first_claim", "share_claimant", "Who says so; empty for the election commission.", "claimant"),
    claimed("first_claim", "share_source", "Where the share was read.", "source_id"),
]


def sources_of(votes: Sequence[Vote]) -> list[Source]:
    return list({source.pk: source for vote in votes for source in vote.sources}.values())


def facts_of(vote: Vote) -> dict:
    """What every row about a vote begins with."""
    election = vote.election
    return {
        "election": election.pk,
        "name": local_name(election),
        "country": election.country_id,
        "country_name": local_name(election.country),
        "date": election.date,
        "kind": election.kind,
        "status": election.status,
        "is_second_round": election.round_of_id is not None,
    }


def timeline(votes: Sequence[Vote], native: Mapping[str, str]) -> Picture:
    """All votes by country, kind and status, each with turnout and the share of the first place."""
    return Picture(
        kind="timeline-of-votes",
        subject=ALL,
        title=_("Turnout and the share of the first place, every national vote, %(years)s") % {"years": years(votes)},
        about=_("Per cent; one stem a vote. What a share is a share of stands in the rows."),
        family=timeline_of_votes,
        rows=[
            timeline_of_votes.Row(
                **facts_of(vote),
                turnout_pct=vote.turnout_pct,
                share_pct=vote.share_pct,
                first_name=vote.first.names if vote.first else "",
                country_native=native.get(vote.election.country_id, ""),
            )
            for vote in votes
        ],
        columns=[*ABOUT_VOTE, *ABOUT_TURNOUT, *ABOUT_FIRST],
        records=votes,
        sources=sources_of(votes),
    )


def turnouts(votes: Sequence[Vote], include_annulled: bool = False) -> Picture:
    """Turnout over time, one panel a country."""
    return Picture(
        kind="turnout-over-time",
        subject=ALL,
        title=_("Turnout by country, %(years)s") % {"years": years(votes)},
        about=_("Per cent of registered voters, by the claims shown first."),
        family=turnout_over_time,
        rows=[
            turnout_over_time.Row(
                **facts_of(vote),
                turnout_pct=vote.turnout_pct,
                low_pct=vote.turnouts[0] if vote.turnouts else None,
                high_pct=vote.turnouts[1] if vote.turnouts else None,
                basis=vote.turnout_basis or "official_final",
                qualifier=vote.turnout.qualifier if vote.turnout and vote.turnout.turnout_pct is not None else "",
            )
            for vote in votes
        ],
        columns=[*ABOUT_VOTE, *ABOUT_TURNOUT, *ABOUT_SPAN],
        records=votes,
        sources=sources_of(votes),
        options={"include_annulled": include_annulled},
        query=annulled_query(include_annulled),
    )


def latest_turnouts(votes: Sequence[Vote]) -> Picture:
    """The turnout of each country at its latest vote that stands and has a printed one, on a map."""
    latest = {
        vote.election.country_id: vote
        for vote in votes
        if vote.election.status not in VOID and vote.turnout and vote.turnout.turnout_pct is not None
    }
    drawn = sorted(latest.values(), key=lambda vote: vote.election.country_id)
    return Picture(
        kind="latest-turnout",
        subject=ALL,
        title=_("Turnout at the latest vote of each country"),
        about=_("Per cent of registered voters as printed, by the claim shown first."),
        family=turnout_of_countries,
        rows=[
            turnout_of_countries.Row(
                vote.election.country_id,
                local_name(vote.election.country),
                local_name(vote.election),
                vote.election.date,
                vote.turnout.turnout_pct,
                vote.turnout.basis,
                vote.turnout.qualifier,
            )
            for vote in drawn
        ],
        columns=[*ABOUT_VOTE, *ABOUT_TURNOUT],
        records=drawn,
        sources=list({vote.turnout.source_id: vote.turnout.source for vote in drawn}.values()),
        options={"geography": countries_together()},
        note=_("%(votes)s. Boundaries: Natural Earth, as of %(year)s.")
        % {"votes": "; ".join(named_with_month(vote) for vote in drawn), "year": VINTAGE},
    )


def named_with_month(vote: Vote) -> str:
    """Kazakhstan, January 2021"""
    return _("%(country)s, %(day)s") % {
        "country": local_name(vote.election.country),
        "day": day(vote.election.date[:7]),
    }


def first_places(votes: Sequence[Vote], include_annulled: bool = False) -> Picture:
    """The share of whoever came first over time, one panel a country."""
    drawn = [vote for vote in votes if include_annulled or vote.election.status not in VOID]
    return Picture(
        kind="first-place-over-time",
        subject=ALL,
        title=_("Share of the first place by country, %(years)s") % {"years": years(votes)},
        about=_("Per cent of the vote, by the claims shown first; what a share is a share of stands in the rows."),
        family=figures_over_time,
        rows=[
            figures_over_time.Row(
                **facts_of(vote),
                value=vote.share_pct,
                whose=vote.first.names if vote.first else "",
                basis=share_of(vote.first_claim)[2] or "official_final",
                is_computed=share_of(vote.first_claim)[2] == Basis.COMPUTED,
                qualifier=vote.first_claim.qualifier if vote.first_claim else "",
            )
            for vote in drawn
        ],
        columns=[*ABOUT_VOTE, *ABOUT_FIRST],
        records=drawn,
        sources=sources_of(drawn),
        note=annulled_note(votes, include_annulled),
        query=annulled_query(include_annulled),
    )


def annulled_note(votes: Sequence[Vote], include_annulled: bool) -> str:
    """How many votes are left out, and why."""
    void = [vote for vote in votes if vote.election.status in VOID]
    if include_annulled or not void:
        return ""
    names = ", ".join(f"{local_name(vote.election.country)}, {local_name(vote.election)}" for vote in void)
    return _("Annulled or cancelled and left out: %(votes)s.") % {"votes": names}


def annulled_query(include_annulled: bool) -> list[tuple[str, str]]:
    return [("annulled", "shown")] if include_annulled else []


def years(votes: Sequence[Vote]) -> str:
    found = sorted(vote.election.date[:4] for vote in votes)
    return f"{found[0]}–{found[-1]}" if found else ""


@dataclass(frozen=True)
class Contested:
    """All exact claims of one quantity for a whole country: a turnout, or one contender's share of one whole."""

    election: Election
    name: str
    claims: Sequence[Result | Turnout] = field(default_factory=list)


def quantity_name(election: Election, contender: str) -> str:
    """What the claims are of: a contender's share, or the turnout, of which vote."""
    where = {"country": local_name(election.country), "year": election.date[:4], "contender": contender}
    return _("%(country)s %(year)s: %(contender)s") % where if contender else _("%(country)s %(year)s: turnout") % where


def value_of(claim: Result | Turnout) -> Decimal | None:
    return claim.share_pct if isinstance(claim, Result) else claim.turnout_pct


@dataclass(frozen=True)
class ContestedClaim:
    """One claim as a row of data."""

    quantity: Contested
    claim: Result | Turnout

    @property
    def name(self) -> str:
        return self.quantity.name

    def __getattr__(self, name: str):
        return getattr(self.claim, name)


ABOUT_CLAIM = [
    Column("election", "The permanent id of the election.", lambda row: row.quantity.election.pk),
    Column("quantity", "What the claim is of.", lambda row: row.name),
    Column(
        "contender", "Whose share it is; empty for a turnout.", lambda row: getattr(row.claim, "contender_id", None)
    ),
    Column("value_pct", "The figure as printed, in per cent.", lambda row: value_of(row.claim)),
    Column("share_of", "What a share is a share of.", lambda row: getattr(row.claim, "share_of", None) or None),
    *(column(Result, name) for name in ("basis", "claimant", "qualifier", "margin_pct", "source")),
]


def contested(quantities: Sequence[Contested]) -> Picture:
    """Where the claims of one quantity lie farthest apart: a row of marks for each."""
    shown = [ContestedClaim(quantity, claim) for quantity in quantities for claim in quantity.claims]
    return Picture(
        kind="contested",
        subject=ALL,
        title=_("One quantity, several claimants: where claims lie farthest apart"),
        about=_("Per cent. The band spans all claims; the marks say on what each rests. None is corrected."),
        family=claims_of_one_quantity,
        rows=[
            claims_of_one_quantity.Row(
                quantity=f"{row.quantity.election.pk} {row.name}",
                name=row.name,
                value_pct=value_of(row.claim),
                basis=row.claim.basis,
                claimant=said_by(row.claim),
                qualifier=row.claim.qualifier,
                margin_pct=row.claim.margin_pct,
            )
            for row in shown
        ],
        columns=ABOUT_CLAIM,
        records=shown,
        sources=list({row.claim.source_id: row.claim.source for row in shown}.values()),
    )
