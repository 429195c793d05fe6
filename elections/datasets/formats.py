"""Selected rows as CSV, JSON, GeoJSON and XLSX: the same rows, columns and order in each.

The database itself writes CSV, JSON and GeoJSON, so a file of a million rows passes through here in pieces that nobody
looks at. Only a workbook is made from values, a batch at a time.

CSV: UTF-8, comma, ISO dates, points, no groups; unknown is empty, true and false are words, several values of one
cell are parted by a blank. A text that a spreadsheet would run as a formula gets an apostrophe in front, unless it is
a number: -1.06 stays -1.06. A text that already has apostrophes before such a sign gets one more, so that taking one
away always gives the text back.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any

from django.db import connection
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from elections.datasets.areas import shapes
from elections.datasets.columns import Column, Kind
from elections.datasets.definition import Selection

FORMULA = "^'*[=+\\-@\t\r\n＝＋－＠]"
NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$"
CHUNK = 1 << 16  # characters or bytes handed on at once
BATCH = 2_000  # rows fetched at once
LONGEST_CELL = 32_767  # characters; a spreadsheet's limit

TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}


def csv_text(value: Any) -> str:
    """One cell of a CSV file, before quoting, of rows that do not stand in the database as they are shown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (list, tuple)):
        value = " ".join(value)
    elif isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and re.match(FORMULA, value) and not re.fullmatch(NUMBER[1:-1], value):
        return f"'{value}"
    return str(value)


def plain(value: Any) -> Any:
    """A value as JSON has it: a printed percentage is a text, since a JSON number would lose its last zeros."""
    return f"{value:f}" if isinstance(value, Decimal) else value


def values_sql(selection: Selection) -> tuple[str, tuple]:
    """The query for the values of the columns, named c0, c1 and so on."""
    return selection.values.query.sql_with_params()


def cell_sql(name: str, column: Column) -> str:
    """A value as a cell of a CSV file, before quoting; the rule for formulas is told above."""
    if column.kind == Kind.LIST:
        return f"nullif(array_to_string({name}, ' '), '')"
    if column.kind != Kind.TEXT:
        return f"{name}::text"
    return f"CASE WHEN {name} ~ {quoted(FORMULA)} AND {name} !~ {quoted(NUMBER)} THEN '''' || {name} ELSE {name} END"


def quoted(text: str) -> str:
    """A constant in a query that takes parameters."""
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"


def json_sql(columns: Sequence[Column]) -> str:
    """The columns as members of an object; those of one object within, where they begin."""
    members, begun = [], set()
    for place, each in enumerate(columns):
        if not each.within:
            members.append(f'{json_value(place, each)} AS "{each.name}"')
        elif each.within not in begun:
            begun.add(each.within)
            inner = [(n, other) for n, other in enumerate(columns) if other.within == each.within]
            pairs = ", ".join(f'{json_value(n, other)} AS "{other.member}"' for n, other in inner)
            known = f"num_nonnulls({', '.join(f'q.c{n}' for n, _ in inner)}) > 0"
            members.append(
                f'CASE WHEN {known} THEN (SELECT row_to_json(w) FROM (SELECT {pairs}) w) END AS "{each.within}"'
            )
    return ", ".join(members)


def json_value(place: int, column: Column) -> str:
    """A printed percentage is a text, since a JSON number would lose its last zeros."""
    return f"q.c{place}::text" if column.kind == Kind.NUMBER else f"q.c{place}"


def object_sql(columns: Sequence[Column]) -> str:
    """The columns of a row as the text of a JSON object."""
    return f"(SELECT row_to_json(o)::text FROM (SELECT {json_sql(columns)}) o)"


def objects_sql(selection: Selection) -> tuple[str, tuple]:
    """The query for the rows as JSON objects, one a row, in order."""
    inner, parameters = values_sql(selection)
    return f"SELECT {object_sql(selection.columns)} FROM ({inner}) q", parameters


def fetched(query: str, parameters: Sequence[Any]) -> Iterator[tuple]:
    """The rows of a query, however many, a batch at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, parameters)
        while batch := cursor.fetchmany(BATCH):
            yield from batch


def objects(selection) -> Iterator[str]:
    """Every row as the text of a JSON object."""
    if not isinstance(selection, Selection):
        names = [column.name for column in selection.dataset.columns]
        for record in selection.records():
            yield json.dumps(dict(zip(names, map(plain, record), strict=True)), ensure_ascii=False)
        return
    for row in fetched(*objects_sql(selection)):
        yield row[0]


def as_csv(selection) -> Iterator[bytes]:
    """The header, then a line a row; chunks of bytes as the database writes them."""
    if not isinstance(selection, Selection):
        yield from gathered(lines_of(selection))
        return
    inner, parameters = values_sql(selection)
    cells = ", ".join(cell_sql(f"c{n}", each) for n, each in enumerate(selection.columns))
    yield ",".join(each.name for each in selection.columns).encode() + b"\n"  # at once, while the database plans
    with connection.cursor() as django_cursor:
        cursor = django_cursor.cursor  # psycopg's own, which has COPY
        with cursor.copy(f"COPY (SELECT {cells} FROM ({inner}) q) TO STDOUT (FORMAT csv)", parameters) as copy:
            yield from gathered(copy)


def lines_of(selection) -> Iterator[bytes]:
    """The lines of a CSV file of rows that are made in Python."""
    write = csv.writer(Line(), lineterminator="\n").writerow
    yield write([column.name for column in selection.dataset.columns])
    for record in selection.records():
        yield write([csv_text(value) for value in record])


class Line:
    """What csv.writer writes to: it hands the line back."""

    def write(self, text: str) -> bytes:
        return text.encode()


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Small pieces as few large ones; the first at once, so that a reader sees that something comes."""
    waiting, size, most = [], 0, 0
    for piece in pieces:
        waiting.append(bytes(piece))
        size += len(piece)
        if size > most:
            yield b"".join(waiting)
            waiting, size, most = [], 0, CHUNK
    yield b"".join(waiting)


def as_json(selection, envelope: dict[str, Any]) -> Iterator[str]:
    """The envelope with the rows as its last member, `results`; chunks of text."""
    yield json.dumps(envelope, ensure_ascii=False).removesuffix("}") + ', "results": [\n'
    yield from joined(objects(selection))
    yield "\n]}\n"


def as_geojson(selection: Selection, envelope: dict[str, Any]) -> Iterator[str]:
    """A FeatureCollection: each row with the shape of its area, or with none where its area has none."""
    head = {"type": "FeatureCollection", **envelope}
    yield json.dumps(head, ensure_ascii=False).removesuffix("}") + ', "features": [\n'
    yield from joined(features(selection))
    yield "\n]}\n"


def features(selection: Selection) -> Iterator[str]:
    """Every row as a Feature; its id and its place are fetched whichever columns were asked for."""
    columns, dataset = selection.columns, selection.dataset
    beside = [dataset.columns[0], next(each for each in dataset.columns if each.name == dataset.place)]
    inner, parameters = values_sql(selection.only([*columns, *beside]))
    row_id, place = f"q.c{len(columns)}", f"q.c{len(columns) + 1}"
    query = f"SELECT to_json({row_id})::text, {place}, {object_sql(columns)} FROM ({inner}) q"
    for row_id, place, text in fetched(query, parameters):
        shape = shapes().get(place or "", "null")
        yield f'{{"type": "Feature", "id": {row_id}, "geometry": {shape}, "properties": {text}}}'


def joined(texts: Iterable[str]) -> Iterator[str]:
    lines, size, comma = [], 0, ""
    for text in texts:
        lines.append(f"{comma}{text}")
        comma = ",\n"
        size += len(text)
        if size > CHUNK:
            yield "".join(lines)
            lines, size = [], 0
    yield "".join(lines)


def as_xlsx(selection, about: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """A workbook of two sheets: the rows, and what they are; texts are texts, so that no cell is ever a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(selection.dataset.name)
    sheet.freeze_panes = "B2"
    columns = selection.columns if isinstance(selection, Selection) else selection.dataset.columns
    sheet.append([cell(sheet, column.name) for column in columns])
    for record in selection.records():
        sheet.append([cell(sheet, value) for value in record])
    told = book.create_sheet("about")
    for pair in about:
        told.append([cell(told, text) for text in pair])
    for column in columns:
        told.append([cell(told, column.name), cell(told, column.help)])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def cell(sheet, value: Any) -> WriteOnlyCell:
    """One cell: numbers with the digits they were printed with, everything else as the text it is."""
    if isinstance(value, (list, tuple)):
        value = " ".join(value) or None
    elif isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        made = WriteOnlyCell(sheet, "")
        made._value, made.data_type = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:LONGEST_CELL], "s"
        return made
    made = WriteOnlyCell(sheet, value)
    if isinstance(value, Decimal) and (places := -int(value.as_tuple().exponent)) > 0:
        made.number_format = f"0.{'0' * places}"
    return made
