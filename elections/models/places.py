from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.utils.translation import pgettext_lazy

from elections.models.fields import (
    PartialDateField,
    Published,
    dates_in_order,
    one_of,
    valid_date,
    valid_id,
)

AREA_PATTERN = r"^[A-Z]{2}(-[A-Z0-9]{1,3}|-x-[a-z0-9]+(-[a-z0-9]+)*)?$"


class AreaKind(models.TextChoices):
    COUNTRY = "country", pgettext_lazy("area kind", "country")
    REGION = "region", pgettext_lazy("area kind", "region")
    CITY = "city", pgettext_lazy("area kind", "city of republican rank")
    DISTRICT = "district", pgettext_lazy("area kind", "district")
    CONSTITUENCY = "constituency", pgettext_lazy("area kind", "constituency")
    ABROAD = "abroad", pgettext_lazy("area kind", "abroad")
    PLACE = "place", pgettext_lazy("area kind", "named place")


class AreaQuerySet(models.QuerySet):
    ADDED_UP = Q(kind__in=[AreaKind.REGION, AreaKind.CITY]) | Q(id__endswith="-x-abroad")

    def countries(self):
        """The whole countries."""
        return self.filter(kind=AreaKind.COUNTRY)

    def added_up(self):
        """The areas whose figures add up to their country's: regions, cities of their rank, and voters abroad.

        Of places abroad only the whole of them counts (`KZ-x-abroad`), never one embassy beside it.
        """
        return self.filter(self.ADDED_UP)

    def saying_which_add_up(self):
        """All areas, each with `adds_up`: whether it is one of those."""
        return self.annotate(adds_up=ExpressionWrapper(self.ADDED_UP, models.BooleanField()))


class Area(Published):
    """A place that figures are given for: a country, a region, a city, voters abroad, or a named place."""

    id = models.CharField(
        max_length=100,
        primary_key=True,
        help_text="The ISO 3166 code, or the country's code, `-x-` and a name.",
    )
    country = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="areas",
        help_text="The country it belongs to; a country's is itself.",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The area it lies in; empty for a country.",
    )
    kind = models.CharField(max_length=20, choices=AreaKind, help_text="What kind of place it is.")
    name = models.CharField(max_length=200, help_text="The name in English.")
    names = models.JSONField(default=dict, blank=True, help_text="Names in other languages by BCP 47 tag.")
    sort_key = models.CharField(
        max_length=250, blank=True, default="", editable=False, help_text="The name folded for ordering."
    )
    search_key = models.TextField(
        blank=True, default="", editable=False, help_text="All names, transliterated and folded for search."
    )
    valid_from = PartialDateField(help_text="When the area came into being, where that matters and is known.")
    valid_to = PartialDateField(help_text="When the area ceased to exist.")
    note = models.TextField(blank=True, default="", help_text="What a reader should know about the area.")

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            valid_id("area", pattern=AREA_PATTERN),
            one_of("area", "kind", AreaKind),
            valid_date("area", "valid_from"),
            valid_date("area", "valid_to"),
            dates_in_order("area", "valid_from", "valid_to"),
            models.CheckConstraint(
                condition=Q(kind=AreaKind.COUNTRY, parent__isnull=True, country=models.F("id"))
                | ~Q(kind=AreaKind.COUNTRY) & Q(parent__isnull=False),
                name="area_has_parent_unless_country",
                violation_error_message="Every area lies in another one, and only a country does not.",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="area_parent_differs",
                violation_error_message="No area lies in itself.",
            ),
            models.CheckConstraint(
                condition=Q(id__startswith=models.F("country")),
                name="area_id_of_country",
                violation_error_message="The id of an area begins with its country.",
            ),
        ]

    def __str__(self):
        return self.name

    def existed_on(self, date):
        """Whether the area existed on a day, as far as is known; dates compare by the part that is known."""
        return self.valid_from <= date and (not self.valid_to or self.valid_to >= date[: len(self.valid_to)])
