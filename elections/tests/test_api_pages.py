"""The guide and the docs: every snippet runs as it stands, the description is whole, v1 keeps its fields."""

import json
import os
import re
from pathlib import Path

import pytest
from django.test import Client

from elections.datasets import Kind
from elections.datasets.questions import QUESTIONS
from elections.datasets.resources import CODES, RESOURCES
from elections.tests.answers import page, text
from elections.tests.test_api import get, told

FIELDS = Path(__file__).parent / "data" / "api_v1_fields.json"
SNIPPETS = [(each, language) for each in QUESTIONS for language in ("curl", "python", "r")]


def schema() -> dict:
    return json.loads(text(get("schema/")))


@pytest.mark.django_db
@pytest.mark.usefixtures("record")
class TestPages:
    @pytest.mark.parametrize("address", ["/data/api/", "/api/v1/docs/"])
    def test_the_form_of_the_pages(self, address):
        shown = page(address)
        assert len(shown.all("h1")) == 1
        identifiers = [each.attributes["id"] for each in shown.elements if "id" in each.attributes]
        assert len(identifiers) == len(set(identifiers))
        assert not [each for each in shown.elements if "style" in each.attributes or each.tag == "style"]
        for script in shown.all("script"):
            assert script.attributes["src"].startswith("/static/")
        for table in shown.all("table"):
            assert shown.inside(table, "caption")
            assert all("scope" in each.attributes for each in shown.inside(table, "th"))

    def test_the_guide_shows_every_snippet(self):
        shown = page("/data/api/")
        codes = [" ".join(each.text.split()) for each in shown.all("code")]
        for question in QUESTIONS:
            for snippet in (question.curl, question.python, question.r):
                assert " ".join(snippet("http://testserver").split()) in codes

    def test_errors_are_explained_where_their_type_points(self):
        refused = told("results?x=1", 400)
        shown = page(refused["type"].removeprefix("http://testserver").split("#")[0])
        anchors = {each.attributes.get("id") for each in shown.elements}
        assert set(CODES) <= anchors and refused["type"].split("#")[1] in anchors

    def test_pages_are_there_in_other_languages(self):
        for address in ("/ru/data/api/", "/ru/api/v1/docs/"):
            assert Client().get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("record")
class TestDescription:
    def test_it_tells_of_every_resource_and_field(self):
        whole = schema()
        assert whole["openapi"] == "3.1.0"
        for name, dataset in RESOURCES.items():
            listing = whole["paths"][f"/{name}"]["get"]
            assert listing["description"] and listing["summary"] and listing["operationId"]
            described = {each["name"] for each in listing["parameters"]}
            assert {*dataset.parameters} <= described
            assert all(each["description"] for each in listing["parameters"])
            assert f"/{name}/{{id}}" in whole["paths"]

    def test_references_lead_somewhere(self):
        whole = schema()
        for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(whole)):
            at = whole
            for step in reference.split("/"):
                at = at[step]

    def test_rows_are_as_described(self):
        whole = schema()["components"]["schemas"]
        for name, dataset in RESOURCES.items():
            described = whole["".join(piece.capitalize() for piece in name.split("-")) + "Row"]["properties"]
            for row in told(f"{name}?page_size=50")["results"]:
                assert list(row) == list(described)
                for column in dataset.columns:
                    value = (row[column.within] or {}).get(column.member) if column.within else row[column.name]
                    assert value is not None or column.may_be_empty or column.within, (name, column.name)
                    assert fits(value, column.kind), (name, column.name, value)
                    assert value is None or not column.words or value in column.words, (name, column.name, value)

    def test_no_field_of_version_1_disappears_or_changes_type(self):
        """The file is only ever added to: `UPDATE_API_FIELDS=1` adds what is new, and never takes away."""
        now = {
            name: {each.name: str(each.kind) for each in dataset.columns} | {"address": "id"}
            for name, dataset in RESOURCES.items()
        }
        promised = json.loads(FIELDS.read_text()) if FIELDS.exists() else {}
        for name, fields in promised.items():
            for field, kind in fields.items():
                assert now.get(name, {}).get(field) == kind, f"{name}.{field} was promised as {kind}"
        if os.environ.get("UPDATE_API_FIELDS"):
            FIELDS.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n")
        else:
            assert promised == now, "new fields are promised with UPDATE_API_FIELDS=1"


def fits(value, kind: Kind) -> bool:
    kinds = {Kind.WHOLE: int, Kind.YES_NO: bool, Kind.LIST: list, Kind.NAMES: dict}
    expected = kinds.get(kind, str)
    return value is None or isinstance(value, expected) and not (expected is int and isinstance(value, bool))
