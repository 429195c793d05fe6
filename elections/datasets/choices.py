"""Filters that several datasets have, in the words of the pages."""

from django.db.models import Case, CharField, F, Value, When
from django.utils.translation import gettext_lazy as _

from elections.datasets.filters import Choice, Period, Reference, words_of_choices
from elections.datasets.kept import once
from elections.models import (
    Area,
    AreaKind,
    Basis,
    Contender,
    Election,
    ElectionKind,
    ElectionStatus,
    Party,
    Qualifier,
    Source,
    local_name,
)

SAID = Case(When(qualifier="", then=Value("exact")), default=F("qualifier"), output_field=CharField())
STANDING = [ElectionStatus.HELD.value, ElectionStatus.PARTLY_ANNULLED.value]
YES_NO = {"yes": _("yes"), "no": _("no")}


def countries() -> dict[str, str]:
    """The countries that have elections, in the order of their names."""
    with_elections = Area.objects.countries().filter(elections__isnull=False).distinct()
    found = once("countries", lambda: list(with_elections))
    return {area.pk: local_name(area) for area in found}


def country(path: str = "country_id") -> Choice:
    return Choice("country", _("Country"), path, countries)


def election(path: str = "election_id") -> Reference:
    return Reference("election", _("Election"), path, Election)


def area(path: str = "area_id") -> Reference:
    return Reference("area", _("Area"), path, Area)


def party(path: str = "party_id") -> Reference:
    return Reference("party", _("Party"), path, Party)


def contender(path: str = "contender_id") -> Reference:
    return Reference("contender", _("Contender"), path, Contender)


def source(path: str = "source_id") -> Reference:
    return Reference("source", _("Source"), path, Source)


def level(path: str = "area__kind") -> Choice:
    return Choice("level", _("Level"), path, words_of_choices(AreaKind))


def basis() -> Choice:
    return Choice("basis", _("Basis"), "basis", words_of_choices(Basis))


def qualifier() -> Choice:
    """An exact figure has no qualifier; a query string has no empty value, so its word is `exact`."""
    return Choice("qualifier", _("Qualifier"), "said", qualifiers)


def qualifiers() -> dict[str, str]:
    return {each.value or "exact": str(each.label) for each in Qualifier}


def election_kind(path: str = "election__kind") -> Choice:
    return Choice("kind", _("Kind of election"), path, words_of_choices(ElectionKind))


def status(path: str = "election__derived__status") -> Choice:
    return Choice("status", _("Status of the election"), path, words_of_choices(ElectionStatus))


def date(path: str = "election__date") -> Period:
    return Period("date", _("Day of the vote"), path)


def part(path: str = "part") -> Choice:
    """A part of a vote by its name; what is of no part has none, and a query string no empty value: it is `whole`."""
    of = Case(When(**{path: ""}, then=Value("whole")), default=F(path), output_field=CharField())
    return Choice("part", _("Part"), of, parts)


def parts() -> dict[str, str]:
    known = Contender.objects.exclude(part="").order_by("part").values_list("part", flat=True).distinct()
    return {part: part for part in known} | {"whole": str(_("the whole vote"))}
