"""The parts of a vote as indicators read them: the claims shown first of one source, and what they leave out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from elections.datasets.claim_sets import ClaimSets, is_exact
from elections.indicators import INDICATORS, Contest, Indicator, Reading, Standing
from elections.models import ContenderKind, Election, ElectionKind

APPLIES = {
    "winners_margin": {ElectionKind.PRESIDENTIAL, ElectionKind.PARLIAMENTARY, ElectionKind.REFERENDUM},
    "effective_parties_by_votes": {ElectionKind.PRESIDENTIAL, ElectionKind.PARLIAMENTARY},
    "effective_parties_by_seats": {ElectionKind.PARLIAMENTARY},
    "disproportionality": {ElectionKind.PARLIAMENTARY},
}


@dataclass(frozen=True)
class Indicated:
    """One indicator of one part of one vote, with a claim of the set of votes and of that of seats that it read."""

    election: Election
    part: str
    indicator: Indicator
    reading: Reading
    votes: object | None
    seats: object | None

    @property
    def claims(self) -> list:
        """One claim of each set that the value rests on."""
        by_seats, by_votes = self.indicator.code == "effective_parties_by_seats", [self.votes]
        both = self.indicator.code == "disproportionality"
        return [claim for claim in ([self.seats] if by_seats else by_votes + [self.seats] * both) if claim]


def indicated(
    election: Election,
    contenders: Sequence,
    votes_first: Sequence,
    seats_first: Sequence,
    turnout: Sequence,
    has_later_round: bool,
    indicators: Collection[Indicator] = INDICATORS.values(),
) -> list[Indicated]:
    """Every indicator that is asked of an election of this kind, for each part of the vote.

    `votes_first` and `seats_first` are the national claims shown first, `turnout` the national claims at close with
    their other sources.
    """
    main_votes = [claim for claim in votes_first if not claim.is_fallback and claim.share_of != "seats"]
    main_seats = [claim for claim in seats_first if not claim.is_fallback]
    sets = ClaimSets(election, main_votes, contenders, turnout)
    parts = sorted({each.part for each in contenders} or {""}, key=lambda part: (part != "", part != "list", part))
    found = []
    for part in parts:
        votes = [claim for claim in main_votes if claim.contender.part == part]
        seats = [claim for claim in main_seats if claim.contender.part == part]
        listed = {claim.contender_id for claim in votes}
        missing = [
            each
            for each in contenders
            if each.part == part and each.kind != ContenderKind.GROUP and each.pk not in listed
        ]
        contest = Contest(
            kind=election.kind,
            system=election.system,
            part=part,
            votes=tuple(standing(claim) for claim in votes),
            unlisted=tuple(each.name for each in missing if each.kind != ContenderKind.AGAINST_ALL),
            has_unlisted_against_all=any(each.kind == ContenderKind.AGAINST_ALL for each in missing),
            valid=sets.counts_of(votes[0])["valid"] if votes else None,
            seats=tuple(standing(claim) for claim in seats),
            seats_contested=election.seats_contested,
            seats_total=election.seats_total,
            seats_elsewhere=sum(claim.seats for claim in main_seats if claim.contender.part != part),
            is_later_round=election.round_of_id is not None,
            has_later_round=has_later_round,
        )
        found += [
            Indicated(election, part, each, each.read(contest), next(iter(votes), None), next(iter(seats), None))
            for each in indicators
            if election.kind in APPLIES[each.code]
        ]
    return found


def standing(claim) -> Standing:
    return Standing(
        contender=claim.contender_id,
        name=claim.contender.name,
        kind=claim.contender.kind,
        votes=claim.votes if is_exact(claim) else None,
        share_pct=None if claim.share_of == "seats" else claim.share_pct,
        share_of="" if claim.share_of == "seats" else claim.share_of,
        seats=claim.seats,
        is_exact=not claim.qualifier,
    )
