"""Finding a text in rows: in names of any script by their folded keys, in other texts as it stands."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from elections.names import fold


def found_in(rows: QuerySet, text: str, *fields: str, by_key: Callable[[str], Q] | None = None) -> QuerySet:
    """Rows that have every word of a text in one of the fields, in any case, or by `by_key` of the word folded."""
    for word in text.split():
        condition = Q(pk__in=[])
        for field in fields:
            condition |= Q(**{f"{field}__icontains": word})
        if by_key and (folded := fold(word)):
            condition |= by_key(folded)
        rows = rows.filter(condition)
    return rows
