"""The checks of the arithmetic of elections as the rows that are kept of them."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence

from elections import analysis
from elections.models import Election
from elections.reconcile import Check


def check_rows(elections: Sequence[Election], claims: analysis.Claims) -> list[tuple]:
    """The rows of DerivedCheck for some elections, in the order of its fields; `numbers` and lists are JSON."""
    return [row for pk, checks in analysis.reconciliations(elections, claims).items() for row in rows_of(pk, checks)]


def rows_of(election: str, checks: Sequence[Check]) -> Iterator[tuple]:
    """The rows of one election's checks; those alike in all that they read are numbered."""
    alike = Counter()
    for position, check in enumerate(checks, 1):
        read = json.dumps([check.part, check.areas, check.basis, check.claimant, check.sources, check.as_of,
                           sorted(check.reads)])  # fmt: skip
        name = f"{election}-{check.code.replace('_', '-')}-{hashlib.sha256(read.encode()).hexdigest()[:10]}"
        alike[name] += 1
        ending = f"-{alike[name]}" if alike[name] > 1 else ""
        yield row_of(f"{name}{ending}"[-100:], election, position, check)


def row_of(name: str, election: str, position: int, check: Check) -> tuple:
    return (
        *(name, election, position, check.code, check.status, check.part, json.dumps(list(check.areas))),
        *(check.basis, check.claimant, json.dumps(list(check.sources)), check.as_of, check.residual),
        *(check.unit or "", json.dumps({key: str(value) for key, value in check.numbers.items()}), check.text),
    )
