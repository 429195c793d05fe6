from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Func, Q
from django.db.models.functions import Greatest, Now
from django.dispatch import Signal
from django.utils.translation import pgettext_lazy

from elections.models.changes import ChangeSet
from elections.models.fields import CountField, filled_together, one_of


class ImportBatchKind(models.TextChoices):
    LOAD = "load", pgettext_lazy("import batch kind", "load of a table")
    CHANGE = "change", pgettext_lazy("import batch kind", "approved change")


class ImportBatch(models.Model):
    """One file that was loaded into one table: by whom, when, and what it did."""

    kind = models.CharField(
        max_length=10, choices=ImportBatchKind, default=ImportBatchKind.LOAD, help_text="How the rows came."
    )
    table = models.CharField(max_length=50, help_text="The table that the file holds, such as `results`.")
    file_name = models.CharField(max_length=300, help_text="The name of the file within what was loaded.")
    sha256 = models.CharField(max_length=64, help_text="The SHA-256 of the file, in hexadecimal.")
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="import_batches",
        help_text="Who loaded it; empty for a load by the system on the command line.",
    )
    loaded_at = models.DateTimeField(db_default=Now(), help_text="When it was loaded.")
    rows_read = CountField(help_text="The rows in the file.")
    inserted = CountField(help_text="The rows that were new.")
    updated = CountField(help_text="The rows that differed from the published ones.")
    unchanged = CountField(help_text="The rows that were published already, just so.")
    withdrawn = CountField(help_text="The rows that earlier loads brought and this file no longer has.")
    kept = CountField(help_text="The rows left as they are because somebody edited them since their load.")

    change_set = models.ForeignKey(
        ChangeSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="batches",
        help_text="The approved set that it applied; empty for a load.",
    )

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "import batches"
        constraints = [
            one_of("importbatch", "kind", ImportBatchKind),
            filled_together(
                "importbatch",
                "change_has_set",
                Q(kind=ImportBatchKind.CHANGE, change_set__isnull=False)
                | ~Q(kind=ImportBatchKind.CHANGE) & Q(change_set__isnull=True),
                "An approved change names its set, and a load has none.",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"),
                name="importbatch_sha256_valid",
                violation_error_message="A SHA-256 has 64 hexadecimal digits.",
            ),
        ]

    def __str__(self):
        return f"{self.file_name} ({self.table})"


published = Signal()  # sent when a transaction that raised the data version has been committed


class DataVersion(models.Model):
    """The one number that rises with every transaction that changes published rows."""

    number = models.PositiveBigIntegerField(default=0, help_text="The version of the published data.")
    raised_at = models.DateTimeField(db_default=Now(), help_text="When it last rose.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(id=1),
                name="dataversion_single",
                violation_error_message="There is one data version.",
            )
        ]

    def __str__(self):
        return str(self.number)

    @classmethod
    def raise_by_one(cls):
        """Raise the data version; the last step of a publishing transaction, which it makes wait for others.

        No two versions are raised in one second, so that Last-Modified tells one from the other: the second of two in
        a hurry is dated a second after the first.
        """
        cls.objects.get_or_create(pk=1)
        moment = Greatest(
            Func(function="clock_timestamp", output_field=models.DateTimeField()), F("raised_at") + timedelta(seconds=1)
        )
        cls.objects.filter(pk=1).update(number=F("number") + 1, raised_at=moment)
        transaction.on_commit(lambda: published.send(cls))

    @classmethod
    def current(cls):
        """The number as this transaction sees it; 0 before anything was published."""
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0


class Tombstone(models.Model):
    """What is left of a withdrawn row: its address, its last values, the reason, and what took its place."""

    table = models.CharField(max_length=50, help_text="The table the row was in.")
    row_id = models.CharField(max_length=100, help_text="The id the row had.")
    reason = models.TextField(help_text="Why it was withdrawn.")
    successor = models.CharField(
        max_length=100, blank=True, default="", help_text="The id of the row that took its place, if one did."
    )
    values = models.JSONField(default=dict, blank=True, help_text="The values it had when it was withdrawn.")
    withdrawn_at = models.DateTimeField(db_default=Now(), help_text="When it was withdrawn.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["table", "row_id"], name="tombstone_unique"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="tombstone_has_reason",
                violation_error_message="Say why the row was withdrawn.",
            ),
        ]

    def __str__(self):
        return f"{self.table} {self.row_id}"


class Redirect(models.Model):
    """An id that moved: the old address answers with the new one."""

    table = models.CharField(max_length=50, help_text="The table the id belongs to.")
    old_id = models.CharField(max_length=100, help_text="The id that was used before.")
    new_id = models.CharField(max_length=100, help_text="The id that is used now.")
    moved_at = models.DateTimeField(db_default=Now(), help_text="When it moved.")

    class Meta:
        ordering = ["table", "old_id"]
        constraints = [
            models.UniqueConstraint(fields=["table", "old_id"], name="redirect_unique"),
            models.CheckConstraint(
                condition=~Q(old_id=F("new_id")),
                name="redirect_moves",
                violation_error_message="The old and the new id are the same.",
            ),
        ]

    def __str__(self):
        return f"{self.old_id} → {self.new_id}"


class CheckRun(models.Model):
    """One run of the nightly check of the data, and what it found."""

    started_at = models.DateTimeField(help_text="When it began.")
    finished_at = models.DateTimeField(help_text="When it ended.")
    exit_status = models.PositiveSmallIntegerField(help_text="0 when the bookkeeping is whole, 1 when it is broken.")
    summary = models.JSONField(default=dict, help_text="How many checks passed, failed and could not be made.")

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__gte=F("started_at")),
                name="checkrun_finished_after_started",
                violation_error_message="A run ends after it begins.",
            )
        ]

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d %H:%M}"
