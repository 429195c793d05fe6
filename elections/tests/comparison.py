"""Holding files against the database, cell by cell, in the digits and words that the files print."""

import csv
import json
from datetime import datetime
from pathlib import Path

from elections import names
from elections.importers.cells import MOMENT_FORM, area_id
from elections.models import Area


def rows_of(folders, table):
    """(path, row) for each row of a table's files."""
    for folder in folders:
        for path in sorted(Path(folder).rglob(f"{table.name}.csv")):
            with path.open(encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    yield path, row


def as_printed(value):
    """A value of the database as a file writes it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:{MOMENT_FORM}}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def listed(column, row):
    """The ids that a row of the database lists in a column, parted by blanks."""
    first = [getattr(row, column.first_into)] if column.first_into else []
    others = column.through.objects.filter(**{column.owner: row.pk}).order_by("position")
    return " ".join([*first, *others.values_list(column.member, flat=True)])


def key_in_file(table, cells):
    """The values of a row's key as the database has them, from the cells of its file."""
    values = []
    for name in table.key:
        column = table.file_column(name)
        value = cells[column]
        if name == "area_id":
            value = area_id(cells["election_id"][:2].upper(), value)
        elif column == "source_ids":
            value = value.split()[0]
        values.append(value or (None if table.model._meta.get_field(name).null else ""))
    return tuple(values)


def compare(folders, table):
    """Hold every cell of a table's files against the database; return the number of rows."""
    in_database = {tuple(getattr(row, name) for name in table.key): row for row in table.model.objects.all()}
    count = 0
    for path, cells in rows_of(folders, table):
        row = in_database[key_in_file(table, cells)]
        place = f"{path} {cells}"
        for column in table.columns:
            if column.name not in cells:
                continue
            if column.target and column.name != "names":
                assert as_printed(getattr(row, column.target)) == cells[column.name], f"{place} {column.name}"
            elif column.name == "names":
                assert row.names == json.loads(cells["names"] or "{}"), place
            elif column.name == "name_native":
                assert list(row.names.values()) == [text for text in [cells["name_native"]] if text], place
            elif column.name == "area" and (cells["area"] or table.name != "findings"):
                area = Area.objects.get(pk=row.area_id)
                assert cells["area"] in (area.pk, area.name) or (not cells["area"] and area.pk == area.country_id), (
                    place
                )
            elif column.name == "election_id":
                assert row.contender.election_id == cells["election_id"], place
        for column in table.lists:
            if column.name in cells:
                assert listed(column, row) == cells[column.name], place
        if hasattr(row, "search_key") and table.name != "areas":
            assert names.fold(cells["name"]) in row.search_key and row.sort_key == names.fold(cells["name"])[:250]
        count += 1
    return count
