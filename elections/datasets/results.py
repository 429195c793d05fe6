"""Every claim of votes, shares and seats as a dataset, each with what it comes to and whether it is shown first."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, F, Func, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Greatest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from elections.datasets import choices
from elections.datasets.columns import Column, Kind, Known, Moment, column, columns_of, source_columns
from elections.datasets.definition import Dataset, Default, Order
from elections.datasets.filters import Choice, Period, Since, Span, words_of_choices
from elections.datasets.party_lines import lineage
from elections.datasets.text import found_in, named
from elections.models import (
    SHOWN_FIRST_RULE,
    Area,
    Contender,
    Election,
    ElectionStatus,
    Result,
    ShareOf,
    Source,
)
from elections.shares import BASES

FIRST = Case(
    When(Q(derived__is_first_for_votes=True) | Q(derived__is_first_for_seats=True), then=Value("yes")),
    default=Value("no"),
)
FIRST_FOR = Func(
    Func(
        Case(When(derived__is_first_for_votes=True, then=Value("votes"))),
        Case(When(derived__is_first_for_seats=True, then=Value("seats"))),
        template="ARRAY[%(expressions)s]",
    ),
    Value(None, output_field=TextField()),
    function="array_remove",
    output_field=ArrayField(TextField()),
)
CHANGED_HELP = "The moment of the last change to this row, or to what is worked out beside it."
ANNULLED = Default("status", choices.STANDING, ("election", "contender"))


def status_column(path: str) -> Column:
    """The status of the election that a row belongs to."""
    told = "Whether the election's result stands, as it follows from the dated events."
    return Column("election_status", told, f"{path}derived__status", Kind.ID, ElectionStatus.values, False)


def results() -> QuerySet:
    return Result.objects.annotate(preferred=FIRST, said=choices.SAID)


def whole(rows: QuerySet) -> QuerySet:
    """Everything the columns need is one reference away."""
    return rows.select_related("contender__election__derived", "area", "source", "derived")


def found(rows: QuerySet, text: str) -> QuerySet:
    """Claims of contenders with a text in their names or id."""

    def by_sound(sound):
        return Q(contender__in=named(Contender.objects.order_by(), [sound]).values("pk"))

    return found_in(rows, text, "contender__pk", by_sound=by_sound)


RESULTS = Dataset(
    name="results",
    title=_("Results"),
    about=format_lazy(
        "{} {} {}",
        "Claims of votes, shares and seats: one row for each contender, area, basis, claimant, source and moment.",
        "Two sources that differ are two rows.",
        SHOWN_FIRST_RULE,
    ),
    table="results",
    base=results,
    whole=whole,
    columns=[
        Column("id", "The permanent number of the claim.", "pk", Kind.WHOLE, (), False),
        column(Contender, "election", "contender__"),
        column(Election, "country", "contender__election__"),
        column(Election, "date", "contender__election__", "election_date"),
        status_column("contender__election__"),
        column(Contender, "part", "contender__"),
        column(Result, "contender"),
        column(Contender, "name", "contender__", "contender_name"),
        column(Contender, "kind", "contender__", "contender_kind"),
        column(Contender, "party", "contender__"),
        column(Result, "area"),
        column(Area, "name", "area__", "area_name"),
        *columns_of(Result, "votes", "share_pct", "share_of"),
        Column(
            "computed_share_pct",
            "The share that the votes come to, in per cent; empty where its base is not published.",
            "derived__computed_share_pct",
            Kind.NUMBER,
        ),
        Column(
            "computed_share_of",
            "What the computed share is a share of; listed: the sum of the votes of a complete list.",
            Known(F("derived__computed_share_of")),
            Kind.ID,
            tuple(BASES),
        ),
        *columns_of(Result, "seats", "qualifier", "margin_pct", "basis", "claimant", "as_of"),
        Column(
            "preferred",
            "Whether this is the claim shown first, for votes and shares or for seats.",
            Case(When(preferred="yes", then=Value(True)), default=Value(False)),
            Kind.YES_NO,
            (),
            False,
        ),
        Column("preferred_for", "What it is shown first for: votes, seats.", FIRST_FOR, Kind.LIST, (), False),
        *source_columns(Source),
        column(Result, "note"),
        Column(
            "updated_at", CHANGED_HELP, Moment(Greatest("updated_at", "derived__changed_at")), Kind.MOMENT, (), False
        ),
    ],
    filters=[
        choices.country("contender__election__country_id"),
        choices.date("contender__election__date"),
        choices.election_kind("contender__election__kind"),
        choices.status("contender__election__derived__status"),
        choices.election("derived__election_id"),
        choices.contender(),
        choices.party("contender__party_id"),
        lineage("contender__party_id"),
        choices.area(),
        choices.level(),
        choices.part("contender__part"),
        choices.basis(),
        choices.qualifier(),
        Choice("share_of", _("Share of"), "share_of", words_of_choices(ShareOf)),
        Choice("preferred", _("Shown first"), "preferred", lambda: choices.YES_NO),
        choices.source(),
        Period("as_of", _("Moment"), "as_of"),
        Span("votes", _("Votes"), "votes"),
        Span("share_pct", _("Share"), "share_pct"),
        Span("seats", _("Seats"), "seats"),
        Since(fields=("updated_at", "derived__changed_at")),
    ],
    orders=[
        Order("id", _("Id"), []),
        Order("date", _("Date"), ["contender__election__date"], starts_descending=True),
        Order("election", _("Election"), ["derived__election_id"]),
        Order("contender", _("Contender"), ["contender__sort_key"]),
        Order("area", _("Area"), ["area__sort_key"]),
        Order("votes", _("Votes"), ["derived__votes"], starts_descending=True),
        Order("share_pct", _("Share"), ["share_pct"], starts_descending=True),
        Order("seats", _("Seats"), ["seats"], starts_descending=True),
        Order("as_of", _("Moment"), ["as_of"], starts_descending=True),
    ],
    default_order="id",
    found=found,
    defaults=[ANNULLED],
)
