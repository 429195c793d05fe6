"""How many rows a selection has: exact up to ten thousand, above that as the database estimates."""

import json
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.db import connection

from elections.datasets.definition import Selection
from elections.datasets.derivation import VERSION, Version, rules, version_of
from elections.datasets.texts import TEXTS, Made, opened
from elections.models import one_question

EXACT = 10_000
KEPT = 4_096


@dataclass(frozen=True, slots=True)
class Count:
    rows: int
    is_exact: bool


class Counts:
    """The counts of one data version, the latest asked for; a new version forgets them all."""

    def __init__(self):
        self.version, self.found, self.lock = None, OrderedDict(), Lock()

    def get(self, version, key) -> Count | None:
        with self.lock:
            if version != self.version:
                self.version = version
                self.found.clear()
            return self.found.get(key)

    def put(self, version, key, count: Count) -> None:
        with self.lock:
            if version == self.version:
                self.found[key] = count
                if len(self.found) > KEPT:
                    self.found.popitem(last=False)


COUNTS = Counts()


def counted(selection: Selection, version: Version) -> Count | None:
    """The count at a data version; None where it is not the data's any more, which cannot be within one moment."""
    shape, values, _ = opened(selection)
    key, state = (shape, tuple(values)), (version.number, version.raised_at)
    if found := COUNTS.get(state, key):
        return found
    text, parameters = TEXTS.of(selection, ("count",), count_sql)
    number, raised_at, is_derived, rows = one_question(text, parameters)
    now = version_of(number, raised_at, is_derived)
    if version.is_published and now != version:
        return None
    found = Count(rows, True) if rows <= EXACT else Count(max(EXACT + 1, estimated(selection)), False)
    if version.is_published:
        COUNTS.put(state, key, found)
    return found


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
