"""How many rows a selection has: exact up to ten thousand, above that as the database estimates."""

import json
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.db import connection

from elections.datasets.definition import Selection
from elections.datasets.derivation import Version

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


def counted(selection: Selection, version: Version) -> Count:
    rows = selection.narrowed(facets=True).order_by()
    query, parameters = rows.values("pk")[: EXACT + 1].query.sql_with_params()
    key, state = (query, repr(parameters)), (version.number, version.raised_at)
    found = COUNTS.get(state, key)
    if found is None:
        found = count_of(rows, query, parameters)
        if version.is_published:
            COUNTS.put(state, key, found)
    return found


def count_of(rows, query: str, parameters) -> Count:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({query}) q", parameters)
        exact = cursor.fetchone()[0]
        if exact <= EXACT:
            return Count(exact, True)
        whole, parameters = rows.values("pk").query.sql_with_params()
        cursor.execute(f"EXPLAIN (FORMAT JSON) {whole}", parameters)
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return Count(max(EXACT + 1, int(plan[0]["Plan"]["Plan Rows"])), False)
