"""Excel workbooks as tables: what their one sheet shows, at flat memory, however they were packed.

What is loaded is what a person sees who opens the file: nothing hidden is read, and nothing hidden is passed over.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter

from elections.importers.faults import UnreadableFile

LARGEST = 500_000_000  # bytes unpacked; more is a bomb or no table
LARGEST_WHOLE = 50_000_000  # bytes unpacked of a part that must be read as a whole: texts, styles
MOST_PACKED = 200  # times; a sheet packs to a tenth or a thirtieth
LAST_ROW = 1_048_576  # the last one Excel has
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # the container of .xls and of workbooks with a password
MERGED = re.compile(rb'mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')
SHUT = rb'(?=[^>]*?\bhidden="(?:1|true)")'
HIDDEN_COLUMN = re.compile(rb"[<:]col\s" + SHUT + rb'[^>]*?\bmin="(\d+)"')
HIDDEN_ROW = re.compile(rb"[<:]row\s" + SHUT + rb'[^>]*?\br="(\d+)"[^>]*>\s*<(?:\w+:)?c\s')  # with cells
LONGEST_TAG = 500  # bytes
PLACES = re.compile(r"0\.(0+)")


@contextmanager
def open_workbook(path: Path):
    """Yield (header, rows, position) of the one sheet, as `reading.open_table` does. Raises UnreadableFile."""
    with path.open("rb") as file:
        with faults_explained():
            refuse_foreign(file)
            sheet = only_sheet(openpyxl.load_workbook(file, read_only=True, keep_links=False))
            hidden_column = refuse_unseen(sheet)
        rows = shown_rows(sheet)
        _, header = next(rows, (1, []))
        while header and not header[-1]:
            header.pop()
        if not header:
            raise UnreadableFile("is empty; the first line must name the columns", 1)
        if hidden_column <= len(header):
            raise UnreadableFile(f"has a hidden column ({get_column_letter(hidden_column)}); show it, or delete it")
        yield [name.strip() for name in header], trimmed(rows, len(header)), file.tell


@contextmanager
def faults_explained():
    """Turn what goes wrong in a broken workbook into one sentence: zip, XML and openpyxl have errors of their own."""
    try:
        yield
    except (UnreadableFile, OSError):
        raise
    except Exception as error:
        raise UnreadableFile("is not a whole Excel workbook (.xlsx); save it as one, or as CSV") from error


def refuse_foreign(file) -> None:
    """Raise UnreadableFile for what only looks like a workbook, and for what would fill the memory."""
    if file.read(4) == OLD_WORKBOOK:
        raise UnreadableFile("is an old workbook (.xls) or has a password; save it as .xlsx without one")
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    whole = max((part.file_size for part in parts if not part.filename.startswith("xl/worksheets/")), default=0)
    packed = sum(part.compress_size for part in parts)
    if unpacked > LARGEST or whole > LARGEST_WHOLE or unpacked > MOST_PACKED * max(packed, 10_000):
        raise UnreadableFile(f"unpacks from {packed:,} to {unpacked:,} bytes, too many to read; save it as CSV")


def only_sheet(book):
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        raise UnreadableFile(f"has a hidden sheet ({hidden[0]}); show it, see what it holds, and keep one sheet only")
    if len(book.worksheets) != 1:
        raise UnreadableFile(f"has {len(book.worksheets)} sheets; keep the table on one and delete the others")
    return book.worksheets[0]


def refuse_unseen(sheet) -> int:
    """Raise UnreadableFile for merged cells and hidden rows; return the first hidden column, or one behind the last.

    Columns are often hidden behind a table, where nothing stands.
    """
    sheet.reset_dimensions()
    hidden_column = LAST_ROW
    with sheet._get_source() as xml:
        end = b""
        while chunk := xml.read(1 << 20):
            seen = end + chunk
            if found := MERGED.search(seen):
                cells = found[1].decode()
                raise UnreadableFile(
                    f"has merged cells ({cells}), of which only the first has a value; take the merging back",
                    int(re.search(r"\d+", cells)[0]),
                )
            if found := HIDDEN_ROW.search(seen):
                raise UnreadableFile(
                    "has a hidden row; show all rows, and take filters off, so that you see what is loaded",
                    int(found[1]),
                )
            hidden_column = min([hidden_column, *map(int, HIDDEN_COLUMN.findall(seen))])
            end = chunk[-LONGEST_TAG:]
    return hidden_column


def shown_rows(sheet) -> Iterator[tuple[int, list[str]]]:
    with faults_explained():
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if number > LAST_ROW:
                raise UnreadableFile(f"has rows behind the last one of a sheet, {LAST_ROW:,}")
            yield number, [shown_text(cell) for cell in cells]


def trimmed(rows, width) -> Iterator[tuple[int, list[str]]]:
    """Rows as wide as the header where what lies beyond is empty; rows without any text are passed over."""
    for number, cells in rows:
        if not any(cells):
            continue
        while len(cells) > width and not cells[-1]:
            cells.pop()
        yield number, cells + [""] * (width - len(cells))


def shown_text(cell) -> str:
    """What a cell shows, as the same table would have it in CSV: dates and decimals as precisely as displayed."""
    value = cell.value
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return number_text(value, cell.number_format)
        case datetime() if value.time() != time():
            return value.isoformat(sep=" ")
        case date():
            return date_text(value, cell.number_format.lower())
        case time():
            return value.isoformat("auto" if value.second or value.microsecond else "minutes")
        case _:  # a formula over several cells; those over one are texts
            return "=" + str(getattr(value, "text", "")).removeprefix("=")


def number_text(value: int | float, number_format: str) -> str:
    """A number with the decimals its format shows, unless that would round it."""
    plain = str(int(value)) if value == value // 1 and abs(value) < 1e15 else repr(value)
    places = PLACES.fullmatch(number_format)
    padded = f"{value:.{len(places[1])}f}" if places else plain
    return padded if places and Decimal(padded) == Decimal(repr(value)) else plain


def date_text(value: date, number_format: str) -> str:
    """A date as its format shows it: Excel makes a day of 2012-01, and shows no day."""
    if "d" in number_format:
        return f"{value:%Y-%m-%d}"
    return f"{value:%Y-%m}" if "m" in number_format else f"{value:%Y}"
