"""From a file into the staging table of its kind: every cell checked on the way, every row with its line."""

from contextlib import suppress
from itertools import islice, repeat
from operator import call, getitem, itemgetter

from django.db import connection, models

from elections.importers import setwise
from elections.importers.cells import NULL, CellFault, ids_cell
from elections.importers.faults import COLUMN, Faults, UnreadableFile
from elections.importers.reading import open_table
from elections.importers.tables import Table

TAB = "\t"
NO_IDS = "{}"  # COPY's text of an empty list
STEP = 500  # rows handed to COPY at once


def column_type(field: models.Field) -> str:
    """The type that a model's field has in a staging table: its own, so that nothing is converted on the way."""
    return (field.target_field if field.is_relation else field).db_type(connection)


def create(cursor, table: Table) -> None:
    """Make the staging table.

    Columns that a file may lack have the value that an empty cell has.
    """
    first_into = {column.first_into: column.name for column in table.lists if column.first_into}
    columns = ["_batch bigint", "_line integer", "_partly boolean NOT NULL DEFAULT false"]
    columns += [f"_{column.name} text[] NOT NULL DEFAULT '{{}}'" for column in table.lists]
    for target in table.targets:
        field = table.model._meta.get_field(target)
        kind = column_type(field)
        is_text = isinstance(field, models.CharField | models.TextField | models.FileField)
        if target in first_into:
            columns.append(f'"{target}" text GENERATED ALWAYS AS (_{first_into[target]}[1]) STORED')
        else:
            columns.append(f'"{target}" {kind}' + (" DEFAULT ''" if is_text and not field.null else ""))
    columns += [f'"{name}" {kind}' for name, kind in table.staged.items()]
    cursor.execute(f"CREATE TEMPORARY TABLE {table.stage} ({', '.join(columns)})")


def create_view(cursor, table: Table) -> None:
    """Make the view of all rows as they will be: those staged and the published ones they do not replace."""
    columns = ", ".join(f'"{target}"' for target in table.targets)
    cursor.execute(
        f"CREATE TEMPORARY VIEW all_{table.name} AS SELECT {columns} FROM {table.stage} UNION ALL "
        f"SELECT {columns} FROM {table.model._meta.db_table} t "
        f"WHERE NOT EXISTS (SELECT 1 FROM {table.stage} s WHERE s.id = t.id)"
    )


def drop(cursor, tables: list[Table]) -> None:
    """Take away what `create`, `create_view` and the matching made; a failed transaction does so by itself."""
    for table in tables:
        cursor.execute(f"DROP TABLE {table.stage}, match_{table.name} CASCADE")


class WrongCell(Exception):
    """A cell was asked for that has a fault of its own, which is told already."""


class RightCells(list):
    """The cells of a row with faults; asking for one that is `wrong` raises WrongCell."""

    def __init__(self, cells):
        super().__init__(cells)
        self.wrong: set[int] = set()

    def __getitem__(self, place):
        if place in self.wrong:
            raise WrongCell
        return super().__getitem__(place)


class Reader:
    """Reads one file of a table: checks its header, then each row, and gives lines for COPY."""

    def __init__(self, table: Table, file: str, header: list[str], batch: int, faults: Faults):
        self.table, self.file, self.faults, self.batch = table, file, faults, batch
        self.width = len(header)
        self.at = {name: place for place, name in enumerate(header)}
        self.listed = listed = {column.name: column for column in table.lists}
        self.cells = [ids_cell(listed[name].needed) if name in listed else self.column(name).cell() for name in header]
        self.names = header
        self.rules = table.rules(self.at)
        self.made = [(made, made.build(self.at)) for made in table.made if made.column in self.at]
        self.builders = [build for _, build in self.made]
        self.copied = [place for place, name in enumerate(header) if self.target(name)]
        self.partly: list[str] = []  # COPY texts of what can be read of rows with faults, for as many as are listed

    def column(self, name):
        return next(column for column in self.table.columns if column.name == name)

    def target(self, name):
        """The staging column that a file's column is copied into, if one."""
        if any(column.name == name for column in self.table.lists):
            return f"_{name}"
        target = self.column(name).target
        return target or (name if name in self.table.staged else "")

    @property
    def targets(self) -> list[str]:
        return (
            ["_batch", "_line"]
            + [self.target(self.names[place]) for place in self.copied]
            + [made.into for made, _ in self.made]
        )

    def copy_lines(self, rows):
        """Yield the COPY text of each row, empty where a cell has a fault."""
        checks, width, rules, builders = self.cells, self.width, self.rules, self.builders
        batch, taken = str(self.batch), itemgetter(*self.copied)
        if self.copied == list(range(width)):
            taken = list
        for line, cells in rows:
            try:
                if len(cells) != width:
                    raise CellFault
                values = taken(list(map(getitem, checks, cells)))
                made = list(map(call, builders, repeat(cells)))
            except CellFault:
                self.explain(line, cells)
                yield ""
                continue
            for rule in rules:
                if wrong := rule(cells):
                    self.faults.add(self.file, line, "", wrong)
            yield TAB.join((batch, str(line), *values, *made)) + "\n"

    def explain(self, line, cells):
        """Add the faults of a row that could not be copied, cell by cell, and keep for the stage what can be read."""
        if len(cells) != self.width:
            self.faults.add(
                self.file,
                line,
                "",
                f"has {len(cells)} cells; the header has {self.width}: a comma or a quote is amiss",
            )
            return
        right, copied, made = RightCells(cells), {}, []
        for place, (name, check, cell) in enumerate(zip(self.names, self.cells, cells, strict=True)):
            try:
                copied[place] = check[cell]
            except CellFault as fault:
                right.wrong.add(place)
                copied[place] = NO_IDS if name in self.listed else NULL
                self.faults.add(self.file, line, name, fault.message, fault.value)
        for each, build in self.made:
            try:
                made.append(build(right))
            except WrongCell:
                made.append(NULL)
            except CellFault as fault:
                made.append(NULL)
                self.faults.add(self.file, line, each.column, fault.message, fault.value)
        for rule in self.rules:
            with suppress(WrongCell):
                if wrong := rule(right):
                    self.faults.add(self.file, line, "", wrong)
        if len(self.partly) < self.faults.limit:
            values = [copied[place] for place in self.copied]
            self.partly.append(TAB.join((str(self.batch), str(line), *values, *made, "true")) + "\n")


def header_faults(table: Table, file: str, header: list[str], faults: Faults) -> bool:
    """Add what is wrong with a header; True when nothing is."""
    before = faults.count
    for name in dict.fromkeys(name for name in header if name and header.count(name) > 1):
        faults.add(file, 1, name, "the column stands twice in the header")
    for place, name in enumerate(header, 1):
        if not name:
            faults.add(file, 1, "", f"column {place} has no name; the columns are {', '.join(table.header)}")
        elif name not in table.header:
            message = f"is not a column of {table.name}; the columns are {', '.join(table.header)}"
            faults.add(file, 1, "", message, name)
    for name in table.header:
        if name in table.required and name not in header:
            faults.add(file, 1, "", f"the column '{name}' is missing")
    for name, other in table.either:
        if (name in header) == (other in header):
            wrong = "are both there; give one of them" if name in header else "are both missing; give one of them"
            faults.add(file, 1, "", f"the columns '{name}' and '{other}' {wrong}")
    return faults.count == before


def readable(rows, file: str, faults: Faults):
    """The rows up to where the file cannot be read any further, which is a fault: COPY must come to its end."""
    try:
        yield from rows
    except UnreadableFile as error:
        faults.add(file, error.line, "", str(error))


def without_faults(header: list[str], rows):
    """A table without the column of the faults that it had before it was mended, where it still has that."""
    if COLUMN not in header:
        return header, rows
    at = header.index(COLUMN)
    return header[:at] + header[at + 1 :], ((line, cells[:at] + cells[at + 1 :]) for line, cells in rows)


def stage(cursor, table: Table, path, file: str, batch: int, faults: Faults, progress) -> int:
    """Read one file into its staging table; return the rows read. What is wrong is added to the faults."""
    try:
        with open_table(path, frozenset(table.header)) as (found, lines, position):
            header, rows = without_faults(found, lines)
            if not header_faults(table, file, header, faults):
                return 0
            reader = Reader(table, file, header, batch, faults)
            return stage_rows(cursor, reader, readable(rows, file, faults), lambda: progress(position()))
    except UnreadableFile as error:
        faults.add(file, error.line, "", str(error))
    return 0


def stage_rows(cursor, reader: Reader, rows, progress=lambda: None) -> int:
    """Put rows, (line, cells) each, into the staging table through a reader; return how many there were."""
    table, header, rows_read = reader.table, set(reader.names), 0
    columns = ", ".join(f'"{name}"' for name in reader.targets)
    with cursor.copy(f"COPY {table.stage} ({columns}) FROM STDIN") as copy:
        lines = reader.copy_lines(rows)
        while some := list(islice(lines, STEP)):
            copy.write("".join(some))
            rows_read += len(some)
            progress()
    if reader.partly:  # so that what they refer to is checked with everything else
        with cursor.copy(f"COPY {table.stage} ({columns}, _partly) FROM STDIN") as copy:
            copy.write("".join(reader.partly))
    setwise.find(cursor, table)
    told = {name for pair in table.either if set(pair) & header for name in pair}
    setwise.keep_published(cursor, table, reader.batch, {*table.header, *table.changeable} - header - told)
    return rows_read
