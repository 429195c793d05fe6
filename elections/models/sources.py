from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from elections.models.fields import (
    IdField,
    PartialDateField,
    Published,
    filled_together,
    one_of,
    valid_date,
    valid_id,
)


class SourceKind(models.TextChoices):
    """Kinds of document, in the order in which equal claims are shown: the nearest to the count first."""

    ELECTORAL_COMMISSION = "electoral_commission", pgettext_lazy("source kind", "election commission")
    DATABASE = "database", pgettext_lazy("source kind", "database")
    NEWS = "news", pgettext_lazy("source kind", "news agency or press")
    ACADEMIC = "academic", pgettext_lazy("source kind", "academic")
    GOVERNMENT = "government", pgettext_lazy("source kind", "government")
    OBSERVER_REPORT = "observer_report", pgettext_lazy("source kind", "observers' report")
    PARTY = "party", pgettext_lazy("source kind", "party")
    ENCYCLOPEDIA = "encyclopedia", pgettext_lazy("source kind", "encyclopedia")
    BLOG = "blog", pgettext_lazy("source kind", "blog")


class Source(Published):
    """A document that a figure, a date or a statement was read from."""

    id = IdField(help_text="The permanent id of the source.")
    publisher = models.CharField(max_length=200, help_text="Who published the document.")
    title = models.CharField(max_length=500, help_text="The title in the language of the document.")
    url = models.CharField(
        max_length=1000, blank=True, default="", help_text="Where it was read; the page may be gone."
    )
    published = PartialDateField(help_text="When it was published, as precisely as known.")
    language = models.CharField(
        max_length=35, blank=True, default="", help_text="The language of the document as a BCP 47 tag."
    )
    kind = models.CharField(max_length=30, choices=SourceKind, help_text="What kind of document it is.")
    archived_copy = models.FileField(
        upload_to="archive/",
        max_length=200,
        blank=True,
        db_default="",
        help_text="Our stored copy of the document.",
    )
    archived_sha256 = models.CharField(
        max_length=64, blank=True, db_default="", help_text="The SHA-256 of the stored copy, in hexadecimal."
    )
    retrieved_at = models.DateTimeField(null=True, blank=True, help_text="When the stored copy was taken.")

    class Meta:
        ordering = ["id"]
        constraints = [
            valid_id("source"),
            valid_date("source", "published"),
            one_of("source", "kind", SourceKind),
            filled_together(
                "source",
                "archive_complete",
                Q(archived_copy="", archived_sha256="", retrieved_at__isnull=True)
                | ~Q(archived_copy="") & Q(archived_sha256__regex="^[0-9a-f]{64}$", retrieved_at__isnull=False),
                "A stored copy comes with its SHA-256 and the moment it was taken, or none of the three is there.",
            ),
        ]

    def __str__(self):
        return f"{self.publisher}: {self.title}"


class Citation(models.Model):
    """A further source of a row that rests on several, in the order in which they are named."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+", help_text="The further source.")
    position = models.PositiveSmallIntegerField(help_text="Its place in the list, from 1.")

    class Meta:
        abstract = True
        ordering = ["position"]


def cited_once(table, owner):
    """The rule that a row names a further source once."""
    return models.UniqueConstraint(fields=[owner, "source"], name=f"{table}_names_a_source_once")
