"""Where on an election's page the claims of each source stand, so that its list of sources leads to them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from elections.models import local_name
from elections.views.figures import Footnotes, said_by
from elections.wording import capital


def lead_to_claims(notes: Footnotes, results: Iterable[Any], turnout: Iterable[Any]) -> None:
    """Tell of each source where its claims stand: one place for a column, one for each row outside of these.

    `results` and `turnout` are the tables of the page, for the whole country and for its parts.
    """
    for table in results:
        for pivot in table.pivots:
            if pivot.head:
                place(notes, pivot.columns[0].head.anchor, pivot.head.first, _("by area"))
            else:
                for column in pivot.columns:
                    if column.begins:
                        place(notes, column.head.anchor, column.head.first)
        for group in table.groups:
            for row in group.rows:
                place(notes, f"result-{row.claim.pk}", row, local_name(row.claim.contender))
    for table in turnout:
        for pivot in table.pivots:
            for column in pivot.columns:
                place(notes, column.head.anchor, column.head.first, _("Turnout"), column.head.hour, _("by area"))
        for group in table.groups:
            for row in group.rows:
                area = local_name(group.place) if group.place else ""
                place(notes, f"turnout-{row.claim.pk}", row, _("Turnout"), area, row.hour)


def place(notes: Footnotes, anchor: str, row: Any, *what: str) -> None:
    """Lead to a claim by what it is of, its basis, who makes it and of which day."""
    words = [*what, row.basis_label, said_by(row.claim), getattr(row, "as_of", "")]
    for number in row.refs:
        notes.lead(number, anchor, capital(", ".join(filter(None, words))))
