"""What was withdrawn since a moment: a list that follows changes must also hear of what is there no longer."""

from datetime import datetime

from elections.datasets import Dataset
from elections.datasets.resources import ROOT
from elections.models import Tombstone

MOST = 1_000


def withdrawn_since(request, dataset: Dataset, since: datetime) -> dict:
    """How many rows of the resource were withdrawn since, and the latest of them, whatever filters are set."""
    stones = Tombstone.objects.filter(table=dataset.table, withdrawn_at__gte=since).order_by("-withdrawn_at", "-pk")
    return {
        "count": stones.count(),
        "results": [
            {
                "id": int(stone.row_id) if dataset.columns[0].kind == "whole" else stone.row_id,
                "withdrawn_at": stone.withdrawn_at.isoformat().replace("+00:00", "Z"),
                "reason": stone.reason,
                "successor": request.build_absolute_uri(f"{ROOT}{dataset.name}/{stone.successor}")
                if stone.successor
                else None,
            }
            for stone in stones[:MOST]
        ],
    }
