"""The description of the API in OpenAPI 3.1, made from the datasets: what they have is what it says.

Written out here and not by a generator: a generator reads serializers, and there are none.
"""

from collections.abc import Mapping
from typing import Any

from elections.api.forms import forms_of
from elections.api.schema.answers import (
    RIGHTS,
    STATUSES,
    answers,
    detail_schema,
    list_schema,
    problem_response,
    problem_schema,
    withdrawn_schema,
)
from elections.api.schema.examples import SEARCHED, Examples, Known
from elections.api.schema.parameters import ASKED, fields_parameter, filter_parameters, parameter, shared_parameters
from elections.api.schema.rows import ADDRESS, TEXT, row_name, row_schema
from elections.datasets import Dataset, Kind
from elections.datasets.envelope import ATTRIBUTION, LICENCE
from elections.datasets.resources import RESOURCES, ROOT, VERSION


def schema(root: str, known: Known) -> dict[str, Any]:
    """The whole description, with what the record adds to it."""
    paths: dict[str, Any] = {"/": root_path(known), "/search": search_path(known)}
    schemas: dict[str, Any] = {"Problem": problem_schema(), "Withdrawn": withdrawn_schema()}
    for name, dataset in RESOURCES.items():
        schemas[row_name(dataset)] = row_schema(dataset)
        paths[f"/{name}"] = {"get": list_operation(dataset, known.choices.get(name, {}), known.examples[name])}
        paths[f"/{name}/{{id}}"] = {"get": detail_operation(dataset, known.examples[name])}
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
            "responses": {str(status): problem_response(status, known.refusals) for status in STATUSES},
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


def list_operation(dataset: Dataset, choices: Mapping[str, list[str]], examples: Examples) -> dict[str, Any]:
    asked = [each for each in dataset.filters if choices.get(each.name) != []]  # of nothing nothing can be asked for
    filters = [made for each in asked for made in filter_parameters(each, choices.get(each.name, []), examples.asked)]
    return {
        "operationId": f"list_{dataset.name.replace('-', '_')}",
        "tags": [dataset.name],
        "summary": f"{dataset.title}: the rows that a query selects",
        "description": f"{dataset.about} An ending of the address ({endings(dataset)}) gives the rows in that form.",
        "parameters": [*filters, *shared_parameters(dataset, examples)],
        "responses": answers(dataset, list_schema(dataset), examples.listed, 400, 406),
    }


def detail_operation(dataset: Dataset, examples: Examples) -> dict[str, Any]:
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
                **({} if examples.row_id is None else {"example": examples.row_id}),
            },
            fields_parameter(dataset),
            parameter("format", "The form.", {"type": "string", "enum": forms_of(dataset)}, "json"),
        ],
        "responses": {
            **answers(dataset, detail_schema(dataset), examples.alone, 400, 404, 406, 410),
            "301": {"description": "The id moved.", "headers": {"Location": {"schema": TEXT}}},
        },
    }


def endings(dataset: Dataset) -> str:
    return ", ".join(f"`.{form}`" for form in forms_of(dataset))


def root_path(known: Known) -> dict[str, Any]:
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
            "responses": answers(None, told, {"json": known.root}, 400),
        }
    }


def search_path(known: Known) -> dict[str, Any]:
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
    wanted = {**parameter("q", "The text.", ASKED, SEARCHED), "required": True}
    return {
        "get": {
            "operationId": "search",
            "tags": ["finding your way"],
            "summary": "Search over everything that has a name",
            "description": "Names are found in any script and spelling: Назарбаев is Nazarbayev.",
            "parameters": [
                wanted,
                parameter("resource", "Only these.", {"type": "string", "enum": searched}, ["contenders"], many=True),
                parameter("format", "The form.", {"type": "string", "enum": ["json"]}, "json"),
            ],
            "responses": answers(None, told, {"json": known.search}, 400),
        }
    }
