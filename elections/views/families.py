"""The public pages by family: for the sitemap, and for what is near an address under which nothing stands.

A new kind of page is added here: pages of their own by the name of their route, pages about one row by their route
and the rows. A test finds those that are missing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from elections.models import Area, Election, Party, Source, local_name
from observers.models import Category, Mission, Organisation, Report

SINGLE = (
    *("home", "elections", "countries", "parties", "explore", "sources", "changes", "methods", "about"),
    *("data", "dictionary", "api-guide", "api-docs"),
    *("observers", "observers-missions", "observers-reports", "observers-organisations", "observers-findings"),
    *("observers-categories", "observers-recommendations"),
)
WORDS = {"observers-category": Category.values}  # pages about one word of a list


@dataclass(frozen=True, slots=True)
class Family:
    """Pages that are each about one row, found by its id; `listed` is the route of the page that lists them."""

    route: str
    listed: str
    name: str | Promise
    rows: Callable[[], QuerySet]

    @property
    def is_there(self) -> bool:
        """Whether this site has such pages."""
        try:
            return bool(self.address("x"))
        except NoReverseMatch:
            return False

    def address(self, key: str) -> str:
        return reverse(self.route, args=[key])

    @property
    def list_address(self) -> str:
        return reverse(self.listed)


FAMILIES = (
    Family("election", "elections", _("Elections"), Election.objects.all),
    Family("country", "countries", _("Countries"), Area.objects.countries),
    Family("area", "countries", _("Places"), Area.objects.exclude(kind="country").all),
    Family("party", "parties", _("Parties"), Party.objects.all),
    Family("source", "sources", _("Sources"), Source.objects.all),
    Family("observers-mission", "observers-missions", _("Missions"), Mission.objects.all),
    Family("observers-report", "observers-reports", _("Reports"), Report.objects.all),
    Family("observers-organisation", "observers-organisations", _("Organisations"), Organisation.objects.all),
)


def name_of(row) -> str:
    """What a row is called: by its name, its title, or without either its id."""
    return local_name(row) if hasattr(row, "name") else getattr(row, "title", "") or str(row.pk)


def families() -> Iterator[Family]:
    return (family for family in FAMILIES if family.is_there)
