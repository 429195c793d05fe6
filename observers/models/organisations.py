from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from elections.models.fields import IdField, Published, one_of, valid_id


class OrganisationKind(models.TextChoices):
    INTERGOVERNMENTAL = "intergovernmental", pgettext_lazy("organisation kind", "intergovernmental")
    PARLIAMENTARY = "parliamentary", pgettext_lazy("organisation kind", "parliamentary assembly")
    GOVERNMENT = "government", pgettext_lazy("organisation kind", "government")
    INTERNATIONAL_NGO = "international_ngo", pgettext_lazy("organisation kind", "international NGO")
    DOMESTIC_NGO = "domestic_ngo", pgettext_lazy("organisation kind", "domestic NGO")
    PARTY = "party", pgettext_lazy("organisation kind", "party")
    MEDIA = "media", pgettext_lazy("organisation kind", "media")


class Family(models.TextChoices):
    """Families of observers; each judges by its own yardstick, so they are never mixed or averaged."""

    OSCE_EUROPE = "osce_europe", pgettext_lazy("family", "OSCE and Europe")
    CIS_SCO = "cis_sco", pgettext_lazy("family", "CIS and SCO")
    TURKIC_OTHER = "turkic_other", pgettext_lazy("family", "Turkic and other")
    DOMESTIC = "domestic", pgettext_lazy("family", "domestic")
    PARTY = "party", pgettext_lazy("family", "party")
    AUTHORITY = "authority", pgettext_lazy("family", "authority")
    MEDIA = "media", pgettext_lazy("family", "media")


class Scope(models.TextChoices):
    INTERNATIONAL = "international", pgettext_lazy("scope", "international")
    DOMESTIC = "domestic", pgettext_lazy("scope", "domestic")


class Organisation(Published):
    """A body that observes elections or says something of them: intergovernmental, civic, party, press."""

    id = IdField(help_text="The permanent id of the organisation.")
    name = models.CharField(max_length=200, help_text="The name in English.")
    abbreviation = models.CharField(max_length=30, blank=True, default="", help_text="The usual abbreviation.")
    kind = models.CharField(max_length=30, choices=OrganisationKind, help_text="What kind of body it is.")
    family = models.CharField(max_length=20, choices=Family, help_text="The family of observers it belongs to.")
    scope = models.CharField(max_length=20, choices=Scope, help_text="Whether it works in one country or in many.")
    country = models.CharField(
        max_length=2,
        blank=True,
        default="",
        help_text="Its home country as an ISO 3166-1 code, where it has one.",
    )
    website = models.CharField(max_length=300, blank=True, default="", help_text="Its address on the web.")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            valid_id("organisation"),
            one_of("organisation", "kind", OrganisationKind),
            one_of("organisation", "family", Family),
            one_of("organisation", "scope", Scope),
            models.CheckConstraint(
                condition=Q(country__regex="^([A-Z]{2})?$"),
                name="organisation_country_valid",
                violation_error_message="A country is a code of two capital letters.",
            ),
        ]

    def __str__(self):
        return self.name
