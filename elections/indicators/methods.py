"""What each indicator is, said once: its name, its formula in words, what it needs and what it cannot show."""

from collections.abc import Callable
from dataclasses import dataclass

from elections.indicators import disproportionality, fragmentation, margin
from elections.indicators.rows import Contest, Reading, Refused, gettext_noop

TAAGEPERA = gettext_noop(
    "Markku Laakso and Rein Taagepera, “Effective” number of parties: a measure with application to West Europe, "
    "Comparative Political Studies 12 (1979), 3–27; for the bounds Rein Taagepera, Effective number of parties for "
    "incomplete data, Electoral Studies 16 (1997), 145–151"
)
GALLAGHER = gettext_noop(
    "Michael Gallagher, Proportionality, disproportionality and electoral systems, Electoral Studies 10 (1991), 33–51"
)
MARGIN = gettext_noop("The plain reading of margin of victory: first minus second place")
PARTIES = gettext_noop("parties of equal size")
VOTES_NEEDED = gettext_noop(
    "the votes, or else the printed shares, of the contenders in one part of the vote, all from the source shown first"
)
SEATS_NEEDED = gettext_noop(
    "the seats of one source that gives away all seats contested, or all those of the whole chamber"
)
BOTH_NEEDED = gettext_noop(
    "the votes, or else the printed shares, of all parties in one part of the vote from one source, and all the seats "
    "that these votes gave, from one source"
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: its formula, what it needs, what it cannot show, where it is described, and its unit."""

    code: str
    name: str
    formula: str
    needs: str
    cannot_show: str
    reference: str
    unit: str
    work_out: Callable[[Contest], Reading]

    def read(self, contest: Contest) -> Reading:
        """The value, bounds, or the reason why there is neither."""
        try:
            return self.work_out(contest)
        except Refused as refused:
            return Reading(reason=refused.reason)


INDICATORS: dict[str, Indicator] = {
    indicator.code: indicator
    for indicator in (
        Indicator(
            code="winners_margin",
            name=gettext_noop("Winner’s margin"),
            formula=gettext_noop(
                "Share of first place − share of second place, in percentage points. Printed shares are subtracted as "
                "they stand and keep their denominator; where none are printed, 100 × votes ÷ the votes for contenders "
                "is. “Against all” is nobody, neither first nor second. Where a group, or what the list leaves out, "
                "may hide a larger second place, two bounds are given. In a referendum options stand for contenders."
            ),
            needs=VOTES_NEEDED,
            cannot_show=gettext_noop(
                "Whether the vote was close in any region, or what a margin of another denominator would be."
            ),
            reference=MARGIN,
            unit=gettext_noop("percentage points"),
            work_out=margin.winners_margin,
        ),
        Indicator(
            code="effective_parties_by_votes",
            name=gettext_noop("Effective number of parties, by votes"),
            formula=gettext_noop(
                "1 ÷ Σ p², where p is each contender’s part of the votes for contenders: so many parties of equal size "
                "would be as fragmented. Votes against all and invalid ballots are in no part and in no whole. For a "
                "president it counts candidates. A sum of several (“others”) is at most one party and at least so many "
                "that each has a single vote, and what the list leaves out is treated alike: so there are two bounds, "
                "and never a value between them."
            ),
            needs=VOTES_NEEDED,
            cannot_show=gettext_noop(
                "How free the choice was: five registered parties that support one president count as five. Above half "
                "of the votes in one hand it still exceeds 1 and may look like competition."
            ),
            reference=TAAGEPERA,
            unit=PARTIES,
            work_out=fragmentation.by_votes,
        ),
        Indicator(
            code="effective_parties_by_seats",
            name=gettext_noop("Effective number of parties, by seats"),
            formula=gettext_noop(
                "1 ÷ Σ p², where p is each party’s part of the seats filled by the vote, after all rounds. Appointed "
                "members count only where the source lists them with the others. Independents that a source adds up "
                "are at most one party and at least as many as they have seats: two bounds, never a value between."
            ),
            needs=SEATS_NEEDED,
            cannot_show=gettext_noop(
                "How the members vote; independents may act as one party, members of a party as several."
            ),
            reference=TAAGEPERA,
            unit=PARTIES,
            work_out=fragmentation.by_seats,
        ),
        Indicator(
            code="disproportionality",
            name=gettext_noop("Disproportionality"),
            formula=gettext_noop(
                "√(½ × Σ (v − s)²), where v and s are each party’s parts of the votes for parties and of the seats, in "
                "per cent, the parties without a seat among them: 0 where seats follow votes, 100 at most. Votes "
                "against all are left out. A group adds at least nothing (each member has its due) and at most v² + s² "
                "(one member has the votes, another the seats). Worked out only where these votes alone gave these "
                "seats: not where seats of districts are added to those of lists, and not after a second round."
            ),
            needs=BOTH_NEEDED,
            cannot_show=gettext_noop(
                "Where a gap comes from: a threshold, the districts or the formula. It says nothing of parties that "
                "were not on the ballot."
            ),
            reference=GALLAGHER,
            unit=gettext_noop("points from 0 to 100"),
            work_out=disproportionality.least_squares,
        ),
    )
}
