"""Who came first by the figures shown first: a pure function of claims.

A claim has `votes`, `share_pct`, `seats`, `qualifier`, `is_fallback` and a `contender` with a `kind`. Nothing here
asks whether the figures are right, or whether first place won the office.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

VOTES, SHARE, SEATS = "votes", "share_pct", "seats"
SUMS = ("group", "option")


@dataclass(frozen=True, slots=True)
class FirstPlace:
    """The claims of whoever came first (several when they tie) and by which measure.

    `is_sum` says that no single contender has a figure, only sums of several, so that nobody is named.
    """

    claims: tuple[Any, ...]
    measure: str
    is_sum: bool = False

    @property
    def claim(self) -> Any:
        return self.claims[0]


def first_place(claims: Iterable[Any], is_referendum: bool, measures: Iterable[str]) -> FirstPlace | None:
    """First place among claims that are shown first, or None where none has a figure.

    Claims of the main set decide; fallbacks from other sources only where the main set has nobody to name, since
    figures of two moments or denominators do not compare. Of the measures the one that most of these claims give
    decides, the earlier one where two are given equally often. A group that a source adds up, and outside a
    referendum an option ("elected by the regional councils"), comes first only where nobody else has a figure.
    """
    given = [claim for claim in claims if any(getattr(claim, measure) is not None for measure in measures)]
    sums = {"group"} if is_referendum else set(SUMS)
    single = [claim for claim in given if claim.contender.kind not in sums]
    pool = [claim for claim in single if not claim.is_fallback] or single or given
    if not pool:
        return None
    measure = max(measures, key=lambda name: sum(getattr(claim, name) is not None for claim in pool))
    most = max(value for claim in pool if (value := getattr(claim, measure)) is not None)
    if measure == SEATS and not most:
        return None
    ahead = tuple(claim for claim in pool if getattr(claim, measure) == most)
    return FirstPlace(ahead, measure, is_sum=not single)
