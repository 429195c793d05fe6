"""What was published, corrected and withdrawn through sets of changes, row by row. Who did it is never among it."""

from django.db.models import F, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from elections.datasets import choices
from elections.datasets.columns import Column, Kind, Known, Moment
from elections.datasets.definition import Dataset, Order
from elections.datasets.filters import Choice, Since
from elections.datasets.text import found_in
from elections.models import Change, ChangeKind
from elections.models.changes import APPLIED
from observers.importers import RECORD


def published() -> QuerySet:
    """The changes of published sets, also of those that were rolled back later; never a proposal."""
    election = Coalesce(
        KeyTextTransform("election_id", "values"), KeyTextTransform("election_id", "before"), output_field=TextField()
    )
    return Change.objects.filter(change_set__state__in=APPLIED).annotate(of_election=election)


def tables() -> dict[str, str]:
    """All tables that changes can be of, whether any were published or not, by the titles of their lists."""
    from elections.datasets.resources import RESOURCES  # which this list is among

    titles: dict[str, str] = {}
    for dataset in RESOURCES.values():
        titles.setdefault(dataset.table, str(dataset.title))
    return {table.name: titles[table.name] for table in RECORD}


def kinds() -> dict[str, str]:
    """What happened to a row, as readers are told."""
    return {"add": gettext("Published"), "alter": gettext("Corrected"), "withdraw": gettext("Withdrawn")}


CHANGES = Dataset(
    name="changes",
    title=_("Changes"),
    about="One row of the record that was added, altered or withdrawn, with what it was before and why.",
    base=published,
    whole=lambda rows: rows.select_related("change_set"),
    columns=[
        Column("id", "The permanent number of the change.", "pk", Kind.WHOLE, (), False),
        Column("published_at", "When it was published.", Moment(F("change_set__published_at")), Kind.MOMENT, (), False),
        Column("data_version", "The version of the data that it made.", "change_set__data_version", Kind.WHOLE),
        Column("set", "The number of the set that it was published with.", "change_set_id", Kind.WHOLE, (), False),
        Column("title", "What the set does, in a few words.", "change_set__title", Kind.TEXT, (), False),
        Column("reason", "Why the record was changed.", "change_set__reason", Kind.TEXT, (), False),
        Column("kind", "What happened to the row.", "kind", Kind.ID, ChangeKind.values, False),
        Column("table", "The table of the row.", "table", Kind.ID, (), False),
        Column("row_id", "The id of the row.", "row_id", Kind.ID, (), False),
        Column("election", "The election that the row belongs to.", Known(F("of_election")), Kind.ID),
        Column("successor", "The row that took the place of a withdrawn one.", Known(F("successor")), Kind.ID),
        Column("before", "The row as it was, column by column.", "before", Kind.NAMES),
        Column("after", "The row as it became, column by column.", "values", Kind.NAMES),
    ],
    filters=[
        choices.election("of_election"),
        Choice("kind", _("Kind"), "kind", kinds),
        Choice("table", _("Table"), "table", tables),
        Since(fields=("change_set__published_at",)),
    ],
    orders=[
        Order("published_at", _("Published"), ["change_set__published_at"], starts_descending=True),
        Order("table", _("Table"), ["table"]),
        Order("id", _("Id"), []),
    ],
    default_order="-published_at",
    found=lambda rows, text: found_in(rows, text, "change_set__title", "change_set__reason", "row_id"),
)
