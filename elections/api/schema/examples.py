"""Examples of the description, taken from the record itself: what can be asked of a resource, and what comes back.

Nothing here is written by hand, so no example outlives what it shows: values are those of rows that stand in the
record, and an answer is what the address answers now.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F

from elections.datasets import Dataset, Selection
from elections.datasets.filters import Choice, Period, Reference, Since, Span

LOOKED_AT = 1_000  # rows in which values are looked for
SEARCHED, YEAR = "Nazarbayev", 2005
NAMES = ("contender_name", "name", "title", "area_name", "party", "summary", "election", "id")


@dataclass(frozen=True, slots=True)
class Examples:
    """Of one resource: a value for each parameter that some row has; what is answered, by form, to a list and to an id.

    `row_id` is None where the resource has no rows.
    """

    asked: Mapping[str, Any] = field(default_factory=dict)
    row_id: Any = None
    listed: Mapping[str, Any] = field(default_factory=dict)
    alone: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What the record adds to the description: the words of each resource's filters that are few enough to list, the
    examples of each resource, what the root and the search answer, and what is said with each code of a refusal."""

    choices: Mapping[str, Mapping[str, list[str]]]
    examples: Mapping[str, Examples]
    root: Any
    search: Any
    refusals: Mapping[str, Any]


def values_asked(dataset: Dataset, first: Mapping[str, Any]) -> dict[str, Any]:
    """A value for each filter with which rows are found, and a word of the first row for the search.

    Where no row has a value it is one that could be asked for; `first` is empty where there are no rows.
    """
    values = held(dataset.select({}))
    asked: dict[str, Any] = {}
    for each in dataset.filters:
        value = values.get(each.name)
        if isinstance(each, Period):
            asked |= dict.fromkeys(each.parameters, str(value or YEAR)[:4])
        elif isinstance(each, Span):
            asked |= dict.fromkeys(each.parameters, str(1 if value is None else value))
        elif isinstance(each, Since):
            asked[each.name] = value.isoformat().replace("+00:00", "Z") if value else f"{YEAR}-01-01T00:00:00Z"
        elif value := value or some_word(each):
            asked[each.name] = [value]
    if dataset.found:
        text = next((str(first[name]) for name in NAMES if first.get(name)), SEARCHED)
        asked["search"] = max(re.findall(r"[\w-]+", text), key=len)
    return asked


def some_word(each: Choice | Reference) -> str | None:
    if isinstance(each, Choice):
        return next(iter(each.words_of()), None)
    return each.model._default_manager.order_by("pk").values_list("pk", flat=True).first()


def held(selection: Selection) -> dict[str, Any]:
    """For each filter the first value that is not empty among the first rows, as the filter is asked for it."""
    filters = selection.dataset.filters
    paths = {f"e{place}": each.fields[0] if isinstance(each, Since) else each.field
             for place, each in enumerate(filters)}  # fmt: skip
    named = {name: F(path) if isinstance(path, str) else path for name, path in paths.items()}
    rows = selection.narrowed(facets=True).order_by("pk").annotate(**named).values_list(*named)[:LOOKED_AT]
    found: dict[str, Any] = {}
    for row in rows:
        for each, value in zip(filters, row, strict=True):
            if each.name not in found and value not in (None, ""):
                known = each.held(value) if isinstance(each, Choice) else (value,)
                if known:
                    found[each.name] = known[0]
        if len(found) == len(filters):
            break
    return found
