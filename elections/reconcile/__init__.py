"""The arithmetic every election must satisfy: plain rows in, checks out. No database, no Django, no float.

A check passes, fails with a residual and the numbers it read, or cannot be made, with the reason. A fail is a
finding about published figures, never a verdict about an election.
"""

from collections.abc import Iterable, Iterator, Mapping

from elections.reconcile.methods import METHODS, Method
from elections.reconcile.rows import COMPILED, Check, ElectionFacts, ResultClaim, TurnoutClaim
from elections.reconcile.sets import Case
from elections.wording import gettext

__all__ = [
    "COMPILED",
    "METHODS",
    "Check",
    "ElectionFacts",
    "Method",
    "ResultClaim",
    "TurnoutClaim",
    "reconcile",
]


def reconcile(
    election: ElectionFacts,
    results: Iterable[ResultClaim],
    turnout: Iterable[TurnoutClaim],
    regions: frozenset[str],
    names: Mapping[str, str] | None = None,
) -> list[Check]:
    """Every check of one election, by method, in an order that does not depend on that of the rows.

    `regions` are the ids of the areas that are added up to the country, the one for voters abroad among them.
    `names` gives the words for areas and sources in the sentences; their ids stand where there are none.
    A method that finds nothing to check answers with one "cannot" for the whole election.
    """
    case = Case(
        election,
        sorted(results, key=lambda claim: claim.key),
        sorted(turnout, key=lambda claim: claim.key),
        regions,
        names or {},
    )
    return [check for method in METHODS.values() for check in made(method, case)]


def made(method: Method, case: Case) -> Iterator[Check]:
    checks = list(method.run(case))
    if checks:
        yield from checks
        return
    yield Check(
        method.code,
        part="",
        areas=(case.election.country,),
        basis="",
        claimant="",
        sources=(),
        as_of="",
        status="cannot",
        residual=None,
        unit=method.unit,
        numbers={},
        reads=frozenset(),
        text=gettext("No source read prints %(needs)s.") % {"needs": gettext(method.needs)},
    )
