"""The pages that list elections and sources: filters, order, pages, files, form, few queries."""

import json
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.datasets import ELECTIONS
from elections.models import Election
from elections.tests.answers import asked, content, page, text
from elections.views.elections import lines

pytestmark = pytest.mark.django_db
ELECTIONS_QUERIES, SOURCES_QUERIES, SOURCE_QUERIES = 15, 11, 12  # the version and the transaction's are among them


def words(shown) -> str:
    return next(each.text for each in shown.by_class("found"))


@pytest.mark.usefixtures("record")
class TestTheLists:
    def test_all_elections_are_there_in_pages(self):
        shown = page("/elections/")
        assert words(shown) == "55 elections. Rows 1–25, page 1 of 3."
        assert len(shown.by_class("elections")) == 1
        assert words(page("/elections/?page=3&page_size=25")) == "55 elections. Rows 51–55, page 3 of 3."
        assert words(page("/elections/?page_size=100")) == "55 elections."

    def test_every_language_of_a_source_has_a_name(self):
        for prefix in ("", "/ru"):
            shown = page(f"{prefix}/sources/")
            chips = {
                each.attributes["value"]: next(one for one in reversed(each.parents) if one.tag == "label").text
                for each in shown.all("input")
                if each.attributes.get("name") == "language"
            }
            assert len(chips) > 20 and not [tag for tag, text in chips.items() if text.split()[0].lower() == tag]
            assert chips["zh"].startswith("Китайский" if prefix else "Chinese")

    def test_filters_combine_and_the_form_remembers_them(self):
        shown = page("/elections/?country=KZ&kind=presidential&date__gte=2011&search=nazarbaev&ordering=date")
        assert words(shown).startswith(
            "2 elections: country: Kazakhstan; from 2011; kind: presidential; searched for “nazarbaev”"
        )
        checked = [each.attributes["value"] for each in shown.all("input") if "checked" in each.attributes]
        assert checked == ["KZ", "presidential"]
        assert shown.by_id("f-search").attributes["value"] == "nazarbaev"
        assert shown.by_id("f-from").attributes["value"] == "2011"
        selected = [each.attributes.get("value") for each in shown.all("option") if "selected" in each.attributes]
        assert selected[0] == "date"

    def test_columns_are_ordered_by_links_that_keep_the_rest(self):
        shown = page("/elections/?country=KG&ordering=-spread_pct")
        heads = {each.text: each for each in shown.all("th") if "aria-sort" in each.attributes}
        assert [(name, each.attributes["aria-sort"]) for name, each in heads.items()] == [
            ("Largest spread, points ↓", "descending")
        ]
        assert shown.inside(next(iter(heads.values())), "a")[0].attributes["href"] == (
            "/elections/?country=KG&ordering=spread_pct"
        )

    def test_files_hold_all_pages_of_the_same_query(self):
        shown = page("/elections/?country=KG,TJ&page_size=25&page=2")
        links = {each.text: each.attributes["href"] for each in shown.all("a") if "download" in each.attributes}
        assert set(links) == {"CSV", "JSON", "XLSX"}
        answer = asked(links["JSON"])
        given = json.loads(text(answer))
        assert given["count"] == 27 == len(given["results"])
        assert given["applied_filters"] == {"country": ["KG", "TJ"]}
        assert {"licence", "attribution", "cite_as", "permalink", "data_version"} <= given.keys()
        assert 'filename="saylau-elections-country-kg-country-tj-' in answer["Content-Disposition"]

    def test_format_on_the_page_s_address_is_the_same_file(self):
        for form in ("csv", "json"):
            answer = asked(f"/elections/?country=TM&format={form}")
            assert (answer.status_code, answer["Location"]) == (302, f"/elections.{form}?country=TM")
            assert text(asked(answer["Location"]))
        workbook = asked(asked("/elections/?format=xlsx")["Location"])
        assert workbook.headers["Content-Type"].endswith("spreadsheetml.sheet") and content(workbook)[:2] == b"PK"

    def test_nothing_found_is_said(self):
        shown = page("/elections/?search=atlantis")
        assert words(shown).startswith("0 elections") and shown.by_class("empty")
        assert not shown.all("table")

    @pytest.mark.parametrize(
        ("address", "sentence"),
        [
            ("/elections/?colour=red", "There is no parameter 'colour' here."),
            ("/elections/?country=kz", "country takes KZ, KG, TJ, TM and UZ"),
            ("/elections/?page=4", "page takes a number from 1 to 3"),
            ("/elections/?page=-1", "page takes a number"),
            ("/elections/?page=99999999999999999999", "page takes a number"),
            ("/elections/?page=1&page=2", "page takes one value"),
            ("/elections/?page_size=26", "page_size takes 25, 50 and 100"),
            ("/elections/?format=pdf", "format takes json, csv and xlsx"),
            ("/elections/?format=csv&page=2", "a file holds all pages"),
            ("/elections/?search=%00", "can be seen"),
            ("/sources/?kind=rumour", "kind takes electoral_commission"),
            ("/sources/?publisher=Nobody", "publisher takes"),
        ],
    )
    def test_what_cannot_be_answered_is_said(self, address, sentence):
        assert sentence in page(address, status=400).by_class("standfirst")[0].text

    def test_a_file_is_refused_as_a_problem(self):
        answer = asked("/elections.csv?country=ZZ")
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        problem = json.loads(text(answer))
        assert (problem["code"], problem["field"], problem["valid"]) == (
            "bad_value", "country", ["KZ", "KG", "TJ", "TM", "UZ"],
        )  # fmt: skip

    @pytest.mark.parametrize(
        "address",
        [
            "/elections/",
            "/elections/?country=KG&search=a",
            "/elections/?search=atlantis",
            "/sources/",
            "/sources/?search=osce",
            "/sources/kz-iwpr-2005-12/",
        ],
    )
    def test_the_form_of_the_pages(self, address):
        shown = page(address)
        assert len(shown.all("h1")) == 1
        identifiers = [each.attributes["id"] for each in shown.elements if "id" in each.attributes]
        assert len(identifiers) == len(set(identifiers))
        for label in shown.all("label"):
            assert label.attributes.get("for") in identifiers or shown.inside(label, "input")
        for table in shown.all("table"):
            assert shown.inside(table, "caption")
            assert all("scope" in each.attributes for each in shown.inside(table, "th"))
        for region in (each for each in shown.elements if each.attributes.get("role") == "region"):
            assert region.attributes["aria-labelledby"] in identifiers and region.attributes["tabindex"] == "0"
        assert not [each for each in shown.elements if "style" in each.attributes or each.tag == "style"]

    def test_a_source_tells_what_rests_on_it(self):
        shown = page("/sources/kz-iwpr-2005-12/")
        assert "5 results, 2 turnout claims" in shown.by_class("standfirst")[0].text
        rows = [each for each in shown.all("th") if each.attributes["scope"] == "row"]
        assert len(rows) == 7
        assert "/elections/kz-2005-president/" in [each.attributes["href"] for each in shown.all("a")]

    def test_few_queries_however_many_rows(self):
        for address, most in (
            ("/elections/?country=KZ", ELECTIONS_QUERIES),
            ("/elections/?page_size=100", ELECTIONS_QUERIES),
            ("/sources/?page_size=100", SOURCES_QUERIES),
            ("/sources/?search=osce&kind=news", SOURCES_QUERIES),
            ("/sources/kg-kloop-precincts-2020-10-29/", SOURCE_QUERIES),
        ):
            with CaptureQueriesContext(connection) as queries:
                page(address)
            assert len(queries) <= most, (address, [each["sql"][:100] for each in queries])

    def test_the_template_asks_nothing(self, rf):
        """All figures of the list are fetched before it is drawn."""
        rows = list(ELECTIONS.select({}).rows)
        made = lines(rows)

        def refuse(execute, sql, params, many, context):
            raise AssertionError(f"a template asked the database: {sql[:200]}")

        with connection.execute_wrapper(refuse):
            for line in made["lines"]:
                render_to_string("elections/_line.html", {"line": line, "in_list": True}, rf.get("/"))


def test_an_empty_record_has_empty_lists():
    assert not Election.objects.exists()
    assert words(page("/elections/")) == "0 elections."
    assert words(page("/sources/")) == "0 sources."


values = st.text(max_size=12) | st.sampled_from(
    ["KZ", "-1", "0", "99999999999999999999", "2012", "date", "-date", "csv"]
)
parameters = st.sampled_from(
    ["country", "kind", "status", "contested", "system", "date__gte", "date__lte", "search", "ordering", "page",
     "page_size", "language", "publisher", "published__gte", "q"]
) | st.text(max_size=6)  # fmt: skip


@settings(max_examples=60)
@given(
    st.sampled_from(["/elections/", "/elections.csv", "/elections.json", "/sources/", "/search/"]),
    st.lists(st.tuples(parameters, values), max_size=4),
    st.binary(max_size=6),
)
def test_any_query_is_answered_or_refused_in_words(path, pairs, rubbish):
    """Repeated parameters, signs of any script, bytes that are no text: a right answer or 400, never a fault."""
    query = urlencode(pairs, errors="surrogatepass") + "".join(f"%{byte:02X}" for byte in rubbish)
    answer = asked(f"{path}?{query}")
    assert answer.status_code in (200, 400)
    assert text(answer)
