"""From what a source lists to exact numbers: who is counted, what the whole is, and what the list leaves out."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from elections.indicators.rows import AGAINST_ALL, GROUP, HALF, Contest, Refused, Standing, Weights, gettext_noop


def weights_of_votes(contest: Contest) -> Weights:
    """The votes for contenders, by counts where all are given and by printed shares otherwise. Raises Refused."""
    rows = contest.votes
    if not rows:
        raise Refused(gettext_noop("no votes by contender are published"))
    if any(not row.is_exact for row in rows):
        raise Refused(gettext_noop("some of the figures are bounds, rounded or in words"))
    by_counts, by_shares = (all(getattr(row, name) is not None for row in rows) for name in ("votes", "share_pct"))
    if not by_counts and not by_shares:
        raise Refused(gettext_noop("neither the votes nor the shares of all contenders listed are printed"))
    if by_counts and (contest.valid is not None or not by_shares):
        rest, is_theirs = rest_of_counts(contest)
        return split(rows, lambda row: Fraction(row.votes), rest, is_theirs, atom=1)
    rest, is_theirs = rest_of_shares(contest)
    if by_counts:  # of the printed shares only what they leave, since a share can be misprinted beside its votes
        votes, shares = (sum(Fraction(getattr(row, name)) for row in rows) for name in ("votes", "share_pct"))
        return split(rows, lambda row: Fraction(row.votes), rest * votes / shares if rest else rest, is_theirs, atom=1)
    return split(rows, lambda row: Fraction(row.share_pct), rest, is_theirs, atom=0)


def split(
    rows: tuple[Standing, ...], size: Callable[[Any], Fraction], rest: Fraction, is_theirs: bool, atom: int
) -> Weights:
    """Votes against all are nobody's: they are left out, of the whole too."""
    singles = sorted((size(row) for row in rows if row.kind not in (GROUP, AGAINST_ALL)), reverse=True)
    groups = tuple(size(row) for row in rows if row.kind == GROUP)
    if not sum(singles) + sum(groups):
        raise Refused(gettext_noop("nobody listed has a vote"))
    return Weights(tuple(singles), groups, rest, is_theirs, atom)


def rest_of_counts(contest: Contest) -> tuple[Fraction, bool]:
    """The valid votes that nobody listed has, and whether all of them are contenders'."""
    total = sum(row.votes or 0 for row in contest.votes)
    if contest.valid is None:
        if contest.unlisted and not has_group(contest.votes):
            words = gettext_noop("this source leaves out %(names)s, and the valid votes are not published")
            raise Refused(words, names=contest.unlisted)
        return Fraction(0), False
    if total > contest.valid:
        raise Refused(gettext_noop("the votes listed exceed the valid votes of the same source"))
    return Fraction(contest.valid - total), not contest.has_unlisted_against_all


def rest_of_shares(contest: Contest) -> tuple[Fraction, bool]:
    """What the printed shares leave to 100, beyond rounding; all of it contenders' where they are of valid votes."""
    bases = {row.share_of for row in contest.votes}
    if len(bases) > 1:
        raise Refused(gettext_noop("the printed shares are of different wholes"))
    base = bases.pop()
    if base == "registered":
        if contest.unlisted and not has_group(contest.votes):
            words = gettext_noop("this source leaves out %(names)s, and the shares are of registered voters")
            raise Refused(words, names=contest.unlisted)
        return Fraction(0), False
    total = sum((Fraction(row.share_pct or 0) for row in contest.votes), Fraction(0))
    slack = sum((half_unit(row.share_pct) for row in contest.votes if row.share_pct is not None), Fraction(0))
    if total > 100 + slack:
        raise Refused(gettext_noop("the printed shares add up to more than 100 per cent"))
    if total >= 100 - slack and not contest.unlisted:
        return Fraction(0), False
    return max(100 - total, Fraction(0)), base == "valid" and not contest.has_unlisted_against_all


def weights_of_seats(contest: Contest) -> Weights:
    """The seats of one part, where the source gives away all of them. Raises Refused."""
    if contest.kind != "parliamentary":
        raise Refused(gettext_noop("no seats were at stake"))
    if contest.is_later_round:
        raise Refused(gettext_noop("seats after all rounds stand with the first round"))
    rows = tuple(row for row in contest.seats if row.seats is not None)
    if not rows:
        raise Refused(gettext_noop("no seats by contender are published"))
    singles = sorted((Fraction(row.seats or 0) for row in rows if row.kind != GROUP and row.seats), reverse=True)
    groups = tuple(Fraction(row.seats or 0) for row in rows if row.kind == GROUP and row.seats)
    known = {number for number in (contest.seats_contested, contest.seats_total) if number}
    if not known:
        raise Refused(gettext_noop("the number of seats contested is not on record"))
    alone, together = (int(sum(each)) + contest.seats_elsewhere for each in (singles, [*singles, *groups]))
    if alone not in known and together not in known:
        words = gettext_noop("the seats listed add up to %(sum)s, not to the number at stake (%(seats)s)")
        raise Refused(words, sum=str(together), seats=tuple(map(str, sorted(known))))
    return Weights(tuple(singles), groups if alone not in known else (), atom=1)


def has_group(rows: tuple[Standing, ...]) -> bool:
    return any(row.kind == GROUP for row in rows)


def half_unit(printed: Decimal) -> Fraction:
    """Half a unit of the last printed place."""
    return HALF * Fraction(10) ** int(printed.as_tuple().exponent)
