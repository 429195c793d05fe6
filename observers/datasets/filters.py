"""Filters that several datasets of observation share."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from elections.datasets import choices
from elections.datasets.filters import Choice, Period, Reference, words_of_choices
from elections.models import Election, ElectionKind
from observers.models import Family, Mission, MissionOrganisation, Organisation


@dataclass(frozen=True, slots=True)
class Reporter(Reference):
    """Rows of an organisation: its own, and those of the missions it takes part in.

    `field` is the path to those who take part in a mission, `mission` that to the mission, and `own` that to the
    organisation itself, where rows may be one's alone.
    """

    mission: str = ""
    own: str = ""

    def apply(self, rows: QuerySet, chosen: list[str]) -> QuerySet:
        parts = MissionOrganisation.objects.filter(organisation__in=chosen).values("mission")
        found = Q(**{f"{self.mission}__in": parts})
        return rows.filter(found | Q(**{f"{self.own}__in": chosen}) if self.own else found)


def country(path: str = "election") -> Choice:
    return Choice("country", _("Country"), f"{path}__country_id", choices.countries)


def period(path: str = "election") -> Period:
    return Period("date", _("Day of the vote"), f"{path}__date")


def kind_of_vote(path: str = "election") -> Choice:
    return Choice("kind", _("Kind of vote"), f"{path}__kind", words_of_choices(ElectionKind))


def family(path: str = "family") -> Choice:
    return Choice("family", _("Family of observers"), path, words_of_choices(Family))


def election(path: str = "election") -> Reference:
    return Reference("election", _("Election"), f"{path}_id", Election)


def mission(path: str = "mission") -> Reference:
    return Reference("mission", _("Mission"), f"{path}_id", Mission)


def organisation(path: str = "mission", own: str = "") -> Reporter:
    parts = "parts" if path == "pk" else f"{path}__parts"
    return Reporter("organisation", _("Organisation"), f"{parts}__organisation_id", Organisation, path, own)
