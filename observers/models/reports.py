from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from elections.models import Citation, Qualifier, Source
from elections.models.fields import (
    CountField,
    IdField,
    PartialDateField,
    PercentageField,
    Published,
    filled_together,
    one_of,
    printed_percentages,
    valid_date,
    valid_id,
)
from elections.models.sources import cited_once
from observers.models.missions import Mission


class ReportKind(models.TextChoices):
    NEEDS_ASSESSMENT = "needs_assessment", pgettext_lazy("report kind", "needs assessment")
    INTERIM = "interim", pgettext_lazy("report kind", "interim report")
    PRELIMINARY_STATEMENT = "preliminary_statement", pgettext_lazy("report kind", "preliminary statement")
    STATEMENT = "statement", pgettext_lazy("report kind", "statement")
    PRESS = "press", pgettext_lazy("report kind", "press release")
    FINAL = "final", pgettext_lazy("report kind", "final report")
    FIELD = "field", pgettext_lazy("report kind", "report from the field")


class VerdictWord(models.TextChoices):
    """How far the body says the vote fell short, by its own yardstick."""

    POSITIVE = "positive", pgettext_lazy("verdict word", "positive")
    PROGRESS_BUT_SHORT = "progress_but_short", pgettext_lazy("verdict word", "progress, but short")
    FELL_SHORT = "fell_short", pgettext_lazy("verdict word", "fell short")
    UNDEMOCRATIC = "undemocratic", pgettext_lazy("verdict word", "not democratic")
    NO_ASSESSMENT = "no_assessment", pgettext_lazy("verdict word", "no assessment given")


class Stage(models.TextChoices):
    CAMPAIGN = "campaign", pgettext_lazy("stage", "campaign")
    OPENING = "opening", pgettext_lazy("stage", "opening")
    VOTING = "voting", pgettext_lazy("stage", "voting")
    COUNTING = "counting", pgettext_lazy("stage", "counting")
    TABULATION = "tabulation", pgettext_lazy("stage", "tabulation")
    OVERALL = "overall", pgettext_lazy("stage", "overall")


class Category(models.TextChoices):
    """What findings and recommendations are about."""

    LEGAL_FRAMEWORK = "legal_framework", pgettext_lazy("category", "legal framework")
    ADMINISTRATION = "administration", pgettext_lazy("category", "election administration")
    VOTER_REGISTER = "voter_register", pgettext_lazy("category", "voter register")
    PARTY_REGISTRATION = "party_registration", pgettext_lazy("category", "party registration")
    CANDIDATE_REGISTRATION = "candidate_registration", pgettext_lazy("category", "candidate registration")
    BOYCOTT = "boycott", pgettext_lazy("category", "boycott")
    CAMPAIGN_ENVIRONMENT = "campaign_environment", pgettext_lazy("category", "campaign environment")
    MISUSE_OF_STATE_RESOURCES = "misuse_of_state_resources", pgettext_lazy("category", "misuse of state resources")
    MEDIA = "media", pgettext_lazy("category", "media")
    PRESSURE_ON_VOTERS = "pressure_on_voters", pgettext_lazy("category", "pressure on voters")
    DETENTION = "detention", pgettext_lazy("category", "detention")
    VIOLENCE = "violence", pgettext_lazy("category", "violence")
    INCLUSION = "inclusion", pgettext_lazy("category", "inclusion")
    OBSERVER_ACCESS = "observer_access", pgettext_lazy("category", "observers' access")
    UNAUTHORISED_PERSONS = "unauthorised_persons", pgettext_lazy("category", "unauthorised persons")
    OVERCROWDING = "overcrowding", pgettext_lazy("category", "overcrowding")
    SECRECY_OF_VOTE = "secrecy_of_vote", pgettext_lazy("category", "secrecy of the vote")
    GROUP_OR_FAMILY_VOTING = "group_or_family_voting", pgettext_lazy("category", "group or family voting")
    MULTIPLE_VOTING = "multiple_voting", pgettext_lazy("category", "multiple voting")
    BUSSING = "bussing", pgettext_lazy("category", "bussing of voters")
    IDENTICAL_SIGNATURES = "identical_signatures", pgettext_lazy("category", "identical signatures")
    BALLOT_BOX_STUFFING = "ballot_box_stuffing", pgettext_lazy("category", "ballot-box stuffing")
    TURNOUT_DISCREPANCY = "turnout_discrepancy", pgettext_lazy("category", "turnout discrepancy")
    COUNT_IRREGULARITIES = "count_irregularities", pgettext_lazy("category", "irregularities in the count")
    PROTOCOL_NOT_POSTED = "protocol_not_posted", pgettext_lazy("category", "protocol not posted")
    TABULATION_IRREGULARITIES = (
        "tabulation_irregularities",
        pgettext_lazy("category", "irregularities in the tabulation"),
    )
    COMPLAINT_AND_APPEALS = "complaint_and_appeals", pgettext_lazy("category", "complaints and appeals")
    PROTEST = "protest", pgettext_lazy("category", "protest")


class RatingStatus(models.TextChoices):
    """How far a recommendation was followed, as a later mission rated it."""

    FULL = "full", pgettext_lazy("rating status", "fully implemented")
    MOSTLY = "mostly", pgettext_lazy("rating status", "mostly implemented")
    PARTIAL = "partial", pgettext_lazy("rating status", "partially implemented")
    NO_IMPLEMENTATION = "no_implementation", pgettext_lazy("rating status", "not implemented")
    NOT_EVALUATED = "not_evaluated", pgettext_lazy("rating status", "not evaluated")


class Report(Published):
    """A document that a mission published on an election."""

    id = IdField(help_text="The permanent id of the report.")
    mission = models.ForeignKey(Mission, models.PROTECT, related_name="reports", help_text="Whose report it is.")
    title = models.CharField(max_length=300, help_text="The title as published.")
    kind = models.CharField(max_length=30, choices=ReportKind, help_text="What kind of report it is.")
    published = PartialDateField(help_text="When it was published, as precisely as known.")
    pages = CountField(help_text="How many pages it has.")
    url = models.CharField(
        max_length=1000, blank=True, default="", help_text="Where it was read; the page may be gone."
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="reports", help_text="Where it was read.")
    other_sources = models.ManyToManyField(
        Source, through="ReportSource", related_name="+", blank=True, help_text="Further sources, in order."
    )

    class Meta:
        ordering = ["published", "id"]
        constraints = [
            valid_id("report"),
            one_of("report", "kind", ReportKind),
            valid_date("report", "published"),
        ]

    def __str__(self):
        return self.title


class ReportSource(Citation):
    """A further source of a report's entry."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="+", help_text="The report.")

    class Meta(Citation.Meta):
        constraints = [cited_once("report", "report")]


class Verdict(Published):
    """A mission's summary judgement of an election, in one report or as one source relays it."""

    mission = models.ForeignKey(Mission, models.PROTECT, related_name="verdicts", help_text="Whose verdict it is.")
    report = models.ForeignKey(
        Report,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="verdicts",
        help_text="The report it stands in.",
    )
    verdict = models.CharField(max_length=30, choices=VerdictWord, help_text="The judgement as one word of a list.")
    summary = models.TextField(help_text="What was said, in our words.")
    source = models.ForeignKey(Source, models.PROTECT, related_name="verdicts", help_text="Where it was read.")

    class Meta:
        ordering = ["mission", "id"]
        constraints = [
            one_of("verdict", "verdict", VerdictWord),
            models.UniqueConstraint(
                fields=["mission", "report", "source"], nulls_distinct=False, name="verdict_unique"
            ),
        ]

    def __str__(self):
        return f"{self.mission_id}: {self.verdict}"


class Assessment(Published):
    """How a mission rated one stage of the voting day over the places it observed."""

    mission = models.ForeignKey(Mission, models.PROTECT, related_name="assessments", help_text="Whose rating it is.")
    report = models.ForeignKey(
        Report,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        help_text="The report it stands in.",
    )
    stage = models.CharField(max_length=20, choices=Stage, help_text="The stage that was rated.")
    observed_n = CountField(help_text="How many places were observed.")
    positive_pct = PercentageField(help_text="The share rated positively, in per cent of the places observed.")
    negative_pct = PercentageField(help_text="The share rated negatively, in per cent of the places observed.")
    qualifier = models.CharField(
        max_length=12,
        choices=Qualifier,
        blank=True,
        default="",
        help_text="How the shares are meant: exact, a bound, about, in words.",
    )
    scale_note = models.TextField(blank=True, default="", help_text="The scale and the denominator as worded.")
    source = models.ForeignKey(Source, models.PROTECT, related_name="assessments", help_text="Where it was read.")

    class Meta:
        ordering = ["mission", "stage", "id"]
        constraints = [
            one_of("assessment", "stage", Stage),
            one_of("assessment", "qualifier", Qualifier),
            printed_percentages("assessment", "positive_pct", "negative_pct"),
            filled_together(
                "assessment",
                "says_something",
                Q(positive_pct__isnull=False)
                | Q(negative_pct__isnull=False)
                | Q(qualifier="words") & ~Q(scale_note=""),
                "Give a share, or the words in the note.",
            ),
            models.UniqueConstraint(
                fields=["mission", "report", "stage", "source"],
                nulls_distinct=False,
                name="assessment_unique",
            ),
        ]

    def __str__(self):
        return f"{self.mission_id}: {self.stage}"


class Recommendation(Published):
    """What a report asked somebody to change."""

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="recommendations", help_text="The report it stands in."
    )
    is_priority = models.BooleanField(
        null=True,
        blank=True,
        help_text="Whether the report marks it as a priority; empty when it does not say.",
    )
    addressee = models.CharField(max_length=100, help_text="Who is asked.")
    category = models.CharField(max_length=30, choices=Category, help_text="The theme, by the same words as findings.")
    summary = models.TextField(help_text="What is asked, in our words.")
    source = models.ForeignKey(Source, models.PROTECT, related_name="recommendations", help_text="Where it was read.")

    class Meta:
        ordering = ["report", "id"]
        constraints = [
            one_of("recommendation", "category", Category),
            models.UniqueConstraint(fields=["report", "summary"], name="recommendation_unique"),
        ]

    def __str__(self):
        return self.summary


class RecommendationRating(Published):
    """How far a recommendation was followed, as one later mission rated it."""

    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, related_name="ratings", help_text="The recommendation that was rated."
    )
    mission = models.ForeignKey(Mission, models.PROTECT, related_name="ratings", help_text="The mission that rated.")
    status = models.CharField(max_length=20, choices=RatingStatus, help_text="How far it was followed.")
    date = PartialDateField(help_text="When it was rated, as precisely as known.")
    note = models.TextField(blank=True, default="", help_text="What the rating says, in our words.")
    source = models.ForeignKey(Source, models.PROTECT, related_name="ratings", help_text="Where it was read.")

    class Meta:
        ordering = ["date", "id"]
        constraints = [
            one_of("recommendationrating", "status", RatingStatus),
            valid_date("recommendationrating", "date"),
            models.UniqueConstraint(fields=["recommendation", "mission", "source"], name="recommendationrating_unique"),
        ]

    def __str__(self):
        return f"{self.recommendation_id}: {self.status}"
