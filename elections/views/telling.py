"""Published changes in words: which row of the record, by names instead of ids, and its cells before and after."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from elections.datasets.changes import kinds, tables
from elections.importers.changes import in_order
from elections.importers.tables import Table
from elections.models import (
    COMPILED,
    Area,
    Change,
    ChangeKind,
    Contender,
    Election,
    ElectionEventKind,
    Party,
    Source,
    local_name,
)
from observers.importers import RECORD
from observers.models import Organisation

ANNULMENTS = (ElectionEventKind.ANNULLED, ElectionEventKind.PARTLY_ANNULLED)
BY_NAME = {table.name: table for table in RECORD}
NAMED = {  # the columns whose ids readers see as names
    "election_id": Election,
    "contender_id": Contender,
    "area": Area,
    "party_id": Party,
    "other_party_id": Party,
    "organisation_id": Organisation,
    "source_id": Source,
}
PAGES = {  # the columns whose ids have a page
    "source_id": "source",
    "area_id": "area",
    "party_id": "party",
    "election_id": "election",
    "mission_id": "observers-mission",
    "report_id": "observers-report",
    "organisation_id": "observers-organisation",
}
OWN = ("name", "title")  # where a row with an id of its own says what it is called


@dataclass(frozen=True)
class Line:
    """A change in words: what happened to which row of which table, and its cells as (column, before, after).

    `page`: the address of what changed, or of what it is about; '' where that is withdrawn.
    """

    change: Change
    words: str
    about: str
    table: str
    cells: Sequence[tuple[str, str, str]]
    page: str


def told(changes: Iterable[Change]) -> list[Line]:
    """The changes in words; as many queries as there are kinds of things that they name, whatever their number."""
    changes = list(changes)
    names, titles = names_of(changes), tables()
    return [
        Line(each, words_of(each), about(each, names), titles[each.table], cells_of(each), page_of(each))
        for each in changes
    ]


def page_of(change: Change) -> str:
    table, row = BY_NAME[change.table], change.row
    own, *others = [table.file_column(name) for name in table.key]
    if table.has_own_id and own in PAGES:
        return "" if change.kind == ChangeKind.WITHDRAW else reverse(PAGES[own], args=[row.get(own) or change.row_id])
    subjects = [column for column in (own, *others, "election_id", "mission_id") if column != "source_id"]
    found = next((column for column in subjects if column in PAGES and row.get(column)), "")
    return reverse(PAGES[found], args=[row[found]]) if found else ""


def words_of(change: Change) -> str:
    if change.table == "election_events" and change.values.get("event") in ANNULMENTS:
        return {"add": _("Annulment published"), "alter": _("Annulment corrected")}[change.kind]
    return kinds()[change.kind]


def names_of(changes: Sequence[Change]) -> dict[tuple[str, str], str]:
    """What is there of what the changes name, by column and id."""
    wanted: dict[Any, set[str]] = defaultdict(set)
    for change in changes:
        for column, model in NAMED.items():
            if key := change.row.get(column):
                wanted[model].add(key)
    found = {}
    for model, keys in wanted.items():
        rows = model.objects.filter(pk__in=keys)
        for row in rows.select_related("country") if model is Election else rows:
            found[model, row.pk] = name_of(row)
    return {(column, pk): name for column, model in NAMED.items() for (of, pk), name in found.items() if of is model}


def name_of(row: Any) -> str:
    if isinstance(row, Source):
        return _("according to %(publisher)s") % {"publisher": row.publisher}
    if isinstance(row, Election):
        return f"{local_name(row.country)}, {local_name(row)}"
    return row.name if isinstance(row, Organisation) else local_name(row)


def about(change: Change, names: Mapping[tuple[str, str], str]) -> str:
    """Which row it is: its name, or what tells it apart from the others of its table; ids where a thing is gone."""
    table, cells = BY_NAME[change.table], change.row
    own = next((cells[name] for name in OWN if cells.get(name)), "") if table.has_own_id else ""
    keys = [] if own else [table.file_column(name) for name in table.key]
    if "election_id" in cells and "election_id" not in keys and table.model is not Election:
        keys.append("election_id")
    said = [own, *(word(table, column, cells.get(column, ""), names) for column in keys)]
    return " · ".join(filter(None, said))


def word(table: Table, column: str, cell: str, names: Mapping[tuple[str, str], str]) -> str:
    """A cell of a key as readers know it."""
    if cell == COMPILED:
        return _("compiled by Saylau")
    first = cell.split(" ")[0] if column.endswith("_ids") else cell
    if name := names.get(("source_id" if column == "source_ids" else column, first)):
        return name
    field = next((each for each in table.model._meta.fields if each.name == column), None)
    return str(dict(field.flatchoices).get(cell, first)) if field and cell else first


def cells_of(change: Change) -> list[tuple[str, str, str]]:
    """What differs; of a new or withdrawn row all that it says beside its key."""
    table = BY_NAME[change.table]
    if change.kind == ChangeKind.ALTER:
        return in_order(change, table)
    keys, is_new = {table.file_column(name) for name in table.key}, change.kind == ChangeKind.ADD
    given = [(name, change.row.get(name, "")) for name in table.changeable if name not in keys]
    return [(name, "", cell) if is_new else (name, cell, "") for name, cell in given if cell]
