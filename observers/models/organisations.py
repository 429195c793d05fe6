from django.db import models
from django.db.models import Q

from elections.models.fields import IdField, Published, one_of, valid_id


class OrganisationKind(models.TextChoices):
    INTERGOVERNMENTAL = "intergovernmental", "intergovernmental"
    PARLIAMENTARY = "parliamentary", "parliamentary assembly"
    GOVERNMENT = "government", "government"
    INTERNATIONAL_NGO = "international_ngo", "international NGO"
    DOMESTIC_NGO = "domestic_ngo", "domestic NGO"
    PARTY = "party", "party"
    MEDIA = "media", "media"


class Family(models.TextChoices):
    """Families of observers; each judges by its own yardstick, so they are never mixed or averaged."""

    OSCE_EUROPE = "osce_europe", "OSCE and Europe"
    CIS_SCO = "cis_sco", "CIS and SCO"
    TURKIC_OTHER = "turkic_other", "Turkic and other"
    DOMESTIC = "domestic", "domestic"
    PARTY = "party", "party"
    AUTHORITY = "authority", "authority"
    MEDIA = "media", "media"


class Scope(models.TextChoices):
    INTERNATIONAL = "international", "international"
    DOMESTIC = "domestic", "domestic"


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
