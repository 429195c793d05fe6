"""What was withdrawn since a moment: a list that follows changes must also hear of what is there no longer."""

from datetime import datetime

from elections.datasets import BadQuery, Dataset
from elections.datasets.filters import single
from elections.datasets.resources import ROOT
from elections.models import Tombstone

AFTER = "withdrawn_after"
MOST = 1_000


def place_in(query) -> int:
    """After which withdrawal to go on: the number that stands in the `next` of `withdrawn`; 0 for the first."""
    text = single(query, AFTER)
    place = int(text or 0) if text.isascii() and len(text) <= 18 and (text.isdigit() or not text) else -1
    if place < 0 or place and "updated_since" not in query:
        raise BadQuery(AFTER, text[:20], ["the number that stands in the `next` of `withdrawn`, with updated_since"])
    return place


def withdrawn_since(request, dataset: Dataset, since: datetime, after: int, address: str) -> dict:
    """How many rows of the resource were withdrawn since, whatever filters are set, and the next thousand of them.

    They come in the order of their withdrawal; `address` is that of the question without a place in it.
    """
    stones = Tombstone.objects.filter(table=dataset.table, withdrawn_at__gte=since).order_by("pk")
    found = list(stones.filter(pk__gt=after)[: MOST + 1])
    return {
        "count": stones.count(),
        "next": f"{address}&{AFTER}={found[MOST - 1].pk}" if len(found) > MOST else None,
        "results": [
            {
                "id": int(stone.row_id) if dataset.columns[0].kind == "whole" else stone.row_id,
                "withdrawn_at": stone.withdrawn_at.isoformat().replace("+00:00", "Z"),
                "reason": stone.reason,
                "successor": request.build_absolute_uri(f"{ROOT}{dataset.name}/{stone.successor}")
                if stone.successor
                else None,
            }
            for stone in found[:MOST]
        ],
    }
