"""Made-up tables of any size, in the form of the record's own: 50 elections of 20 contenders in many areas."""

import csv
import random
from pathlib import Path

from elections.importers.record import AREAS, CONTENDERS, ELECTIONS, RESULTS, SOURCES

ELECTION_COUNT, CONTENDER_COUNT = 50, 20


def write_tables(folder: Path, rows: int) -> Path:
    """Write sources, areas, elections, contenders and `rows` results; return the file of the results."""
    areas = [f"KZ-x-place-{number}" for number in range(rows // (ELECTION_COUNT * CONTENDER_COUNT))]
    elections = [f"kz-{1950 + number}-bench" for number in range(ELECTION_COUNT)]
    contenders = {election: [f"{election}-{number}" for number in range(CONTENDER_COUNT)] for election in elections}
    write(
        folder,
        SOURCES,
        [
            {"source_id": f"source-{election}", "publisher": "Made up", "title": "Made up", "kind": "database"}
            for election in elections
        ],
    )
    country = {"area_id": "KZ", "country": "KZ", "kind": "country", "name": "Kazakhstan"}
    places = [{"area_id": area, "country": "KZ", "parent_id": "KZ", "kind": "district", "name": area} for area in areas]
    write(folder, AREAS, [country, *places])
    write(
        folder,
        ELECTIONS,
        [
            {
                "election_id": election,
                "country": "KZ",
                "date": election[3:7],
                "kind": "parliamentary",
                "name": "Made up",
                "system": "proportional",
                "status": "held",
                "source_ids": f"source-{election}",
            }
            for election in elections
        ],
    )
    write(
        folder,
        CONTENDERS,
        [
            {"contender_id": contender, "election_id": election, "name": contender, "kind": "party_list"}
            for election, standing in contenders.items()
            for contender in standing
        ],
    )
    return write(folder, RESULTS, results(elections, areas, contenders))


def results(elections, areas, contenders):
    chance = random.Random(1)
    for election in elections:
        for area in areas:
            for contender in contenders[election]:
                yield {
                    "election_id": election,
                    "area": area,
                    "contender_id": contender,
                    "votes": chance.randrange(200_000),
                    "share_pct": f"{chance.randrange(10_000) / 100:.2f}",
                    "share_of": "valid",
                    "basis": "official_final",
                    "source_id": f"source-{election}",
                    "as_of": f"{election[3:7]}-01-02",
                }


def write(folder, table, rows):
    path = folder / f"{table.name}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        # a native name stands in `name_native` or in `names`, so a file has one of the two columns
        header = [name for name in table.header if name != "names" or "name_native" not in table.header]
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path
