"""What one cell may hold, and the sentence that says why another may not."""

import json
import re
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.importers import Faults, cells
from elections.importers.cells import NULL, CellFault, area_id, escape
from elections.importers.record import AREAS, ELECTIONS, TABLES
from elections.importers.staging import Reader
from elections.models import Basis, Qualifier
from observers.importers import TABLES as OBSERVERS_TABLES

KINDS = {
    "area": lambda: AREAS.columns[0].cell(),
    "count": cells.count_cell,
    "date": cells.date_cell,
    "election": lambda: ELECTIONS.columns[0].cell(),
    "hour": cells.hour_cell,
    "id": cells.id_cell,
    "ids": cells.ids_cell,
    "names": cells.names_cell,
    "pattern": lambda: cells.pattern_cell("[A-Z]{2}", "a code", 2),
    "percentage": cells.percentage_cell,
    "text": cells.text_cell,
    "word": lambda: cells.word_cell(Basis),
    "yes or no": cells.yes_no_cell,
}


def fault(cell, text):
    """The fault of a text, as the end of a sentence that names the cell; None when it may stand."""
    try:
        cell[text]
    except CellFault as found:
        return str(found)
    return None


def copied(text):
    """A text for COPY as the server reads it."""
    if text == NULL:
        return None
    plain = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    return re.sub(r"\\(.)", lambda found: plain[found[1]], text)


@pytest.mark.parametrize("text", ["0", "7", "5621436", "2147483647"])
def test_a_count_is_digits(text):
    assert cells.count_cell()[text] == text


def test_an_unknown_count_is_null_and_never_zero():
    assert cells.count_cell()[""] == NULL


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-5", "'-5' is not a count of zero or more"),
        ("+5", "'+5' is not a count of zero or more"),
        (" 5", "' 5' is not a count of zero or more"),
        ("5 ", "'5 ' is not a count of zero or more"),
        ("5\n", "'5\\u000a' is not a count of zero or more"),
        ("0x10", "'0x10' is not a count of zero or more"),
        ("1_000", "'1_000' is not a count of zero or more"),
        ("1e5", "'1e5' is not a count of zero or more"),
        ("NaN", "'NaN' is not a count of zero or more"),
        ("Infinity", "'Infinity' is not a count of zero or more"),
        ("١٢٣", "'١٢٣' is not a count of zero or more"),
        ("１２３", "'１２３' is not a count of zero or more"),
        ("²", "'²' is not a count of zero or more"),
        ("five", "'five' is not a count of zero or more"),
        ("12.5", "'12.5' is not a count of zero or more; a count has no decimals"),
        ("1,5", "'1,5' is not a count of zero or more; a count has no decimals"),
        ("5,621,436", "'5,621,436' is not a count of zero or more; write thousands without a separator"),
        ("5 621 436", "'5 621 436' is not a count of zero or more; write thousands without a separator"),
        ("5.621.436", "'5.621.436' is not a count of zero or more; write thousands without a separator"),
        ("5'621'436", "'5'621'436' is not a count of zero or more; write thousands without a separator"),
        ("5\u00a0621", "'5\\u00a0621' is not a count of zero or more; write thousands without a separator"),
        ("5\u202f621", "'5\\u202f621' is not a count of zero or more; write thousands without a separator"),
        ("2147483648", "'2147483648' is more than 2,147,483,647, the largest count there is room for"),
        ("99999999999", "'99999999999' is more than 2,147,483,647, the largest count there is room for"),
        ("9" * 5_000, "'" + "9" * 57 + "...' is more than 2,147,483,647, the largest count there is room for"),
    ],
)
def test_anything_else_is_no_count(text, message):
    assert fault(cells.count_cell(), text) == message


@given(st.text(max_size=15) | st.from_regex(r"[-+ ]?[0-9][0-9 ,.\u00a0']{0,12}", fullmatch=True))
def test_a_count_is_accepted_exactly_when_it_is_digits_with_room(text):
    right = text == "" or bool(re.fullmatch("[0-9]{1,10}", text)) and int(text) <= 2_147_483_647
    assert (fault(cells.count_cell(), text) is None) == right


@pytest.mark.parametrize("text", ["0", "6.5", "6.50", "100", "104.37", "95.5512", "999999"])
def test_a_percentage_keeps_its_digits(text):
    assert cells.percentage_cell()[text] == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "1,5",
            "'1,5' is not a number of zero or more; write decimals with a point, and thousands without a separator",
        ),
        (
            "5,621.4",
            "'5,621.4' is not a number of zero or more; write decimals with a point, and thousands without a separator",
        ),
        ("0.12345678", "'0.12345678' is not a number of zero or more; at most four digits fit behind the point"),
        ("-5", "'-5' is not a number of zero or more"),
        ("75.4%", "'75.4%' is not a number of zero or more"),
        (".5", "'.5' is not a number of zero or more"),
        ("5.", "'5.' is not a number of zero or more"),
        ("1e5", "'1e5' is not a number of zero or more"),
        ("NaN", "'NaN' is not a number of zero or more"),
        ("Infinity", "'Infinity' is not a number of zero or more"),
        ("inf", "'inf' is not a number of zero or more"),
        ("٧٥", "'٧٥' is not a number of zero or more"),
        ("75.4\n", "'75.4\\u000a' is not a number of zero or more"),
        ("999999.5", "'999999.5' is more than 999,999, the largest number there is room for"),
        ("99999999999", "'99999999999' is more than 999,999, the largest number there is room for"),
        ("9" * 5_000, "'" + "9" * 57 + "...' is more than 999,999, the largest number there is room for"),
    ],
)
def test_anything_else_is_no_percentage(text, message):
    assert fault(cells.percentage_cell(), text) == message


@given(st.text(max_size=15) | st.from_regex(r"[-+ ]?[0-9]{0,9}[.,]?[0-9]{0,6}", fullmatch=True))
def test_a_percentage_is_accepted_exactly_when_it_is_a_plain_number_with_room(text):
    right = text == "" or bool(re.fullmatch(r"[0-9]+(\.[0-9]{1,4})?", text)) and Decimal(text) <= 999_999
    assert (fault(cells.percentage_cell(), text) is None) == right


@pytest.mark.parametrize("text", ["", "2021", "2021-01", "2021-01-10", "2020-02-29"])
def test_a_date_is_as_precise_as_it_is_known(text):
    assert cells.date_cell()[text] == text


@pytest.mark.parametrize(
    "text",
    ["21-01-01", "2021-13", "2021-00", "2021-1-10", "10.01.2021", "2021/01/10", "2021-01-10 ", "2021-01-10\n"]
    + [
        "2021-01-10T00:00",
        "2021-Q1",
        "２０２１",
        "202",
        "20211",
        "0000",
        "0000-01-01",
        "2021-01-00",
        "2021-01-32",
        "about 2021",
    ],
)
def test_anything_else_is_no_date(text):
    assert "is not a date: write YYYY, YYYY-MM or YYYY-MM-DD" in fault(cells.date_cell(), text)


@pytest.mark.parametrize("text", ["2021-02-30", "2021-02-29", "2021-04-31", "2021-06-31"])
def test_a_day_is_one_of_the_calendar(text):
    assert fault(cells.date_cell(), text) == f"'{text}' is a day that the calendar does not have"


@given(st.text(max_size=12) | st.from_regex(r"[0-9]{2,4}(-[0-9]{1,2}){0,2}", fullmatch=True) | st.dates().map(str))
def test_a_date_is_accepted_exactly_when_its_form_and_day_are_right(text):
    form = re.fullmatch("([0-9]{4})(-[0-9]{2})?(-[0-9]{2})?", text)
    right = text == ""
    if form and not (form[3] and not form[2]):
        month, day = int((form[2] or "-01")[1:]), int((form[3] or "-01")[1:])
        year = int(form[1])
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        days = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        right = 1 <= month <= 12 and 1 <= day <= days[month - 1] and year > 0
    assert (fault(cells.date_cell(), text) is None) == right


@pytest.mark.parametrize(("text", "right"), [("", True), ("close", True), ("00:00", True), ("23:59", True)])
def test_an_hour_is_local_time_or_the_close(text, right):
    assert cells.hour_cell()[text] == text


@pytest.mark.parametrize("text", ["24:00", "9:00", "09:60", "09.00", "09:00:00", "Close", "closed", "09:00\n", "٠٩:٠٠"])
def test_anything_else_is_no_hour(text):
    assert "is not a time of day: write HH:MM or close" in fault(cells.hour_cell(), text)


@pytest.mark.parametrize(
    "text",
    [
        "KZ-2012",
        "kz 2012",
        "kz_2012",
        "kz--2012",
        "-kz",
        "kz-",
        "kz-2012\n",
        "кз-2012",
        "kz-2012;",
        "kz/2012",
        "kz.2012",
    ],
)
def test_an_id_has_small_letters_digits_and_single_hyphens(text):
    assert fault(cells.id_cell(), text).endswith("is not an id of lower-case letters, digits and single hyphens")


def test_a_needed_id_is_not_empty_and_one_that_is_not_needed_is_unknown():
    assert fault(cells.id_cell(), "") == "is empty and must not be"
    assert cells.id_cell(needed=False)[""] == NULL


def test_an_id_fits_its_column():
    assert cells.id_cell()["a" * 100] == "a" * 100
    assert "has 101 characters; at most 100 fit" in fault(cells.id_cell(), "a" * 101)


@pytest.mark.parametrize(
    "text", ["2012-mazhilis", "kz-2012", "kz-12-mazhilis", "kaz-2012-mazhilis", "kz-2012-mazhilis\n"]
)
def test_an_elections_id_tells_country_year_and_office(text):
    assert "is not an election's id: country, year and office, such as kz-2012-mazhilis" in fault(
        KINDS["election"](), text
    )


def test_a_list_of_ids_keeps_its_order():
    assert cells.ids_cell()["b a  c"] == "{b,a,c}"
    assert cells.ids_cell()[""] == "{}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty and must not be"),
        (" ", "holds blanks and no id"),
        ("\u00a0\n", "holds blanks and no id"),
        ("a b a", "'a b a' names an id twice"),
        ("a;b", "'a;b' is not an id of lower-case letters, digits and single hyphens; ids are parted by blanks"),
        ('a "b"', "'\"b\"' is not an id of lower-case letters, digits and single hyphens; ids are parted by blanks"),
        ("a {}", "'{}' is not an id of lower-case letters, digits and single hyphens; ids are parted by blanks"),
    ],
)
def test_a_list_of_ids_with_a_fault(text, message):
    assert fault(cells.ids_cell(needed=True), text) == message


def test_a_word_is_one_of_the_list_and_the_message_gives_the_list():
    assert cells.word_cell(Basis)["exit_poll"] == "exit_poll"
    assert cells.word_cell(Qualifier)[""] == ""
    assert fault(cells.word_cell(Basis), "") == "is empty and must not be"
    assert fault(cells.word_cell(Qualifier), "Over") == "'Over' is none of: lower_bound, upper_bound, about, words"


@pytest.mark.parametrize("text", ["Yes", "true", "1", "y", "no ", "да"])
def test_yes_and_no_are_written_out(text):
    assert fault(cells.yes_no_cell(), text) == f"'{text}' is neither yes nor no"
    assert [cells.yes_no_cell()[word] for word in ("yes", "no", "")] == ["t", "f", NULL]


@pytest.mark.parametrize(
    "text", ["=1+1", "+7 701", "-1 is not recorded", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"]
)
def test_no_text_begins_like_a_formula(text):
    assert fault(cells.text_cell(), text).endswith(
        "is what a spreadsheet would run as a formula; begin with a letter or digit"
    )


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
def test_no_text_is_the_error_of_a_formula(text):
    assert fault(cells.text_cell(), text) == f"'{text}' is the error of a formula; write what was meant"


@pytest.mark.parametrize("text", ["x ", " x", "x\n", "\u00a0x", " "])
def test_no_text_has_blanks_at_an_end(text):
    assert fault(cells.text_cell(), text).endswith("has blanks at an end; take them away")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "a -1", "Saidov's", '"x"', "a\nb", "Нұр Отан", "🗳", "\u200fعربي"]
)
def test_a_text_is_kept_as_it_is(text):
    assert copied(cells.text_cell()[text]) == text


def test_a_text_fits_its_column():
    assert fault(cells.text_cell(5), "abcdef") == "'abcdef' has 6 characters; at most 5 fit"
    assert cells.text_cell(5)["ғғғғғ"] == "ғғғғғ"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\0b", "has a NUL byte; take it out"),
        ("a\x1bb", "has the control character U+001B; take it out"),
        ("a\x85b", "has the control character U+0085; take it out"),
        ("a\x7fb", "has the control character U+007F; take it out"),
        ("a\u202eb", "has the control character U+202E; take it out"),
        ("\ufeffb", "has the control character U+FEFF; take it out"),
        ("a\udcd0b", "has the byte 0xD0, which is not UTF-8; save the file as UTF-8"),
        ("a\ud800b", "has half a character U+D800; take it out"),
    ],
)
def test_no_cell_holds_what_is_no_text(text, message):
    for table in TABLES + OBSERVERS_TABLES:
        for column in table.columns:
            assert fault(column.cell(), text) == message, f"{table.name}.{column.name}"
    assert fault(cells.ids_cell(), text) == message


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=50)
@given(text=st.text(st.characters(), max_size=40) | st.text("0123456789-.,:/{}[]\"'\\ \t\n\0aKZ=", max_size=20))
def test_whatever_a_cell_holds_it_is_taken_or_refused_with_a_sentence(kind, text):
    message = fault(KINDS[kind](), text)
    assert message is None or message.isprintable() and 10 < len(message) < 300


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_what_is_copied_reads_back_the_same(text):
    line = escape(text)
    assert not set("\t\n\r") & set(line)
    assert copied(line) == text


def test_memory_stays_flat_however_many_texts_a_column_has():
    ids, notes = cells.id_cell(), cells.text_cell()
    for number in range(3 * cells.REMEMBERED):
        ids[f"x{number}"]
        notes["long " * 100 + str(number)]
    assert len(ids) <= cells.REMEMBERED
    assert len(notes) == 0


def test_names_are_an_object_by_language_tag():
    assert json.loads(cells.names_cell()['{"ru": "Казахстан", "kk-Cyrl": "Қазақстан"}'].replace("\\\\", "\\")) == {
        "kk-Cyrl": "Қазақстан",
        "ru": "Казахстан",
    }
    assert cells.names_cell()[""] == "{}"


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        '"ru"',
        "null",
        "1",
        "NaN",
        '{"ru": 1}',
        '{"ru": ""}',
        '{"ru": {}}',
        '{"": "x"}',
        '{"Russian": "x"}',
        "{'ru': 'x'}",
    ]
    + ["{", "[" * 100_000, '{"ru": ' * 50_000, "1" * 6_000],
)
def test_anything_else_is_no_names(text):
    message = fault(cells.names_cell(), text)
    assert message.endswith("is not JSON") or message.endswith("is not a JSON object of names by language tag")


@pytest.mark.parametrize("text", [r'{"ru": "a\u0000b"}', r'{"ru": "a\ud800b"}', r'{"ru": "a\u001bb"}'])
def test_names_written_as_escapes_are_looked_at_too(text):
    assert "take it out" in fault(cells.names_cell(), text)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("", "KZ"),
        ("KZ", "KZ"),
        ("KZ-ALA", "KZ-ALA"),
        ("KZ-x-abroad", "KZ-x-abroad"),
        ("abroad", "KZ-x-abroad"),
        ("Omsk (abroad)", "KZ-x-omsk-abroad"),
        ("Жаңаөзен", "KZ-x-zhanaozen"),
        ("Ak-Suu", "KZ-x-ak-suu"),
        ("KZ-ALMA", "KZ-ALMA"),
    ],
)
def test_an_area_is_the_country_a_code_or_a_name(text, area):
    assert area_id("KZ", text) == area


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("KG-GB", "'KG-GB' is not in the country of the election, KZ"),
        ("KG", "'KG' is not in the country of the election, KZ"),
        ("KG-x-abroad", "'KG-x-abroad' is not in the country of the election, KZ"),
        ("kz-ala", "'kz-ala' is not a code: write ISO 3166-2 codes in capital letters with a hyphen"),
        ("KZ-Ala", "'KZ-Ala' is not a code: write ISO 3166-2 codes in capital letters with a hyphen"),
        ("KZ ALA", "'KZ ALA' is not a code: write ISO 3166-2 codes in capital letters with a hyphen"),
        ("kz", "'kz' is not a code: write ISO 3166-2 codes in capital letters with a hyphen"),
        ("?", "'?' is neither an ISO 3166-2 code nor the name of a place"),
        ("北京", "'北京' is neither an ISO 3166-2 code nor the name of a place"),
    ],
)
def test_an_area_of_another_country_or_without_a_name_is_refused(text, message):
    with pytest.raises(CellFault, match=re.escape(message)):
        area_id("KZ", text)


@given(st.text(max_size=100))
def test_every_text_is_an_area_with_a_valid_id_or_is_refused(text):
    try:
        area = area_id("KZ", text)
    except CellFault:
        return
    assert (cells.AREA_CODE.fullmatch(area) or area == text) and area.startswith("KZ") and len(area) <= 100


@pytest.mark.parametrize("table", TABLES + OBSERVERS_TABLES, ids=lambda table: table.name)
@settings(max_examples=30)
@given(data=st.data())
def test_whatever_a_row_holds_it_is_copied_whole_or_refused(table, data):
    faults = Faults()
    reader = Reader(table, "file.csv", table.header, 1, faults)
    texts = st.sampled_from(
        ["", "a", "kz-2012-x", "KZ", "2012", "2011", "5", "yes", "words", "country", "kz-2012-y", "{}"]
    )
    rows = data.draw(st.lists(st.lists(texts | st.text(max_size=5), min_size=0, max_size=25), max_size=5))
    lines = list(reader.copy_lines(enumerate(rows, 2)))
    assert len(lines) == len(rows)
    assert all(line == "" or line.count("\t") == len(reader.targets) - 1 for line in lines)
    assert (faults.count == 0) == all(lines)


@pytest.mark.django_db
@settings(max_examples=40)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=50), max_size=20))
def test_what_is_copied_into_the_database_reads_back_the_same(texts):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS copied (place integer, text text); TRUNCATE copied")
        with cursor.copy("COPY copied FROM STDIN") as copy:
            copy.write("".join(f"{place}\t{escape(text)}\n" for place, text in enumerate(texts)))
        cursor.execute("SELECT text FROM copied ORDER BY place")
        assert [text for (text,) in cursor.fetchall()] == texts


@pytest.mark.django_db
@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(["ru", "kk-Cyrl", "und"]), st.text(min_size=1, max_size=20)))
def test_names_that_are_taken_are_ones_the_database_keeps(names):
    text = json.dumps(names)
    cell = cells.names_cell()
    if fault(cell, text) is None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS copied_names (names jsonb); TRUNCATE copied_names")
            with cursor.copy("COPY copied_names FROM STDIN") as copy:
                copy.write(cell[text] + "\n")
            cursor.execute("SELECT names::text FROM copied_names")
            assert json.loads(cursor.fetchone()[0]) == names
