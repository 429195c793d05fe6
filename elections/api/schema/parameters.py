"""What can be asked of each resource: its filters, and what all lists have."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from elections.api.forms import forms_of
from elections.api.schema.examples import Examples
from elections.api.schema.rows import DATE, TEXT
from elections.api.withdrawn import AFTER
from elections.datasets import Dataset
from elections.datasets.filters import MOST_VALUES, Choice, Filter, Period, Reference, Since

SEARCHED = {
    **TEXT,
    "minLength": 1,
    "maxLength": 200,
    "pattern": r"^[^\u0000-\u0020\u007f-\u00a0]+$",
}  # no control characters
ASKED = {**SEARCHED, "maxLength": 100}
NUMBER = r"^-?[0-9]{1,12}(\.[0-9]{0,4})?$"  # of any count or percentage


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


def filter_parameters(each: Filter, words: list[str], examples: Mapping[str, Any]) -> list[dict[str, Any]]:
    """`words` are all that can be asked for, where they are few; `examples` values with which rows are found."""
    label = str(each.label)
    if isinstance(each, Choice | Reference):
        told = {"type": "string", "enum": words} if words else SEARCHED
        text = f"{label}: rows " + ("with one of these values." if isinstance(each, Choice) else "of one of these ids.")
        repeated = isinstance(each, Choice) and each.largest_first
        return [parameter(each.name, text, told, examples.get(each.name), many=True, repeated=repeated)]
    if isinstance(each, Since):
        text = "Rows that changed at or after a moment; what was withdrawn since stands in `withdrawn`."
        return [parameter(each.name, text, {"type": "string", "format": "date-time"}, examples.get(each.name))]
    told = {"type": "string", "pattern": DATE if isinstance(each, Period) else NUMBER}
    ends = dict(zip(each.parameters, ("from", "to"), strict=True))
    return [parameter(name, f"{label}: {end} this, included.", told, examples.get(name)) for name, end in ends.items()]


def shared_parameters(dataset: Dataset, examples: Examples) -> list[dict[str, Any]]:
    orders = [f"{sign}{order.name}" for order in dataset.orders for sign in ("", "-")]
    after = parse_qs(urlsplit(examples.listed["json"]["next"] or "").query)
    return [
        *([parameter("search", "Rows that a text is found in, in any script and spelling.", SEARCHED,
                     examples.asked.get("search"))] if dataset.found else []),
        parameter("ordering", f"The order; `-` turns it round. Usually `{dataset.default_order}`. Equal rows are "
                  "ordered by id, unknown comes last.", {"type": "string", "enum": orders}, dataset.default_order),
        fields_parameter(dataset),
        parameter("format", "The form, where the address has no ending; else Accept decides.",
                  {"type": "string", "enum": forms_of(dataset)}, "json"),
        parameter("page_size", "Rows of a page, 1 to 1,000, usually 100; `all` for the whole in one answer.",
                  {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 1000}, {"const": "all"}]}, 10),
        parameter("cursor", "Where a page begins: as it stands in `next` and `previous`.", {**TEXT, "minLength": 1},
                  *after.get("cursor", ())),
        parameter(AFTER, "Which of the rows withdrawn since `updated_since` to list: as it stands in their `next`.",
                  {"type": "integer", "minimum": 0}, 0),
        parameter("bom", "`yes` marks a CSV file as UTF-8 for old spreadsheets.", {"type": "string", "enum": ["yes"]},
                  "yes"),
    ]  # fmt: skip


def fields_parameter(dataset: Dataset) -> dict[str, Any]:
    names = [each.name for each in dataset.columns]
    told = {"type": "string", "enum": [*names, "address"]}
    return parameter("fields", "Only these columns, in their usual order.", told, names[:2], many=True)
