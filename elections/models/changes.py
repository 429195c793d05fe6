from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from elections.models.fields import CountField, filled_together, one_of


class ChangeState(models.TextChoices):
    DRAFT = "draft", "draft"
    IN_REVIEW = "in_review", "in review"
    SENT_BACK = "sent_back", "sent back"
    PUBLISHED = "published", "published"
    ROLLED_BACK = "rolled_back", "rolled back"


class ChangeChannel(models.TextChoices):
    """From where a set of changes came."""

    FORM = "form", "form"
    GRID = "grid", "grid"
    IMPORT = "import", "imported file"
    REPORT = "report", "observers' report"
    REVERT = "revert", "roll-back"


class ChangeKind(models.TextChoices):
    ADD = "add", "add"
    ALTER = "alter", "alter"
    WITHDRAW = "withdraw", "withdraw"


APPLIED = [ChangeState.PUBLISHED, ChangeState.ROLLED_BACK]
OPEN = [ChangeState.DRAFT, ChangeState.SENT_BACK]


class ChangeSetQuerySet(models.QuerySet):
    def open_to(self, user):
        """The sets that this person may still write into: own drafts, and own sets that were sent back.

        The preview of a file is none of them until it is handed in: it goes when the file is checked again.
        """
        return self.filter(author=user, state__in=OPEN).exclude(state=ChangeState.DRAFT, upload__state="ready")

    def awaiting(self, user):
        """The sets that this person may decide on: all in review but own ones."""
        return self.filter(state=ChangeState.IN_REVIEW).exclude(author=user)


class ChangeSet(models.Model):
    """Changes to the record that one person proposes together and another person publishes or sends back."""

    title = models.CharField(max_length=200, help_text="What it does, in a few words.")
    reason = models.TextField(blank=True, default="", help_text="Why the record should change, for readers to see.")
    channel = models.CharField(max_length=10, choices=ChangeChannel, help_text="From where the changes came.")
    state = models.CharField(
        max_length=12, choices=ChangeState, default=ChangeState.DRAFT, help_text="How far the set has come."
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="change_sets",
        help_text="Who proposes it; never shown outside the staff's pages.",
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed_sets",
        help_text="Who published it or sent it back; never the author.",
    )
    review_note = models.TextField(blank=True, default="", help_text="What the reviewer asks the author to mend.")
    rolls_back = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="roll_backs",
        help_text="The published set that this one takes back.",
    )
    created_at = models.DateTimeField(db_default=Now(), help_text="When it was begun.")
    submitted_at = models.DateTimeField(null=True, blank=True, help_text="When it was last handed in for review.")
    reviewed_at = models.DateTimeField(null=True, blank=True, help_text="When the reviewer decided.")
    published_at = models.DateTimeField(null=True, blank=True, help_text="When it became part of the record.")
    data_version = CountField(help_text="The version of the published data that it made.")

    objects = ChangeSetQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "set of changes"
        verbose_name_plural = "sets of changes"
        permissions = [("review_changeset", "Can publish or send back what others propose")]
        indexes = [models.Index(fields=["state", "-published_at"], name="changeset_state")]
        constraints = [
            one_of("changeset", "channel", ChangeChannel),
            one_of("changeset", "state", ChangeState),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("author")),
                name="changeset_four_eyes",
                violation_error_message="Nobody reviews what they proposed themselves; ask somebody else.",
            ),
            filled_together(
                "changeset",
                "submitted_with_reason",
                Q(state=ChangeState.DRAFT) | ~Q(reason="") & Q(submitted_at__isnull=False),
                "Say why the record should change before you hand the set in.",
            ),
            filled_together(
                "changeset",
                "sent_back_with_note",
                ~Q(state=ChangeState.SENT_BACK)
                | ~Q(review_note="") & Q(reviewer__isnull=False, reviewed_at__isnull=False),
                "Tell the author what to mend.",
            ),
            filled_together(
                "changeset",
                "published_by_a_second_person",
                Q(
                    state__in=APPLIED,
                    reviewer__isnull=False,
                    reviewed_at__isnull=False,
                    published_at__isnull=False,
                    data_version__isnull=False,
                )
                | ~Q(state__in=APPLIED) & Q(published_at__isnull=True, data_version__isnull=True),
                "A published set has a reviewer, a moment and the version it made; any other has none of them.",
            ),
            models.CheckConstraint(
                condition=Q(channel=ChangeChannel.REVERT, rolls_back__isnull=False)
                | ~Q(channel=ChangeChannel.REVERT) & Q(rolls_back__isnull=True),
                name="changeset_roll_back_of_a_set",
                violation_error_message="A roll-back names the set that it takes back, and no other set does.",
            ),
        ]

    def __str__(self):
        return f"{self.title} (no. {self.pk})"

    @property
    def is_open(self):
        """Whether its author may still write into it."""
        return self.state in OPEN


class Change(models.Model):
    """One row of the record that a set would add, alter or withdraw.

    `values` and `before` hold the row as the table's files write it (elections/importers): column to text.
    """

    change_set = models.ForeignKey(
        ChangeSet, models.PROTECT, related_name="changes", help_text="The set it belongs to."
    )
    position = models.PositiveIntegerField(help_text="Its place in the set, from 1.")
    table = models.CharField(max_length=50, help_text="The table of the row, such as `results`.")
    kind = models.CharField(max_length=10, choices=ChangeKind, help_text="What happens to the row.")
    row_id = models.CharField(
        max_length=100,
        blank=True,
        default="",
        help_text="The id of the row; empty for a new row without a readable id until it is published.",
    )
    values = models.JSONField(default=dict, blank=True, help_text="The row as proposed, cell by cell.")
    before = models.JSONField(default=dict, blank=True, help_text="The row as it was published, cell by cell.")
    based_on_at = models.DateTimeField(
        null=True, blank=True, help_text="The version it was based on: the last change of the published row then."
    )
    successor = models.CharField(
        max_length=100,
        blank=True,
        default="",
        help_text="The id of the row that takes the place of a withdrawn one, if one does.",
    )

    class Meta:
        ordering = ["change_set", "position"]
        indexes = [models.Index(fields=["table", "row_id"], name="change_row")]
        constraints = [
            one_of("change", "kind", ChangeKind),
            models.UniqueConstraint(
                fields=["change_set", "position"],
                name="change_position_unique",
                violation_error_message="Two changes of a set cannot have one place.",
            ),
            models.UniqueConstraint(
                fields=["change_set", "table", "row_id"],
                condition=~Q(row_id=""),
                name="change_row_once",
                violation_error_message="The set already has a change of this row.",
            ),
            filled_together(
                "change",
                "kind_fits",
                Q(kind=ChangeKind.ADD, before={}, based_on_at__isnull=True) & ~Q(values={})
                | Q(kind=ChangeKind.ALTER, based_on_at__isnull=False) & ~Q(row_id="") & ~Q(values={}) & ~Q(before={})
                | Q(kind=ChangeKind.WITHDRAW, based_on_at__isnull=False, values={}) & ~Q(row_id="") & ~Q(before={})
                | ~Q(kind__in=ChangeKind.values),  # which change_kind_known refuses
                "A new row has values only; a row that is altered or withdrawn also its id, what it was, and when.",
            ),
            models.CheckConstraint(
                condition=Q(successor="") | Q(kind=ChangeKind.WITHDRAW) & ~Q(successor=F("row_id")),
                name="change_successor_of_withdrawn",
                violation_error_message="Only a withdrawn row has a successor, and it is another row.",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.table} {self.row_id}".strip()

    @property
    def row(self):
        """The cells of the row as it becomes, or as it was where it goes."""
        return self.values or self.before

    @property
    def differences(self):
        """(column, published text, proposed text) of each cell that differs."""
        names = dict.fromkeys([*self.values, *self.before])
        cells = ((name, self.before.get(name, ""), self.values.get(name, "")) for name in names)
        return [(name, old, new) for name, old, new in cells if old != new]
