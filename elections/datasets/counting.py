"""How many rows a selection has: exact up to ten thousand, above that as the database estimates."""

import json
from dataclasses import dataclass

from django.db import connection

from elections.datasets.definition import Selection
from elections.datasets.derivation import VERSION, Version, rules, version_of
from elections.datasets.kept import Kept
from elections.datasets.texts import TEXTS, Made, opened
from elections.models import one_question

EXACT = 10_000


@dataclass(frozen=True, slots=True)
class Count:
    rows: int
    is_exact: bool


class Passed(Exception):
    """The data is of another version by now."""


COUNTS = Kept(most=4_096)  # apart from what pages keep, so that no stream of odd questions pushes that out


def counted(selection: Selection, version: Version) -> Count | None:
    """The count at a data version; None where it is not the data's any more, which cannot be within one moment."""
    shape, values, _ = opened(selection)
    state = (version.number, version.raised_at) if version.is_published else None
    try:
        [found] = COUNTS.get(state, (shape, tuple(values)), lambda: [count_at(selection, version)])
    except Passed:
        return None
    return found


def count_at(selection: Selection, version: Version) -> Count:
    """Raises Passed."""
    text, parameters = TEXTS.of(selection, ("count",), count_sql)
    number, raised_at, is_derived, rows = one_question(text, parameters)
    if version.is_published and version_of(number, raised_at, is_derived) != version:
        raise Passed
    return Count(rows, True) if rows <= EXACT else Count(max(EXACT + 1, estimated(selection)), False)


def count_sql(selection: Selection) -> Made:
    rows = selection.narrowed(facets=True).order_by().values("pk")[: EXACT + 1]
    query, parameters = rows.query.sql_with_params()
    counting = f"SELECT version.*, (SELECT count(*) FROM ({query}) q) FROM ({VERSION}) version"
    return counting, [*parameters, rules()]


def estimated(selection: Selection) -> int:
    """How many rows the planner expects."""
    query, parameters = selection.narrowed(facets=True).order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {query}", parameters)
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return int(plan[0]["Plan"]["Plan Rows"])
