"""Every claim of turnout and ballots as a dataset, each with what it comes to and whether it is shown first."""

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from elections.datasets import choices
from elections.datasets.columns import Column, Kind, Known, Moment, also, column, columns_of, source_columns
from elections.datasets.definition import Dataset, Order
from elections.datasets.filters import Choice, Since, Span
from elections.datasets.results import ANNULLED, CHANGED_HELP, status_column
from elections.datasets.text import found_in, named
from elections.models import (
    SHOWN_FIRST_RULE,
    Area,
    Election,
    Source,
    Turnout,
    TurnoutSource,
)
from elections.shares import BASES


def claims() -> QuerySet:
    preferred = Case(When(derived__is_first=True, then=Value("yes")), default=Value("no"))
    return Turnout.objects.annotate(preferred=preferred, said=choices.SAID)


def whole(rows: QuerySet) -> QuerySet:
    """Everything the columns need is one reference away."""
    return rows.select_related("election__derived", "area", "source", "derived")


def found(rows: QuerySet, text: str) -> QuerySet:
    """Claims for areas with a text in their names, or of elections with it in their name or id."""

    def by_sound(sound):
        return Q(area__in=named(Area.objects.order_by(), [sound]).values("pk"))

    return found_in(rows, text, "election__pk", "election__name", by_sound=by_sound)


def hours() -> dict[str, str]:
    """The times of day that claims speak of."""
    known = Turnout.objects.exclude(as_of_time="").order_by("as_of_time").values_list("as_of_time", flat=True)
    return {hour: hour for hour in known.distinct()}


TURNOUT = Dataset(
    name="turnout",
    title=_("Turnout"),
    about=format_lazy(
        "{} {} {}",
        "Claims of registered voters, ballots and turnout: one row for each election, part, area, time of day,",
        "basis, claimant and source.",
        SHOWN_FIRST_RULE,
    ),
    table="turnout",
    base=claims,
    whole=whole,
    columns=[
        Column("id", "The permanent number of the claim.", "pk", Kind.WHOLE, (), False),
        column(Turnout, "election"),
        column(Election, "country", "election__"),
        column(Election, "date", "election__", "election_date"),
        status_column("election__"),
        column(Turnout, "part"),
        column(Turnout, "area"),
        column(Area, "name", "area__", "area_name"),
        *columns_of(Turnout, "as_of_time", "registered", "issued", "cast", "valid", "invalid", "turnout_pct"),
        Column(
            "computed_turnout_pct",
            "Ballots cast, or else issued, in per cent of the registered voters of the same claim.",
            "derived__computed_turnout_pct",
            Kind.NUMBER,
        ),
        Column(
            "computed_turnout_of",
            "What the computed turnout is a share of.",
            Known(F("derived__computed_turnout_of")),
            Kind.ID,
            tuple(BASES),
        ),
        *columns_of(Turnout, "qualifier", "margin_pct", "basis", "claimant"),
        Column(
            "preferred",
            "Whether this is the claim shown first for its area and time of day.",
            "derived__is_first",
            Kind.YES_NO,
            (),
            False,
        ),
        *source_columns(Source),
        also(TurnoutSource, "turnout"),
        column(Turnout, "note"),
        Column(
            "updated_at", CHANGED_HELP, Moment(Greatest("updated_at", "derived__changed_at")), Kind.MOMENT, (), False
        ),
    ],
    filters=[
        choices.country("election__country_id"),
        choices.date(),
        choices.election_kind(),
        choices.status(),
        choices.election(),
        choices.area(),
        choices.level(),
        choices.part(),
        Choice("as_of_time", _("Time of day"), "as_of_time", hours),
        choices.basis(),
        choices.qualifier(),
        Choice("preferred", _("Shown first"), "preferred", lambda: choices.YES_NO),
        choices.source(),
        Span("turnout_pct", _("Turnout"), "turnout_pct"),
        Span("registered", _("Registered"), "registered"),
        Span("cast", _("Ballots cast"), "cast"),
        Since(fields=("updated_at", "derived__changed_at")),
    ],
    orders=[
        Order("id", _("Id"), []),
        Order("date", _("Date"), ["election__date"], starts_descending=True),
        Order("election", _("Election"), ["election_id"]),
        Order("area", _("Area"), ["area__sort_key"]),
        Order("as_of_time", _("Time of day"), ["as_of_time"]),
        Order("turnout_pct", _("Turnout"), ["turnout_pct"], starts_descending=True),
        Order("registered", _("Registered"), ["registered"], starts_descending=True),
        Order("cast", _("Ballots cast"), ["cast"], starts_descending=True),
    ],
    default_order="id",
    found=found,
    defaults=[ANNULLED],
)
