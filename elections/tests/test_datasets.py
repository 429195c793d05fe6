"""Every dataset gives the same rows in the same order as page, JSON, CSV and XLSX; cells are safe and lossless."""

import csv
import io
import json
import re
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from elections.datasets import DATASETS, ELECTIONS, BadQuery
from elections.datasets.columns import Column, Kind
from elections.datasets.formats import FORMULA, as_csv, as_json, as_xlsx, cell_sql, csv_text
from elections.models import Election, ElectionStatus, Source
from elections.tests.answers import asked, content, page, rows_of, text

QUERIES = [
    ("elections", ""),
    ("elections", "country=KZ,UZ&kind=presidential"),
    ("elections", "contested=yes&ordering=-spread_pct"),
    ("elections", "date__gte=2010&date__lte=2015-03&ordering=country"),
    ("elections", "search=Tuyakbay"),
    ("elections", "status=annulled&status=partly_annulled&ordering=name"),
    ("sources", "kind=observer_report"),
    ("sources", "language=ru&ordering=-rows_resting"),
    ("sources", "search=osce&ordering=-published"),
]


SOME = {"elections": [{"kind": ["parliamentary"]}], "sources": [{"kind": ["news"]}], "areas": [{"country": ["KZ"]}]}

ALL = {name: {"status": ElectionStatus.values} for name in ("results", "turnout")}


# Of which the fact base has no row: nothing is rated or changed in it. Changes have tests of their own.
EMPTY = ("recommendation-ratings", "changes")


def flat(row: dict, columns) -> list:
    """The values of a JSON row in the order of the columns; those of an object come from within it."""
    return [(row[each.within] or {}).get(each.member) if each.within else row[each.name] for each in columns]


def read_json(selection) -> list[list]:
    return [flat(row, selection.columns) for row in json.loads("".join(as_json(selection, {"count": 1})))["results"]]


def read_csv(selection) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(as_csv(selection)).decode(), newline="")))


def read_xlsx(selection) -> list[list]:
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(as_xlsx(selection, []))))[selection.dataset.name]
    return [[cell.value for cell in row] for row in sheet]


@pytest.mark.django_db
@pytest.mark.usefixtures("record")
class TestTheSameRows:
    @pytest.mark.parametrize("name", DATASETS)
    def test_in_json_csv_and_xlsx(self, name):
        selection = DATASETS[name].select({})
        rows, lines, cells = read_json(selection), read_csv(selection), read_xlsx(selection)
        assert lines[0] == cells[0] == [column.name for column in selection.columns]
        assert rows or name in EMPTY
        assert len(rows) == len({row[0] for row in rows}) == selection.narrowed(facets=True).count()
        assert [[csv_text(value) for value in row] for row in rows] == lines[1:]
        for line, filled in zip(lines[1:], cells[1:], strict=True):
            assert [as_text(value, line[place]) for place, value in enumerate(filled)] == line

    @pytest.mark.parametrize(("name", "query"), QUERIES)
    def test_on_pages_and_in_files(self, name, query):
        whole = json.loads(text(asked(f"/{name}.json?{query}")))
        ids = [row["id"] for row in whole["results"]]
        assert ids and whole["count"] == len(ids) == len(set(ids))
        lines = list(csv.DictReader(io.StringIO(text(asked(f"/{name}.csv?{query}")), newline="")))
        assert [line["id"] for line in lines] == ids
        sheet = openpyxl.load_workbook(io.BytesIO(content(asked(f"/{name}.xlsx?{query}"))))[name]
        assert [row[0].value for row in sheet][1:] == ids
        assert self.on_pages(name, query) == ids

    def on_pages(self, name, query):
        """The ids that the pages of the list link to, from the first page to the last."""
        found, address = [], f"/{name}/?{query}"
        while address:
            shown = page(address)
            table = shown.all("table")[0]
            heads = [each for each in shown.inside(table, "th") if each.attributes["scope"] == "row"]
            found += [shown.inside(head, "a")[0].attributes["href"].split("/")[2] for head in heads]
            following = [each for each in shown.all("a") if each.attributes.get("rel") == "next"]
            address = following[0].attributes["href"] if following else ""
        return found

    @pytest.mark.parametrize("name", DATASETS)
    def test_every_order_is_total_and_whole(self, name):
        dataset = DATASETS[name]
        everything = set(dataset.base().values_list("pk", flat=True))
        for order in dataset.orders:
            for sign in ("", "-"):
                selection = dataset.select({"ordering": [f"{sign}{order.name}"], **ALL.get(name, {})})
                keys = [row.pk for row in selection.rows]
                assert len(keys) == len(set(keys)) and set(keys) == everything
                ordered = str(selection.rows.query).split(" ORDER BY ")[-1]
                key = dataset.model._meta.pk.column
                assert f'."{key}" ' in ordered, "equal rows would come in any order"

    @pytest.mark.parametrize("name", DATASETS)
    def test_counts_of_facets_are_what_choosing_them_gives(self, name):
        for query in ({}, {"search": ["a"]}, *SOME.get(name, [])):
            selection = DATASETS[name].select(query)
            assert selection.count == len(list(selection.rows))
            for facet in selection.facets:
                for value, _, n, _ in facet.options:
                    chosen = DATASETS[name].select({**query, facet.filter.name: [value]})
                    assert chosen.count == n, (facet.filter.name, value)

    @pytest.mark.parametrize("name", DATASETS)
    def test_one_spelling_of_a_query_gives_the_same_rows(self, name):
        for of, query in QUERIES:
            if of == name:
                spelt = {}
                for pair in query.split("&") if query else []:
                    key, value = pair.split("=")
                    spelt.setdefault(key, []).append(value)
                selection = DATASETS[name].select(spelt)
                again = {}
                for key, value in selection.query:
                    again.setdefault(key, []).append(value)
                assert [r.pk for r in DATASETS[name].select(again).rows] == [r.pk for r in selection.rows]

    def test_every_column_is_explained(self):
        for dataset in DATASETS.values():
            names = [column.name for column in dataset.columns]
            assert len(names) == len(set(names))
            assert all(len(column.help) > 10 and column.help.endswith(".") for column in dataset.columns)

    def test_a_printed_percentage_keeps_its_digits_in_every_form(self):
        Election.objects.filter(pk="kz-2012-mazhilis").update(threshold_pct=Decimal("7.00"))
        selection = ELECTIONS.select({"country": ["KZ"], "date__gte": ["2012"], "date__lte": ["2012"]})
        assert b",7.00," in b"".join(as_csv(selection))
        assert '"threshold_pct":"7.00"' in "".join(as_json(selection, {"count": 1}))
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(as_xlsx(selection, []))))["elections"]
        cell = next(cell for cell in sheet[2] if sheet.cell(1, cell.column).value == "threshold_pct")
        assert (cell.value, cell.number_format) == (7, "0.00")

    def test_contested_is_what_the_page_says(self):
        """Against the claims themselves: 54.24 points between exit poll and commission in Kyrgyzstan 2009."""
        rows = {row["id"]: row for row in rows_of("/elections.json")}
        assert rows["kg-2009-president"]["spread_pct"] == "54.24" and rows["kg-2009-president"]["contested"]
        assert not rows["kz-2016-mazhilis"]["contested"]
        assert rows["kg-2007-referendum"]["spread_pct"] is None, "bounds are not exact figures"

    def test_hostile_titles_are_texts_in_every_form(self):
        hostile = '=HYPERLINK("http://example.org","x")'
        pk = Source.objects.order_by("pk").first().pk
        Source.objects.filter(pk=pk).update(title=hostile)
        selection = DATASETS["sources"].select({"search": ["=HYPERLINK"]})
        assert f"'{hostile}" in read_csv(selection)[1]
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(as_xlsx(selection, []))))["sources"]
        assert (sheet["C2"].value, sheet["C2"].data_type) == (hostile, "s")


def as_text(value, printed: str) -> str:
    """A cell of a workbook as CSV writes it; the number format holds the digits that a number has lost."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and "." in printed:
        return f"{value:.{len(printed.split('.')[1])}f}"
    return csv_text(value)


def lossless(cell: str) -> str:
    """How a reader of the CSV takes the apostrophe away again."""
    return cell[1:] if cell.startswith("'") and re.match(FORMULA, cell) else cell


def cell_of(value: str) -> str:
    """A text as the database writes it into a cell."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {cell_sql('c', Column('c', '', 'c', Kind.TEXT))} FROM (SELECT %s::text AS c) q", [value]
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db
class TestCells:
    @pytest.mark.parametrize(
        "text", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\tx", "\rx", "＝1+1", "'=1", "-", "--1", "=-1"]
    )
    def test_what_a_spreadsheet_would_run_is_kept_a_text(self, text):
        assert cell_of(text) == f"'{text}"

    @pytest.mark.parametrize("text", ["-1.06", "+5", "-3e5", "1-2", "a=b", "'quoted'", "Ақ жол", "−1.06 points"])
    def test_numbers_and_plain_texts_stay_as_they_are(self, text):
        assert cell_of(text) == text

    @given(
        st.text(alphabet=st.sampled_from("=+-@'\t\r\n＝1a .,\""), max_size=8)
        | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
    )
    def test_a_text_survives(self, value):
        cell = cell_of(value)
        assert lossless(cell) == value and cell == csv_text(value)
        assert cell[:1] not in set("=+-@\t\r\n＝＋－＠") or cell == value and Decimal(value) is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"colour": ["red"]}, "There is no parameter 'colour' here."),
        ({"kind": ["president"]}, "kind takes presidential, parliamentary and referendum."),
        ({"date__gte": ["2012-13"]}, "date__gte takes one year, month or day"),
        ({"date__gte": ["2015"], "date__lte": ["2014"]}, "a date not before 2015"),
        ({"ordering": ["-colour"]}, "ordering takes date, country"),
        ({"search": ["a", "b"]}, "search takes one value"),
        ({"search": ["a\x00b"]}, "can be seen"),
        ({"search": ["x" * 201]}, "up to 200 characters"),
    ],
)
def test_what_cannot_be_answered_is_said(query, sentence):
    with pytest.raises(BadQuery) as refused:
        ELECTIONS.select(query)
    assert sentence in str(refused.value)
