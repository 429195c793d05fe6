"""The parties of the record as a dataset."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from elections.datasets import choices
from elections.datasets.columns import Column, Kind, also, column, columns_of, source_columns, updated
from elections.datasets.definition import Dataset, Order
from elections.datasets.elections import claims_of, number_of
from elections.datasets.filters import Choice, Since, words_of_choices
from elections.datasets.party_lines import lineage
from elections.datasets.text import found_in, named
from elections.models import Alignment, Contender, Party, PartyEvent, PartySource, Source


def whole(rows: QuerySet) -> QuerySet:
    """Adds how often each party stood, and how many events are known of it."""
    return rows.select_related("country", "source").annotate(
        stood=number_of(claims_of(Contender, "party"), "party"),
        event_count=number_of(claims_of(PartyEvent, "party"), "party"),
    )


def found(rows: QuerySet, text: str) -> QuerySet:
    """Parties with a text in their names, abbreviation or id."""

    def by_sound(sound):
        return Q(pk__in=named(Party.objects.order_by(), [sound]).values("pk"))

    return found_in(rows, text, "id", "abbreviation", by_sound=by_sound)


PARTIES = Dataset(
    name="parties",
    title=_("Parties"),
    about=Party.__doc__.strip(),
    table="parties",
    base=Party.objects.all,
    whole=whole,
    columns=[
        *columns_of(Party, "id", "country", "name", "abbreviation", "names", "alignment", "colour"),
        Column("contenders", "How often its lists and candidates stood.", "stood", Kind.WHOLE, (), False),
        Column("events", "How many events are known of it.", "event_count", Kind.WHOLE, (), False),
        *source_columns(Source),
        also(PartySource, "party"),
        column(Party, "note"),
        updated(),
    ],
    filters=[
        choices.country(),
        Choice("alignment", _("Alignment"), "alignment", words_of_choices(Alignment)),
        lineage("pk"),
        choices.source(),
        Since(),
    ],
    orders=[
        Order("id", _("Id"), []),
        Order("name", _("Name"), ["sort_key"]),
        Order("country", _("Country"), ["country__sort_key"]),
        Order("contenders", _("How often it stood"), ["stood"], starts_descending=True),
    ],
    default_order="name",
    found=found,
)
