from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import pgettext_lazy

from elections.models.changes import ChangeSet
from elections.models.fields import one_of


class WorkKind(models.TextChoices):
    TRY = "try", pgettext_lazy("work", "working out what it would do")
    PUBLISH = "publish", pgettext_lazy("work", "publishing")
    ROLL_BACK = "roll_back", pgettext_lazy("work", "preparing the roll-back")


class WorkState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("work", "waiting for a worker")
    RUNNING = "running", pgettext_lazy("work", "under way")
    DONE = "done", pgettext_lazy("work", "done")
    STOPPED = "stopped", pgettext_lazy("work", "stopped, with nothing written")


class SetWork(models.Model):
    """What a worker does for a large set of changes, since no page can wait for it: try, publish, or take it back."""

    change_set = models.ForeignKey(
        ChangeSet, models.PROTECT, related_name="works", help_text="The set that it is done for."
    )
    kind = models.CharField(max_length=10, choices=WorkKind, help_text="What is done.")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text="Who asked for it, and may do it."
    )
    asked_at = models.DateTimeField(db_default=Now(), help_text="When it was last asked for.")
    reason = models.TextField(blank=True, default="", help_text="Why, where that is asked.")
    state = models.CharField(
        max_length=10, choices=WorkState, default=WorkState.WAITING, help_text="How far it has come."
    )
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was done or stopped.")
    made_of = models.CharField(
        max_length=200, blank=True, default="", help_text="The set and the record that a trial was made with."
    )
    outcome = models.JSONField(default=dict, blank=True, help_text="What came of it.")
    message = models.TextField(blank=True, default="", help_text="Why it was stopped.")

    class Meta:
        ordering = ["id"]
        verbose_name = "work for a set of changes"
        verbose_name_plural = "works for sets of changes"
        constraints = [
            one_of("setwork", "kind", WorkKind),
            one_of("setwork", "state", WorkState),
            models.UniqueConstraint(
                fields=["change_set", "kind"],
                name="setwork_unique",
                violation_error_message="The set has this work already.",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.change_set_id}"
