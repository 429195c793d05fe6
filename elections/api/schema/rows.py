"""What the rows of each resource are, field by field."""

from collections.abc import Mapping
from typing import Any

from elections.datasets import Column, Dataset, Kind

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
