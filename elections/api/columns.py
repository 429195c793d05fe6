"""The columns of an answer: those of the dataset and the row's own address, or those that `fields=` names."""

from collections.abc import Sequence
from functools import lru_cache

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from elections.datasets import BadQuery, Column, Kind, Selection
from elections.datasets.filters import values_of
from elections.datasets.resources import ROOT

ADDRESS = "The permanent address of this row."


def chosen_columns(request, selection: Selection, query) -> Sequence[Column]:
    """Raises BadQuery for a field that the resource does not have."""
    columns = [*selection.dataset.columns, address_column(request.build_absolute_uri(ROOT), selection.dataset.name)]
    names = values_of(query, "fields")
    known = {each.name for each in columns} | {each.within for each in columns if each.within}
    for name in names:
        if name not in known:
            raise BadQuery("fields", name[:60], [each.name for each in columns])
    if not names:
        return columns
    return [each for each in columns if each.name in names or each.within in names]


@lru_cache(64)
def address_column(root: str, name: str) -> Column:
    path = Concat(Value(f"{root}{name}/"), Cast("pk", CharField()))
    return Column("address", ADDRESS, path, Kind.ID, (), False)
