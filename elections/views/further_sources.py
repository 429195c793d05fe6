"""The further sources of the rows of one election: two queries for all of them, in the order they are cited in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Model, TextField, Value
from django.db.models.functions import Cast

from elections.models import (
    Election,
    ElectionEventSource,
    ElectionSource,
    ExclusionSource,
    Source,
    TurnoutSource,
)

CITED = (
    (TurnoutSource, "turnout", "turnout__election"),
    (ExclusionSource, "exclusion", "exclusion__election"),
    (ElectionEventSource, "event", "event__election"),
    (ElectionSource, "election", "election"),
)

Found = Mapping[tuple[str, str], list[Source]]


def further_sources(election: Election) -> Found:
    """Sources by what cites them: `turnout`, `exclusion`, `event`, `election`, and the key of the row."""
    rows = [
        through.objects.filter(**{path: election.pk})
        .order_by()
        .values_list(Value(name, output_field=TextField()), Cast(f"{name}_id", TextField()), "position", "source_id")
        for through, name, path in CITED
    ]
    cited = sorted(rows[0].union(*rows[1:], all=True), key=lambda row: row[2])
    sources = Source.objects.in_bulk({source for *_, source in cited})
    found = defaultdict(list)
    for name, key, _position, source in cited:
        found[name, key].append(sources[source])
    return found


def attach(rows: Iterable[Model], name: str, found: Found) -> None:
    """Hand each row its further sources, as a prefetch would: `row.other_sources.all()` asks nothing any more."""
    for row in rows:
        row._prefetched_objects_cache = {"other_sources": found.get((name, str(row.pk)), [])}
