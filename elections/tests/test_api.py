"""The API: every resource in every form, its pages, errors and tags, asked through all of the middleware."""

import csv
import io
import json

import openpyxl
import pytest
from django.test import Client

from elections.datasets.resources import RESOURCES
from elections.tests.answers import content, text
from elections.tests.test_datasets import EMPTY, as_text, flat

API = "/api/v1/"
every_resource = pytest.mark.parametrize("name", RESOURCES)


def get(address: str, **headers):
    return Client().get(f"{API}{address}", headers={name.replace("_", "-"): value for name, value in headers.items()})


def told(address: str, status: int = 200, **headers) -> dict:
    answer = get(address, **headers)
    body = text(answer)
    assert answer.status_code == status, body[:2000]
    return json.loads(body)


def pages(address: str) -> list[dict]:
    """The rows of all pages, from the first to the last by `next`."""
    rows = []
    while address:
        page = told(address.split("/api/v1/")[-1])
        rows += page["results"]
        address = page["next"]
    return rows


@pytest.mark.django_db
@pytest.mark.usefixtures("record")
class TestEveryResource:
    @every_resource
    def test_gives_the_same_rows_in_every_form(self, name):
        whole = told(f"{name}.json?page_size=all")
        rows = whole["results"]
        assert rows or name in EMPTY
        assert whole["next"] is None
        assert whole["count"] == len(rows) or not whole["count_is_exact"]
        assert pages(f"{name}?page_size=300") == rows
        columns = [*RESOURCES[name].columns]
        lines = list(csv.reader(io.StringIO(text(get(f"{name}.csv")), newline="")))
        assert lines[0] == [*[each.name for each in columns], "address"]
        sheet = openpyxl.load_workbook(io.BytesIO(content(get(f"{name}.xlsx"))))[name]
        cells = [[cell.value for cell in row] for row in sheet]
        assert cells[0] == lines[0] and len(cells) == len(lines) == len(rows) + 1
        for row, line, filled in zip(rows, lines[1:], cells[1:], strict=True):
            assert [as_text(value, "") for value in flat(row, columns)] == line[:-1]
            assert [as_text(value, line[place]) for place, value in enumerate(filled)] == line
            assert row["address"] == line[-1] == f"http://testserver/api/v1/{name}/{row['id']}"
        if RESOURCES[name].place:
            found = json.loads(text(get(f"{name}.geojson")))
            assert found["type"] == "FeatureCollection"
            assert [feature["properties"] for feature in found["features"]] == rows

    @every_resource
    def test_has_a_row_at_its_own_address(self, name):
        for row in told(f"{name}?page_size=1")["results"]:
            self.has_its_own_address(name, row)

    def has_its_own_address(self, name, row):
        alone = told(f"{name}/{row['id']}")
        assert alone["result"] == row and alone["permalink"] == row["address"]
        line = list(csv.DictReader(io.StringIO(text(get(f"{name}/{row['id']}.csv")), newline="")))
        assert len(line) == 1 and line[0]["address"] == row["address"]

    @every_resource
    def test_pages_of_any_order_hold_every_row_once(self, name):
        dataset = RESOURCES[name]
        everything = [row["id"] for row in told(f"{name}.json?page_size=all")["results"]]
        for order in dataset.orders:
            for sign in ("", "-"):
                ordering = f"{sign}{order.name}"
                whole = [row["id"] for row in told(f"{name}?page_size=all&ordering={ordering}")["results"]]
                assert sorted(map(str, whole)) == sorted(map(str, everything))
                size = max(1, min(1000, len(whole) // 3))
                assert [row["id"] for row in pages(f"{name}?ordering={ordering}&page_size={size}")] == whole

    @every_resource
    def test_goes_back_by_previous(self, name):
        size = 1000 if len(told(f"{name}?page_size=1000")["results"]) == 1000 else 2
        first = told(f"{name}?page_size={size}")
        if not first["next"]:
            return
        second = told(first["next"].split("/api/v1/")[-1])
        back = told(second["previous"].split("/api/v1/")[-1])
        assert back["results"] == first["results"] and back["previous"] is None

    @every_resource
    def test_says_whose_the_rows_are(self, name):
        page = told(name)
        assert {"licence", "attribution", "cite_as", "permalink", "data_version", "applied_filters"} <= page.keys()
        assert told(page["permalink"].split("/api/v1/")[-1])["results"] == page["results"]

    @every_resource
    def test_gives_the_fields_that_are_asked_for(self, name):
        dataset = RESOURCES[name]
        wanted = [each.name for each in dataset.columns if not each.within][:3]
        rows = told(f"{name}?fields={','.join(reversed(wanted))}")["results"]
        assert [list(row) for row in rows[:1]] in ([wanted], [])
        assert text(get(f"{name}.csv?fields={wanted[0]}")).startswith(f"{wanted[0]}\n")
        refused = told(f"{name}?fields=colour_of_money", 400)
        assert refused["field"] == "fields" and dataset.columns[0].name in refused["valid"]
