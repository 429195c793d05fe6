"""What observers, organisations and sources report of an election, one thing a row; and who answered."""

import re

from django.contrib.postgres.search import SearchQuery
from django.db.models import CharField, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from elections.datasets.columns import Column, Kind, also, columns_of, source_columns, updated
from elections.datasets.definition import Dataset, Order
from elections.datasets.filters import Choice, Period, Reference, Since, words_of_choices
from elections.datasets.text import found_in, named, sounds_of_all
from elections.models import Area, Source
from observers.datasets import filters
from observers.datasets.expressions import NOT_STATED, election_columns, numbered
from observers.models import (
    Category,
    Family,
    Finding,
    FindingSource,
    Response,
    ResponseKind,
    Severity,
    Stage,
)
from observers.models.findings import WORDS_OF_A_FINDING

PLACES = 50  # areas that a text is looked for in, the most alike first


# The family of who reports a finding: of the mission's lead, or of the organisation itself.
FAMILY = Coalesce("lead__organisation__family", "organisation__family", Value(NOT_STATED), output_field=CharField())


def findings() -> QuerySet:
    """Findings with a way to the organisation that leads their mission; it is gone only where something asks."""
    return Finding.objects.alias(lead=FilteredRelation("mission__parts", condition=Q(mission__parts__position=1)))


def families() -> dict[str, str]:
    known = {value: str(label) for value, label in Family.choices}
    return known | {NOT_STATED: str(_("nobody but the source"))}


def whole(rows: QuerySet) -> QuerySet:
    return rows.select_related("election__country", "organisation", "area", "source")


def found(rows: QuerySet, text: str) -> QuerySet:
    """Findings with every word of a text, in any form of it or as its beginning, or from a place of that name.

    A single letter begins no word, it is one.
    """
    words = re.findall(r"\w+", text)
    if not words:
        return rows.filter(Value(False))  # and not none(), of which no query can be written
    sought = " & ".join(f"'{word}':*" if len(word) > 1 else f"'{word}'" for word in words)
    query = SearchQuery(sought, config="english", search_type="raw")
    sounds = sounds_of_all(text)
    places = named(Area.objects.order_by(), sounds).order_by("-alike", "pk").values_list("pk", flat=True)[:PLACES]
    return rows.alias(words=WORDS_OF_A_FINDING).filter(Q(words=query) | Q(area__in=list(places) if sounds else []))


FINDINGS = Dataset(
    name="findings",
    title=_("Findings"),
    about=Finding.__doc__.strip(),
    base=findings,
    whole=whole,
    columns=[
        *columns_of(Finding, "id"),
        *election_columns(),
        *columns_of(Finding, "mission", "organisation"),
        Column(
            "family",
            "The family of the mission's lead or of the organisation that reports it; empty when only the source does.",
            NullIf(FAMILY, Value(NOT_STATED), output_field=CharField()),
            Kind.ID,
        ),
        *columns_of(Finding, "category", "stage", "severity", "place", "area"),
        *columns_of(Finding, "figure", "figure_unit", "observed_n", "summary"),
        *source_columns(Source),
        also(FindingSource, "finding"),
        updated(),
    ],
    filters=[
        filters.country(),
        filters.period(),
        Choice("category", _("Category"), "category", words_of_choices(Category)),
        Choice("stage", _("Stage"), "stage", words_of_choices(Stage)),
        Choice("severity", _("Severity"), "severity", words_of_choices(Severity)),
        Choice("family", _("Reported by"), FAMILY, families),
        filters.election(),
        filters.mission(),
        filters.organisation("mission", "organisation"),
        Reference("area", _("Place"), "area_id", Area),
        Since(),
    ],
    orders=[
        Order("date", _("Day of the vote"), ["election__date"], starts_descending=True),
        Order("country", _("Country"), ["election__country__sort_key"]),
        Order("category", _("Category"), ["category"]),
        Order("stage", _("Stage"), ["stage"]),
        Order("severity", _("Severity"), ["severity"]),
        Order("place", _("Place"), ["area__sort_key", "place"]),
        Order("id", _("Id"), ["id"]),
    ],
    default_order="-date",
    found=found,
    table="findings",
    place="area",
)

RESPONSES = Dataset(
    name="responses",
    title=_("Responses"),
    about=Response.__doc__.strip(),
    base=Response.objects.all,
    whole=lambda rows: rows.select_related("election__country", "source"),
    columns=[
        numbered("response"),
        Column("election", "The election it is about.", "election_id", Kind.ID, (), False),
        Column("country", "The country of the election.", "election__country_id", Kind.ID, (), False),
        *columns_of(Response, "date", "actor", "kind", "summary"),
        *source_columns(Source),
        updated(),
    ],
    filters=[
        filters.country(),
        Period("date", _("Date"), "date"),
        Choice("kind", _("In what capacity"), "kind", words_of_choices(ResponseKind)),
        filters.election(),
        Since(),
    ],
    orders=[
        Order("date", _("Date"), ["date"], starts_descending=True),
        Order("actor", _("Who spoke"), ["actor"]),
        Order("kind", _("In what capacity"), ["kind"]),
    ],
    default_order="-date",
    found=lambda rows, text: found_in(rows, text, "actor", "summary", "election__name"),
    table="responses",
)
