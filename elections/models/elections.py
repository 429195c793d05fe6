from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Lower
from django.utils.translation import pgettext_lazy

from elections.models.fields import (
    CountField,
    IdField,
    PartialDateField,
    PercentageField,
    Published,
    dates_in_order,
    one_of,
    printed_percentages,
    valid_date,
    valid_id,
    valid_part,
)
from elections.models.parties import Party
from elections.models.places import Area
from elections.models.sources import Citation, Source, cited_once

ELECTION_PATTERN = r"^[a-z]{2}-[0-9]{4}(-[a-z0-9]+)+$"


class ElectionKind(models.TextChoices):
    PRESIDENTIAL = "presidential", pgettext_lazy("election kind", "presidential")
    PARLIAMENTARY = "parliamentary", pgettext_lazy("election kind", "parliamentary")
    REFERENDUM = "referendum", pgettext_lazy("election kind", "referendum")


class ElectoralSystem(models.TextChoices):
    MAJORITARIAN = "majoritarian", pgettext_lazy("electoral system", "majoritarian")
    PROPORTIONAL = "proportional", pgettext_lazy("electoral system", "proportional")
    MIXED = "mixed", pgettext_lazy("electoral system", "mixed")
    INDIRECT = "indirect", pgettext_lazy("electoral system", "indirect")
    REFERENDUM = "referendum", pgettext_lazy("electoral system", "referendum")


class ElectionStatus(models.TextChoices):
    HELD = "held", pgettext_lazy("election status", "held")
    PARTLY_ANNULLED = "partly_annulled", pgettext_lazy("election status", "partly annulled")
    ANNULLED = "annulled", pgettext_lazy("election status", "annulled")
    CANCELLED = "cancelled", pgettext_lazy("election status", "cancelled")


class ElectionEventKind(models.TextChoices):
    CALLED = "called", pgettext_lazy("election event kind", "called")
    PRELIMINARY = "preliminary", pgettext_lazy("election event kind", "preliminary result")
    RECOUNT = "recount", pgettext_lazy("election event kind", "recount")
    COMPLAINT = "complaint", pgettext_lazy("election event kind", "complaint")
    COURT_RULING = "court_ruling", pgettext_lazy("election event kind", "court ruling")
    CANCELLED = "cancelled", pgettext_lazy("election event kind", "cancelled")
    RESTORED = "restored", pgettext_lazy("election event kind", "restored")
    ANNULLED = "annulled", pgettext_lazy("election event kind", "annulled")
    PARTLY_ANNULLED = "partly_annulled", pgettext_lazy("election event kind", "partly annulled")
    RERUN = "rerun", pgettext_lazy("election event kind", "re-run")
    CERTIFIED = "certified", pgettext_lazy("election event kind", "certified")


class ContenderKind(models.TextChoices):
    PARTY_LIST = "party_list", pgettext_lazy("contender kind", "party list")
    CANDIDATE = "candidate", pgettext_lazy("contender kind", "candidate")
    OPTION = "option", pgettext_lazy("contender kind", "option")
    AGAINST_ALL = "against_all", pgettext_lazy("contender kind", "against all")
    GROUP = "group", pgettext_lazy("contender kind", "group of contenders")


class ExclusionKind(models.TextChoices):
    REFUSED = "refused", pgettext_lazy("exclusion kind", "registration refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("exclusion kind", "withdrawn")
    DEREGISTERED = "deregistered", pgettext_lazy("exclusion kind", "deregistered")
    STRUCK = "struck", pgettext_lazy("exclusion kind", "struck off the ballot")
    JAILED = "jailed", pgettext_lazy("exclusion kind", "jailed")
    EXILED = "exiled", pgettext_lazy("exclusion kind", "in exile")
    BOYCOTTING = "boycotting", pgettext_lazy("exclusion kind", "boycotting")


class ElectionQuerySet(models.QuerySet):
    def in_country(self, code):
        """Elections of one country by its ISO 3166-1 code, in either case."""
        return self.filter(country_id=code.upper())

    def with_status(self):
        """Annotate `status`, as it follows from the dated events.

        The latest event that cancels, restores or annuls the whole vote decides; where none stands, an
        annulment of some of it (or in one area) makes it partly annulled; otherwise it was held.
        """
        whole = ElectionEvent.objects.filter(election=OuterRef("pk"), area=F("election__country"))
        decisive = whole.filter(
            event__in=[ElectionEventKind.ANNULLED, ElectionEventKind.CANCELLED, ElectionEventKind.RESTORED]
        ).order_by("-date", "-id")
        in_part = ElectionEvent.objects.filter(election=OuterRef("pk")).filter(
            Q(event=ElectionEventKind.PARTLY_ANNULLED)
            | Q(event=ElectionEventKind.ANNULLED) & ~Q(area=F("election__country"))
        )
        return self.annotate(
            _decisive=Subquery(decisive.values("event")[:1]),
            status=Case(
                When(_decisive=ElectionEventKind.ANNULLED, then=Value(ElectionStatus.ANNULLED)),
                When(_decisive=ElectionEventKind.CANCELLED, then=Value(ElectionStatus.CANCELLED)),
                When(Exists(in_part), then=Value(ElectionStatus.PARTLY_ANNULLED)),
                default=Value(ElectionStatus.HELD),
                output_field=models.CharField(),
            ),
        )

    def standing(self):
        """Elections whose result stands: neither annulled nor cancelled as a whole."""
        return self.with_status().exclude(status__in=[ElectionStatus.ANNULLED, ElectionStatus.CANCELLED])


class Election(Published):
    """One vote for one office or chamber, or the questions of one referendum paper, on one date."""

    id = IdField(help_text="The permanent id: country, year and office, such as `kz-2012-mazhilis`.")
    country = models.ForeignKey(Area, models.PROTECT, related_name="elections", help_text="The country that voted.")
    date = models.CharField(max_length=10, help_text="The day of the vote, YYYY-MM-DD or as precisely as known.")
    end_date = PartialDateField(help_text="The last day of voting where it went on, later rounds included.")
    kind = models.CharField(max_length=20, choices=ElectionKind, help_text="What was voted on.")
    body = models.CharField(max_length=100, blank=True, default="", help_text="The office or chamber elected.")
    name = models.CharField(max_length=200, help_text="The name of the election in English.")
    round_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="later_rounds",
        help_text="The first round, if this is a later one.",
    )
    is_early = models.BooleanField(null=True, blank=True, help_text="Whether it was held before its time.")
    system = models.CharField(max_length=20, choices=ElectoralSystem, help_text="How votes become seats.")
    threshold_pct = PercentageField(help_text="The share a list needs nationwide to win seats, in per cent.")
    seats_total = CountField(help_text="The seats of the whole chamber.")
    seats_contested = CountField(help_text="The seats filled by this vote.")
    source = models.ForeignKey(Source, models.PROTECT, related_name="elections", help_text="The source of this entry.")
    other_sources = models.ManyToManyField(
        Source, through="ElectionSource", related_name="+", blank=True, help_text="Further sources, in order."
    )
    note = models.TextField(blank=True, default="", help_text="What a reader should know about the election.")

    objects = ElectionQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "id"]
        # Lists begin with the latest votes: the database then reads the rows of these only, not all to sort them.
        indexes = [models.Index(F("date").desc(nulls_last=True), name="election_latest")]
        constraints = [
            valid_id("election", pattern=ELECTION_PATTERN),
            models.CheckConstraint(
                condition=Q(id__startswith=Lower("country")),
                name="election_id_of_country",
                violation_error_message="The id of an election begins with its country.",
            ),
            valid_date("election", "date"),
            models.CheckConstraint(
                condition=~Q(date=""),
                name="election_dated",
                violation_error_message="Give at least the year.",
            ),
            valid_date("election", "end_date"),
            dates_in_order("election", "date", "end_date"),
            one_of("election", "kind", ElectionKind),
            one_of("election", "system", ElectoralSystem),
            printed_percentages("election", "threshold_pct"),
            models.CheckConstraint(
                condition=Q(round_of__isnull=True) | ~Q(round_of=F("id")),
                name="election_round_of_another",
                violation_error_message="A later round belongs to another election, its first round.",
            ),
        ]

    def __str__(self):
        return self.name


class ElectionSource(Citation):
    """A further source of an election's entry."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="+", help_text="The election.")

    class Meta(Citation.Meta):
        constraints = [cited_once("election", "election")]


class ElectionEvent(Published):
    """A dated, sourced event before or after the vote; an election's status follows from its events."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="events", help_text="The election it concerns.")
    event = models.CharField(max_length=20, choices=ElectionEventKind, help_text="What happened.")
    date = PartialDateField(help_text="When it happened, as precisely as known.")
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        related_name="election_events",
        help_text="Where it applies; the country for all of it.",
    )
    actor = models.CharField(max_length=200, blank=True, default="", help_text="Who decided or announced it.")
    stations = CountField(help_text="How many polling stations it concerned, where that is stated.")
    source = models.ForeignKey(Source, models.PROTECT, related_name="election_events", help_text="Who says so.")
    other_sources = models.ManyToManyField(
        Source,
        through="ElectionEventSource",
        related_name="+",
        blank=True,
        help_text="Further sources, in order.",
    )
    note = models.TextField(blank=True, default="", help_text="What the source says of it, in our words.")

    class Meta:
        ordering = ["date", "id"]
        constraints = [
            one_of("electionevent", "event", ElectionEventKind),
            valid_date("electionevent", "date"),
            models.UniqueConstraint(
                fields=["election", "event", "date", "area", "source"],
                name="electionevent_unique",
                violation_error_message="This source has already told of this event.",
            ),
        ]

    def __str__(self):
        return f"{self.election_id} {self.event} {self.date}".strip()


class ElectionEventSource(Citation):
    """A further source of an event of an election."""

    event = models.ForeignKey(ElectionEvent, models.CASCADE, related_name="+", help_text="The event.")

    class Meta(Citation.Meta):
        constraints = [cited_once("electionevent", "event")]


class Contender(Published):
    """What a voter can mark: a list, a candidate, an option, against all; or a group that a source adds up."""

    id = IdField(help_text="The permanent id of the contender.")
    election = models.ForeignKey(
        Election, models.PROTECT, related_name="contenders", help_text="The election it stands in."
    )
    name = models.CharField(max_length=200, help_text="The name in English.")
    names = models.JSONField(default=dict, blank=True, help_text="Names in other languages by BCP 47 tag.")
    sort_key = models.CharField(
        max_length=250, blank=True, default="", editable=False, help_text="The name folded for ordering."
    )
    search_key = models.TextField(
        blank=True, default="", editable=False, help_text="All names, transliterated and folded for search."
    )
    kind = models.CharField(max_length=20, choices=ContenderKind, help_text="What kind of choice it is.")
    part = models.CharField(
        max_length=50,
        blank=True,
        default="",
        help_text="The part of the vote: list, districts, or the question of a referendum; empty for the whole.",
    )
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contenders",
        help_text="The party behind it.",
    )
    is_incumbent = models.BooleanField(null=True, blank=True, help_text="Whether the candidate held the office.")
    note = models.TextField(blank=True, default="", help_text="What a reader should know about the contender.")

    class Meta:
        ordering = ["election", "sort_key", "id"]
        constraints = [valid_id("contender"), one_of("contender", "kind", ContenderKind), valid_part("contender")]

    def __str__(self):
        return self.name


class Exclusion(Published):
    """Somebody kept off the ballot of an election, or staying away from it, and the ground that was given."""

    election = models.ForeignKey(
        Election, models.PROTECT, related_name="exclusions", help_text="The election it concerns."
    )
    name = models.CharField(max_length=200, help_text="The candidate or party, in English.")
    names = models.JSONField(default=dict, blank=True, help_text="Names in other languages by BCP 47 tag.")
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exclusions",
        help_text="The party concerned.",
    )
    kind = models.CharField(max_length=20, choices=ExclusionKind, help_text="How it came about.")
    ground = models.TextField(blank=True, default="", help_text="The ground that was given, in our words.")
    date = PartialDateField(help_text="When it happened, as precisely as known.")
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        related_name="exclusions",
        help_text="Where it applies; the country for all of it.",
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="exclusions", help_text="Who says so.")
    other_sources = models.ManyToManyField(
        Source,
        through="ExclusionSource",
        related_name="+",
        blank=True,
        help_text="Further sources, in order.",
    )
    note = models.TextField(blank=True, default="", help_text="What a reader should know about it.")

    class Meta:
        ordering = ["election", "date", "name", "id"]
        constraints = [
            one_of("exclusion", "kind", ExclusionKind),
            valid_date("exclusion", "date"),
            models.UniqueConstraint(
                fields=["election", "name", "kind", "date", "source"],
                name="exclusion_unique",
                violation_error_message="This source has already told of this exclusion.",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.kind})"


class ExclusionSource(Citation):
    """A further source of an exclusion."""

    exclusion = models.ForeignKey(Exclusion, models.CASCADE, related_name="+", help_text="The exclusion.")

    class Meta(Citation.Meta):
        constraints = [cited_once("exclusion", "exclusion")]
