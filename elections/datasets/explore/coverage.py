"""For which votes there are figures at all: what the counts beside the choices of a form are made from."""

from collections import defaultdict

from django.db.models import Count, F, Q

from elections.datasets.explore.fetching import at_level
from elections.datasets.explore.measures import COUNTRY, REGIONS
from elections.models import Basis, Result, ShareOf, Turnout

Covered = dict[tuple[str, str, str], set[str]]  # measure, level and basis to the ids of elections
IS_SHARE = Q(share_pct__isnull=False) & ~Q(share_of=ShareOf.SEATS)


def coverage() -> tuple[Covered]:
    """The elections with a claim of each measure, at each level, on each basis; in a tuple, to be kept as rows are."""
    found: Covered = defaultdict(set)
    share = Count("pk", filter=IS_SHARE | Q(votes__isnull=False))
    results = {"n_votes": Count("votes"), "n_share": share, "n_seats": Count("seats")}
    turnout = {"n_registered": Count("registered"), "n_turnout": Count("turnout_pct") + Count("cast")}
    for level in (COUNTRY, REGIONS):
        for claims, election, counts in (
            (Result.objects.all(), "contender__election", results),
            (Turnout.objects.at_close().filter(part=""), "election", turnout),
        ):
            groups = at_level(claims, level).order_by().values(of=F(election), on=F("basis")).annotate(**counts)
            for group in groups:
                for name in counts:
                    if group[name]:
                        found[name.removeprefix("n_"), level, group["on"]].add(group["of"])
    return (dict(found),)


def covered(of: Covered, measure: str, level: str, basis: str = "") -> set[str]:
    """The elections with a figure of a measure at a level, on one basis or on any that may be shown first."""
    bases = [basis] if basis else [each for each in Basis.values if each != Basis.COMPUTED]
    return set().union(*(of.get((measure, level, each), set()) for each in bases))
