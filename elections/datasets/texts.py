"""The texts of queries, kept by the shape of what they select.

Putting a query together takes Django longer than the database takes to answer it. Selections that differ only in the
words and ids that their filters name have one text, in which these are left open; the database plans it once. What
else is asked for (periods, numbers, searches, places in a list) stands in the text.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any

from django.db import connection
from psycopg.sql import Literal

from elections.datasets.definition import Selection
from elections.datasets.filters import Choice, Reference

KEPT = 1_000
OPEN = (Choice, Reference)  # filters whose values are handed on as they are

Made = tuple[str, Sequence[Any]]


class Open(str):
    """A value that a text leaves open; it knows its place among them."""

    place: int

    @classmethod
    def at(cls, place: int, value: str) -> "Open":
        made = cls(value)
        made.place = place
        return made


def opened(selection: Selection) -> tuple[tuple, list[str], Selection]:
    """What decides the text of a selection's query, the values left open in it, and the selection that has them so."""
    shape, values, chosen = [], [], {}
    for each in selection.dataset.filters:
        found = selection.chosen[each.name]
        if found and type(each) in OPEN:
            chosen[each.name] = [Open.at(len(values) + n, value) for n, value in enumerate(found)]
            values += found
            found = len(found)
        shape.append(repr(found))
    told = (selection.dataset.name, selection.search, tuple(shape))
    return told, values, replace(selection, chosen={**selection.chosen, **chosen})


class Texts:
    """The texts asked for last, for one data version: some filters look into the data for what they ask."""

    def __init__(self):
        self.version, self.kept, self.lock = None, OrderedDict(), Lock()

    def of(self, selection: Selection, kind: tuple, make: Callable[[Selection], Made]) -> Made:
        """The text for a selection and its parameters. `kind` says what else decides what `make` makes."""
        shape, values, left_open = opened(selection)
        key = (kind, shape, selection.ordering, tuple(map(id, selection.columns)))
        text, places = self.get(key) or self.put(key, filled(*make(left_open)), selection)
        if sorted(set(places)) == list(range(len(values))):
            return text, [values[place] for place in places]
        key = (*key, tuple(values))  # a filter makes something else of its values: they stand in the text
        text, _ = self.get(key) or self.put(key, filled(*make(selection)), selection)
        return text, []

    def get(self, key):
        with self.lock:
            if found := self.kept.get(key):
                self.kept.move_to_end(key)
                return found[0]
            return None

    def put(self, key, made, selection: Selection):
        with self.lock:
            self.kept[key] = made, selection.columns  # columns stay as long as they are known by their place
            if len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        return made

    def are_of(self, version) -> bool:
        """Whether the texts asked with are of the data version that answered; else all are forgotten."""
        state = (version.number, version.raised_at) if version.is_published else None
        with self.lock:
            if state is not None and state == self.version:
                return True
            self.version = state
            self.kept.clear()
            return state is None


TEXTS = Texts()


def filled(query: str, parameters: Sequence[Any]) -> tuple[str, list[int]]:
    """The text with all values in it but those left open, and which of these stand where."""
    connection.ensure_connection()  # which knows how values are written
    waiting, places = iter(parameters), []

    def value(found):
        if found[0] == "%%":
            return "%%"
        given = next(waiting)
        if isinstance(given, Open):
            places.append(given.place)
            return "%s"
        return Literal(given).as_string(connection.connection).replace("%", "%%")

    return re.sub("%%|%s", value, query), places
