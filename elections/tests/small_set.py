"""A small valid set of tables in a folder of its own, for tests that spoil one thing of it and load it."""

import csv
import shutil
from pathlib import Path

from elections.importers import TABLES, Load, LoadRefused, load_tables

SMALL = Path(__file__).parent / "data" / "small"


class SmallSet:
    """Tables in a folder: read them, change a row, load them, and hear what is wrong with them."""

    def __init__(self, folder: Path, *origins: Path, tables=TABLES):
        self.folder, self.tables = folder, tables
        for origin in origins or (SMALL,):
            shutil.copytree(origin, folder, dirs_exist_ok=True)

    def path(self, table: str) -> Path:
        return self.folder / f"{table}.csv"

    def rows(self, table: str) -> list[dict]:
        with self.path(table).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, table: str, rows: list[dict], **dialect) -> None:
        with self.path(table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), **{"lineterminator": "\n", **dialect})
            writer.writeheader()
            writer.writerows(rows)

    def change(self, table: str, line: int, **cells) -> None:
        """Give the row on one line (the first below the header is 2) other cells."""
        rows = self.rows(table)
        rows[line - 2].update(cells)
        self.write(table, rows)

    def add(self, table: str, line: int, **cells) -> None:
        """Add a row at the end: the one on `line` with other cells."""
        rows = self.rows(table)
        self.write(table, [*rows, {**rows[line - 2], **cells}])

    def remove(self, table: str, line: int) -> None:
        rows = self.rows(table)
        del rows[line - 2]
        self.write(table, rows)

    def load(self, **options) -> Load:
        return load_tables([self.folder], self.tables, **options)

    def faults(self, **options) -> list[str]:
        """The faults the load is refused for; none when it is not refused."""
        try:
            self.load(**options)
        except LoadRefused as refused:
            assert refused.faults.count >= len(refused.faults.listed) > 0
            return [str(fault) for fault in refused.faults.listed]
        return []
