"""The effective number of parties (Laakso and Taagepera 1979) by votes and by seats; bounds as in Taagepera 1997."""

from fractions import Fraction

from elections.indicators.rows import OPTION, Contest, Reading, Refused, Weights, between, gettext_noop
from elections.indicators.weights import weights_of_seats, weights_of_votes


def by_votes(contest: Contest) -> Reading:
    if contest.kind == "referendum":
        raise Refused(gettext_noop("a referendum has no parties"))
    if any(row.kind == OPTION for row in contest.votes):
        raise Refused(gettext_noop("the votes are not by contender"))
    return effective_number(weights_of_votes(contest))


def by_seats(contest: Contest) -> Reading:
    if any(row.kind == OPTION for row in contest.seats):
        raise Refused(gettext_noop("the seats are not by party"))
    return effective_number(weights_of_seats(contest))


def effective_number(weights: Weights) -> Reading:
    """N = S² ÷ Q, where S is the sum and Q the sum of the squares.

    A group is at most one party and at least so many that each has one atom. A rest may not be contenders' at all:
    then N is least either without it, or with it as one party.
    """
    squares = sum((each * each for each in weights.singles), Fraction(0))
    as_one = squares + sum((each * each for each in weights.groups), Fraction(0))
    as_many = squares + sum((each * weights.atom for each in weights.groups), Fraction(0))
    total, rest = weights.listed, weights.rest
    whole = total + rest
    lows = [whole**2 / (as_one + rest**2)]
    if not weights.is_rest_theirs:
        lows.append(total**2 / as_one)
    if not as_many and not weights.atom:
        raise Refused(gettext_noop("only sums of several contenders are published"))
    return between(min(lows), whole**2 / (as_many + rest * weights.atom))
