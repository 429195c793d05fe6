"""Filters that several datasets have, in the words of the pages."""

from django.db.models import Case, CharField, F, Value, When

from elections.datasets.filters import Choice, Period, Reference, words_of_choices
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
)

SAID = Case(When(qualifier="", then=Value("exact")), default=F("qualifier"), output_field=CharField())
STANDING = [ElectionStatus.HELD.value, ElectionStatus.PARTLY_ANNULLED.value]
YES_NO = {"yes": "yes", "no": "no"}


def countries() -> dict[str, str]:
    """The countries that have elections, in the order of their names."""
    return dict(Area.objects.countries().filter(elections__isnull=False).distinct().values_list("pk", "name"))


def country(path: str = "country_id") -> Choice:
    return Choice("country", "Country", path, countries)


def election(path: str = "election_id") -> Reference:
    return Reference("election", "Election", path, Election)


def area(path: str = "area_id") -> Reference:
    return Reference("area", "Area", path, Area)


def party(path: str = "party_id") -> Reference:
    return Reference("party", "Party", path, Party)


def contender(path: str = "contender_id") -> Reference:
    return Reference("contender", "Contender", path, Contender)


def source(path: str = "source_id") -> Reference:
    return Reference("source", "Source", path, Source)


def level(path: str = "area__kind") -> Choice:
    return Choice("level", "Level", path, words_of_choices(AreaKind))


def basis() -> Choice:
    return Choice("basis", "Basis", "basis", words_of_choices(Basis))


def qualifier() -> Choice:
    """An exact figure has no qualifier; a query string has no empty value, so its word is `exact`."""
    words = {"exact": "as printed", **{each.value: str(each.label) for each in Qualifier if each.value}}
    return Choice("qualifier", "Qualifier", "said", lambda: words)


def election_kind(path: str = "election__kind") -> Choice:
    return Choice("kind", "Kind of election", path, words_of_choices(ElectionKind))


def status(path: str = "election__derived__status") -> Choice:
    return Choice("status", "Status of the election", path, words_of_choices(ElectionStatus))


def date(path: str = "election__date") -> Period:
    return Period("date", "Day of the vote", path)


def parts() -> dict[str, str]:
    """The parts of votes that have a name."""
    known = Contender.objects.exclude(part="").order_by("part").values_list("part", flat=True).distinct()
    return {part: part for part in known}
