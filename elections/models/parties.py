from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from elections.models.fields import IdField, PartialDateField, Published, one_of, valid_date, valid_id
from elections.models.places import Area
from elections.models.sources import Citation, Source, cited_once


class Alignment(models.TextChoices):
    RULING = "ruling", pgettext_lazy("alignment", "ruling")
    PRO_GOVERNMENT = "pro_government", pgettext_lazy("alignment", "pro-government")
    OPPOSITION = "opposition", pgettext_lazy("alignment", "opposition")
    INDEPENDENT = "independent", pgettext_lazy("alignment", "independent")
    UNKNOWN = "unknown", pgettext_lazy("alignment", "not stated")


class PartyEventKind(models.TextChoices):
    FOUNDED = "founded", pgettext_lazy("party event kind", "founded")
    REGISTERED = "registered", pgettext_lazy("party event kind", "registered")
    RENAMED = "renamed", pgettext_lazy("party event kind", "renamed")
    SUCCEEDED = "succeeded", pgettext_lazy("party event kind", "succeeded")
    MERGED = "merged", pgettext_lazy("party event kind", "merged")
    SPLIT = "split", pgettext_lazy("party event kind", "split")
    JOINT_LIST = "joint_list", pgettext_lazy("party event kind", "joint list")
    ALLIANCE = "alliance", pgettext_lazy("party event kind", "alliance")
    REGISTRATION_REFUSED = "registration_refused", pgettext_lazy("party event kind", "registration refused")
    LIST_REFUSED = "list_refused", pgettext_lazy("party event kind", "list refused")
    SUSPENDED = "suspended", pgettext_lazy("party event kind", "suspended")
    DEREGISTERED = "deregistered", pgettext_lazy("party event kind", "deregistered")
    BANNED = "banned", pgettext_lazy("party event kind", "banned")
    DISSOLVED = "dissolved", pgettext_lazy("party event kind", "dissolved")
    BOYCOTTED = "boycotted", pgettext_lazy("party event kind", "boycotted")


class Party(Published):
    """A political party or movement under one name; what it was before and after stands in its events."""

    id = IdField(help_text="The permanent id of the party.")
    country = models.ForeignKey(Area, models.PROTECT, related_name="parties", help_text="The country of the party.")
    name = models.CharField(max_length=200, help_text="The name in English.")
    abbreviation = models.CharField(max_length=30, blank=True, default="", help_text="The usual abbreviation.")
    names = models.JSONField(default=dict, blank=True, help_text="Names in other languages by BCP 47 tag.")
    sort_key = models.CharField(
        max_length=250, blank=True, default="", editable=False, help_text="The name folded for ordering."
    )
    search_key = models.TextField(
        blank=True, default="", editable=False, help_text="All names, transliterated and folded for search."
    )
    alignment = models.CharField(
        max_length=20,
        choices=Alignment,
        default=Alignment.UNKNOWN,
        help_text="Where the cited source put the party at the time.",
    )
    colour = models.CharField(
        max_length=7, blank=True, default="", help_text="The party's colour as #rrggbb; empty when not known."
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="parties", help_text="The source of this entry.")
    other_sources = models.ManyToManyField(
        Source, through="PartySource", related_name="+", blank=True, help_text="Further sources, in order."
    )
    note = models.TextField(blank=True, default="", help_text="What a reader should know about the party.")

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name_plural = "parties"
        constraints = [
            valid_id("party"),
            one_of("party", "alignment", Alignment),
            models.CheckConstraint(
                condition=Q(colour="") | Q(colour__regex="^#[0-9a-fA-F]{6}$"),
                name="party_colour_valid",
                violation_error_message="A colour is # and six hexadecimal digits.",
            ),
        ]

    def __str__(self):
        return self.name


class PartySource(Citation):
    """A further source of a party's entry."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="+", help_text="The party.")

    class Meta(Citation.Meta):
        constraints = [cited_once("party", "party")]


class PartyEvent(Published):
    """A dated, sourced event in the life of a party, as one source tells it."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="events", help_text="The party it happened to.")
    event = models.CharField(max_length=30, choices=PartyEventKind, help_text="What happened.")
    date = PartialDateField(help_text="When it happened, as precisely as known.")
    other_party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events_of_others",
        help_text="The other party concerned: the new name, the party merged into, the partner.",
    )
    election = models.ForeignKey(
        "elections.Election",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="party_events",
        help_text="The election it concerned, if one.",
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="party_events", help_text="Who says so.")
    note = models.TextField(blank=True, default="", help_text="What the source adds.")

    class Meta:
        ordering = ["date", "party", "id"]
        constraints = [
            one_of("partyevent", "event", PartyEventKind),
            valid_date("partyevent", "date"),
            models.UniqueConstraint(
                fields=["party", "event", "date", "other_party", "election", "source"],
                nulls_distinct=False,
                name="partyevent_unique",
                violation_error_message="This source has already told of this event.",
            ),
            models.CheckConstraint(
                condition=Q(other_party__isnull=True) | ~Q(other_party=models.F("party")),
                name="partyevent_other_party_differs",
                violation_error_message="The other party is another one.",
            ),
        ]

    def __str__(self):
        return f"{self.party_id} {self.event} {self.date}".strip()
