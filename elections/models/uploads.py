from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from elections.models.changes import ChangeSet
from elections.models.fields import CountField, filled_together, one_of


class UploadState(models.TextChoices):
    UNMAPPED = "unmapped", "columns to be named"
    WAITING = "waiting", "waiting to be read"
    READING = "reading", "being read"
    READY = "ready", "read"
    FAULTY = "faulty", "with faults"
    FAILED = "failed", "not read to the end"
    CONFIRMED = "confirmed", "handed in"


class Upload(models.Model):
    """A file that somebody uploaded to see what it would do to the record, before anything is proposed.

    Its preview is a draft set of changes. Uploads that nobody confirmed go after 30 days.
    """

    name = models.CharField(max_length=300, help_text="The name of the file as it was uploaded.")
    file = models.FileField(upload_to="uploads/%Y/%m/", max_length=300, help_text="The file itself.")
    sha256 = models.CharField(max_length=64, help_text="The SHA-256 of the file, in hexadecimal.")
    size = models.PositiveBigIntegerField(help_text="The size of the file in bytes.")
    table = models.CharField(
        max_length=50, blank=True, default="", help_text="The table it holds; empty where its columns are mapped."
    )
    mapping = models.JSONField(default=dict, blank=True, help_text="What the columns of a file of another shape mean.")
    is_whole = models.BooleanField(
        default=False,
        help_text="Whether rows of earlier loads of the table and country that the file lacks are withdrawn.",
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads", help_text="Who uploaded it."
    )
    uploaded_at = models.DateTimeField(db_default=Now(), help_text="When it was uploaded.")
    state = models.CharField(
        max_length=10, choices=UploadState, default=UploadState.WAITING, help_text="How far it has come."
    )
    read_at = models.DateTimeField(null=True, blank=True, help_text="When the reading ended.")
    rows_read = CountField(help_text="The rows in the file.")
    counts = models.JSONField(
        default=dict, blank=True, help_text="Per table, the rows that are new, changed, unchanged and withdrawn."
    )
    faults = models.JSONField(
        default=list, blank=True, help_text="The faults found: line, column and what is wrong; the first of many."
    )
    fault_count = CountField(help_text="How many faults there are.")
    message = models.TextField(blank=True, default="", help_text="Why it was not read to the end.")
    change_set = models.OneToOneField(
        ChangeSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="upload",
        help_text="The set of changes that the file amounts to.",
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of("upload", "state", UploadState),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"),
                name="upload_sha256_valid",
                violation_error_message="A SHA-256 has 64 hexadecimal digits.",
            ),
            filled_together(
                "upload",
                "confirmed_with_set",
                ~Q(state=UploadState.CONFIRMED) | Q(change_set__isnull=False),
                "A confirmed file has a set of changes.",
            ),
        ]

    def __str__(self):
        return self.name


class StoredPart(models.Model):
    """A piece of a file that is kept in the database: an upload, or the archived copy of a source."""

    name = models.CharField(max_length=300, help_text="The name of the file in the storage.")
    number = models.PositiveIntegerField(help_text="The place of the piece in the file, from 0.")
    content = models.BinaryField(help_text="The bytes of the piece.")

    class Meta:
        ordering = ["name", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "number"],
                name="storedpart_unique",
                violation_error_message="The file has this piece already.",
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.number})"
