"""The winner's margin: how far first place lies ahead of the next contender, in percentage points."""

from decimal import Decimal
from fractions import Fraction

from elections.indicators.rows import (
    AGAINST_ALL,
    GROUP,
    OPTION,
    Contest,
    Reading,
    Refused,
    Standing,
    between,
    gettext_noop,
)
from elections.indicators.weights import rest_of_shares, weights_of_votes

CONTENDERS = "contenders"


def winners_margin(contest: Contest) -> Reading:
    """By printed shares where first and second place have them, otherwise by votes. Raises Refused."""
    if contest.kind != "referendum" and any(row.kind == OPTION for row in contest.votes):
        raise Refused(gettext_noop("the votes are not by contender"))
    if are_comparable(contest.votes):
        return by_shares(contest)
    weights = weights_of_votes(contest)
    if weights.rest and not weights.is_rest_theirs:
        raise Refused(gettext_noop("the whole that the votes are a share of is not published"))
    whole = weights.listed + weights.rest
    against = [Fraction(100 * (row.votes or 0)) / whole for row in contest.votes if row.kind == AGAINST_ALL]
    shares = [100 * each / whole for each in weights.singles]
    unknown = [100 * each / whole for each in (*weights.groups, weights.rest)]
    return margin(shares, unknown, against, CONTENDERS, 2)


def are_comparable(rows: tuple[Standing, ...]) -> bool:
    """Whether printed shares can be subtracted: all exact, and of one whole as far as the source says."""
    exact = all(row.share_pct is not None and row.is_exact for row in rows)
    return exact and len({row.share_of for row in rows}) == 1


def by_shares(contest: Contest) -> Reading:
    rest, _ = rest_of_shares(contest)
    rows = [row for row in contest.votes if row.kind not in (GROUP, AGAINST_ALL)]
    unknown = [share(row) for row in contest.votes if row.kind == GROUP]
    if contest.unlisted:
        unknown.append(rest)
    against = [share(row) for row in contest.votes if row.kind == AGAINST_ALL]
    places = max(-int(row.share_pct.as_tuple().exponent) for row in contest.votes if row.share_pct is not None)
    return margin(sorted(map(share, rows), reverse=True), unknown, against, contest.votes[0].share_of, max(places, 0))


def margin(shares: list[Fraction], unknown: list[Fraction], against: list[Fraction], of: str, places: int) -> Reading:
    """From shares in per cent, largest first; of what is `unknown` one contender can have as much as each."""
    if not shares:
        raise Refused(gettext_noop("nobody is named alone"))
    if against and max(against) > shares[0]:
        raise Refused(gettext_noop("“against all” came first"))
    unknown = [each for each in unknown if each]
    if len(shares) < 2 and not unknown:
        raise Refused(gettext_noop("one contender only"))
    second = shares[1] if len(shares) > 1 else Fraction(0)
    most = max(second, *unknown) if unknown else second
    if most > shares[0]:
        raise Refused(gettext_noop("what others have together is more than first place has"))
    return between(shares[0] - most, shares[0] - second, of, places)


def share(row: Standing) -> Fraction:
    return Fraction(row.share_pct if row.share_pct is not None else Decimal(0))
