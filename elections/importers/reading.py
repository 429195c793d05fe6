"""Tables in files: CSV or XLSX, as a header and rows of text with their line numbers, at flat memory."""

import csv
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from elections.importers.cells import CellFault, refuse_unfit
from elections.importers.faults import UnreadableFile
from elections.importers.workbooks import OLD_WORKBOOK, open_workbook

LONGEST_CELL = 131_072  # characters
LONGEST_LINE = 1_000_000  # characters; a table's row has some hundreds


def sha256(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def open_table(path: Path, columns: frozenset[str]):
    """Yield (header, rows, position): the column names, (line, cells) for each row, and the bytes read so far.

    `columns` are the names the table may have; they tell the delimiter. Raises UnreadableFile.
    """
    try:
        if path.suffix.lower() == ".xlsx":
            with open_workbook(path) as table:
                yield table
        else:
            with path.open("rb") as raw:
                refuse_foreign(raw)
                # Bytes that are not UTF-8 become lone surrogates, which the cells refuse by line and column.
                with io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
                    yield from_text(text, columns)
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}") from None


def refuse_foreign(raw):
    """Raise UnreadableFile for what is no text in UTF-8."""
    start = raw.read(4)
    raw.seek(0)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in start:
        raise UnreadableFile("is UTF-16 or no text; save it as CSV in UTF-8")
    if start in (b"PK\x03\x04", OLD_WORKBOOK):
        raise UnreadableFile("is a workbook and no CSV; save it as CSV, or name it .xlsx")


def from_text(text, columns):
    lines = bounded_lines(text)
    first = next(lines, "")
    if not first.strip():
        raise UnreadableFile("is empty; the first line must name the columns", 1)
    try:
        refuse_unfit(first)
    except CellFault as fault:
        raise UnreadableFile(str(fault), 1) from None
    delimiter = max(",;\t", key=lambda mark: len(columns.intersection(header_cells(first, mark))))
    csv.field_size_limit(LONGEST_CELL)  # of the whole process, where other libraries lift it
    rows = records(csv.reader(chained(first, lines), delimiter=delimiter, strict=True))
    return [name.strip() for name in next(rows)[1]], rows, lambda: text.buffer.tell()


def header_cells(line, delimiter):
    return [cell.strip().strip('"') for cell in line.strip().split(delimiter)]


def chained(first, lines):
    yield first
    yield from lines


def bounded_lines(text) -> Iterator[str]:
    """The lines of a file, none longer than a table can have, so that no line fills the memory."""
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and line[-1] != "\n":
            raise UnreadableFile(f"is longer than {LONGEST_LINE:,} characters, too long for a row of a table", number)
        yield line


def records(reader) -> Iterator[tuple[int, list[str]]]:
    """(line it begins on, cells) for each record of a csv.reader; empty lines are passed over."""
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(explained(str(error)), line) from None


def explained(message):
    if "unexpected end of data" in message:
        return "has a quote that is never closed"
    if "expected after" in message:
        return "has a quote inside a quoted cell; double it"
    if "field larger" in message:
        return f"has a cell longer than {LONGEST_CELL:,} characters; a quote may be missing"
    return message
