"""A file of any shape made into the tidy tables, by what its columns mean: one row a place, a column a contender.

A mapping is a dict, as the form of the upload makes it and the database keeps it:

    {"election_id": "kg-2020-jogorku-kenesh", "basis": "parallel_count", "claimant": "Kloop", "source_id": "…",
     "as_of": "2020-10-04", "part": "", "area": "level_one", "areas": {"ЧУЙСКАЯ ОБЛАСТЬ": "KG-C", …},
     "columns": {"«БИРИМДИК»": "kg-2020-jogorku-kenesh-birimdik", "total": "turnout.valid", …}}

`area` is the column of places (empty: all rows are the whole country) and `areas` what its words mean. Counts of
rows of one place are added up. Floats that are whole numbers within 1e-9 are those numbers; any other is a fault.
"""

import csv
from collections import defaultdict
from pathlib import Path

from elections.importers.faults import Faults, LoadRefused, UnreadableFile
from elections.importers.reading import open_table

COUNTS = ("registered", "issued", "cast", "valid", "invalid")  # columns of the turnout table that may be added up
WHOLE = 1e-9  # how far a float may lie from the whole number that it is
LARGEST = 2_147_483_647
KEY = ("election_id", "basis", "claimant", "source_id")


def header_of(path: Path) -> list[str]:
    """The column names of a file. Raises UnreadableFile."""
    with open_table(path, frozenset()) as (header, _, _):
        return header


def words_of(path: Path, column: str, most: int = 200) -> list[str]:
    """The different texts of one column, in order of appearance, up to `most`."""
    found: dict[str, None] = {}
    with open_table(path, frozenset()) as (header, rows, _):
        at = header.index(column)
        for _, cells in rows:
            if at < len(cells):
                found[cells[at].strip()] = None
            if len(found) >= most:
                break
    return list(found)


def tidy(path: Path, name: str, mapping: dict, folder: Path) -> dict[str, Path]:
    """Write `results.csv` and, where counts of voters are mapped, `turnout.csv`; returns them by table.

    Raises LoadRefused with each cell that is no count, and each place that the mapping does not know.
    """
    faults = Faults()
    sums = added_up(path, name, mapping, faults)
    if faults:
        raise LoadRefused(faults)
    same = {column: mapping.get(column, "") for column in KEY}
    results = [
        {**same, "area": area, "contender_id": into, "votes": count, "as_of": mapping.get("as_of", "")}
        for (area, into), count in sums.items()
        if not into.startswith("turnout.")
    ]
    claims: dict[str, dict] = defaultdict(dict)
    for (area, into), count in sums.items():
        if into.startswith("turnout."):
            claims[area][into.removeprefix("turnout.")] = count
    turnout = [
        {**same, "area": area, "part": mapping.get("part", ""), "as_of_time": "close", **counts}
        for area, counts in claims.items()
    ]
    made = {}
    for table, rows in (("results", results), ("turnout", turnout)):
        if rows:
            made[table] = write(folder / f"{table}.csv", table, rows)
    return made


def added_up(path, name, mapping, faults) -> dict[tuple[str, str], int]:
    """{(place, what is counted): sum} over the rows of a file; what is wrong is added to the faults."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    try:
        with open_table(path, frozenset(mapping["columns"])) as (header, rows, _):
            taken = [(at, column, mapping["columns"].get(column)) for at, column in enumerate(header)]
            taken = [each for each in taken if each[2]]
            place = header.index(mapping["area"]) if mapping.get("area") else None
            for line, cells in rows:
                if len(cells) != len(header):
                    faults.add(name, line, "", f"has {len(cells)} cells; the header has {len(header)}")
                    continue
                area = place_of(cells, place, mapping, line, name, faults)
                for at, column, into in taken:
                    count = count_of(cells[at].strip())
                    if count is None:
                        faults.add(name, line, column, "is not a count of zero or more", cells[at])
                    elif count >= 0:
                        sums[(area, into)] += count
    except UnreadableFile as error:
        faults.add(name, error.line, "", str(error))
    for (area, into), total in sums.items():
        if total > LARGEST:
            faults.add(name, None, into, f"adds up to {total:,} in {area}; there is room for {LARGEST:,}")
    return sums


def place_of(cells, place, mapping, line, name, faults) -> str:
    if place is None:
        return ""
    word = cells[place].strip()
    area = mapping["areas"].get(word, "")
    if not area:
        faults.add(name, line, mapping["area"], "is no place that was named; say which area it is", word)
    return area


def count_of(text: str) -> int | None:
    """The count that a text is; -1 for an empty one, None for what is none."""
    if not text:
        return -1
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        number = float(text)
    except ValueError:
        return None
    if not 0 <= number < 1e15 or abs(number - round(number)) > WHOLE:
        return None
    return round(number)


def write(path: Path, table: str, rows: list[dict]) -> Path:
    columns = {
        "results": "election_id area contender_id votes share_pct share_of seats basis claimant qualifier margin_pct "
        "source_id as_of note",
        "turnout": "election_id part area as_of_time registered issued cast valid invalid turnout_pct basis claimant "
        "qualifier margin_pct source_id note also_source_ids",
    }[table].split()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path
