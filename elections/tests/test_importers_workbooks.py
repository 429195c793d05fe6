"""Excel workbooks as tables: what a sheet shows is what is read; what is no plain sheet is refused with a sentence."""

import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from elections.importers.faults import UnreadableFile
from elections.importers.reading import open_table

HEADER = ["source_id", "publisher", "title"]


@pytest.fixture
def book():
    """A workbook whose one sheet has a header and a row."""
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(["a", "Нұр", "x"])
    return book


def read(path):
    with open_table(Path(path), frozenset(HEADER)) as (header, rows, _):
        return header, list(rows)


def saved(tmp_path, book, name="sources.xlsx"):
    path = tmp_path / name
    book.save(path)
    return path


def unreadable(path):
    with pytest.raises(UnreadableFile) as refused:
        read(path)
    return str(refused.value)


def repacked(path, **parts):
    """The workbook with some of its parts (named by their beginning) changed by a function of the bytes."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            change = parts.get(Path(name).stem)
            archive.writestr(name, change(content) if change else content)
    return path


SHARED = b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a</t></si></sst>'
SHARED_TYPE = (
    b'<Override PartName="/xl/sharedStrings.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def as_excel_saves(tmp_path, book):
    """The workbook with the text of A2 in a part for shared texts, which openpyxl reads but does not write."""
    path = repacked(
        saved(tmp_path, book),
        **{
            "[Content_Types]": lambda xml: xml.replace(b"</Types>", SHARED_TYPE),
            "sheet1": lambda xml: re.sub(rb'<c r="A2"[^/]*/t></is></c>', b'<c r="A2" t="s"><v>0</v></c>', xml),
        },
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", SHARED)
    return path


def test_a_sheet_with_shared_texts_is_a_table(tmp_path, book):
    path = as_excel_saves(tmp_path, book)
    assert read(path) == (HEADER, [(2, ["a", "Нұр", "x"])])
    assert read(repacked(path, sharedStrings=lambda xml: xml.replace(b">a<", b">b<")))[1][0][1][0] == "b"


def test_a_plain_sheet_is_a_table(tmp_path, book):
    assert read(saved(tmp_path, book)) == (HEADER, [(2, ["a", "Нұр", "x"])])


def test_empty_rows_and_columns_around_a_table_do_not_matter(tmp_path, book):
    sheet = book.active
    sheet.append([])
    sheet.append(["b"])
    sheet.append(["c", None, None, None, ""])
    sheet.cell(30, 9).number_format = "0.00"
    assert read(saved(tmp_path, book))[1] == [(2, ["a", "Нұр", "x"]), (4, ["b", "", ""]), (5, ["c", "", ""])]


def test_a_cell_too_many_is_left_for_the_row_to_be_refused(tmp_path, book):
    book.active.append(["b", "y", "z", None, "stray"])
    book.active.cell(4, 300).value = "far away"
    rows = read(saved(tmp_path, book))[1]
    assert rows[1] == (3, ["b", "y", "z", "", "stray"])
    assert len(rows[2][1]) == 300


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (5621436, "General", "5621436"),
        (5621436.0, "#,##0", "5621436"),
        (12.0, "General", "12"),
        (80.99, "General", "80.99"),
        (6.5, "0.00", "6.50"),
        (6.0, "0.00", "6.00"),
        (6.567, "0.00", "6.567"),
        (6, "0.00", "6.00"),
        (1e20, "General", "1e+20"),
        (0.1, "General", "0.1"),
        (True, "General", "yes"),
        (False, "General", "no"),
        (date(2012, 1, 15), "yyyy-mm-dd", "2012-01-15"),
        (datetime.fromisoformat("2012-01-15"), "dd/mm/yyyy", "2012-01-15"),
        (date(2012, 1, 1), "mmm-yy", "2012-01"),
        (date(2012, 1, 1), "yyyy", "2012"),
        (datetime.fromisoformat("2012-01-15 08:30"), "yyyy-mm-dd hh:mm", "2012-01-15 08:30:00"),
        (time(20, 0), "hh:mm", "20:00"),
        (time(20, 0, 30), "hh:mm:ss", "20:00:30"),
        ("2012-01", "@", "2012-01"),
        ("=SUM(B1:B9)", "General", "=SUM(B1:B9)"),
        ("#N/A", "General", "#N/A"),
        (ArrayFormula("A2", "=SUM(B1:B9)"), "General", "=SUM(B1:B9)"),
        (DataTableFormula("A2"), "General", "="),
        (timedelta(hours=30), "[h]:mm", "="),
    ],
)
def test_a_cell_is_read_as_it_is_shown(tmp_path, book, value, number_format, text):
    cell = book.active.cell(2, 1)
    cell.value, cell.number_format = value, number_format
    assert read(saved(tmp_path, book))[1][0][1][0] == text


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_neither_read_nor_passed_over(tmp_path, book, state):
    sheet = book.create_sheet("Lists", 0)
    sheet.append(["something", "else"])
    sheet.sheet_state = state
    assert unreadable(saved(tmp_path, book)).startswith("has a hidden sheet (Lists); show it")


def test_a_hidden_or_filtered_row_is_told_with_its_line(tmp_path, book):
    book.active.append(["b", "y", "z"])
    book.active.append(["c", "y", "z"])
    book.active.row_dimensions[3].hidden = True
    book.active.row_dimensions[99].hidden = True  # where nothing stands
    assert unreadable(saved(tmp_path, book)).startswith("has a hidden row; show all rows")
    book.active.row_dimensions[3].hidden = False
    assert len(read(saved(tmp_path, book))[1]) == 3


def test_a_hidden_column_of_the_table_is_told_by_its_letter(tmp_path, book):
    book.active.column_dimensions["D"].hidden = True  # behind the last column
    assert read(saved(tmp_path, book))[0] == HEADER
    book.active.column_dimensions["B"].hidden = True
    assert unreadable(saved(tmp_path, book)).startswith("has a hidden column (B);")


def test_of_two_sheets_none_is_guessed(tmp_path, book):
    book.create_sheet("Notes").append(["a remark"])
    assert unreadable(saved(tmp_path, book)) == "has 2 sheets; keep the table on one and delete the others"


def test_merged_cells_are_refused_since_only_the_first_has_a_value(tmp_path, book):
    book.active.append(["b", "y", "z"])
    book.active.merge_cells("B2:B3")
    assert "has merged cells (B2:B3)" in unreadable(saved(tmp_path, book))


def test_a_workbook_with_macros_is_read_for_its_table_only(tmp_path, book):
    def with_macros(content):
        return content.replace(b"sheet.main+xml", b"sheet.main+xml").replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )

    path = repacked(saved(tmp_path, book), **{"[Content_Types]": with_macros})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macros")
    assert read(path) == (HEADER, [(2, ["a", "Нұр", "x"])])


@pytest.mark.parametrize("rows", [[], [[]], [[None, None], ["a", "b"]]])
def test_an_empty_sheet_is_refused(tmp_path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if rows[1:]:
        book.active.cell(1, 1).number_format = "0.00"
    assert unreadable(saved(tmp_path, book)) == "is empty; the first line must name the columns"


@pytest.mark.parametrize(
    "content",
    [b"", b"source_id,publisher\n", b"PK\x03\x04 broken", b"PK\x05\x06" + b"\0" * 18, b"<html></html>"],
    ids=["empty", "CSV", "half a zip", "empty zip", "a web page"],
)
def test_what_is_no_workbook_is_refused(tmp_path, content):
    path = tmp_path / "sources.xlsx"
    path.write_bytes(content)
    assert unreadable(path) == "is not a whole Excel workbook (.xlsx); save it as one, or as CSV"


def test_an_old_workbook_or_one_with_a_password_is_refused(tmp_path):
    path = tmp_path / "sources.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000)
    assert unreadable(path) == "is an old workbook (.xls) or has a password; save it as .xlsx without one"


ENTITIES = b"""<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
OUTSIDE = b"""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>"""


@pytest.mark.parametrize("part", ["workbook", "sheet1", "sharedStrings", "styles", "[Content_Types]"])
@pytest.mark.parametrize("declared", [ENTITIES, OUTSIDE], ids=["an entity bomb", "a file of the machine"])
def test_entities_are_refused_in_every_part(tmp_path, book, part, declared):
    def declare(content):
        start = content.find(b"?>") + 2 if content.startswith(b"<?xml") else 0
        return content[:start] + declared + content[start:]

    path = repacked(as_excel_saves(tmp_path, book), **{part: declare})
    assert unreadable(path) == "is not a whole Excel workbook (.xlsx); save it as one, or as CSV"


@pytest.mark.parametrize("part", ["workbook", "sheet1", "sharedStrings", "styles", "[Content_Types]"])
@pytest.mark.parametrize("cut", [lambda xml: xml[: len(xml) // 2], lambda xml: b"", lambda xml: b"\0" * 100])
def test_a_broken_part_is_refused_or_does_not_matter(tmp_path, book, part, cut):
    path = repacked(as_excel_saves(tmp_path, book), **{part: cut})
    assert unreadable(path) in {
        "is not a whole Excel workbook (.xlsx); save it as one, or as CSV",
        "has 0 sheets; keep the table on one and delete the others",
    }


def test_a_workbook_cut_at_any_place_is_refused(tmp_path, book):
    path = saved(tmp_path, book)
    whole = path.read_bytes()
    for end in range(0, len(whole) - 1, len(whole) // 40):
        path.write_bytes(whole[:end])
        assert "is not a whole Excel workbook" in unreadable(path)


def test_a_workbook_with_a_damaged_byte_gives_no_traceback(tmp_path, book):
    path = saved(tmp_path, book)
    whole = path.read_bytes()
    for place in range(0, len(whole), 61):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            read(path)
        except UnreadableFile:
            pass


@pytest.mark.parametrize("part", ["xl/worksheets/sheet2.xml", "xl/media/image1.png"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, book, part):
    path = saved(tmp_path, book)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(part, "w") as file:
        for _ in range(60):
            file.write(b"\0" * 1_000_000)
    assert path.stat().st_size < 100_000
    assert "too many to read; save it as CSV" in unreadable(path)


def test_a_row_far_behind_the_last_one_ends_the_reading(tmp_path, book):
    path = repacked(
        saved(tmp_path, book),
        sheet1=lambda xml: xml.replace(b'<row r="2"', b'<row r="2000000000"').replace(b'"A2"', b'"A2000000000"'),
    )
    assert unreadable(path) == "has rows behind the last one of a sheet, 1,048,576"


def test_a_file_that_is_gone_is_named(tmp_path):
    assert unreadable(tmp_path / "none.xlsx") == "cannot be read: No such file or directory"
