from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from elections.models import Citation, Election, Source
from elections.models.fields import CountField, IdField, Published, one_of, valid_id
from elections.models.sources import cited_once
from observers.models.organisations import Organisation


class MissionType(models.TextChoices):
    """Formats of observation as ODIHR names them; `observer_group` and `domestic` are everybody else's."""

    NOT_STATED = "", pgettext_lazy("mission type", "not stated")
    NAM = "NAM", pgettext_lazy("mission type", "needs assessment mission")
    EOM = "EOM", pgettext_lazy("mission type", "election observation mission")
    LEOM = "LEOM", pgettext_lazy("mission type", "limited election observation mission")
    EAM = "EAM", pgettext_lazy("mission type", "election assessment mission")
    EET = "EET", pgettext_lazy("mission type", "election expert team")
    OBSERVER_GROUP = "observer_group", pgettext_lazy("mission type", "observer group")
    DOMESTIC = "domestic", pgettext_lazy("mission type", "domestic observation")


class PeopleBasis(models.TextChoices):
    """What a mission's numbers of people speak of: four different numbers that are never compared or added up."""

    NOT_STATED = "", pgettext_lazy("people basis", "not stated")
    ANNOUNCED = "announced", pgettext_lazy("people basis", "announced")
    REQUESTED = "requested", pgettext_lazy("people basis", "requested")
    ACCREDITED = "accredited", pgettext_lazy("people basis", "accredited")
    DEPLOYED = "deployed", pgettext_lazy("people basis", "deployed")


class Mission(Published):
    """One organisation's, or several organisations' joint, observation of one election.

    Two sources that give different figures for one mission are two rows; they are never added up.
    """

    id = IdField(help_text="The permanent id of the mission.")
    organisations = models.ManyToManyField(
        Organisation,
        through="MissionOrganisation",
        related_name="missions",
        help_text="Who observed; the first one leads.",
    )
    election = models.ForeignKey(
        Election, models.PROTECT, related_name="missions", help_text="The election that was observed."
    )
    mission_type = models.CharField(
        max_length=20, choices=MissionType, blank=True, default="", help_text="The format of the observation."
    )
    head_of_mission = models.CharField(
        max_length=250, blank=True, default="", help_text="Who led it, as announced publicly."
    )
    core_team = CountField(help_text="People in the core team.")
    long_term_observers = CountField(help_text="Long-term observers.")
    short_term_observers = CountField(help_text="Short-term observers.")
    observers_total = CountField(help_text="All observers, where only the total or also the total is given.")
    basis = models.CharField(
        max_length=10,
        choices=PeopleBasis,
        blank=True,
        default="",
        help_text="What the numbers of people speak of: announced, requested, accredited or deployed.",
    )
    countries_represented = CountField(help_text="Countries that the observers came from.")
    polling_stations_observed = CountField(help_text="Polling stations that were visited.")
    counts_observed = CountField(help_text="Counts of votes that were watched.")
    tabulations_observed = CountField(help_text="Tabulations that were watched.")
    source = models.ForeignKey(Source, models.PROTECT, related_name="missions", help_text="Where it was read.")
    other_sources = models.ManyToManyField(
        Source, through="MissionSource", related_name="+", blank=True, help_text="Further sources, in order."
    )
    same_as = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="other_accounts",
        help_text="The mission that this row gives other figures for; empty for a mission's own row.",
    )
    note = models.TextField(
        blank=True,
        default="",
        help_text="What the figures speak of: announced, accredited or deployed, and when.",
    )

    class Meta:
        ordering = ["election", "id"]
        constraints = [
            valid_id("mission"),
            one_of("mission", "mission_type", MissionType),
            one_of("mission", "basis", PeopleBasis),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | ~Q(same_as=models.F("id")),
                name="mission_same_as_differs",
                violation_error_message="A mission is not another account of itself.",
            ),
        ]

    def __str__(self):
        return self.id


class MissionOrganisation(models.Model):
    """The part of one organisation in a mission."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="parts", help_text="The mission.")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="The organisation.")
    position = models.PositiveSmallIntegerField(help_text="Its place in the list, from 1; the first leads.")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["mission", "organisation"], name="mission_names_an_organisation_once")
        ]


class MissionSource(Citation):
    """A further source of a mission's entry."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="+", help_text="The mission.")

    class Meta(Citation.Meta):
        constraints = [cited_once("mission", "mission")]
