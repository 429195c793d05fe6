from django.db import models

from elections.models.editing import ImportBatch
from elections.models.fields import one_of


class HistoryKind(models.TextChoices):
    INSERTED = "inserted", "inserted by hand"
    ALTERED = "altered", "altered"
    WITHDRAWN = "withdrawn", "withdrawn"


class HistoryChannel(models.TextChoices):
    """How a row of the record was changed."""

    LOAD = "load", "load of tables"
    CHANGE = "change", "published set of changes"
    HAND = "hand", "by hand in the database"


class History(models.Model):
    """A row of the record as it was before one change; written by the database itself, and never rewritten.

    What a row became is its next entry, or the row as it is published now. A row that a load or a published set
    inserted has no entry for that: its batch says who brought it, when and why.
    """

    table = models.CharField(max_length=63, help_text="The table in the database, such as `elections_result`.")
    row_id = models.CharField(max_length=100, help_text="The id of the row.")
    kind = models.CharField(max_length=10, choices=HistoryKind, help_text="What was done to the row.")
    row = models.JSONField(default=dict, help_text="The row as it was, column by column; empty for a new one.")
    changed_at = models.DateTimeField(help_text="When it was changed.")
    channel = models.CharField(max_length=10, choices=HistoryChannel, help_text="How it was changed.")
    batch = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,  # the database writes it in the middle of a load
        help_text="The load or the published set that changed it, which tells who and why.",
    )
    database_role = models.CharField(max_length=63, help_text="The role that spoke to the database.")

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "history"
        indexes = [models.Index(fields=["table", "row_id", "id"], name="history_row")]
        constraints = [one_of("history", "kind", HistoryKind), one_of("history", "channel", HistoryChannel)]

    def __str__(self):
        return f"{self.table} {self.row_id} {self.kind} {self.changed_at:%Y-%m-%d %H:%M}"
