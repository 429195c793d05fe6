"""Pages of a selection by cursor: a place in its total order, from which rows go on whatever is added meanwhile.

A cursor holds the values that order a row, signed; it says no more than the row itself. What comes after is asked for
by these values, not by a number of rows to skip, so nothing is skipped or repeated while rows are added or withdrawn.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.core import signing
from django.db.models import F, Q, QuerySet

from elections.datasets.definition import Selection
from elections.datasets.filters import BadQuery

SIGNER = signing.Signer(sep="~", salt="saylau.cursor")
KEPT = ["the cursor of a `next` or `previous` address, as it is, with the same ordering"]


def cursor_at(selection: Selection, skipped: int) -> str:
    """The cursor from which a page begins that a list shows after so many rows; '' for the first."""
    if not skipped:
        return ""
    keys = ordered(selection, False).values_list(*paths(selection))[skipped - 1 : skipped]
    return write(selection, keys[0], False) if keys else ""


def paths(selection: Selection) -> list[str]:
    return [*selection.order.by, "pk"]


def directions(selection: Selection) -> list[bool]:
    """Whether each of the paths descends; the id does only where nothing else orders."""
    return [selection.descending] * len(selection.order.by) + [selection.descending and not selection.order.by]


def ordered(selection: Selection, backwards: bool) -> QuerySet:
    """All rows of the selection, in its order or in the opposite one; unknown comes last, or then first."""
    rows = selection.dataset.whole(selection.narrowed(facets=True))
    if not backwards:
        return rows.order_by(*selection.order.expressions(selection.descending, "pk"))
    turned = [
        F(path).asc(nulls_first=True) if descends else F(path).desc(nulls_first=True)
        for path, descends in zip(paths(selection)[:-1], directions(selection), strict=False)
    ]
    return rows.order_by(*turned, F("pk").asc() if directions(selection)[-1] else F("pk").desc())


def beyond(selection: Selection, place: list, backwards: bool) -> Q:
    """The rows on the far side of a place."""
    found, same = Q(pk__in=[]), Q()
    for path, descends, value in zip(paths(selection), directions(selection), place, strict=True):
        if value is None:
            farther = Q(**{f"{path}__isnull": False}) if backwards else Q(pk__in=[])
            equal = Q(**{f"{path}__isnull": True})
        else:
            farther = Q(**{f"{path}__{'lt' if descends != backwards else 'gt'}": value})
            if path != "pk" and not backwards:
                farther |= Q(**{f"{path}__isnull": True})
            equal = Q(**{path: value})
        found |= same & farther
        same &= equal
    return found


def write(selection: Selection, key: Sequence, backwards: bool) -> str:
    values = [written(value) for value in key]
    return SIGNER.sign_object([selection.dataset.name, selection.ordering, int(backwards), values])


def written(value):
    """A value of a key as JSON has it; the database reads it back just so."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, datetime) else value


def read(selection: Selection, cursor: str) -> tuple[bool, list]:
    try:
        name, ordering, backwards, values = SIGNER.unsign_object(cursor)
    except (signing.BadSignature, ValueError):
        raise BadQuery("cursor", f"{cursor[:20]}…", KEPT) from None
    if (name, ordering) != (selection.dataset.name, selection.ordering):
        raise BadQuery("cursor", f"{cursor[:20]}…", KEPT)
    return bool(backwards), values
