"""Every check of the arithmetic of every election as a dataset.

The checks are made in Python from the published rows, so they are kept as rows beside them: made anew for a data
version when somebody first asks for them, since they take a second or more.
"""

import hashlib
import json

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, QuerySet, TextField

from elections import analysis
from elections.datasets import choices
from elections.datasets.columns import Column, Kind, Known, column
from elections.datasets.definition import Dataset, Order
from elections.datasets.derivation import LOCK, rules
from elections.datasets.filters import Choice
from elections.datasets.text import found_in
from elections.models import Basis, DataVersion, Derivation, DerivedCheck, Election, alone, one_moment
from elections.reconcile import METHODS, Check

STATUSES = {"fail": "does not add up", "pass": "adds up", "cannot": "cannot be checked"}


def prepare() -> None:
    """Make the checks of the data version, unless they are made."""
    if is_prepared(DataVersion.current()):
        return
    with alone(LOCK), one_moment(writing=True):
        version = DataVersion.current()
        if is_prepared(version):
            return
        made = [
            row for pk, checks in analysis.reconciliations(Election.objects.all()).items() for row in rows(pk, checks)
        ]
        DerivedCheck.objects.all().delete()
        DerivedCheck.objects.bulk_create(made, batch_size=2_000)
        Derivation.objects.update_or_create(pk=1, defaults={"checked": version + 1})


def is_prepared(version: int) -> bool:
    """Whether the checks as this transaction sees them are of a data version, by the rules of this code."""
    return Derivation.objects.filter(checked=version + 1, made_by=rules()).exists()


def rows(election: str, checks: list[Check]) -> list[DerivedCheck]:
    found: dict[str, DerivedCheck] = {}
    for position, check in enumerate(checks, 1):
        read = json.dumps([check.part, check.areas, check.basis, check.claimant, check.sources, check.as_of,
                           sorted(check.reads)])  # fmt: skip
        name = f"{election}-{check.code.replace('_', '-')}-{hashlib.sha256(read.encode()).hexdigest()[:10]}"
        found.setdefault(name, made(name[-100:], election, position, check))
    return list(found.values())


def made(name: str, election: str, position: int, check: Check) -> DerivedCheck:
    return DerivedCheck(
        id=name,
        election_id=election,
        position=position,
        method=check.code,
        status=check.status,
        part=check.part,
        areas=list(check.areas),
        basis=check.basis,
        claimant=check.claimant,
        sources=list(check.sources),
        as_of=check.as_of,
        residual=check.residual,
        unit=check.unit or "",
        numbers={name: str(value) for name, value in check.numbers.items()},
        text=check.text,
    )


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
    title="Reconciliation",
    about="Checks of the arithmetic that every election must satisfy: each adds up, does not, or cannot be made. "
    "What does not add up is a lead about published figures, never a verdict about an election.",
    base=DerivedCheck.objects.all,
    whole=whole,
    prepare=prepare,
    is_prepared=is_prepared,
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
    ],
    filters=[
        choices.country("election__country_id"),
        choices.date(),
        choices.election(),
        Choice("status", "Outcome", "status", lambda: STATUSES),
        Choice("method", "Method", "method", lambda: {code: code for code in METHODS}),
        Choice("basis", "Basis", "basis", lambda: {each.value: str(each.label) for each in Basis}),
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
