"""The examples of the description: each value is asked for and finds rows, each answer is one of its own schema."""

import csv
import io
import json
from urllib.parse import quote, urlencode

import pytest
from jsonschema import Draft202012Validator

from elections.api.errors import TYPE
from elections.datasets.filters import Choice
from elections.datasets.formats import TYPES
from elections.datasets.resources import CODES, RESOURCES
from elections.tests.answers import content, text
from elections.tests.test_api import get, told
from elections.tests.test_datasets import EMPTY

WITH_ROWS = {name: dataset for name, dataset in RESOURCES.items() if name not in EMPTY}
XLSX = TYPES["xlsx"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]


@pytest.fixture(scope="class")
def whole(record):
    return json.loads(text(get("schema/")))


def operations(whole):
    """Each path with its operation, and the address that its example of an id makes of it."""
    for path, methods in whole["paths"].items():
        operation, address = methods["get"], path[1:]
        for each in parameters(operation):
            if each["in"] == "path" and "example" in each:
                address = address.replace(f"{{{each['name']}}}", quote(str(each["example"])))
        yield path, operation, address


def of_rows(whole):
    """The operations of resources that have rows."""
    return [each for each in operations(whole) if each[0].split("/")[1] not in EMPTY]


def parameters(operation):
    return operation.get("parameters", [])


def pairs(parameter) -> list[tuple[str, str]]:
    """The example as the query has it: parted by commas, or the parameter repeated."""
    value = parameter["example"]
    if not isinstance(value, list):
        return [(parameter["name"], str(value))]
    if parameter["explode"]:
        return [(parameter["name"], each) for each in value]
    return [(parameter["name"], ",".join(value))]


class TestExamples:
    def test_every_parameter_has_one(self, whole):
        """Of a resource without rows there is neither an id nor a place to go on from."""
        for path, operation, _ in operations(whole):
            missing = {each["name"] for each in parameters(operation) if "example" not in each}
            assert missing <= ({"id", "cursor"} if path.split("/")[1] in EMPTY else set()), path

    def test_every_one_is_of_its_own_schema(self, whole):
        for path, operation, _ in operations(whole):
            for each in parameters(operation):
                if "example" not in each:
                    continue
                assert not faults(each["schema"], each["example"], whole), (path, each["name"])

    def test_every_one_is_answered_and_finds_rows(self, whole):
        for path, operation, address in of_rows(whole):
            needed = [pair for each in parameters(operation) if each["in"] == "query" and each["required"]
                      for pair in pairs(each)]  # fmt: skip
            for each in parameters(operation):
                if each["in"] == "query":
                    query = [*needed, *(pairs(each) if not each["required"] else [])]
                    answer = get(f"{address}?{urlencode(query)}")
                    assert answer.status_code == 200, (path, query, text(answer))
                    found = json.loads(text(answer))
                    assert found.get("results") or found.get("result"), (path, query)

    def test_all_of_a_resource_are_answered_together(self, whole):
        for path, operation, address in of_rows(whole):
            query = [pair for each in parameters(operation) if each["in"] == "query" for pair in pairs(each)]
            answer = get(f"{address}?{urlencode(query)}")
            assert answer.status_code == 200, (path, text(answer))
            content(answer)

    def test_filters_whose_words_are_listed_name_one_of_the_record(self, whole):
        for name, dataset in RESOURCES.items():
            of_name = {each["name"]: each for each in whole["paths"][f"/{name}"]["get"]["parameters"]}
            for each in dataset.filters:
                if isinstance(each, Choice):
                    assert set(of_name[each.name]["example"]) <= {*each.words_of()}

    def test_every_answer_has_one_of_its_own_schema(self, whole):
        for path, operation, _ in of_rows(whole):
            for kind, media in operation["responses"]["200"]["content"].items():
                if kind != XLSX:
                    assert not faults(media["schema"], media["example"], whole), (path, kind)

    def test_every_answer_is_what_is_answered(self, whole):
        for name, dataset in WITH_ROWS.items():
            listed = whole["paths"][f"/{name}"]["get"]["responses"]["200"]["content"]
            alone = whole["paths"][f"/{name}/{{id}}"]["get"]["responses"]["200"]["content"]
            now = told(f"{name}?page_size=1")
            assert listed["application/json"]["example"] == now
            row = now["results"][0]
            assert alone["application/json"]["example"] == told(f"{name}/{row['id']}")
            for media in (listed, alone):
                [line] = csv.DictReader(io.StringIO(media["text/csv"]["example"], newline=""))
                assert [*line] == [*(each.name for each in dataset.columns), "address"]
                assert line["address"] == row["address"]
                if dataset.place:
                    assert media["application/geo+json"]["example"]["features"][0]["properties"] == row

    def test_every_refusal_has_one(self, whole):
        responses, found = whole["components"]["responses"], {}
        for status, told_of in responses.items():
            media = told_of["content"][TYPE]
            for code, example in media["examples"].items():
                assert not faults(media["schema"], example["value"], whole), code
                assert (example["value"]["code"], str(example["value"]["status"])) == (code, status)
                found[code] = int(status)
        assert found == {code: status for code, (status, _) in CODES.items()}
        assert (
            told("results?tournout=80", 400)
            == responses["400"]["content"][TYPE]["examples"]["unknown_parameter"]["value"]
        )

    def test_every_operation_tells_of_the_refusals_that_any_question_meets(self, whole):
        for path, operation, _ in operations(whole):
            assert {"400", "401", "405", "415", "429", "500", "503"} <= operation["responses"].keys(), path


def faults(schema: dict, value, whole: dict) -> list[str]:
    """What of a value does not fit its schema, formats included."""
    validator = Draft202012Validator(
        {**schema, "components": whole["components"]}, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [each.message[:300] for each in validator.iter_errors(value)]
