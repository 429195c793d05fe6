"""What is wrong with an uploaded file, to take away: the list of its faults, or the file itself with them beside."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile

from django.http import FileResponse, HttpResponse
from openpyxl import Workbook

from elections.datasets.formats import cell
from elections.importers.faults import COLUMN, Fault, UnreadableFile
from elections.importers.reading import open_table
from elections.importers.uploads import faults_of, on_disk
from elections.models import Upload
from observers.importers import RECORD

HEADER = {table.name: frozenset(table.header) for table in RECORD}


def faults_alone(upload: Upload) -> HttpResponse:
    """The faults as CSV; cells that a spreadsheet would run are marked as text."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="faults-{upload.pk}.csv"'
    answer.write("\ufeff")
    lines = csv.writer(answer)
    lines.writerow(["file", "line", "column", "value", "fault"])
    rows = [[each.file, each.line, each.column, each.value, each.message] for each in faults_of(upload)]
    lines.writerows([["" if cell is None else as_text(str(cell)) for cell in row] for row in rows])
    return answer


def as_text(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def file_with_faults(upload: Upload) -> FileResponse:
    """The file of an upload, cell by cell as it is, and a last column that tells what is wrong with each row.

    The importer passes over that column, so the file may be mended there and uploaded again.
    """
    suffix = Path(upload.name).suffix.lower()
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    with on_disk(upload) as path:
        (write_workbook if suffix == ".xlsx" else write_csv)(file, marked(upload, path))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{Path(upload.name).stem}-faults{suffix}")


def marked(upload: Upload, path: Path) -> Iterator[list[str]]:
    """The header and rows of a file, each with what is wrong with it."""
    columns = HEADER[upload.table] if upload.table else frozenset(upload.mapping["columns"])
    told: dict[int | None, list[str]] = {}
    for fault in in_rows(upload):
        told.setdefault(fault.line, []).append(": ".join(filter(None, (fault.column, fault.sentence))))
    try:
        with open_table(path, columns) as (header, rows, _):
            yield [*header, COLUMN]
            for line, cells in rows:
                yield [*cells, *[""] * (len(header) - len(cells)), "; ".join(told.get(line, ()))]
    except UnreadableFile:
        return  # what lies behind cannot be read, as the last fault says


def in_rows(upload: Upload) -> list[Fault]:
    """The faults of rows of the file itself: a table that is made of it has lines of its own."""
    return [fault for fault in faults_of(upload) if fault.file == upload.name and (fault.line or 0) > 1]


def write_csv(file, rows: Iterable[list[str]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    csv.writer(text).writerows(rows)
    text.detach()


def write_workbook(file, rows: Iterable[list[str]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([cell(sheet, text) for text in row])
    book.save(file)
