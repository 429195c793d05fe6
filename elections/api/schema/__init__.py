"""The description of the API in OpenAPI 3.1, made from the datasets: what they have is what it says.

Written out here and not by a generator: a generator reads serializers, and there are none.
"""

from collections.abc import Mapping
from typing import Any

from elections.api.forms import forms_of
from elections.api.schema.answers import (
    RIGHTS,
    answers,
    detail_schema,
    list_schema,
    problem_response,
    problem_schema,
    withdrawn_schema,
)
from elections.api.schema.parameters import ASKED, fields_parameter, filter_parameters, parameter, shared_parameters
from elections.api.schema.rows import ADDRESS, TEXT, row_name, row_schema
from elections.datasets import Dataset, Kind
from elections.datasets.envelope import ATTRIBUTION, LICENCE
from elections.datasets.resources import CODES, RESOURCES, ROOT, VERSION


def schema(root: str, choices: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Any]:
    """The whole description. `choices` are the words of each resource's filters that the record itself decides."""
    paths: dict[str, Any] = {"/": root_path(), "/search": search_path()}
    schemas: dict[str, Any] = {"Problem": problem_schema(), "Withdrawn": withdrawn_schema()}
    for name, dataset in RESOURCES.items():
        schemas[row_name(dataset)] = row_schema(dataset)
        paths[f"/{name}"] = {"get": list_operation(dataset, choices.get(name, {}))}
        paths[f"/{name}/{{id}}"] = {"get": detail_operation(dataset)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The Saylau API",
            "version": VERSION,
            "summary": "Every published figure of elections in Central Asia, with who claims it and where.",
            "description": ABOUT,
            "license": {"name": "CC BY 4.0", "url": LICENCE},
        },
        "servers": [{"url": f"{root}{ROOT.rstrip('/')}"}],
        "security": [{}, {"key": []}],
        "tags": [{"name": name, "description": str(dataset.about)} for name, dataset in RESOURCES.items()]
        + [{"name": "finding your way", "description": "What the API has, and search over all of it."}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {code: problem_response(code, text) for code, (_, text) in CODES.items()},
            "securitySchemes": {
                "key": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "`Api-Key saylau_…`. Free, and needed by nobody: it raises the limit.",
                }
            },
        },
    }


ABOUT = f"""\
A figure is a claim: a row with a basis, a claimant and a source. Two sources that differ are two rows; `preferred` says
which is shown first. `null` is unknown, never 0. Votes are whole numbers; percentages are texts, so that 80.90 stays as
it was printed. `share_pct` is as printed, `computed_share_pct` is what the votes come to.

No key is needed. Rows of a list come in pages with `next` and `previous`; files (`.csv`, `.xlsx`) hold all rows.
The same rows and order come in every form. An unknown parameter or value is refused, never ignored.

Fields of this version keep their names and types; new ones may come, so ignore what you do not know.
{ATTRIBUTION}
"""


def list_operation(dataset: Dataset, choices: Mapping[str, list[str]]) -> dict[str, Any]:
    asked = [each for each in dataset.filters if choices.get(each.name) != []]  # of nothing nothing can be asked for
    filters = [made for each in asked for made in filter_parameters(each, choices.get(each.name, []))]
    return {
        "operationId": f"list_{dataset.name.replace('-', '_')}",
        "tags": [dataset.name],
        "summary": f"{dataset.title}: the rows that a query selects",
        "description": f"{dataset.about} An ending of the address ({endings(dataset)}) gives the rows in that form.",
        "parameters": [*filters, *shared_parameters(dataset)],
        "responses": answers(dataset, list_schema(dataset), 400, 401, 405, 406, 429, 503),
    }


def detail_operation(dataset: Dataset) -> dict[str, Any]:
    number = dataset.columns[0].kind == Kind.WHOLE
    return {
        "operationId": f"get_{dataset.name.replace('-', '_')}",
        "tags": [dataset.name],
        "summary": f"{dataset.title}: one row by its id",
        "description": "An id that moved answers 301; one that was withdrawn answers 410 with the reason.",
        "parameters": [
            {
                "name": "id",
                "in": "path",
                "required": True,
                "description": "The permanent id.",
                "schema": {"type": "integer", "minimum": 1} if number else {**TEXT, "minLength": 1},
            },
            fields_parameter(dataset),
            parameter("format", "The form.", {"type": "string", "enum": forms_of(dataset)}),
        ],
        "responses": {
            **answers(dataset, detail_schema(dataset), 400, 401, 404, 405, 406, 410, 429, 503),
            "301": {"description": "The id moved.", "headers": {"Location": {"schema": TEXT}}},
        },
    }


def endings(dataset: Dataset) -> str:
    return ", ".join(f"`.{form}`" for form in forms_of(dataset))


def root_path() -> dict[str, Any]:
    told = {
        "type": "object",
        "required": ["resources", *RIGHTS],
        "properties": {**RIGHTS, "resources": {"type": "object"}},
    }
    return {
        "get": {
            "operationId": "root",
            "tags": ["finding your way"],
            "summary": "What the API has",
            "description": "Every resource with its address, forms, parameters and fields.",
            "responses": answers(None, told, 400, 401, 405, 429, 503),
        }
    }


def search_path() -> dict[str, Any]:
    searched = [name for name, dataset in RESOURCES.items() if dataset.found]
    group = {
        "type": "object",
        "required": ["resource", "count", "all", "rows"],
        "properties": {
            "resource": {"type": "string", "enum": searched},
            "count": {"type": "integer"},
            "all": {**ADDRESS, "description": "The list of all of them."},
            "rows": {"type": "array", "items": {"type": "object"}},
        },
    }
    told = {
        "type": "object",
        "required": ["count", "results", *RIGHTS],
        "properties": {**RIGHTS, "count": {"type": "integer"}, "results": {"type": "array", "items": group}},
    }
    wanted = {**parameter("q", "The text.", ASKED, "Nazarbayev"), "required": True}
    return {
        "get": {
            "operationId": "search",
            "tags": ["finding your way"],
            "summary": "Search over everything that has a name",
            "description": "Names are found in any script and spelling: Назарбаев is Nazarbayev.",
            "parameters": [
                wanted,
                parameter("resource", "Only these.", {"type": "string", "enum": searched}, ["contenders"], many=True),
                parameter("format", "The form.", {"type": "string", "enum": ["json"]}),
            ],
            "responses": answers(None, told, 400, 401, 405, 429, 503),
        }
    }
