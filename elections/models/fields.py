"""The few kinds of field that every table is built from, with the database checks that belong to them."""

from functools import cache

from django.db import models
from django.db.models import Q
from django.db.models.functions import Least, Left, Length, Now
from django.db.models.lookups import GreaterThanOrEqual

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PARTIAL_DATE_PATTERN = r"^([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$"
PART_PATTERN = r"^([a-z0-9]+(_[a-z0-9]+)*)?$"
HOUR_PATTERN = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|close)?$"

# numeric in PostgreSQL may be NaN or infinite; a printed percentage is neither. 999,999 leaves room for any misprint.
LARGEST_PERCENTAGE = 999_999
LARGEST_NUMBER = 999_999_999_999


class IdField(models.CharField):
    """A readable permanent id such as `kz-2012-mazhilis`: lower-case letters, digits and single hyphens."""

    def __init__(self, **options):
        super().__init__(**{"max_length": 100, "primary_key": True, **options})


class PartialDateField(models.CharField):
    """A date as precisely as known: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or empty. Text order is the order in time."""

    def __init__(self, **options):
        super().__init__(**{"max_length": 10, "blank": True, "default": "", **options})


class PrintedNumberField(models.DecimalField):
    """A number with the digits it was printed with: 6.50 stays 6.50 and is not 6.5.

    The column is `numeric` without a scale, since a scale would pad or round what the source printed.
    """

    def __init__(self, **options):
        super().__init__(**{"max_digits": 16, "decimal_places": 4, "null": True, "blank": True, **options})

    def db_type(self, connection):
        return "numeric"


class PercentageField(PrintedNumberField):
    """A printed percentage."""

    def __init__(self, **options):
        super().__init__(**{"max_digits": 10, **options})


class CountField(models.PositiveIntegerField):
    """A count of people, ballots, votes or seats; NULL where it is not known, never 0 for unknown."""

    def __init__(self, **options):
        super().__init__(**{"null": True, "blank": True, **options})


class Published(models.Model):
    """A row that readers can see: which load wrote it, when it last changed, and whether hands changed it since.

    `updated_at` and `edited_at` are kept by a database trigger, so no path of writing can forget them.
    """

    batch = models.ForeignKey(
        "elections.ImportBatch",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
        help_text="The load that last wrote this row; empty when it was made by hand.",
    )
    updated_at = models.DateTimeField(
        db_default=Now(), editable=False, help_text="The moment of the last change to this row."
    )
    edited_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="The moment somebody changed this row since it was loaded; empty when nobody did.",
    )

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field):
        """The words of a choice. Django's own way hashes the words of all choices for each call, translating each."""
        value = getattr(self, field.attname)
        words = words_of_choices(field).get(value)
        return value if words is None else str(words)


@cache
def words_of_choices(field: models.Field) -> dict:
    """The words of a field's choices, by value; lazy, so the same for every language."""
    return dict(field.flatchoices)


def valid_id(table, field="id", pattern=ID_PATTERN):
    """The check that an id is readable and fit for an address."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__regex": pattern}),
        name=f"{table}_{field}_valid",
        violation_error_message="An id has lower-case letters, digits and single hyphens only.",
    )


def valid_date(table, field):
    """The check that a date is `YYYY[-MM[-DD]]` or empty."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__regex": PARTIAL_DATE_PATTERN}),
        name=f"{table}_{field}_valid",
        violation_error_message="A date is YYYY, YYYY-MM or YYYY-MM-DD, as precisely as it is known.",
    )


def dates_in_order(table, first, last):
    """The check that a period does not end before it begins; an open or unknown end is fine.

    Only as many digits are compared as both dates have: 2018 is not before 2018-06.
    """
    shorter = Least(Length(first), Length(last))
    return models.CheckConstraint(
        condition=Q(**{last: ""}) | Q(GreaterThanOrEqual(Left(last, shorter), Left(first, shorter))),
        name=f"{table}_{last}_after_{first}",
        violation_error_message="The end lies before the beginning.",
    )


def one_of(table, field, choices):
    """The check that a column holds one of its words."""
    words = list(choices.values)
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": words}),
        name=f"{table}_{field}_known",
        violation_error_message=f"Use one of: {', '.join(word or '(empty)' for word in words)}.",
    )


def printed_percentages(table, *fields):
    """The check that printed percentages are numbers: not negative, not NaN, not infinite.

    Nothing here stops 104 %: an impossible turnout is a finding to publish, not a typing error to refuse.
    """
    condition = Q()
    for field in fields:
        condition &= Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0, f"{field}__lte": LARGEST_PERCENTAGE})
    return models.CheckConstraint(
        condition=condition,
        name=f"{table}_percentages_valid",
        violation_error_message="A percentage is a number of zero or more.",
    )


def valid_part(table):
    """The check that a part of the vote is one word, or words joined by underscores."""
    return models.CheckConstraint(
        condition=Q(part__regex=PART_PATTERN),
        name=f"{table}_part_valid",
        violation_error_message="A part of the vote is one lower-case word, or words joined by _; empty for the whole.",
    )


def filled_together(table, name, condition, message):
    """A check that fields which belong together are filled together."""
    return models.CheckConstraint(condition=condition, name=f"{table}_{name}", violation_error_message=message)
