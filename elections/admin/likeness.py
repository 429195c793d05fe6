"""What a proposed row may repeat, as the forms and the review tell it."""

from django.urls import reverse

from elections.importers.tables import Table
from observers.importers.likeness import alike


def repeats(table: Table, cells: dict[str, str], row_id: str = "") -> list[dict[str, str]]:
    """`{"id", "label", "address"}` of each published row that is much like this one."""
    name = f"admin:{table.model._meta.label_lower.replace('.', '_')}_change"
    return [
        {"id": str(row.pk), "label": str(row), "address": reverse(name, args=[row.pk])}
        for row in alike(table, cells, row_id)
    ]
