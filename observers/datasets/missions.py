"""Who observed which election: one row a mission, or another account of one."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FilteredRelation, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from elections.datasets.columns import Column, Kind, also, columns_of, source_columns, updated
from elections.datasets.definition import Dataset, Order
from elections.datasets.filters import Choice, Since
from elections.datasets.text import found_in, named
from elections.models import Area, Source
from observers.datasets import filters
from observers.datasets.expressions import (
    election_columns,
    members,
    number_of,
    stated,
    words_stated,
)
from observers.models import (
    Finding,
    Mission,
    MissionOrganisation,
    MissionSource,
    MissionType,
    Organisation,
    PeopleBasis,
    Verdict,
)

FAMILY = "lead__organisation__family"
FAMILY_HELP = "The family of observers: that of the organisation that leads the mission."


def missions() -> QuerySet:
    """Missions with a way to the organisation that leads them."""
    return Mission.objects.alias(lead=FilteredRelation("parts", condition=Q(parts__position=1)))


def whole(rows: QuerySet) -> QuerySet:
    return rows.select_related("election__country", "source").annotate(findings_n=number_of(Finding.objects, "mission"))


def found(rows: QuerySet, text: str) -> QuerySet:
    """Missions with a text in their head's name, note or id, or in the name of an organisation or of the country."""

    def by_sound(sound: str) -> Q:
        votes = named(Area.objects.countries().order_by(), [sound]).values("pk")
        return Q(election__country__in=votes)

    organisations = found_in(Organisation.objects.order_by(), text, "name", "abbreviation", "id").values("pk")
    by_name = MissionOrganisation.objects.filter(organisation__in=organisations).values("mission")
    own = found_in(rows, text, "head_of_mission", "note", "id", "election__name", by_sound=by_sound)
    return rows.filter(Q(pk__in=own.order_by().values("pk")) | Q(pk__in=by_name))


def verdict_words() -> Column:
    said = Verdict.objects.filter(mission=OuterRef("pk")).order_by("verdict").distinct().values("verdict")
    return Column(
        "verdicts",
        "The words of its verdicts, each once; several where its reports or the sources differ.",
        ArraySubquery(said),
        Kind.LIST,
        (),
        False,
    )


MISSIONS = Dataset(
    name="missions",
    title=_("Missions"),
    about=Mission.__doc__.strip(),
    base=missions,
    whole=whole,
    columns=[
        *columns_of(Mission, "id"),
        *election_columns(),
        members("pk"),
        Column("family", FAMILY_HELP, FAMILY, Kind.ID),
        *columns_of(Mission, "mission_type", "head_of_mission", "core_team", "long_term_observers"),
        *columns_of(Mission, "short_term_observers", "observers_total", "basis", "countries_represented"),
        *columns_of(Mission, "polling_stations_observed", "counts_observed", "tabulations_observed", "same_as"),
        verdict_words(),
        Column("findings", "How many findings of it the record holds.", "findings_n", Kind.WHOLE, (), False),
        *source_columns(Source),
        also(MissionSource, "mission"),
        *columns_of(Mission, "note"),
        updated(),
    ],
    filters=[
        filters.country(),
        filters.period(),
        filters.kind_of_vote(),
        filters.family(FAMILY),
        Choice("mission_type", _("Format"), stated("mission_type"), words_stated(MissionType)),
        Choice("basis", _("Numbers of people"), stated("basis"), words_stated(PeopleBasis)),
        filters.election(),
        filters.organisation("pk"),
        Since(),
    ],
    orders=[
        Order("date", _("Day of the vote"), ["election__date"], starts_descending=True),
        Order("country", _("Country"), ["election__country__sort_key"]),
        Order("family", _("Family of observers"), [FAMILY]),
        Order("observers_total", _("Observers"), ["observers_total"], starts_descending=True),
        Order("findings", _("Findings"), ["findings_n"], starts_descending=True),
    ],
    default_order="-date",
    found=found,
    table="missions",
)
