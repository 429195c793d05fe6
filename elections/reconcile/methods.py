"""What each check is, said once: its name, its formula in words, what it needs and what it cannot show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from elections.reconcile import agreement, ballots, regions, registers, seats, shares, turnout, wholes
from elections.reconcile.rows import Check, Unit
from elections.reconcile.sets import Case
from elections.wording import gettext_noop as _

ODIHR = "OSCE/ODIHR, Election Observation Handbook, sixth edition (2010): count, tabulation and results"
NIST = "NIST SP 1500-100, Election Results Common Data Format: vote counts and ballot counts"
VENICE = "Venice Commission, Code of Good Practice in Electoral Matters (2002): transparent results"


@dataclass(frozen=True, slots=True)
class Method:
    """One check: its formula, what it needs, what it cannot show, where the practice is described."""

    code: str
    name: str
    formula: str
    needs: str
    cannot_show: str
    reference: str
    unit: Unit
    run: Callable[[Case], Iterator[Check]]


METHODS: dict[str, Method] = {
    method.code: method
    for method in (
        Method(
            code="votes_add_up_to_valid",
            name=_("Votes add up to the valid ballots"),
            formula=_(
                "The sum of all votes in a set equals its valid ballots. Groups that repeat contenders "
                "listed singly are left out."
            ),
            needs=_("the votes of contenders with the number of valid ballots beside them"),
            cannot_show=_("Whether either number is right: a sum can be made to fit."),
            reference=ODIHR,
            unit="votes",
            run=ballots.votes_add_up_to_valid,
        ),
        Method(
            code="valid_and_invalid_make_cast",
            name=_("Valid and invalid ballots make the ballots cast"),
            formula=_("Valid + invalid = cast."),
            needs=_("the numbers of valid and invalid ballots with that of ballots cast"),
            cannot_show=_("Why a ballot was called invalid."),
            reference=ODIHR,
            unit="ballots",
            run=ballots.valid_and_invalid_make_cast,
        ),
        Method(
            code="every_ballot_accounted_for",
            name=_("Every ballot cast is accounted for"),
            formula=_(
                "Unless valid and invalid ballots are both published: the sum of all votes + invalid "
                "ballots, if known, = cast."
            ),
            needs=_("the votes of contenders with ballots cast beside them, but not both valid and invalid ballots"),
            cannot_show=_("What the remaining ballots were: most often invalid ones that are merely not published."),
            reference=ODIHR,
            unit="ballots",
            run=ballots.every_ballot_accounted_for,
        ),
        Method(
            code="no_stage_exceeds_the_one_before",
            name=_("No stage has more than the one before"),
            formula=_("Valid ≤ cast ≤ issued ≤ registered, for the counts that a claim gives."),
            needs=_("two counts of the same claim among valid, cast, issued and registered"),
            cannot_show=_(
                "Whether people not on the register voted, as long as the totals stay below it; voters "
                "added on the day may lift a total above it lawfully."
            ),
            reference=ODIHR,
            unit="voters",
            run=ballots.no_stage_exceeds_the_one_before,
        ),
        Method(
            code="shares_match_votes",
            name=_("Printed shares follow from the votes"),
            formula=_(
                "100 × votes ÷ denominator, rounded as printed. The denominator is the one the source "
                "states; otherwise valid votes (or the sum of a complete list), ballots cast and "
                "registered voters are tried in turn. A share that is cut instead of rounded passes; so "
                "does a set whose stated denominator is not published but which agrees on one."
            ),
            needs=_("a contender's votes and share in the same set"),
            cannot_show=_("Which of the two is wrong where they differ."),
            reference=NIST,
            unit="points",
            run=shares.shares_match_votes,
        ),
        Method(
            code="shares_add_up",
            name=_("Shares add up to the whole"),
            formula=_(
                "The sum of the shares of all contenders is 100, give or take half a unit of the last "
                "printed place for each share. Shares of ballots cast or of registered voters add up to "
                "the valid votes' part of these."
            ),
            needs=_("shares of the vote"),
            cannot_show=_("Anything about a list that leaves contenders out, unless it already exceeds 100."),
            reference=NIST,
            unit="points",
            run=wholes.shares_add_up,
        ),
        Method(
            code="turnout_matches_counts",
            name=_("Turnout follows from the counts"),
            formula=_("100 × ballots cast (else ballots issued) ÷ registered voters, rounded or cut as printed."),
            needs=_("a turnout in per cent"),
            cannot_show=_("Whether the register is complete, or who voted."),
            reference=NIST,
            unit="points",
            run=turnout.turnout_matches_counts,
        ),
        Method(
            code="register_implied",
            name=_("Ballots and turnout imply one register"),
            formula=_(
                "Where a source prints ballots cast and turnout but no register: 100 × cast ÷ turnout "
                "lies at a register that somebody prints; without any, all claims for an area imply the "
                "same."
            ),
            needs=_("ballots cast and turnout without a register beside them"),
            cannot_show=_("Whether the register itself changed during the day, as it lawfully can."),
            reference=NIST,
            unit="voters",
            run=registers.register_implied,
        ),
        Method(
            code="regions_add_up",
            name=_("Regions add up to the country"),
            formula=_(
                "The sum over all regions, voters abroad included, equals the national figure of the "
                "same set: for votes of each contender, seats, and each count."
            ),
            needs=_("votes, seats or counts by region"),
            cannot_show=_(
                "Whether the regional figures are right; figures made from the total backwards add up as well."
            ),
            reference=VENICE,
            unit="votes",
            run=regions.regions_add_up,
        ),
        Method(
            code="national_within_regions",
            name=_("National turnout lies between the regions"),
            formula=_("Lowest regional turnout ≤ national turnout ≤ highest regional turnout."),
            needs=_("the turnout of regions with that of the country in one set"),
            cannot_show=_("An error that leaves the national figure inside the span."),
            reference=VENICE,
            unit="points",
            run=regions.national_within_regions,
        ),
        Method(
            code="turnout_never_falls",
            name=_("Turnout never falls during the day"),
            formula=_(
                "In one area and on one basis, a later reading of turnout or of ballots cast is not "
                "below an earlier one, whichever source printed it."
            ),
            needs=_("turnout or ballots cast at two times of the day"),
            cannot_show=_(
                "Whether a correct later figure replaced a wrong earlier one: it names both, not the wrong one."
            ),
            reference=ODIHR,
            unit="points",
            run=turnout.turnout_never_falls,
        ),
        Method(
            code="seats_add_up",
            name=_("Seats add up to those contested"),
            formula=_(
                "The sum of the seats equals those contested, or those of the whole chamber where "
                "appointed members are listed too. Seats after both rounds count once, on the first "
                "round."
            ),
            needs=_("the seats won, with a known number contested"),
            cannot_show=_("Whether a seat went to the right contender."),
            reference=VENICE,
            unit="seats",
            run=seats.seats_add_up,
        ),
        Method(
            code="threshold_and_seats",
            name=_("Threshold and seats agree"),
            formula=_(
                "A party list has seats if, and only if, its share of the vote reaches the national "
                "threshold. Shares of seats are never used."
            ),
            needs=_("seats won by party lists under a national threshold"),
            cannot_show=_(
                "Other lawful rules: thresholds by region (Kyrgyzstan), of registered voters, or seats "
                "for the runner-up below the threshold (Kazakhstan 2009 to 2018)."
            ),
            reference=VENICE,
            unit="points",
            run=seats.threshold_and_seats,
        ),
        Method(
            code="sources_agree",
            name=_("Two sources of the same basis agree"),
            formula=_(
                "Counts and seats are equal; shares and turnout are equal once the finer print is "
                "rounded, or cut, to the coarser. Final results and the bulletins of one hour are "
                "always compared; other preliminary figures and polls only where at least half of what "
                "two sources both print agrees, since otherwise they are of different moments."
            ),
            needs=_("the same figure on the same basis in two sources"),
            cannot_show=_("Which source is right; two that copied one another agree."),
            reference=NIST,
            unit="votes",
            run=agreement.sources_agree,
        ),
    )
}
