"""The sources of the record as a dataset, with how many rows rest on each."""

from collections.abc import Iterable
from functools import reduce
from operator import add

from django.conf.locale import LANG_INFO
from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from elections.datasets.columns import Column, Kind, columns_of, updated
from elections.datasets.definition import Dataset, Order
from elections.datasets.filters import Choice, Period, Since, words_of_choices
from elections.datasets.kept import once
from elections.datasets.text import found_in, titled
from elections.models import (
    Election,
    ElectionEvent,
    ElectionEventSource,
    ElectionSource,
    Exclusion,
    ExclusionSource,
    Party,
    PartyEvent,
    PartySource,
    Result,
    Source,
    SourceKind,
    Turnout,
    TurnoutSource,
)
from observers.models import Finding, FindingSource, Mission, MissionSource, Report, ReportSource, Response

# What rests on a source, in the order shown: the name of the column, what one row is called, where it is cited.
CITED = [
    ("results", "result", (Result,)),
    ("turnout", "turnout claim", (Turnout, TurnoutSource)),
    ("elections", "election entry", (Election, ElectionSource)),
    ("election_events", "event of a vote", (ElectionEvent, ElectionEventSource)),
    ("exclusions", "exclusion", (Exclusion, ExclusionSource)),
    ("parties", "party entry", (Party, PartySource)),
    ("party_events", "event of a party", (PartyEvent,)),
    ("observation", "row on observers", ()),
]
OBSERVATION = (Mission, MissionSource, Report, ReportSource, Finding, FindingSource, Response)


def citing(models) -> list:
    """One count a table of the rows that name the source."""
    counts = []
    for model in models:
        if any(each.name == "source" for each in model._meta.get_fields()):
            rows = model.objects.filter(source=OuterRef("pk")).order_by().values("source").annotate(n=Count("pk"))
            counts.append(Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0))
    return counts


def whole(rows: QuerySet) -> QuerySet:
    """Adds how many rows of each kind rest on the source, as their first or as a further one, and their sum."""
    counts = {f"on_{name}": reduce(add, citing(models or OBSERVATION)) for name, _noun, models in CITED}
    return rows.annotate(**counts).annotate(rows_resting=reduce(add, map(F, counts)))


def found(rows: QuerySet, text: str) -> QuerySet:
    """Sources with a text in their title, publisher, address or id; in the first two whatever its script."""

    def by_sound(sound: str) -> Q:
        return Q(pk__in=titled(Source.objects.order_by(), sound).values("pk"))

    return found_in(rows, text, "title", "publisher", "url", "id", by_sound=by_sound)


def sources_named(keys: Iterable[str]) -> list[Source]:
    """The sources with these ids, each once, in this order; no query where the data is still what it was."""
    held = once("sources", Source.objects.in_bulk)
    return [held[key] for key in dict.fromkeys(keys) if key in held]


def languages() -> dict[str, str]:
    """The languages of the sources by their tag."""
    tags = Source.objects.exclude(language="").order_by("language").values_list("language", flat=True).distinct()
    return dict(sorted(((tag, language_name(tag)) for tag in tags), key=lambda pair: pair[1]))


UNKNOWN_TO_DJANGO = {"zh": _("Chinese")}  # it knows only Chinese in one script or the other


def language_name(tag: str) -> str:
    """What a language is called; the tag where it has no name here."""
    return get_language_info(tag)["name_translated"] if tag in LANG_INFO else str(UNKNOWN_TO_DJANGO.get(tag, tag))


def publishers() -> dict[str, str]:
    names = Source.objects.order_by("publisher").values_list("publisher", flat=True).distinct()
    return {name: name for name in names}


def count_column(name: str, noun: str) -> Column:
    return Column(
        name, f"How many rows ({noun}) rest on the source, alone or with others.", f"on_{name}", Kind.WHOLE, (), False
    )


COPY = Concat(Value("/sources/"), F("id"), Value("/copy"), output_field=TextField())

SOURCES = Dataset(
    name="sources",
    title=_("Sources"),
    about=Source.__doc__.strip(),
    table="sources",
    base=Source.objects.all,
    whole=whole,
    columns=[
        *columns_of(Source, "id", "publisher", "title", "url", "published", "language", "kind", "archived_sha256"),
        Column(
            "archived_copy",
            "Where on this site our stored copy of the document is downloaded; empty where there is none.",
            Case(When(~Q(archived_copy=""), then=COPY)),
        ),
        Column(
            "rows_resting",
            "How many rows of the record rest on the source in all.",
            "rows_resting",
            Kind.WHOLE,
            (),
            False,
        ),
        *(count_column(name, noun) for name, noun, _models in CITED),
        updated(),
    ],
    filters=[
        Choice("kind", _("Kind"), "kind", words_of_choices(SourceKind)),
        Choice("language", _("Language"), "language", languages),
        Choice("publisher", _("Publisher"), "publisher", publishers, largest_first=True),
        Period("published", _("Published"), "published"),
        Since(),
    ],
    orders=[
        Order("id", _("Id"), []),
        Order("publisher", _("Publisher"), ["publisher"]),
        Order("title", _("Title"), ["title"]),
        Order("published", _("Published"), ["published"], starts_descending=True),
        Order("kind", _("Kind"), ["kind"]),
        Order("rows_resting", _("Rows resting on it"), ["rows_resting"], starts_descending=True),
    ],
    default_order="publisher",
    found=found,
)
