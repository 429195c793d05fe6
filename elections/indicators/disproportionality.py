"""The least squares index of disproportionality between votes and seats (Gallagher 1991)."""

from decimal import Decimal, localcontext
from fractions import Fraction

from elections.indicators.rows import AGAINST_ALL, GROUP, OPTION, Contest, Reading, Refused, between, gettext_noop
from elections.indicators.weights import weights_of_seats, weights_of_votes

DIGITS = 40


def least_squares(contest: Contest) -> Reading:
    """√(½ · Σ (v − s)²) over the shares of votes and of seats in per cent. Raises Refused."""
    refuse_other_systems(contest)
    votes, seats = weights_of_votes(contest), weights_of_seats(contest)
    if votes.rest and contest.unlisted:
        words = gettext_noop("this source leaves out %(names)s: who has the remaining votes is not known")
        raise Refused(words, names=contest.unlisted)
    if votes.rest:
        raise Refused(gettext_noop("the votes listed do not add up to the whole they are shares of"))
    if any(row.kind == OPTION for row in contest.votes + contest.seats):
        raise Refused(gettext_noop("the votes are not by contender"))
    size = {
        row.contender: Fraction(row.votes) if votes.atom and row.votes is not None else Fraction(row.share_pct or 0)
        for row in contest.votes
        if row.kind != AGAINST_ALL
    }
    held = {row.contender: Fraction(row.seats or 0) for row in contest.seats if row.seats}
    if not seats.groups:
        held = {key: n for key, n in held.items() if key not in groups_of(contest)}
    if strangers := [row.name for row in contest.seats if row.contender in held.keys() - size.keys()]:
        words = gettext_noop("%(names)s: seats are published, and no votes in the source shown first")
        raise Refused(words, names=tuple(strangers))
    sums, low, high = groups_of(contest), Fraction(0), Fraction(0)
    for contender, own in size.items():
        v, s = own / votes.listed, held.get(contender, Fraction(0)) / seats.listed
        if contender in sums:  # of its members all may have what is due to them, or one the votes, another the seats
            high += v * v + s * s
        else:
            low, high = low + (v - s) ** 2, high + (v - s) ** 2
    return between(root(low / 2) * 100, root(high / 2) * 100)


def refuse_other_systems(contest: Contest) -> None:
    """Votes and seats compare only where these votes alone gave these seats."""
    if contest.kind != "parliamentary":
        raise Refused(gettext_noop("no seats were at stake"))
    if contest.system == "mixed" and not contest.part:
        raise Refused(gettext_noop("the votes are of the party lists, the seats of lists and districts together"))
    if contest.system == "indirect":
        raise Refused(gettext_noop("the vote was indirect"))
    if contest.is_later_round or contest.has_later_round:
        raise Refused(gettext_noop("the seats are those after two rounds, the votes those of one"))


def groups_of(contest: Contest) -> set[str]:
    return {row.contender for row in contest.votes + contest.seats if row.kind == GROUP}


def root(value: Fraction) -> Fraction:
    """The square root, exact to far more places than are shown."""
    with localcontext() as context:
        context.prec = DIGITS
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())
