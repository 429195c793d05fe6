"""What follows from the published rows and is kept beside them, so that reading a million rows need not work it out.

Nobody writes here but elections/datasets/derivation.py. Nothing here is published content: all of it can be thrown
away and is made again. A row that is withdrawn may leave its derived one behind until then, so no foreign key holds.
"""

from django.db import models

from elections.models.elections import Election
from elections.models.fields import CountField, PercentageField, PrintedNumberField
from elections.models.results import Result, Turnout


class Derived(models.Model):
    """What follows for one row from it and others."""

    changed_at = models.DateTimeField(help_text="When what is derived last changed.")

    class Meta:
        abstract = True


def one_for_each(model, name):
    """The row that something is derived for, as the key."""
    return models.OneToOneField(
        model,
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="derived",
        help_text=f"The {name} that it follows for.",
    )


class Derivation(models.Model):
    """The data version, and the code, that everything derived was made from."""

    number = models.PositiveBigIntegerField(default=0, help_text="The data version.")
    made_by = models.CharField(max_length=64, blank=True, default="", help_text="The code that made it, as a hash.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1),
                name="derivation_single",
                violation_error_message="There is one derivation.",
            )
        ]

    def __str__(self):
        return str(self.number)


class DerivedElection(Derived):
    """The status of an election, and the fingerprint of all the rows that its derived ones were made from."""

    election = one_for_each(Election, "election")
    status = models.CharField(max_length=20, help_text="Whether the result stands, as it follows from the events.")
    spread_pct = PercentageField(help_text="The largest gap between two exact claims of one thing, in points.")
    fingerprint = models.CharField(max_length=200, help_text="What its rows looked like when all this was derived.")


class DerivedResult(Derived):
    """Whether a claim of a result is shown first, and the share that its votes come to."""

    result = one_for_each(Result, "result")
    election = models.ForeignKey(
        Election,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="derived_results",
        help_text="The election, for reading its results in order.",
    )
    votes = CountField(help_text="The votes, for reading results in their order.")
    is_first_for_votes = models.BooleanField(help_text="Whether the claim is shown first for votes and shares.")
    is_first_for_seats = models.BooleanField(help_text="Whether the claim is shown first for seats.")
    is_fallback_for_votes = models.BooleanField(help_text="Whether it is shown first for votes from another set.")
    is_fallback_for_seats = models.BooleanField(help_text="Whether it is shown first for seats from another set.")
    computed_share_pct = PercentageField(help_text="The share computed from the votes, in per cent.")
    computed_share_of = models.CharField(
        max_length=10, blank=True, default="", help_text="What the computed share is a share of."
    )

    class Meta:
        indexes = [
            models.Index(fields=["election", "result"], name="derived_result_of"),
            models.Index("election", models.F("votes").desc(nulls_last=True), "result", name="derived_result_by_votes"),
        ]


class DerivedTurnout(Derived):
    """Whether a claim of turnout is shown first, and the turnout that its counts come to."""

    turnout = one_for_each(Turnout, "claim")
    election = models.ForeignKey(
        Election,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="derived_turnout",
        help_text="The election, for reading its turnout.",
    )
    is_first = models.BooleanField(help_text="Whether the claim is shown first.")
    computed_turnout_pct = PercentageField(help_text="The turnout computed from the counts, in per cent.")
    computed_turnout_of = models.CharField(
        max_length=10, blank=True, default="", help_text="What the computed turnout is a share of."
    )


class DerivedCheck(Derived):
    """One check of the arithmetic of an election, as the reconciliation makes it from the published rows."""

    id = models.CharField(max_length=100, primary_key=True, help_text="The election, the method and what it read.")
    election = models.ForeignKey(
        Election, models.DO_NOTHING, db_constraint=False, related_name="checks", help_text="The election."
    )
    position = CountField(help_text="Its place among the checks of the election, from 1.")
    method = models.CharField(max_length=40, help_text="The method, as the page about methods explains it.")
    status = models.CharField(max_length=10, help_text="Whether it passes, fails or cannot be made.")
    part = models.CharField(max_length=50, blank=True, default="", help_text="The part of the vote; empty for all.")
    areas = models.JSONField(default=list, help_text="The areas that it reads.")
    basis = models.CharField(max_length=20, blank=True, default="", help_text="The basis of the claims it reads.")
    claimant = models.CharField(max_length=200, blank=True, default="", help_text="Who made the claims it reads.")
    sources = models.JSONField(default=list, help_text="The sources of the claims it reads.")
    as_of = models.CharField(max_length=10, blank=True, default="", help_text="The moment of the claims it reads.")
    residual = PrintedNumberField(help_text="By how much it fails, in its unit.")
    unit = models.CharField(max_length=20, blank=True, default="", help_text="The unit of the residual.")
    numbers = models.JSONField(default=dict, help_text="The numbers it compares, by what they are.")
    text = models.TextField(help_text="What it found, in a sentence.")


DERIVED = (DerivedCheck, DerivedElection, DerivedResult, DerivedTurnout)
