"""Elections by families of observers: which families were there, what each concluded, and whether they differ."""

import json
from collections import defaultdict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, F, Func, JSONField, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from elections.datasets import choices
from elections.datasets.columns import Column, Kind, columns_of
from elections.datasets.definition import Dataset, Order
from elections.datasets.elections import found
from elections.datasets.filters import Choice, Period, Several, words_of_choices
from elections.models import Election, ElectionKind, ElectionStatus
from observers.datasets.expressions import lead_family
from observers.models import Family, Mission, MissionOrganisation, MissionType, Verdict, VerdictWord

COUNTRIES = ("KZ", "KG", "TJ", "TM", "UZ")
NOBODY = "none_recorded"
DIFFER, AGREE, ONE = "differ", "agree", "not_comparable"
SPREAD_HELP = (
    "Whether the families that came to a verdict came to different ones: differ, agree, or not_comparable where no "
    "more than one did. Each family judges by its own yardstick, so a difference is one of answers to different "
    "questions."
)


def watching() -> QuerySet:
    """Missions that watched a vote: own rows, and no visit of months before that only advised on the format."""
    return Mission.objects.filter(same_as=None).exclude(mission_type=MissionType.NAM)


def families_and_spreads() -> dict[str, tuple[list[str], str]]:
    """For each election the families that watched it, and whether their verdicts differ."""
    families = dict(MissionOrganisation.objects.filter(position=1).values_list("mission", "organisation__family"))
    present: dict[str, set[str]] = defaultdict(set)
    for mission, election in watching().order_by().values_list("pk", "election_id"):
        if mission in families:
            present[election].add(families[mission])
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    verdicts = Verdict.objects.exclude(verdict=VerdictWord.NO_ASSESSMENT).order_by()
    for mission, election, verdict in verdicts.values_list("mission_id", "mission__election_id", "verdict"):
        if mission in families:
            said[election][families[mission]].add(verdict)
    order = list(Family.values)
    return {
        election: (sorted(present[election], key=order.index), spread_of(said[election]))
        for election in {*present, *said}
    }


def spread_of(said: dict[str, set[str]]) -> str:
    """Whether families differ, from the words each of them used."""
    if len(said) < 2:
        return ONE
    return DIFFER if len({frozenset(words) for words in said.values()}) > 1 else AGREE


def matrix() -> QuerySet:
    """Elections with the families that watched, as ` cis_sco osce_europe `, and their spread.

    A second round belongs to the observation of the first one, unless it has missions of its own. What is said of
    each election is worked out in two passes over all missions and handed to the query as one object.
    """
    known = families_and_spreads()
    families = {election: f" {' '.join(names)} " for election, (names, _) in known.items() if names}
    spreads = {election: spread for election, (_, spread) in known.items()}
    rank = Case(*(When(country=code, then=Value(str(n))) for n, code in enumerate(COUNTRIES)), default=F("country"))
    newest_first = Func(F("date"), Value("0123456789"), Value("9876543210"), function="translate")
    votes = Election.objects.with_status().filter(Q(round_of=None) | Q(pk__in=known))
    return votes.annotate(
        families=looked_up(families, f" {NOBODY} "),
        spread=looked_up(spreads, ONE),
        by_country=Concat(rank, newest_first, output_field=CharField()),
    )


def looked_up(values: dict[str, str], default: str) -> Coalesce:
    """The value that an object has for the election of a row."""
    known = Cast(Value(json.dumps(values)), JSONField())
    return Coalesce(
        Func(known, F("pk"), function="jsonb_extract_path_text", output_field=TextField()),
        Value(default),
        output_field=TextField(),
    )


def missions_of(family: str) -> ArraySubquery:
    missions = watching().filter(election=OuterRef("pk")).annotate(family=lead_family("pk"))
    return ArraySubquery(missions.filter(family=family).order_by("pk").values("pk"))


def verdicts_of(family: str) -> ArraySubquery:
    verdicts = Verdict.objects.filter(mission__election=OuterRef("pk")).annotate(family=lead_family("mission_id"))
    words = Concat("mission_id", Value(":"), "verdict", output_field=CharField())
    said = verdicts.filter(family=family).annotate(words=words).order_by("words").distinct()
    return ArraySubquery(said.values("words"))


def all_of_the_verdicts(field: str) -> ArraySubquery:
    """The ids that the verdicts on an election have in one field, each once."""
    given = Verdict.objects.filter(mission__election=OuterRef("pk"), **{f"{field}__isnull": False})
    return ArraySubquery(given.order_by(field).values(field).distinct())


def family_columns() -> list[Column]:
    """Two columns a family: who watched, and what each of them concluded."""
    found = []
    for family in Family:
        missions = f"The missions of the family “{family.label}”."
        verdicts = f"The verdicts of the family “{family.label}” as mission:verdict, each once; dates are in verdicts."
        found.append(Column(f"{family.value}_missions", missions, missions_of(family), Kind.LIST, (), False))
        found.append(Column(f"{family.value}_verdicts", verdicts, verdicts_of(family), Kind.LIST, (), False))
    return found


def families_present() -> dict[str, str]:
    known = {value: str(label) for value, label in Family.choices}
    return known | {NOBODY: str(_("no observers recorded"))}


def spreads() -> dict[str, str]:
    return {
        DIFFER: str(_("families differ")),
        AGREE: str(_("families agree")),
        ONE: str(_("one family’s verdict, or none")),
    }


MATRIX = Dataset(
    name="mission-matrix",
    title=pgettext_lazy("elections", "Votes"),
    about="Which families of observers watched each election, and what each of them concluded.",
    base=matrix,
    whole=lambda rows: rows.select_related("country", "round_of"),
    columns=[
        *columns_of(Election, "id", "country", "date", "kind", "name"),
        Column(
            "status",
            "Whether the result stands, as it follows from the dated events.",
            "status",
            Kind.ID,
            ElectionStatus.values,
            False,
        ),
        Column("spread", SPREAD_HELP, "spread", Kind.ID, (DIFFER, AGREE, ONE), False),
        *family_columns(),
        Column(
            "reports", "The reports that the verdicts stand in.", all_of_the_verdicts("report_id"), Kind.LIST, (), False
        ),
        Column("sources", "The sources of the verdicts.", all_of_the_verdicts("source_id"), Kind.LIST, (), False),
    ],
    filters=[
        choices.country(),
        Period("date", _("Day of the vote"), "date"),
        Choice("kind", _("Kind of vote"), "kind", words_of_choices(ElectionKind)),
        Several("family", _("Family present"), "families", families_present),
        Choice("spread", _("Verdicts"), "spread", spreads, help=SPREAD_HELP),
    ],
    orders=[
        Order("country", _("Country"), ["by_country"]),
        Order("date", _("Day of the vote"), ["date"], starts_descending=True),
    ],
    default_order="country",
    found=found,
    table="elections",
    page_size=100,
)
