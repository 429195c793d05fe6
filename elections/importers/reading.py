"""Tables in files: CSV or XLSX, as a header and rows of text with their line numbers, at flat memory."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

LONGEST_LINE = 1_000_000  # characters; a table's row has some hundreds
LARGEST_WORKBOOK = 500_000_000  # bytes unpacked; more is a bomb or no table
MOST_COLUMNS = 200


class UnreadableFile(Exception):
    """A file that cannot be read (any further); the message says where and what to do."""


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
            yield from_workbook(path)
        else:
            with path.open("rb") as raw:
                yield from_text(raw, columns)
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}") from None


def from_text(raw, columns):
    start = raw.read(4)
    raw.seek(0)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableFile("is UTF-16; save it as UTF-8")
    if start == b"PK\x03\x04":
        raise UnreadableFile("is a workbook, not CSV; name it .xlsx")
    # Bytes that are not UTF-8 become lone surrogates, which the cells refuse by line and column.
    text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")
    lines = bounded_lines(text)
    first = next(lines, "")
    if not first.strip():
        raise UnreadableFile("is empty; its first line must name the columns")
    delimiter = max(",;\t", key=lambda mark: len(columns.intersection(header_cells(first, mark))))
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
            raise UnreadableFile(f"line {number}: is longer than {LONGEST_LINE:,} characters; this is no table")
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
        raise UnreadableFile(f"line {line}: {explained(str(error))}") from None


def explained(message):
    if "unexpected end of data" in message:
        return "a quoted cell that begins here or above is never closed"
    if "expected after" in message:
        return "a quote stands inside a cell; double it"
    if "field larger" in message:
        return "a cell is longer than 131,072 characters; a quote may be missing"
    if "NUL" in message:
        return "has a NUL byte"
    return message


def from_workbook(path):
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > LARGEST_WORKBOOK:
            raise UnreadableFile(
                f"unpacks to {unpacked:,} bytes; at most {LARGEST_WORKBOOK:,} are read: split it or save it as CSV"
            )
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise UnreadableFile("is not an Excel workbook (.xlsx); save it as one or as CSV") from error
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if len(visible) != 1:
        raise UnreadableFile(f"has {len(visible)} visible sheets; keep the table on one and delete the others")
    sheet = visible[0]
    sheet.reset_dimensions()
    rows = workbook_rows(sheet)
    first = next(rows, None)
    if first is None or not any(first[1]):
        raise UnreadableFile("is empty; its first row must name the columns")
    header = first[1]
    while header and not header[-1]:
        header.pop()
    return [name.strip() for name in header], trimmed(rows, len(header)), lambda: 0


def workbook_rows(sheet) -> Iterator[tuple[int, list[str]]]:
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
        yield number, [cell_text(value) for value in values]


def trimmed(rows, width) -> Iterator[tuple[int, list[str]]]:
    """Rows as wide as the header where what lies beyond is empty; rows without any text are passed over."""
    for number, cells in rows:
        if not any(cells):
            continue
        while len(cells) > width and not cells[-1]:
            cells.pop()
        yield number, cells + [""] * (width - len(cells))


def cell_text(value) -> str:
    """A workbook's value as the same table would have it in CSV."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)
