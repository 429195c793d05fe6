"""Selected rows as CSV, JSON and XLSX: the same rows, columns and order in each, written a row at a time.

CSV: UTF-8, comma, ISO dates, points, no groups; unknown is empty, true and false are words, several values of one
cell are parted by a blank. A text that a spreadsheet would run as a formula gets an apostrophe in front, unless it is
a number: -1.06 stays -1.06. A text that already has apostrophes before such a sign gets one more, so that taking one
away always gives the text back.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from elections.datasets.definition import Selection

FORMULA = re.compile("^'*[=+\\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
CHUNK = 1 << 16  # characters or bytes handed on at once
LONGEST_CELL = 32_767  # characters; a spreadsheet's limit

TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def csv_text(value: Any) -> str:
    """One cell of a CSV file, before quoting."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (list, tuple)):
        value = " ".join(value)
    if isinstance(value, str) and FORMULA.match(value) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return str(value)


class Line:
    """What csv.writer writes to: it hands the line back."""

    def write(self, text: str) -> str:
        return text


def as_csv(selection: Selection) -> Iterator[str]:
    """The header, then a line a row; chunks of text."""
    write = csv.writer(Line(), lineterminator="\r\n").writerow
    lines = [write([column.name for column in selection.dataset.columns])]
    size = 0
    for record in selection.records():
        lines.append(write([csv_text(value) for value in record]))
        size += len(lines[-1])
        if size > CHUNK:
            yield "".join(lines)
            lines, size = [], 0
    yield "".join(lines)


def plain(value: Any) -> Any:
    """A value as JSON has it: a printed percentage is a text, since a JSON number would lose its last zeros."""
    return f"{value:f}" if isinstance(value, Decimal) else value


def as_json(selection: Selection, envelope: dict[str, Any]) -> Iterator[str]:
    """The envelope with the rows as its last member, `results`; chunks of text."""
    names = [column.name for column in selection.dataset.columns]
    head = json.dumps(envelope, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines, size, comma = [f'{head},\n "results": [\n'], 0, ""
    for record in selection.records():
        row = dict(zip(names, map(plain, record), strict=True))
        lines.append(f"{comma}  {json.dumps(row, ensure_ascii=False)}")
        comma = ",\n"
        size += len(lines[-1])
        if size > CHUNK:
            yield "".join(lines)
            lines, size = [], 0
    yield "".join([*lines, "\n ]\n}\n"])


def as_xlsx(selection: Selection, about: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """A workbook of two sheets: the rows, and what they are; texts are texts, so that no cell is ever a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(selection.dataset.name)
    sheet.freeze_panes = "B2"
    sheet.append([cell(sheet, column.name) for column in selection.dataset.columns])
    for record in selection.records():
        sheet.append([cell(sheet, value) for value in record])
    told = book.create_sheet("about")
    for pair in about:
        told.append([cell(told, text) for text in pair])
    for column in selection.dataset.columns:
        told.append([cell(told, column.name), cell(told, column.help)])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def cell(sheet, value: Any) -> WriteOnlyCell:
    """One cell: numbers with the digits they were printed with, everything else as the text it is."""
    if isinstance(value, (list, tuple)):
        value = " ".join(value)
    if isinstance(value, str):
        made = WriteOnlyCell(sheet, "")
        made._value, made.data_type = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:LONGEST_CELL], "s"
        return made
    made = WriteOnlyCell(sheet, value)
    if isinstance(value, Decimal) and (places := -int(value.as_tuple().exponent)) > 0:
        made.number_format = f"0.{'0' * places}"
    return made
