"""Files as tables: what is read back, and the sentence that says why a file cannot be read."""

import csv
import io
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.importers.faults import UnreadableFile
from elections.importers.reading import open_table, sha256

COLUMNS = frozenset({"source_id", "publisher", "title"})
HEADER = ["source_id", "publisher", "title"]


def read(path):
    """The header and the rows, with their lines, of a file; all of it is read."""
    with open_table(Path(path), COLUMNS) as (header, rows, position):
        rows = list(rows)
        assert position() >= 0
    return header, rows


def read_bytes(tmp_path, content):
    path = tmp_path / "sources.csv"
    path.write_bytes(content)
    return read(path)


def unreadable(tmp_path, content):
    """Why a file with this content cannot be read, and on which line."""
    with pytest.raises(UnreadableFile) as refused:
        read_bytes(tmp_path, content)
    return refused.value.line, str(refused.value)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_usual_form_of_a_table_reads_the_same(tmp_path, mark, delimiter, ending):
    lines = [delimiter.join(HEADER), delimiter.join(["a", "Қазақ", '"x, y; z\tw"']), delimiter.join(["b", "", "q"]), ""]
    header, rows = read_bytes(tmp_path, mark + ending.join(lines).encode())
    assert header == HEADER
    assert rows == [(2, ["a", "Қазақ", "x, y; z\tw"]), (3, ["b", "", "q"])]


def test_lines_are_numbered_as_an_editor_shows_them(tmp_path):
    _, rows = read_bytes(tmp_path, b'source_id,publisher,title\n\na,"two\nlines",x\n\n\nb,y,z\n')
    assert [(line, cells[0]) for line, cells in rows] == [(3, "a"), (7, "b")]


def test_blanks_around_the_names_of_columns_do_not_matter(tmp_path):
    assert read_bytes(tmp_path, b'source_id , "publisher";title\n')[0][0] == "source_id"


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", 1, "is empty; the first line must name the columns"),
        (b"\xef\xbb\xbf", 1, "is empty; the first line must name the columns"),
        (b"\n\nsource_id,title\n", 1, "is empty; the first line must name the columns"),
        (b" \t \r\n", 1, "is empty; the first line must name the columns"),
        ("source_id,title\n".encode("utf-16"), None, "is UTF-16 or no text; save it as CSV in UTF-8"),
        ("source_id,title\n".encode("utf-16-le"), None, "is UTF-16 or no text; save it as CSV in UTF-8"),
        ("source_id,title\n".encode("utf-16-be"), None, "is UTF-16 or no text; save it as CSV in UTF-8"),
        ("source_id,title\n".encode("utf-32"), None, "is UTF-16 or no text; save it as CSV in UTF-8"),
        ("id,название\n".encode("cp1251"), 1, "has the byte 0xED, which is not UTF-8; save the file as UTF-8"),
        ("id,très\n".encode("latin-1"), 1, "has the byte 0xE8, which is not UTF-8; save the file as UTF-8"),
        (b"source_id,ti\x1btle\n", 1, "has the control character U+001B; take it out"),
        (b"source_id,ti\0tle\n", 1, "has a NUL byte; take it out"),
        (b"PK\x03\x04 and so on", None, "is a workbook and no CSV; save it as CSV, or name it .xlsx"),
        (b"\xd0\xcf\x11\xe0 and so on", None, "is a workbook and no CSV; save it as CSV, or name it .xlsx"),
        (b'source_id,title\na,"x\nb,y\n', 2, "has a quote that is never closed"),
        (b'"source_id,title\na,x\n', 1, "has a quote that is never closed"),
        (b'source_id,title\nb,y\na,"x"y"\n', 3, "has a quote inside a quoted cell; double it"),
        (
            b"source_id,title\na," + b"x" * 10_000_000,
            2,
            "is longer than 1,000,000 characters, too long for a row of a table",
        ),
        (b"x" * 10_000_000, 1, "is longer than 1,000,000 characters, too long for a row of a table"),
        (
            b"source_id,title\na," + b"x" * 200_000,
            2,
            "has a cell longer than 131,072 characters; a quote may be missing",
        ),
        (
            b'source_id,title\na,"x\n' + b"b,y\n" * 100_000,
            2,
            "has a cell longer than 131,072 characters; a quote may be missing",
        ),
    ],
)
def test_why_a_file_cannot_be_read(tmp_path, content, line, message):
    assert unreadable(tmp_path, content) == (line, message)


def test_bytes_that_are_not_utf_8_reach_the_cells_which_refuse_them(tmp_path):
    _, rows = read_bytes(tmp_path, b"source_id,title\na,\xd0\xd1\xed\n")
    assert (
        rows == [(2, ["a", "\udcd0\udcd1\udced"])] or rows == [(2, ["a", "\u0451\udced"])] or "\udced" in rows[0][1][1]
    )


def test_a_file_that_the_system_does_not_give_is_a_fault_and_no_traceback(tmp_path):
    for path, reason in [
        (tmp_path / "none.csv", "No such file"),
        (tmp_path, "directory"),
        (Path("/proc/self/mem"), "error"),
    ]:
        with pytest.raises(UnreadableFile, match=f"cannot be read: .*{reason}"):
            read(path)


def test_a_large_file_passes_through_a_small_memory(tmp_path):
    path = tmp_path / "sources.csv"
    with path.open("w") as file:
        file.write("source_id,publisher,title\n")
        file.writelines(f'{number},A publisher,"A title, one of many"\n' for number in range(60_000))
    tracemalloc.start()
    try:
        with open_table(path, COLUMNS) as (_, rows, position):
            assert sum(1 for _ in rows) == 60_000
            assert position() == path.stat().st_size
        sha256(path)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=20)


@given(
    rows=st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=6),
    delimiter=st.sampled_from(",;\t"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    ending=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["utf-8", "utf-8-sig"]),
)
def test_what_a_csv_writer_writes_is_read_back_the_same(rows, delimiter, quoting, ending, mark):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=ending).writerows([HEADER, *rows])
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(text.getvalue().encode(mark))
        file.flush()
        header, found = read(file.name)
    assert header == HEADER
    assert [cells for _, cells in found] == rows


@given(st.binary(max_size=300))
def test_whatever_a_file_holds_it_is_read_or_refused(content):
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(content)
        file.flush()
        try:
            header, rows = read(file.name)
        except UnreadableFile as refused:
            assert str(refused).isprintable()
        else:
            assert header and all(line > 1 for line, _ in rows)
