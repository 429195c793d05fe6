"""What a proposed row may repeat, as the forms and the review tell it."""

from collections.abc import Sequence

from django.urls import reverse

from observers.importers.likeness import Proposed, alike


def repeats(proposed: Sequence[Proposed]) -> list[list[dict[str, str]]]:
    """For each proposed row `{"id", "label", "address"}` of each published row that is much like it."""
    return [
        [{"id": str(row.pk), "label": str(row), "address": reverse(name_of(row), args=[row.pk])} for row in rows]
        for rows in alike(proposed)
    ]


def name_of(row) -> str:
    return f"admin:{row._meta.label_lower.replace('.', '_')}_change"
