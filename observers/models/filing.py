from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from elections.models import ChangeSet, ChangeState
from elections.models.fields import one_of
from observers.models.organisations import Organisation


class ShownPlace(models.TextChoices):
    """How exactly readers learn where something was seen, from the coarsest to the finest."""

    REGION = "region", _("the region only")
    AREA = "area", _("the town or district")
    STATION = "station", _("the polling station")


STATES = {
    ChangeState.DRAFT: pgettext_lazy("state of a report", "draft"),
    ChangeState.IN_REVIEW: pgettext_lazy("state of a report", "in review"),
    ChangeState.SENT_BACK: pgettext_lazy("state of a report", "sent back"),
    ChangeState.PUBLISHED: pgettext_lazy("state of a report", "published"),
    ChangeState.ROLLED_BACK: pgettext_lazy("state of a report", "taken back"),
}


class AttachmentKind(models.TextChoices):
    PICTURE = "picture", _("picture")
    DOCUMENT = "document", _("document")


class Observer(models.Model):
    """Somebody who files reports for one organisation; who that is never leaves the staff's pages."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="observer", help_text="Who files."
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="observers", help_text="The organisation that they file for."
    )

    def __str__(self):
        return f"{self.user}, {self.organisation}"


class FiledReportQuerySet(models.QuerySet):
    def seen_by(self, observer: Observer):
        """The reports of the observer's organisation: own ones, and what colleagues have sent."""
        sent = Q(change_set__isnull=False) & ~Q(change_set__state=ChangeState.DRAFT)
        return self.filter(Q(filed_by=observer.user_id) | sent, organisation=observer.organisation_id)


class FiledReport(models.Model):
    """A report from the field as its observer writes it, from the first word of a draft to what becomes of it.

    `answers` holds what was typed, as texts: `election_id`, `place_shown`, and `findings`, each with `stage`, `area`,
    `station`, `category`, `severity`, `summary`, `figure`, `observed_n`, `figure_unit`. What of it is proposed to the
    record is a set of changes (observers/importers/filing.py); readers never see this row.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="filed_reports", help_text="The organisation that reports."
    )
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="filed_reports",
        help_text="Who wrote it; never shown outside the staff's pages.",
    )
    answers = models.JSONField(default=dict, blank=True, help_text="What was typed, field by field.")
    contact = models.TextField(
        blank=True,
        default="",
        help_text="How reviewers may ask back; only the observer and reviewers see it, and it is forgotten in time.",
    )
    change_set = models.OneToOneField(
        ChangeSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="filed_report",
        help_text="What it proposes to the record; empty for a draft that was never sent.",
    )
    created_at = models.DateTimeField(db_default=Now(), help_text="When it was begun.")
    saved_at = models.DateTimeField(db_default=Now(), help_text="When it was last kept.")

    objects = FiledReportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"report {self.pk} of {self.organisation}"

    @property
    def state(self) -> ChangeState:
        return ChangeState(self.change_set.state) if self.change_set else ChangeState.DRAFT

    @property
    def state_in_words(self) -> str:
        return STATES[self.state]

    @property
    def is_open(self) -> bool:
        """Whether its observer may still write into it."""
        return self.change_set is None or self.change_set.is_open


class Attachment(models.Model):
    """A picture or document that backs a report, stripped of everything but what it shows; it is never published."""

    report = models.ForeignKey(
        FiledReport, models.PROTECT, related_name="attachments", help_text="The report that it backs."
    )
    kind = models.CharField(max_length=10, choices=AttachmentKind, help_text="What it is: JPEG or PDF.")
    file = models.FileField(upload_to="reports/", max_length=200, help_text="The stripped file, named by its SHA-256.")
    sha256 = models.CharField(max_length=64, help_text="The SHA-256 of the stripped file, in hexadecimal.")
    size = models.PositiveIntegerField(help_text="The size of the stripped file in bytes.")

    class Meta:
        ordering = ["id"]
        constraints = [
            one_of("attachment", "kind", AttachmentKind),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"),
                name="attachment_sha256_valid",
                violation_error_message="A SHA-256 has 64 hexadecimal digits.",
            ),
            models.UniqueConstraint(
                fields=["report", "sha256"],
                name="attachment_unique",
                violation_error_message="The report has this file already.",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.sha256[:8]}"
