from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from elections.models import Area, Citation, Election, Source
from elections.models.fields import (
    LARGEST_NUMBER,
    CountField,
    IdField,
    PartialDateField,
    PrintedNumberField,
    Published,
    filled_together,
    one_of,
    valid_date,
    valid_id,
)
from elections.models.sources import cited_once
from observers.models.missions import Mission
from observers.models.organisations import Organisation
from observers.models.reports import Category, Stage

# What a text is searched in; the index is over just this expression, so queries name it and not another.
WORDS_OF_A_FINDING = SearchVector("summary", "place", "figure_unit", config="english")


FILED = "filed-"  # how the ids of sources begin that stand for what an organisation's observers filed


class Severity(models.TextChoices):
    INFO = "info", pgettext_lazy("severity", "for information")
    CONCERN = "concern", pgettext_lazy("severity", "concern")
    SERIOUS = "serious", pgettext_lazy("severity", "serious")


class ResponseKind(models.TextChoices):
    GOVERNMENT_RESPONSE = "government_response", pgettext_lazy("response kind", "government")
    PARTY_STATEMENT = "party_statement", pgettext_lazy("response kind", "party")
    ORGANISATION = "organisation", pgettext_lazy("response kind", "organisation")
    FOREIGN_GOVERNMENT = "foreign_government", pgettext_lazy("response kind", "foreign government")


class Finding(Published):
    """One thing that observers, an organisation or a source reports of an election."""

    id = IdField(help_text="The permanent id of the finding.")
    mission = models.ForeignKey(
        Mission,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        help_text="The mission that found it.",
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        help_text="The organisation that reports it, where no mission does; empty when only the source does.",
    )
    election = models.ForeignKey(
        Election, models.PROTECT, related_name="findings", db_index=False, help_text="The election it is about."
    )
    category = models.CharField(max_length=30, choices=Category, help_text="What it is about.")
    stage = models.CharField(max_length=20, choices=Stage, help_text="The stage of the election.")
    severity = models.CharField(max_length=10, choices=Severity, help_text="How serious it is as reported.")
    place = models.CharField(max_length=100, blank=True, default="", help_text="The place as reported.")
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        help_text="The area the place lies in.",
    )
    figure = PrintedNumberField(help_text="The number that was reported, if one was.")
    figure_unit = models.CharField(
        max_length=100, blank=True, default="", help_text="What the number counts or is a percentage of."
    )
    observed_n = CountField(
        help_text="How many places were observed, where the number counts some of them: 3 of 11 polling stations."
    )
    summary = models.TextField(help_text="What was found, in our words.")
    source = models.ForeignKey(Source, models.PROTECT, related_name="findings", help_text="Where it was read.")
    other_sources = models.ManyToManyField(
        Source, through="FindingSource", related_name="+", blank=True, help_text="Further sources, in order."
    )

    class Meta:
        ordering = ["election", "id"]
        indexes = [
            GinIndex(WORDS_OF_A_FINDING, name="finding_words"),
            models.Index(fields=["election", "id"], name="finding_of_election"),
            models.Index(fields=["category", "id"], name="finding_of_category"),
        ]
        constraints = [
            valid_id("finding"),
            one_of("finding", "category", Category),
            one_of("finding", "stage", Stage),
            one_of("finding", "severity", Severity),
            filled_together(
                "finding",
                "figure_with_unit",
                Q(figure__isnull=True, figure_unit="") | Q(figure__isnull=False) & ~Q(figure_unit=""),
                "A number says what it counts.",
            ),
            models.CheckConstraint(
                condition=Q(figure__isnull=True) | Q(figure__gte=0, figure__lte=LARGEST_NUMBER),
                name="finding_figure_valid",
                violation_error_message="A reported number is zero or more.",
            ),
            filled_together(
                "finding",
                "observed_with_figure",
                Q(observed_n__isnull=True) | Q(figure__isnull=False),
                "How many places were observed stands beside the number that counts some of them.",
            ),
            filled_together(
                "finding",
                "one_reporter",
                Q(mission__isnull=True) | Q(organisation__isnull=True),
                "A finding is a mission's or an organisation's, not both.",
            ),
        ]

    @property
    def language(self) -> str:
        """The language of its texts as a BCP 47 tag: ours are English, what observers filed is in one not stated."""
        return "und" if self.source_id.startswith(FILED) else "en"

    def __str__(self):
        return self.summary


class FindingSource(Citation):
    """A further source of a finding."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="+", help_text="The finding.")

    class Meta(Citation.Meta):
        constraints = [cited_once("finding", "finding")]


class Response(Published):
    """What an authority, a party or a foreign government said of an election or of its observers."""

    election = models.ForeignKey(
        Election, models.PROTECT, related_name="responses", help_text="The election it is about."
    )
    actor = models.CharField(max_length=150, help_text="Who spoke.")
    kind = models.CharField(max_length=30, choices=ResponseKind, help_text="In what capacity.")
    date = PartialDateField(help_text="When, as precisely as known.")
    summary = models.TextField(help_text="What was said, in our words.")
    source = models.ForeignKey(Source, models.PROTECT, related_name="responses", help_text="Where it was read.")

    class Meta:
        ordering = ["date", "id"]
        constraints = [
            one_of("response", "kind", ResponseKind),
            valid_date("response", "date"),
            models.UniqueConstraint(fields=["election", "actor", "kind", "date", "source"], name="response_unique"),
        ]

    def __str__(self):
        return f"{self.actor}, {self.date}"
