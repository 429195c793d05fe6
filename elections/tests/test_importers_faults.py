"""Tables with a fault are refused: every fault is named by file, line, column, value and rule, and nothing is saved."""

import os

import openpyxl
import pytest

from elections.importers import FAULTS_LISTED, LoadRefused
from elections.importers.record import TABLES
from elections.models import DataVersion, ImportBatch, Result, Source

pytestmark = pytest.mark.django_db

FIRST_RESULT = 2
NUR_OTAN = {"election_id": "kz-2012-mazhilis", "contender_id": "kz-2012-mazhilis-nur-otan"}


def nothing_saved():
    return not (Source.objects.exists() or ImportBatch.objects.exists() or DataVersion.current())


def test_the_small_set_has_no_fault(tables):
    assert tables.faults() == []
    assert Result.objects.count() == 7


@pytest.mark.parametrize(
    ("table", "line", "cells", "message"),
    [
        ("results", 3, {"votes": "-5"}, "results.csv line 3, votes: '-5' is not a count of zero or more"),
        (
            "results",
            2,
            {"votes": "5,621,436"},
            "results.csv line 2, votes: '5,621,436' is not a count of zero or more; "
            "write thousands without a separator",
        ),
        (
            "results",
            2,
            {"share_pct": "80,99"},
            "results.csv line 2, share_pct: '80,99' is not a number of zero or more; "
            "write decimals with a point, and thousands without a separator",
        ),
        (
            "elections",
            3,
            {"date": "2021-02-30"},
            "elections.csv line 3, date: '2021-02-30' is a day that the calendar does not have",
        ),
        ("elections", 3, {"date": ""}, "elections.csv line 3, date: is empty and must not be"),
        (
            "elections",
            3,
            {"end_date": "2012-01-14"},
            "elections.csv line 3: end_date 2012-01-14 lies before date 2012-01-15",
        ),
        ("elections", 3, {"end_date": "2011"}, "elections.csv line 3: end_date 2011 lies before date 2012-01-15"),
        ("elections", 3, {"country": "KG"}, "elections.csv line 3: election_id must begin with the country, kg-"),
        ("elections", 3, {"country": "XX"}, "elections.csv line 3: election_id must begin with the country, xx-"),
        ("elections", 5, {"round_of": "kg-2005-president-r2"}, "elections.csv line 5: round_of is the row itself"),
        (
            "elections",
            5,
            {"round_of": "kz-2012-mazhilis"},
            "elections.csv line 5, round_of: 'kz-2012-mazhilis' is not a first round in the same country",
        ),
        (
            "elections",
            5,
            {"round_of": "kg-2004-president"},
            "elections.csv line 5, round_of: 'kg-2004-president' is not known; elections has no such row; "
            "nearest: kg-2005-president (2005 presidential election), "
            "kg-2005-president-r2 (2005 presidential election, second round)",
        ),
        ("elections", 3, {"source_ids": " "}, "elections.csv line 3, source_ids: holds blanks and no id"),
        (
            "elections",
            3,
            {"source_ids": "cec nowhere"},
            "elections.csv line 3, source_ids: 'nowhere' is not known; sources has no such row",
        ),
        ("parties", 2, {"country": "XX"}, "parties.csv line 2, country: 'XX' is not known; areas has no such row"),
        (
            "contenders",
            2,
            {"party_id": "kz-nobody"},
            "contenders.csv line 2, party_id: 'kz-nobody' is not known; parties has no such row",
        ),
        (
            "contenders",
            6,
            {"election_id": "kg-2009-president"},
            "contenders.csv line 6, election_id: 'kg-2009-president' is not known; elections has no such row; "
            "nearest: kg-2005-president (2005 presidential election), "
            "kg-2005-president-r2 (2005 presidential election, second round)",
        ),
        (
            "results",
            2,
            {"contender_id": "kz-2012-mazhilis-nobody"},
            "results.csv line 2, contender_id: 'kz-2012-mazhilis-nobody' is not known; contenders has no such row; "
            "nearest: kz-2012-mazhilis-nur-otan (Nur Otan), kz-2012-mazhilis-others (Five other lists)",
        ),
        (
            "results",
            2,
            {"contender_id": "kz-2011-president-nazarbayev"},
            "results.csv line 2, contender_id: 'kz-2011-president-nazarbayev' stands in another election "
            "than the row's election_id",
        ),
        (
            "results",
            2,
            {"election_id": "kz-2099-mazhilis"},
            "results.csv line 2, contender_id: 'kz-2012-mazhilis-nur-otan' stands in another election "
            "than the row's election_id",
        ),
        (
            "results",
            2,
            {"source_id": "cec2"},
            "results.csv line 2, source_id: 'cec2' is not known; sources has no such row; "
            "nearest: cec (On the results of the election)",
        ),
        (
            "results",
            2,
            {"area": "KZ-ALMA"},
            "results.csv line 2, area: 'KZ-ALMA' is not known; areas has no such row; "
            "nearest: KZ-ALM (Almaty region), KZ-ALA (Almaty city)",
        ),
        ("results", 2, {"area": "KZ-XYZ"}, "results.csv line 2, area: 'KZ-XYZ' is not known; areas has no such row"),
        (
            "results",
            2,
            {"area": "KZ-x-nowhere"},
            "results.csv line 2, area: 'KZ-x-nowhere' is not known; areas has no such row",
        ),
        (
            "results",
            2,
            {"area": "KG-GB"},
            "results.csv line 2, area: 'KG-GB' is not in the country of the election, KZ",
        ),
        (
            "results",
            2,
            {"votes": "", "share_pct": "", "share_of": "", "seats": ""},
            "results.csv line 2: give votes, share_pct or seats, or the words in the note with qualifier 'words'",
        ),
        (
            "results",
            8,
            {"note": ""},
            "results.csv line 8: give votes, share_pct or seats, or the words in the note with qualifier 'words'",
        ),
        (
            "results",
            2,
            {"share_pct": ""},
            "results.csv line 2: share_of is given without share_pct, which it belongs to",
        ),
        (
            "results",
            5,
            {"share_pct": "", "votes": "5"},
            "results.csv line 5: margin_pct is given without share_pct, which it belongs to",
        ),
        (
            "turnout",
            3,
            {"registered": "", "cast": "", "turnout_pct": ""},
            "turnout.csv line 3: give registered, issued, cast, valid, invalid or turnout_pct, "
            "or the words in the note with qualifier 'words'",
        ),
        (
            "turnout",
            2,
            {"as_of_time": "24:00"},
            "turnout.csv line 2, as_of_time: '24:00' is not a time of day: write HH:MM or close",
        ),
        (
            "turnout",
            2,
            {"election_id": "kz-2013-mazhilis"},
            "turnout.csv line 2, election_id: 'kz-2013-mazhilis' is not known; elections has no such row; "
            "nearest: kz-2012-mazhilis (2012 Mazhilis election)",
        ),
        (
            "turnout",
            2,
            {"part": "Party list"},
            "turnout.csv line 2, part: 'Party list' is not a part of the vote: "
            "one lower-case word, or words joined by _",
        ),
        ("lineage", 3, {"other_party_id": "kz-nur-otan"}, "lineage.csv line 3: other_party_id is the row itself"),
        (
            "lineage",
            3,
            {"election_id": "kz-2013-mazhilis"},
            "lineage.csv line 3, election_id: 'kz-2013-mazhilis' is not known; elections has no such row; "
            "nearest: kz-2012-mazhilis (2012 Mazhilis election)",
        ),
        (
            "election_events",
            2,
            {"event": "stopped"},
            "election_events.csv line 2, event: 'stopped' is none of: called, preliminary, recount, complaint, "
            "court_ruling, cancelled, restored, annulled, partly_annulled, rerun, certified",
        ),
        (
            "sources",
            2,
            {"url": "javascript:alert(1)"},
            "sources.csv line 2, url: 'javascript:alert(1)' is not an address that begins with http:// or https://",
        ),
        (
            "sources",
            2,
            {"publisher": "=HYPERLINK(1)"},
            "sources.csv line 2, publisher: '=HYPERLINK(1)' is what a spreadsheet would run as a formula; "
            "begin with a letter or digit",
        ),
        (
            "sources",
            2,
            {"source_id": "CEC"},
            "sources.csv line 2, source_id: 'CEC' is not an id of lower-case letters, digits and single hyphens",
        ),
    ],
)
def test_a_fault_names_file_line_column_value_and_rule(tables, table, line, cells, message):
    tables.change(table, line, **cells)
    assert message in tables.faults()
    assert nothing_saved()


def test_formulas_are_refused_and_html_is_kept_in_every_column_of_text(tables):
    texts = {"name", "name_native", "abbreviation", "publisher", "title", "body", "actor", "ground", "claimant", "note"}
    expected = []
    for table in TABLES[:1] + TABLES[2:]:
        columns = [column.name for column in table.columns if column.name in texts]
        for column in columns:
            tables.change(table.name, 2, **{column: "<b>&amp;"})
        for start in ("=1", "+1", "-1", "@a", "\ta"):
            tables.add(table.name, 2, **dict.fromkeys(columns, start))
            line = len(tables.rows(table.name)) + 1
            expected += [f"{table.name}.csv line {line}, {column}: " for column in columns]
    faults = tables.faults()
    assert len(expected) > 80
    assert [fault[: fault.index("'")] for fault in faults] == expected
    assert all("is what a spreadsheet would run as a formula" in fault for fault in faults)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("sources", "sources.csv line 6: repeats line 2 (same source_id)"),
        ("parties", "parties.csv line 5: repeats line 2 (same party_id)"),
        ("elections", "elections.csv line 6: repeats line 2 (same election_id)"),
        ("contenders", "contenders.csv line 7: repeats line 2 (same contender_id)"),
        (
            "results",
            "results.csv line 9: repeats line 2 (same contender_id, source_id, area, basis, claimant, as_of)",
        ),
        (
            "turnout",
            "turnout.csv line 6: repeats line 2 (same election_id, area, part, as_of_time, basis, claimant, source_id)",
        ),
        (
            "lineage",
            "lineage.csv line 4: repeats line 2 (same party_id, event, date, other_party_id, election_id, source_id)",
        ),
        (
            "election_events",
            "election_events.csv line 4: repeats line 2 (same election_id, event, date, area, source_ids)",
        ),
        ("exclusions", "exclusions.csv line 3: repeats line 2 (same election_id, name, kind, date, source_ids)"),
    ],
)
def test_a_row_with_the_key_of_another_is_refused(tables, table, message):
    tables.add(table, 2, note="Told once more.") if table != "sources" else tables.add(table, 2)
    assert tables.faults() == [message]


def test_a_row_with_the_key_of_one_in_another_file_is_refused(tables):
    (tables.folder / "more").mkdir()
    tables.path("results").rename(tables.folder / "more" / "results.csv")
    tables.path("results").write_text((tables.folder / "more" / "results.csv").read_text())
    faults = tables.faults()
    assert len(faults) == 7
    assert faults[0].startswith("results.csv line 2: repeats more/results.csv line 2 (same contender_id")


def test_the_written_spelling_of_a_place_does_not_make_two_facts(tables):
    tables.add("results", 6, area="ZHANAOZEN")
    assert tables.faults()[0].startswith("results.csv line 9: repeats line 6 (same contender_id, source_id, area")


def test_a_compiled_claim_that_stands_in_turnout_too_is_told_apart(tables):
    tables.add("turnout", 3, claimant="Saylau, from the sources listed")
    (fault,) = tables.faults()
    assert "line" in fault and "repeats" in fault


HEADER = "source_id,publisher,title,url,published,language,kind"
ROW = "x,A,B,,,,news"


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (f"{HEADER},colour\n{ROW},red\n", ["sources.csv line 1: 'colour' is not a column of sources; the columns are"]),
        (
            f"{HEADER.replace('title', 'Title')}\n{ROW}\n",
            ["'Title' is not a column of sources", "the column 'title' is missing"],
        ),
        (f"{HEADER.removesuffix(',kind')}\nx,A,B,,,\n", ["sources.csv line 1: the column 'kind' is missing"]),
        (f"{HEADER},kind\n{ROW},news\n", ["sources.csv line 1, kind: the column stands twice in the header"]),
        (f"{HEADER},\n{ROW},\n", ["sources.csv line 1: column 8 has no name; the columns are source_id, publisher"]),
        (f"{HEADER},,\n{ROW},,\n", ["sources.csv line 1: column 8 has no name", "sources.csv line 1: column 9 has no"]),
        (f"{HEADER}\n{ROW},more\n", ["sources.csv line 2: has 8 cells; the header has 7"]),
        (f"{HEADER}\n{ROW.removesuffix(',news')}\n", ["sources.csv line 2: has 6 cells; the header has 7"]),
        (f"{HEADER}\nx\n", ["sources.csv line 2: has 1 cells; the header has 7"]),
        ("", ["sources.csv line 1: is empty; the first line must name the columns"]),
        (f'{HEADER}\nx,"A,B,,,,news\n', ["sources.csv line 2: has a quote that is never closed"]),
        (f"{HEADER}\nx,A\0B,C,,,,news\n", ["sources.csv line 2, publisher: has a NUL byte; take it out"]),
        (f"{HEADER}\nx,A\x1b[31m,C,,,,news\n", ["sources.csv line 2, publisher: has the control character U+001B"]),
        (
            f"{HEADER}\nx,Комиссия,C,,,,news\n".encode("cp1251"),
            ["sources.csv line 2, publisher: has the byte 0xCA, which is not UTF-8; save the file as UTF-8"],
        ),
        (f"{HEADER}\n{ROW}\n".encode("utf-16"), ["sources.csv: is UTF-16 or no text; save it as CSV in UTF-8"]),
        ("just some words\n", ["'just some words' is not a column of sources", "the column 'source_id' is missing"]),
    ],
)
def test_a_file_in_the_wrong_form(tables, text, messages):
    tables.path("sources").write_bytes(text if isinstance(text, bytes) else text.encode())
    faults = tables.faults()
    for message in messages:
        assert any(message in fault for fault in faults), faults


def test_a_file_with_a_header_only_has_no_rows_and_no_fault(tables):
    tables.path("exclusions").write_text(tables.path("exclusions").read_text().splitlines()[0] + "\n")
    assert tables.faults() == []


def test_columns_may_stand_in_any_order_and_in_any_usual_form(tables):
    for number, table in enumerate(TABLES):
        if tables.path(table.name).exists():
            rows = [dict(reversed(row.items())) for row in tables.rows(table.name)]
            tables.write(table.name, rows, delimiter=",;\t"[number % 3], lineterminator=["\n", "\r\n"][number % 2])
    assert tables.load().counts.inserted == 107
    assert Result.objects.get(area="KZ-ALA").note == ""
    assert str(Result.objects.get(area="KZ-ALA").margin_pct) == "2.5"


def test_a_workbook_loads_as_its_table_does(tables):
    for name in ("results", "turnout", "elections"):
        book = openpyxl.Workbook()
        rows = tables.rows(name)
        book.active.append(list(rows[0]))
        for row in rows:
            book.active.append([cell or None for cell in row.values()])
        tables.path(name).unlink()
        book.save(tables.folder / f"{name}.xlsx")
    assert tables.load().counts.inserted == 107
    assert str(Result.objects.get(area="KZ-x-zhanaozen").note) == 'They say "over 70": unchecked.'


def test_all_faults_of_all_files_are_listed_at_once(tables):
    tables.change("results", 2, votes="-5", share_pct="x", basis="")
    tables.change("results", 3, source_id="nowhere")
    tables.change("turnout", 2, turnout_pct="1,5")
    tables.add("contenders", 2)
    faults = tables.faults()
    assert len(faults) == 6
    assert [fault.split(":")[0] for fault in faults] == [
        "results.csv line 2, votes",
        "results.csv line 2, share_pct",
        "results.csv line 2, basis",
        "turnout.csv line 2, turnout_pct",
        "results.csv line 3, source_id",
        "contenders.csv line 7",
    ]


@pytest.mark.parametrize(
    "cells", [{"votes": "-5"}, {"source_id": "nowhere"}, {"as_of": "2011"}, {"share_pct": "", "share_of": "valid"}]
)
def test_many_faults_are_all_counted_and_the_first_are_listed(tables, cells):
    row = {**tables.rows("results")[0], **cells}
    tables.write("results", [row] * 1_000)
    with pytest.raises(LoadRefused) as refused:
        tables.load()
    faults = refused.value.faults
    assert len(faults.listed) == FAULTS_LISTED
    assert faults.count in (999, 1_000, 1_999)  # each row but the first repeats it, too, where rows reach that check
    assert str(faults.listed[0]).startswith("results.csv line ")


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.write_text("a,b\n"), lambda path: path.mkdir()])
def test_a_folder_without_tables_is_refused(tables, tmp_path, make):
    tables.folder = tmp_path / "elsewhere"
    make(tables.folder)
    (fault,) = tables.faults()
    assert fault.startswith(str(tables.folder))
    if tables.folder.is_dir():
        assert "holds no tables; a table is a .csv or .xlsx file named sources, areas, parties" in fault
    else:
        assert "is not a folder; name the folder that holds the tables" in fault


def test_a_table_that_the_system_does_not_give_is_a_fault_and_no_traceback(tables):
    tables.path("exclusions").unlink()
    tables.path("exclusions").symlink_to("/proc/self/mem")
    (fault,) = tables.faults()
    assert fault == "exclusions.csv: cannot be read: Input/output error"


def test_a_table_that_points_nowhere_is_a_fault(tables):
    tables.path("exclusions").unlink()
    tables.path("exclusions").symlink_to(tables.folder / "gone.csv")
    (fault,) = tables.faults()
    assert fault == "exclusions.csv: cannot be read: No such file or directory"


def test_a_circle_of_links_does_not_hold_up_a_load(tables):
    (tables.folder / "again").symlink_to(tables.folder, target_is_directory=True)
    (tables.folder / "itself").symlink_to(tables.folder / "itself")
    assert tables.faults() == []


def test_names_of_files_that_are_not_utf_8_or_very_long_do_not_matter(tables):
    strange = os.fsdecode(os.fsencode(tables.folder) + b"/\xff\xfe")
    os.mkdir(strange)
    tables.path("exclusions").rename(os.path.join(strange, "exclusions.csv"))
    deep = tables.folder.joinpath(*["a" * 200] * 3)
    deep.mkdir(parents=True)
    tables.path("turnout").rename(deep / "turnout.csv")
    assert tables.faults() == []
    assert ImportBatch.objects.filter(table="exclusions").get().file_name.endswith("exclusions.csv")
    assert ImportBatch.objects.filter(table="turnout").get().file_name.endswith("turnout.csv")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("KZ-AAA,KZ,KZ-BBB,region,A,,,,", "areas.csv line 7, parent_id: 'KZ-BBB' is not known; areas has no such row"),
        ("KZ-AAA,KZ,KZ-AAA,region,A,,,,", "areas.csv line 7: parent_id is the row itself"),
        (
            "KZ-AAA,KZ,,region,A,,,,",
            "areas.csv line 7: area_id must begin with its country, KZ-, and parent_id must be given",
        ),
        (
            "KZ-AAA,KG,KG,region,A,,,,",
            "areas.csv line 7: area_id must begin with its country, KG-, and parent_id must be given",
        ),
        ("XX,KZ,,country,A,,,,", "areas.csv line 7: the area_id of a country is its code, and its parent_id is empty"),
        (
            "XX,XX,KZ,country,A,,,,",
            "areas.csv line 7: the area_id of a country is its code, and its parent_id is empty",
        ),
        (
            "XX,XX,XX,region,A,,,,",
            "areas.csv line 7: area_id must begin with its country, XX-, and parent_id must be given",
        ),
        (
            "kz-ala,KZ,KZ,region,A,,,,",
            "areas.csv line 7, area_id: 'kz-ala' is not an area's id: KZ, an ISO 3166-2 code",
        ),
        ("KZ-AAA,KZ,KZ,region,A,x,,,", "areas.csv line 7, names: 'x' is not JSON"),
        (
            "KZ-AAA,KZ,KZ,region,A,,2018-06,2018-05,",
            "areas.csv line 7: valid_to 2018-05 lies before valid_from 2018-06",
        ),
        (
            "KZ-AAA,KZ,KZ-BBB,region,A,,,,\nKZ-BBB,KZ,KZ-AAA,region,B,,,,",
            "areas.csv line 7, parent_id: 'KZ-BBB' lies in a circle; "
            "going from one parent_id to the next must end at the country",
        ),
    ],
)
def test_areas_are_a_tree(tables, row, message):
    tables.path("areas").write_text(
        "area_id,country,parent_id,kind,name,names,valid_from,valid_to,note\n"
        "KZ,KZ,,country,Kazakhstan,,,,\nKG,KG,,country,Kyrgyzstan,,,,\nKZ-ALA,KZ,KZ,city,Almaty,,,,\n"
        "KG-GB,KG,KG,city,Bishkek,,,,\nKZ-x-abroad,KZ,KZ,abroad,abroad,,,,\n" + row + "\n"
    )
    assert any(fault.startswith(message) for fault in tables.faults())


def test_all_faults_of_a_row_are_told_at_once(tables):
    """What a row refers to, and the rules of its other cells, are checked although a cell of it is wrong."""
    tables.change("results", 2, votes="-5", source_id="nowhere", contender_id="kz-nobody", area="KZ-XYZ", share_pct="")
    tables.change("elections", 3, date="2012", end_date="2011", round_of="kz-nothing", threshold_pct="x")
    tables.change("election_events", 2, date="2012-13-01", source_ids="cec nowhere")
    told = {fault.split(":")[0] for fault in tables.faults()}
    assert told == {
        *(f"results.csv line 2, {column}" for column in ("votes", "source_id", "contender_id", "area")),
        "results.csv line 2",  # share_of without the share that it belongs to
        *("elections.csv line 3", "elections.csv line 3, round_of", "elections.csv line 3, threshold_pct"),
        *("election_events.csv line 2, date", "election_events.csv line 2, source_ids"),
    }
    assert nothing_saved()


def test_what_a_wrong_cell_would_have_made_is_no_fault_of_its_own(tables):
    """No area, native name or order is told of that follows from a cell which cannot be read."""
    tables.change("results", 2, election_id="Kz 2012", area="KZ-ALM")
    tables.change("contenders", 2, election_id="KZ")
    tables.add("lineage", 2, other_party_id="No Id")
    told = [fault.split(":")[0] for fault in tables.faults()]
    assert told == ["contenders.csv line 2, election_id", "lineage.csv line 4, other_party_id",
                    "results.csv line 2, election_id"]  # fmt: skip
