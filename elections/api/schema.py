"""The description of the API in OpenAPI 3.1, made from the datasets: what they have is what it says.

Written out here and not by a generator: a generator reads serializers, and there are none.
"""

from collections.abc import Mapping
from typing import Any

from elections.api.errors import TYPE
from elections.api.forms import MEDIA, forms_of
from elections.datasets import Column, Dataset, Kind
from elections.datasets.envelope import ATTRIBUTION, LICENCE
from elections.datasets.filters import MOST_VALUES, Choice, Filter, Period, Reference, Since, Span
from elections.datasets.resources import CODES, RESOURCES, ROOT, VERSION

DATE = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
NUMBER = "^-?[0-9]+(\\.[0-9]+)?$"
SCHEMAS: Mapping[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.ID: {"type": "string"},
    Kind.DATE: {"type": "string", "pattern": DATE},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.WHOLE: {"type": "integer"},
    Kind.NUMBER: {"type": "string", "pattern": NUMBER},
    Kind.YES_NO: {"type": "boolean"},
    Kind.LIST: {"type": "array", "items": {"type": "string"}},
    Kind.NAMES: {"type": "object", "additionalProperties": {"type": "string"}},
}
TEXT, ADDRESS = {"type": "string"}, {"type": "string", "format": "uri"}
SEARCHED = {
    **TEXT,
    "minLength": 1,
    "maxLength": 200,
    "pattern": r"^[^\u0000-\u0020\u007f-\u00a0]+$",
}  # no control characters
ASKED = {**SEARCHED, "maxLength": 100}
HEADERS = {
    "ETag": ("The tag of the answer; send it as If-None-Match to hear only of changes.", TEXT),
    "Last-Modified": ("When the data last changed.", TEXT),
    "RateLimit-Policy": ("What is allowed: q questions in w seconds.", TEXT),
    "RateLimit": ("What is left: r questions until t seconds from now.", TEXT),
}


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


def row_name(dataset: Dataset) -> str:
    """election-events → ElectionEventsRow"""
    return "".join(piece.capitalize() for piece in dataset.name.split("-")) + "Row"


def value_schema(column: Column) -> dict[str, Any]:
    made = {**SCHEMAS[column.kind], "description": str(column.help)}
    if column.words:
        made["enum"] = [*column.words, *([None] if column.may_be_empty else [])]
    if column.may_be_empty:
        made["type"] = [made["type"], "null"]
    return made


def row_schema(dataset: Dataset) -> dict[str, Any]:
    """A row; what stands within an object is described there. With `fields=` any of them may be left out."""
    members: dict[str, Any] = {}
    for column in dataset.columns:
        if not column.within:
            members[column.name] = value_schema(column)
            continue
        inner = members.setdefault(
            column.within,
            {"type": ["object", "null"], "properties": {}, "additionalProperties": False,
             "description": f"The {column.within.replace('_', ' ')} of the row."},
        )  # fmt: skip
        inner["properties"][column.member] = value_schema(column)
    members["address"] = {**ADDRESS, "description": "The permanent address of this row."}
    return {
        "type": "object",
        "description": str(dataset.about),
        "properties": members,
        "additionalProperties": False,
    }


def parameter(
    name: str, text: str, told: dict[str, Any], example: Any = None, many: bool = False, repeated: bool = False
) -> dict[str, Any]:
    """A parameter of the query; of `many` the values are parted by commas, or the parameter is repeated.

    Values that may have commas themselves are only ever repeated.
    """
    made = {"name": name, "in": "query", "required": False, "description": text}
    if many:
        values = {"type": "array", "items": told, "minItems": 1, "maxItems": MOST_VALUES}
        made |= {"schema": values, "style": "form", "explode": repeated}
    else:
        made["schema"] = told
    if example is not None:
        made["example"] = example
    return made


def filter_parameters(each: Filter, words: list[str]) -> list[dict[str, Any]]:
    label = str(each.label)
    if isinstance(each, Choice):
        told = {"type": "string", "enum": words} if words else SEARCHED
        text = f"{label}: rows with one of these values."
        return [parameter(each.name, text, told, words[:1] or None, True, repeated=each.largest_first)]
    if isinstance(each, Reference):
        told = {"type": "string", "enum": words} if words else SEARCHED
        return [parameter(each.name, f"{label}: rows of one of these ids.", told, words[:1] or None, many=True)]
    if isinstance(each, Since):
        text = "Rows that changed at or after a moment; what was withdrawn since stands in `withdrawn`."
        return [parameter(each.name, text, {"type": "string", "format": "date-time"}, "2026-11-28T00:00:00Z")]
    of_date = isinstance(each, Period)
    told = {"type": "string", "pattern": DATE} if of_date else {"type": "string", "pattern": "^[0-9]{1,9}$"}
    if isinstance(each, Span | Period):
        return [
            parameter(name, f"{label}: {'from' if name.endswith('gte') else 'to'} this, included.", told,
                      ("2005" if name.endswith("gte") else "2021") if of_date else None)
            for name in each.parameters
        ]  # fmt: skip
    return [parameter(name, label, TEXT) for name in each.parameters]


def shared_parameters(dataset: Dataset) -> list[dict[str, Any]]:
    orders = [f"{sign}{order.name}" for order in dataset.orders for sign in ("", "-")]
    return [
        *([parameter("search", "Rows that a text is found in, in any script and spelling.", SEARCHED)]
          if dataset.found else []),
        parameter("ordering", f"The order; `-` turns it round. Usually `{dataset.default_order}`. Equal rows are "
                  "ordered by id, unknown comes last.", {"type": "string", "enum": orders}),
        fields_parameter(dataset),
        parameter("format", "The form, where the address has no ending; else Accept decides.",
                  {"type": "string", "enum": forms_of(dataset)}),
        parameter("page_size", "Rows of a page, 1 to 1,000, usually 100; `all` for the whole in one answer.",
                  {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 1000}, {"const": "all"}]}, 10),
        parameter("cursor", "Where a page begins: as it stands in `next` and `previous`.", {**TEXT, "minLength": 1}),
        parameter("bom", "`yes` marks a CSV file as UTF-8 for old spreadsheets.", {"type": "string", "enum": ["yes"]}),
    ]  # fmt: skip


def fields_parameter(dataset: Dataset) -> dict[str, Any]:
    names = [each.name for each in dataset.columns]
    told = {"type": "string", "enum": [*names, "address"]}
    return parameter("fields", "Only these columns, in their usual order.", told, names[:2], many=True)


def list_operation(dataset: Dataset, choices: Mapping[str, list[str]]) -> dict[str, Any]:
    filters = [made for each in dataset.filters for made in filter_parameters(each, choices.get(each.name, []))]
    return {
        "operationId": f"list_{dataset.name.replace('-', '_')}",
        "tags": [dataset.name],
        "summary": f"{dataset.title}: the rows that a query selects",
        "description": f"{dataset.about} An ending of the address ({endings(dataset)}) gives the rows in that form.",
        "parameters": [*filters, *shared_parameters(dataset)],
        "responses": answers(dataset, list_schema(dataset), 400, 401, 405, 406, 429),
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
            **answers(dataset, detail_schema(dataset), 400, 401, 404, 405, 406, 410, 429),
            "301": {"description": "The id moved.", "headers": {"Location": {"schema": TEXT}}},
        },
    }


def endings(dataset: Dataset) -> str:
    return ", ".join(f"`.{form}`" for form in forms_of(dataset))


def answers(dataset: Dataset | None, told: dict[str, Any], *codes: int) -> dict[str, Any]:
    """The answer and the refusals of an operation."""
    content: dict[str, Any] = {MEDIA["json"]: {"schema": told}}
    if dataset:
        content |= {MEDIA[form]: {"schema": FILES[form]} for form in forms_of(dataset) if form in FILES}
    made: dict[str, Any] = {
        "200": {
            "description": "The answer.",
            "headers": {name: {"description": text, "schema": kind} for name, (text, kind) in HEADERS.items()},
            "content": content,
        },
        "304": {"description": "Nothing changed since the tag that was sent."},
    }
    by_status = {status: code for code, (status, _) in reversed(CODES.items())}
    for status in codes:
        made[str(status)] = {"$ref": f"#/components/responses/{by_status[status]}"}
    return made


FILES = {
    "csv": {"type": "string", "description": "UTF-8, commas, a header; empty is unknown."},
    "xlsx": {"type": "string", "format": "binary"},
    "geojson": {
        "type": "object",
        "required": ["type", "features"],
        "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array"}},
    },
}
RIGHTS: dict[str, Any] = {
    "licence": ADDRESS,
    "attribution": TEXT,
    "cite_as": {**TEXT, "description": "How to cite what is here."},
    "permalink": {**ADDRESS, "description": "The address that brings this back."},
    "data_version": {"type": "integer", "description": "Rises with every publication."},
}


def list_schema(dataset: Dataset) -> dict[str, Any]:
    texts = {"type": "array", "items": TEXT}
    return {
        "type": "object",
        "required": ["count", "next", "previous", "results", *RIGHTS],
        "properties": {
            "count": {"type": "integer", "description": "How many rows the query selects."},
            "count_is_exact": {"type": "boolean", "description": "False above 10,000: an estimate of the database."},
            "next": {**ADDRESS, "type": ["string", "null"]},
            "previous": {**ADDRESS, "type": ["string", "null"]},
            **RIGHTS,
            "applied_filters": {"type": "object", "additionalProperties": texts},
            "applied_by_default": {**texts, "description": "Which of the filters nobody asked for."},
            "ordering": TEXT,
            "withdrawn": {"$ref": "#/components/schemas/Withdrawn"},
            "results": {"type": "array", "items": {"$ref": f"#/components/schemas/{row_name(dataset)}"}},
        },
    }


def detail_schema(dataset: Dataset) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["result", *RIGHTS],
        "properties": {**RIGHTS, "result": {"$ref": f"#/components/schemas/{row_name(dataset)}"}},
    }


def problem_schema() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "What is wrong with a question, as RFC 9457 says.",
        "required": ["type", "title", "status", "detail", "code", "field", "help"],
        "properties": {
            "type": {**TEXT, "format": "uri-reference"},
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": {**TEXT, "description": "What is wrong, in a sentence."},
            "code": {"type": "string", "enum": [*CODES]},
            "field": {"type": ["string", "null"], "description": "The parameter or header that is wrong."},
            "help": {**TEXT, "format": "uri-reference"},
            "valid": {"type": "array", "items": TEXT, "description": "What it could be."},
            "reason": {**TEXT, "description": "Why a row was withdrawn."},
            "withdrawn_at": {**TEXT, "format": "date-time"},
            "successor": {**ADDRESS, "type": ["string", "null"], "description": "What took its place."},
        },
    }


def withdrawn_schema() -> dict[str, Any]:
    one = {
        "type": "object",
        "properties": {
            "id": {"type": ["string", "integer"]},
            "withdrawn_at": {**TEXT, "format": "date-time"},
            "reason": TEXT,
            "successor": {**ADDRESS, "type": ["string", "null"]},
        },
    }
    return {
        "type": "object",
        "description": "Rows of the resource that were withdrawn since `updated_since`.",
        "properties": {"count": {"type": "integer"}, "results": {"type": "array", "items": one}},
    }


def problem_response(code: str, text: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "description": text,
        "content": {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if code == "too_many_requests":
        made["headers"] = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    return made


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
            "responses": answers(None, told, 400, 401, 405, 429),
        }
    }


def search_path() -> dict[str, Any]:
    searched = [name for name, dataset in RESOURCES.items() if dataset.found and not dataset.prepare]
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
            "responses": answers(None, told, 400, 401, 405, 429),
        }
    }
