"""Every check of the arithmetic of every election as a dataset; derivation.py keeps them beside the rows."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, QuerySet, TextField
from django.utils.translation import gettext_lazy as _

from elections.datasets import choices
from elections.datasets.columns import Column, Kind, Known, Moment, column
from elections.datasets.definition import Dataset, Order
from elections.datasets.filters import Choice, Since
from elections.datasets.text import found_in
from elections.models import Basis, DerivedCheck, Election
from elections.reconcile import METHODS

STATUSES = {"fail": "does not add up", "pass": "adds up", "cannot": "cannot be checked"}


def whole(rows: QuerySet) -> QuerySet:
    return rows.select_related("election__derived")


def texts(name: str) -> Func:
    """A list kept as JSON, as the database's own list."""
    template = "ARRAY(SELECT jsonb_array_elements_text(%(expressions)s))"
    return Func(F(name), template=template, output_field=ArrayField(TextField()))


def text(name: str) -> Column:
    told = DerivedCheck._meta.get_field(name)
    return Column(name, str(told.help_text), Known(F(name)), Kind.ID)


RECONCILIATION = Dataset(
    name="reconciliation",
    title=_("Reconciliation"),
    about="Checks of the arithmetic that every election must satisfy: each adds up, does not, or cannot be made. "
    "What does not add up is a lead about published figures, never a verdict about an election.",
    base=DerivedCheck.objects.all,
    whole=whole,
    columns=[
        Column("id", "The election, the method and what it read.", "pk", Kind.ID, (), False),
        column(DerivedCheck, "election"),
        column(Election, "country", "election__"),
        column(Election, "date", "election__", "election_date"),
        Column(
            "method", "The method, as the page about methods explains it.", "method", Kind.ID, tuple(METHODS), False
        ),
        Column("status", "Whether it passes, fails or cannot be made.", "status", Kind.ID, tuple(STATUSES), False),
        *map(text, ("part", "basis", "claimant", "as_of")),
        Column("areas", "The areas that it reads.", texts("areas"), Kind.LIST, (), False),
        Column("sources", "The sources of the claims it reads.", texts("sources"), Kind.LIST, (), False),
        Column("residual", "By how much it fails, in its unit.", "residual", Kind.NUMBER),
        text("unit"),
        Column("numbers", "The numbers it compares, by what they are.", "numbers", Kind.NAMES, (), False),
        Column("text", "What it found, in a sentence.", "text", Kind.TEXT, (), False),
        Column("updated_at", "When it last came out differently.", Moment(F("changed_at")), Kind.MOMENT, (), False),
    ],
    filters=[
        choices.country("election__country_id"),
        choices.date(),
        choices.election(),
        Choice("status", "Outcome", "status", lambda: STATUSES),
        Choice("method", "Method", "method", lambda: {code: code for code in METHODS}),
        Choice("basis", "Basis", "basis", lambda: {each.value: str(each.label) for each in Basis}),
        Since(fields=("changed_at",)),
    ],
    orders=[
        Order("id", "Id", []),
        Order("date", "Date", ["election__date"], starts_descending=True),
        Order("election", "Election", ["election_id", "position"]),
        Order("status", "Outcome", ["status"]),
        Order("method", "Method", ["method"]),
    ],
    default_order="election",
    found=lambda rows, text: found_in(rows, text, "election__pk", "text"),
)
