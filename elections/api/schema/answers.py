"""What comes back: lists, single rows, files, and what is said of a question that cannot be answered."""

from collections.abc import Mapping
from typing import Any

from elections.api.errors import TYPE
from elections.api.forms import MEDIA, forms_of
from elections.api.schema.rows import ADDRESS, TEXT, row_name
from elections.datasets import Dataset
from elections.datasets.resources import CODES

HEADERS = {
    "ETag": ("The tag of the answer; send it as If-None-Match to hear only of changes.", TEXT),
    "Last-Modified": ("Since when the answer is what it is; send it back as If-Modified-Since, as it is.", TEXT),
    "RateLimit-Policy": ("What is allowed: q questions in w seconds.", TEXT),
    "RateLimit": ("What is left: r questions until t seconds from now.", TEXT),
}


def answers(
    dataset: Dataset | None, told: dict[str, Any], examples: Mapping[str, Any], *statuses: int
) -> dict[str, Any]:
    """The answer in each form with its example, the refusals that any question may meet, and those of `statuses`."""
    schemas = {"json": told}
    if dataset:
        schemas |= {form: FILES[form] for form in forms_of(dataset) if form in FILES}
    content: dict[str, Any] = {
        MEDIA[form]: {"schema": each} | ({"example": examples[form]} if form in examples else {})
        for form, each in schemas.items()
    }
    made: dict[str, Any] = {
        "200": {
            "description": "The answer.",
            "headers": {name: {"description": text, "schema": kind} for name, (text, kind) in HEADERS.items()},
            "content": content,
        },
        "304": {"description": "Nothing changed since the tag that was sent."},
    }
    for status in sorted({*statuses, *ALWAYS}):
        made[str(status)] = {"$ref": f"#/components/responses/{status}"}
    return made


STATUSES = sorted({status for status, _ in CODES.values()})
ALWAYS = (401, 405, 415, 429, 500, 503)  # what any question may be answered with


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
            "history": {**ADDRESS, "description": "The page that tells all that a withdrawn row was."},
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
        "properties": {
            "count": {"type": "integer"},
            "next": {**ADDRESS, "type": ["string", "null"], "description": "Where the next thousand are."},
            "results": {"type": "array", "items": one},
        },
    }


def problem_response(status: int, refusals: Mapping[str, Any]) -> dict[str, Any]:
    """All that is said with a status: each code with what it means, and an answer with it."""
    codes = {code: meaning for code, (of, meaning) in CODES.items() if of == status}
    examples = {code: {"summary": meaning, "value": refusals[code]} for code, meaning in codes.items()}
    made: dict[str, Any] = {
        "description": " ".join(f"`{code}`: {meaning}" for code, meaning in codes.items()),
        "content": {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}},
    }
    if status in (429, 503):
        made["headers"] = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    return made
