"""What several datasets of observation need from the rows beside theirs."""

from collections.abc import Callable, Mapping

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, F, IntegerField, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from elections.datasets.columns import Column, Kind
from observers.models import MissionOrganisation

NOT_STATED = "not_stated"

Words = Callable[[], Mapping[str, str]]


def lead(path: str, what: str = "organisation") -> Subquery:
    """The organisation that leads the mission at a path, or something of it; NULL without one."""
    parts = MissionOrganisation.objects.filter(mission=OuterRef(path)).order_by("position")
    return Subquery(parts.values(what)[:1], output_field=CharField())


def lead_family(path: str) -> Subquery:
    """The family of a mission: that of the organisation that leads it."""
    return lead(path, "organisation__family")


def members(path: str) -> Column:
    """The organisations of the mission at a path."""
    parts = MissionOrganisation.objects.filter(mission=OuterRef(path)).order_by("position")
    return Column(
        "organisations",
        "The ids of the organisations of the mission; the first one leads.",
        ArraySubquery(parts.values("organisation_id")),
        Kind.LIST,
        (),
        False,
    )


def numbered(what: str) -> Column:
    """The id of rows that have no readable one."""
    return Column("id", f"The permanent number of the {what}.", "pk", Kind.WHOLE, (), False)


def number_of(rows: QuerySet, owner: str) -> Coalesce:
    """How many rows name the row at hand in a field of theirs; 0 is a count here, not an unknown."""
    counted = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def stated(path: str):
    """A word of a list, with a word of its own for none: a facet can be asked for it."""
    return Coalesce(NullIf(F(path), Value("")), Value(NOT_STATED), output_field=CharField())


def words_stated(choices) -> Words:
    """The words of a TextChoices class, and what it means that none is stated."""

    def words() -> dict[str, str]:
        known = {value: str(label) for value, label in choices.choices if value}
        return known | {NOT_STATED: str(_("not stated"))}

    return words


def of_election(name: str, help: str, path: str, kind: Kind = Kind.ID) -> Column:
    return Column(name, help, path, kind, (), False)


def election_columns(path: str = "election") -> list[Column]:
    """The election that a row is about, its country and its day."""
    return [
        of_election("election", "The election it is about.", f"{path}_id"),
        of_election("country", "The country of the election.", f"{path}__country_id"),
        of_election("date", "The day of the vote.", f"{path}__date", Kind.DATE),
    ]


def exists_in(model: type[Model], **fields: str) -> QuerySet:
    """The rows of a table that name the row at hand."""
    return model._default_manager.filter(**{name: OuterRef(path) for name, path in fields.items()})
