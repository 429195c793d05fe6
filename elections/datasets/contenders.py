"""Who stood in the elections, and who was kept off the ballot, as datasets."""

from dataclasses import replace

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from elections.datasets import choices
from elections.datasets.columns import Column, Kind, also, column, columns_of, source_columns, updated
from elections.datasets.definition import Dataset, Order
from elections.datasets.elections import claims_of, number_of
from elections.datasets.filters import Choice, Period, Since, words_of_choices
from elections.datasets.party_lines import lineage
from elections.datasets.results import status_column
from elections.datasets.text import found_in, named
from elections.models import (
    Contender,
    ContenderKind,
    Election,
    Exclusion,
    ExclusionKind,
    ExclusionSource,
    Party,
    Result,
    Source,
)


def with_claims(rows: QuerySet) -> QuerySet:
    """Adds how many claims of results are held for each contender."""
    return rows.select_related("election__derived", "party").annotate(
        claims=number_of(claims_of(Result, "contender"), "contender")
    )


def found_contenders(rows: QuerySet, text: str) -> QuerySet:
    """Contenders with a text in their names or id, or in the names of their party."""

    def by_sound(sound):
        return Q(pk__in=named(Contender.objects.order_by(), [sound]).values("pk")) | of_party(sound)

    return found_in(rows, text, "id", by_sound=by_sound)


def of_party(sound: str) -> Q:
    return Q(party__in=named(Party.objects.order_by(), [sound]).values("pk"))


def found_exclusions(rows: QuerySet, text: str) -> QuerySet:
    """Exclusions with a text in the name or the ground, or in the names of the party."""
    return found_in(rows, text, "name", "ground", by_sound=of_party)


CONTENDERS = Dataset(
    name="contenders",
    title=_("Contenders"),
    about=Contender.__doc__.strip(),
    table="contenders",
    base=Contender.objects.all,
    whole=with_claims,
    columns=[
        *columns_of(Contender, "id", "election"),
        column(Election, "country", "election__"),
        column(Election, "date", "election__", "election_date"),
        status_column("election__"),
        *columns_of(Contender, "part", "kind", "name", "names", "party"),
        replace(column(Party, "name", "party__", "party_name"), may_be_empty=True),
        column(Contender, "is_incumbent"),
        Column("result_claims", "How many claims of its results are held.", "claims", Kind.WHOLE, (), False),
        column(Contender, "note"),
        updated(),
    ],
    filters=[
        choices.country("election__country_id"),
        choices.date(),
        choices.election(),
        choices.status(),
        choices.party(),
        lineage(),
        Choice("kind", _("Kind"), "kind", words_of_choices(ContenderKind)),
        choices.part(),
        Since(),
    ],
    orders=[
        Order("id", _("Id"), []),
        Order("name", _("Name"), ["sort_key"]),
        Order("date", _("Date"), ["election__date"], starts_descending=True),
        Order("claims", _("Claims held"), ["claims"], starts_descending=True),
    ],
    default_order="id",
    found=found_contenders,
)

EXCLUSIONS = Dataset(
    name="exclusions",
    title=_("Kept off the ballot"),
    about=Exclusion.__doc__.strip(),
    table="exclusions",
    base=Exclusion.objects.all,
    whole=lambda rows: rows.select_related("election__derived", "party", "area", "source"),
    columns=[
        Column("id", "The permanent number of the exclusion.", "pk", Kind.WHOLE, (), False),
        column(Exclusion, "election"),
        column(Election, "country", "election__"),
        column(Election, "date", "election__", "election_date"),
        status_column("election__"),
        *columns_of(Exclusion, "name", "names", "party", "kind", "ground", "date", "area"),
        *source_columns(Source),
        also(ExclusionSource, "exclusion"),
        column(Exclusion, "note"),
        updated(),
    ],
    filters=[
        choices.country("election__country_id"),
        Period("date", _("Date"), "date"),
        choices.election(),
        choices.party(),
        choices.area(),
        Choice("kind", _("Kind"), "kind", words_of_choices(ExclusionKind)),
        choices.source(),
        Since(),
    ],
    orders=[
        Order("id", _("Id"), []),
        Order("date", _("Date"), ["date"], starts_descending=True),
        Order("election", _("Election"), ["election_id"]),
        Order("name", _("Name"), ["name"]),
    ],
    default_order="id",
    found=found_exclusions,
)
