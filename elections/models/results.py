"""The claims: who said what of votes, shares, seats and turnout, and the rule that picks the one shown first."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Count, F, Func, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Window
from django.db.models.functions import DenseRank, RowNumber
from django.utils.functional import lazy
from django.utils.translation import gettext, pgettext_lazy

from elections.models.elections import Contender, Election
from elections.models.fields import (
    HOUR_PATTERN,
    CountField,
    PartialDateField,
    PercentageField,
    Published,
    filled_together,
    one_of,
    printed_percentages,
    valid_date,
    valid_part,
)
from elections.models.places import Area
from elections.models.sources import Citation, Source, SourceKind, cited_once


class Basis(models.TextChoices):
    """What a figure rests on, in the order in which claims are shown."""

    OFFICIAL_FINAL = "official_final", pgettext_lazy("basis", "final")
    OFFICIAL_PRELIMINARY = "official_preliminary", pgettext_lazy("basis", "preliminary")
    PARALLEL_COUNT = "parallel_count", pgettext_lazy("basis", "parallel count")
    OBSERVER_ESTIMATE = "observer_estimate", pgettext_lazy("basis", "observers")
    EXIT_POLL = "exit_poll", pgettext_lazy("basis", "exit poll")
    OPPOSITION_CLAIM = "opposition_claim", pgettext_lazy("basis", "opposition")
    PARTY_CLAIM = "party_claim", pgettext_lazy("basis", "party")
    COMPUTED = "computed", pgettext_lazy("basis", "computed here")


class Qualifier(models.TextChoices):
    AS_PRINTED = "", pgettext_lazy("qualifier", "as printed")
    LOWER_BOUND = "lower_bound", pgettext_lazy("qualifier", "over")
    UPPER_BOUND = "upper_bound", pgettext_lazy("qualifier", "at most")
    ABOUT = "about", pgettext_lazy("qualifier", "about")
    WORDS = "words", pgettext_lazy("qualifier", "in words only")


class ShareOf(models.TextChoices):
    NOT_STATED = "", pgettext_lazy("share of", "not stated")
    VALID = "valid", pgettext_lazy("share of", "valid votes")
    CAST = "cast", pgettext_lazy("share of", "ballots cast")
    REGISTERED = "registered", pgettext_lazy("share of", "registered voters")
    SEATS = "seats", pgettext_lazy("share of", "seats")


class Measure(models.TextChoices):
    """What is chosen separately when claims compete: one source may be best for votes, another for seats."""

    VOTES = "votes", pgettext_lazy("measure", "share and votes")
    SEATS = "seats", pgettext_lazy("measure", "seats")
    TURNOUT = "turnout", pgettext_lazy("measure", "turnout")


def shown_first_rule() -> str:
    """The rule by which claims are shown first, in words for readers."""
    return gettext(
        "Shown first: the claim that rests on the most final basis (%(bases)s); "
        "then the source with exact figures for the most contenders, bounds after exact ones; then the most complete; "
        "then the newest; then the source nearest to the count (%(kinds)s). "
        "All figures come from one source at one moment where it has them; "
        "what it lacks is shown from the next one and marked. What Saylau computed itself is never shown first."
    ) % {
        "bases": ", ".join(str(basis.label) for basis in Basis if basis != Basis.COMPUTED),
        "kinds": ", ".join(str(kind.label) for kind in SourceKind),
    }


SHOWN_FIRST_RULE = lazy(shown_first_rule, str)()


def place_in(choices, field):
    """An expression for the place of a word in its list, from 0."""
    return Case(
        *[When(**{field: word}, then=Value(place)) for place, word in enumerate(choices.values)],
        default=Value(len(choices.values)),
        output_field=IntegerField(),
    )


class InOrder(Func):
    """Several counts as one value that is compared by the first, then by the next."""

    template = "ARRAY[%(expressions)s]"
    output_field = ArrayField(IntegerField())


class ClaimQuerySet(models.QuerySet):
    def national(self):
        """Claims for the whole country."""
        return self.filter(area=F(self.model.COUNTRY))

    def official(self):
        """Claims of the authorities, final or preliminary."""
        return self.filter(basis__in=[Basis.OFFICIAL_FINAL, Basis.OFFICIAL_PRELIMINARY])


class Claim(Published):
    """What every claim says beside its figures: on what basis, by whom, how exactly."""

    basis = models.CharField(max_length=20, choices=Basis, help_text="What the figure rests on.")
    claimant = models.CharField(
        max_length=200, blank=True, default="", help_text="Who says so; empty for the election commission."
    )
    qualifier = models.CharField(
        max_length=12,
        choices=Qualifier,
        blank=True,
        default="",
        help_text="How the percentage (or the count where there is none) is meant: exact, a bound, about, in words.",
    )
    margin_pct = PercentageField(help_text="The stated margin of error, in percentage points.")
    note = models.TextField(blank=True, default="", help_text="What the source adds, in our words.")

    class Meta:
        abstract = True


class ResultQuerySet(ClaimQuerySet):
    def with_measure(self, measure):
        """Claims that say something of one measure: of votes or shares, or of seats."""
        if measure == Measure.SEATS:
            return self.filter(seats__isnull=False)
        return self.filter(
            Q(votes__isnull=False) | Q(share_pct__isnull=False) & ~Q(share_of=ShareOf.SEATS) | Q(qualifier="words")
        )

    def shown_first(self, measure):
        """For each contender and area the claim shown first, with `is_fallback` where it is not of the main set.

        A set is what one source says on one basis, by one claimant, at one moment, of one election, part and
        area. Sets are ordered by SHOWN_FIRST_RULE; each contender takes its claim from the first set that has one.
        """
        claims = self.model.objects.with_measure(measure).exclude(basis=Basis.COMPUTED)
        same_set = (
            claims.filter(
                contender__election=OuterRef("contender__election"),
                contender__part=OuterRef("contender__part"),
                area=OuterRef("area"),
                basis=OuterRef("basis"),
                claimant=OuterRef("claimant"),
                source=OuterRef("source"),
                as_of=OuterRef("as_of"),
            )
            .order_by()
            .values("area")
        )
        exact, size, figures = Count("pk", filter=Q(qualifier="")), Count("pk"), Count("votes") + Count("share_pct")
        order = [
            F("_basis"),
            F("_weight").desc(),
            F("as_of").desc(),
            F("_kind"),
            F("source"),
            F("claimant"),
        ]
        ballot = [F("contender__election"), F("contender__part"), F("area")]
        ranked = claims.filter(pk__in=self.order_by().values("pk")).annotate(
            _basis=place_in(Basis, "basis"),
            # One look at the set for all three: it is taken for every claim.
            _weight=Subquery(same_set.annotate(weight=InOrder(exact, size, figures)).values("weight")),
            _kind=place_in(SourceKind, "source__kind"),
        )
        return ranked.annotate(
            _place=Window(RowNumber(), partition_by=[*ballot, F("contender")], order_by=order),
            _set_place=Window(DenseRank(), partition_by=ballot, order_by=order),
            is_fallback=Case(When(_set_place__gt=1, then=True), default=False),
        ).filter(_place=1)


class Result(Claim):
    """One claim of votes, share or seats for a contender in an area, by one source at one moment."""

    COUNTRY = "contender__election__country"

    contender = models.ForeignKey(
        Contender, models.PROTECT, related_name="results", db_index=False, help_text="Whose result it is."
    )
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        related_name="results",
        db_index=False,
        help_text="Where; the country's own area for the whole.",
    )
    votes = CountField(help_text="The votes, as printed.")
    share_pct = PercentageField(help_text="The share as printed, in per cent.")
    share_of = models.CharField(
        max_length=10,
        choices=ShareOf,
        blank=True,
        default="",
        help_text="What the printed share is a share of; empty when the source does not say.",
    )
    seats = CountField(help_text="The seats won.")
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="results", db_index=False, help_text="Where it was read."
    )
    as_of = PartialDateField(help_text="The day the figure speaks of, as precisely as known.")

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["area"], name="result_area"),
            models.Index(fields=["source"], name="result_source"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["contender", "source", "area", "basis", "claimant", "as_of"],
                name="result_unique",
                violation_error_message="This source already has a claim for this contender, area, basis and moment.",
            ),
            one_of("result", "share_of", ShareOf),
            one_of("result", "basis", Basis),
            one_of("result", "qualifier", Qualifier),
            valid_date("result", "as_of"),
            printed_percentages("result", "share_pct", "margin_pct"),
            filled_together(
                "result",
                "says_something",
                Q(votes__isnull=False)
                | Q(share_pct__isnull=False)
                | Q(seats__isnull=False)
                | Q(qualifier="words") & ~Q(note=""),
                "Give the votes, the share, the seats, or the words in the note.",
            ),
            filled_together(
                "result",
                "share_of_with_share",
                Q(share_of="") | Q(share_pct__isnull=False),
                "Say what a share is of only where there is a share.",
            ),
            filled_together(
                "result",
                "margin_with_figure",
                Q(margin_pct__isnull=True) | Q(share_pct__isnull=False),
                "A margin of error belongs to a share.",
            ),
        ]

    def __str__(self):
        return f"{self.contender_id} {self.area_id} {self.basis} {self.source_id}"


class TurnoutQuerySet(ClaimQuerySet):
    def at_close(self):
        """Claims for the end of voting."""
        return self.filter(as_of_time="close")

    def shown_first(self):
        """For each election, part, area and time of day the claim shown first, by SHOWN_FIRST_RULE.

        Completeness counts the figures a claim gives; the newest is the one published last.
        """
        figures = ["registered", "issued", "cast", "valid", "invalid", "turnout_pct"]
        given = sum(
            (Case(When(**{f"{name}__isnull": False}, then=1), default=0) for name in figures),
            start=Value(0, output_field=IntegerField()),
        )
        return (
            self.exclude(basis=Basis.COMPUTED)
            .annotate(
                _place=Window(
                    RowNumber(),
                    partition_by=[F("election"), F("part"), F("area"), F("as_of_time")],
                    order_by=[
                        place_in(Basis, "basis"),
                        Case(When(qualifier="", then=0), When(qualifier="words", then=2), default=1),
                        given.desc(),
                        F("source__published").desc(),
                        place_in(SourceKind, "source__kind"),
                        F("source"),
                        F("claimant"),
                    ],
                )
            )
            .filter(_place=1)
        )


class Turnout(Claim):
    """One claim of registered voters, ballots and turnout in an area at a time of day, by one source."""

    COUNTRY = "election__country"

    election = models.ForeignKey(
        Election, models.PROTECT, related_name="turnout", db_index=False, help_text="The election."
    )
    part = models.CharField(max_length=50, blank=True, default="", help_text="The part of the vote; empty for all.")
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        related_name="turnout",
        db_index=False,
        help_text="Where; the country's own area for the whole.",
    )
    as_of_time = models.CharField(
        max_length=5,
        blank=True,
        default="",
        help_text="Local time HH:MM, `close`, or empty when it is not known.",
    )
    registered = CountField(help_text="Voters on the register.")
    issued = CountField(help_text="Ballots issued to voters.")
    cast = CountField(help_text="Ballots cast.")
    valid = CountField(help_text="Valid ballots.")
    invalid = CountField(help_text="Invalid ballots.")
    turnout_pct = PercentageField(help_text="The turnout as printed, in per cent.")
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="turnout", db_index=False, help_text="Where it was read."
    )
    other_sources = models.ManyToManyField(
        Source, through="TurnoutSource", related_name="+", blank=True, help_text="Further sources, in order."
    )

    objects = TurnoutQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "turnout"
        indexes = [
            models.Index(fields=["area"], name="turnout_area"),
            models.Index(fields=["source"], name="turnout_source"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "area", "part", "as_of_time", "basis", "claimant", "source"],
                name="turnout_unique",
                violation_error_message="This source already has a claim for this area, time and basis.",
            ),
            models.CheckConstraint(
                condition=Q(as_of_time__regex=HOUR_PATTERN),
                name="turnout_as_of_time_valid",
                violation_error_message="A time of day is HH:MM, `close`, or empty.",
            ),
            valid_part("turnout"),
            one_of("turnout", "basis", Basis),
            one_of("turnout", "qualifier", Qualifier),
            printed_percentages("turnout", "turnout_pct", "margin_pct"),
            filled_together(
                "turnout",
                "says_something",
                Q(registered__isnull=False)
                | Q(issued__isnull=False)
                | Q(cast__isnull=False)
                | Q(valid__isnull=False)
                | Q(invalid__isnull=False)
                | Q(turnout_pct__isnull=False)
                | Q(qualifier="words") & ~Q(note=""),
                "Give a count, the turnout, or the words in the note.",
            ),
            filled_together(
                "turnout",
                "margin_with_figure",
                Q(margin_pct__isnull=True) | Q(turnout_pct__isnull=False),
                "A margin of error belongs to a turnout.",
            ),
        ]

    @property
    def cited(self) -> set[str]:
        """The ids of all sources that it rests on."""
        return {self.source_id, *(source.pk for source in self.other_sources.all())}

    def __str__(self):
        return f"{self.election_id} {self.area_id} {self.as_of_time} {self.basis} {self.source_id}"


class TurnoutSource(Citation):
    """A further source of a turnout claim that was compiled from several."""

    turnout = models.ForeignKey(Turnout, models.CASCADE, related_name="+", help_text="The claim.")

    class Meta(Citation.Meta):
        constraints = [cited_once("turnout", "turnout")]
