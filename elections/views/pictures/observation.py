"""The pictures of observation: verdicts by family, ratings of stages, findings by year and by region."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.charts import findings_by_year as by_year
from elections.charts import findings_map, stage_assessments
from elections.charts import verdicts_by_family as by_family
from elections.datasets import Selection
from elections.datasets.kept import once
from elections.datasets.records import Column
from elections.datasets.sources import sources_named
from elections.models import Area, AreaKind, Election, Source, local_name
from elections.views.pictures.geographies import geography
from elections.views.pictures.options import Query
from elections.views.pictures.picture import Picture
from elections.wording import count
from observers.datasets import FINDINGS, MATRIX, VERDICTS
from observers.datasets.reports import in_order_of_publication
from observers.models import Assessment, Family, Mission, MissionOrganisation, VerdictWord

ALL = "all"
VOTES = ("country", "date__gte", "date__lte", "kind")  # what of a selection of votes a picture's address may hold
FOUND = tuple(name for name in FINDINGS.parameters if name not in ("ordering", "updated_since"))


def only(query: Query, names: Iterable[str]) -> dict[str, Sequence[str]]:
    return {name: query[name] for name in names if query.get(name)}


# Verdicts by family


def of_rows(*names_and_helps: tuple[str, str]) -> list[Column]:
    """Columns that are attributes of the rows of a picture."""
    return [Column(name, help, lambda row, name=name: getattr(row, name)) for name, help in names_and_helps]


VERDICT_COLUMNS = of_rows(
    ("family", "The family of observers."),
    ("verdict", "The verdict as one word of a list."),
    ("missions", "How many missions came to it last."),
)


def verdicts_by_family_picture(query: Query) -> Picture:
    """Of the votes that a query selects: missions with a verdict, each once by its latest, by family."""
    selection = VERDICTS.select(only(query, VOTES))
    verdicts = in_order_of_publication(selection.narrowed(facets=True)).select_related("source")
    said = [(each.own, each.family, each.verdict, each.source) for each in verdicts]
    return verdicts_picture(said, pairs_of(selection))


def verdicts_picture(said: Iterable[tuple[str, str, str, Source]], query: Sequence[tuple[str, str]] = ()) -> Picture:
    """From mission, family, verdict and source, in order of publication: the last one of a mission counts."""
    latest = {mission: rest for mission, *rest in said}.values()
    count = Counter((family, verdict) for family, verdict, _source in latest)
    rows = [
        by_family.Row(family.value, capitalised(family.label), word.value, count[family.value, word.value])
        for family in Family
        for word in VerdictWord
        if count[family.value, word.value]
    ]
    return Picture(
        "verdicts-by-family",
        ALL,
        _("Verdicts by family of observers"),
        by_family,
        rows,
        VERDICT_COLUMNS,
        rows,
        sorted({source.pk: source for *_rest, source in latest}.values(), key=lambda each: (each.publisher, each.pk)),
        query=query,
        about=_(
            "Missions with a published overall verdict, each once, by its latest one. Families stand apart and are "
            "never averaged: each judges by its own yardstick."
        ),
    )


def capitalised(label) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


def of_all(subject: str) -> None:
    """Refuse any other subject than all. Raises Http404."""
    if subject != ALL:
        raise Http404(_("This picture has one subject: %(all)s.") % {"all": ALL})


def verdicts_by_family(subject: str, query: Query) -> Picture:
    of_all(subject)
    return verdicts_by_family_picture(query)


def pairs_of(selection: Selection) -> list[tuple[str, str]]:
    return [pair for pair in selection.query if pair[0] != "ordering"]


# Ratings of the stages of a day

ASSESSMENT_COLUMNS = [
    Column("mission", "The mission that rated.", lambda each: each.mission_id),
    Column("report", "The report it stands in; empty where a source relays it.", lambda each: each.report_id),
    Column("stage", "The stage that was rated.", lambda each: each.stage),
    Column("observed_n", "How many places were observed.", lambda each: each.observed_n),
    Column("positive_pct", "The share rated positively, in per cent.", lambda each: each.positive_pct),
    Column("negative_pct", "The share rated negatively, in per cent.", lambda each: each.negative_pct),
    Column("qualifier", "How the shares are meant.", lambda each: each.qualifier or None),
    Column("scale_note", "The scale and the denominator as worded.", lambda each: each.scale_note or None),
    Column("source", "The id of the source.", lambda each: each.source_id),
]


def stage_assessments_picture(subject: str, assessments: Sequence[Assessment], who: Mapping[str, str]) -> Picture:
    """Ratings with their source and mission; `subject` is the id of a vote or a mission.

    `who` names the missions; the one that the picture is about needs no name at each bar.
    """
    rows = [
        stage_assessments.Row(
            "" if subject in who else who.get(each.mission_id, each.mission_id),
            each.stage,
            each.negative_pct,
            each.positive_pct,
            each.observed_n,
            each.qualifier,
            each.mission.mission_type,
        )
        for each in assessments
    ]
    return Picture(
        "stage-assessments",
        subject,
        _("How observers rated the stages of the day"),
        stage_assessments,
        rows,
        ASSESSMENT_COLUMNS,
        assessments,
        list({each.source_id: each.source for each in assessments}.values()),
        about=_(
            "Per cent of the places that the mission observed, as printed; it describes these places, not the country."
        ),
        note=_(
            "Limited missions, assessment missions and expert teams watch no sample of stations, so they have no "
            "percentages; that is not nought per cent."
        ),
    )


def all_stage_assessments_picture(found: list[Assessment]) -> Picture | None:
    """The ratings of all votes, each named by country and year; None where there are none."""
    found.sort(key=lambda each: each.mission.election.date, reverse=True)
    who = {
        each.mission_id: f"{local_name(each.mission.election.country)} {each.mission.election.date[:4]}"
        for each in found
    }
    return stage_assessments_picture(ALL, found, who) if found else None


def stage_assessments_of(subject: str, query: Query) -> Picture:
    """The ratings of one vote, of one mission, or of all votes. Raises Http404 where there are none."""
    if subject == ALL and (picture := all_stage_assessments_picture(assessments_of())):
        return picture
    if found := assessments_of(mission__election=subject):
        return stage_assessments_picture(subject, found, names_of_missions(each.mission_id for each in found))
    if found := assessments_of_mission(subject):
        return stage_assessments_picture(subject, found, {subject: ""})
    raise Http404(_("The record has no rating of a stage of the day for %(id)s.") % {"id": subject})


def assessments_of_mission(mission: str) -> list[Assessment]:
    """The ratings of a mission in all its accounts, as each of their pages has them."""
    own = Mission.objects.filter(pk=mission).values_list("same_as", flat=True).first() or mission
    return assessments_of(Q(mission=own) | Q(mission__same_as=own))


def assessments_of(*of: Q, **which: str) -> list[Assessment]:
    """The ratings of a vote or a mission, with what a picture and a table need of them."""
    return list(
        Assessment.objects.filter(*of, **which)
        .select_related("mission__election__country", "report", "source")
        .order_by("stage", "pk")
    )


def names_of_missions(missions: Iterable[str]) -> dict[str, str]:
    """Missions by the abbreviations of their organisations."""
    found = defaultdict(list)
    parts = MissionOrganisation.objects.filter(mission__in=set(missions)).select_related("organisation")
    for part in parts.order_by("mission_id", "position"):
        found[part.mission_id].append(part.organisation.abbreviation or part.organisation.name)
    return {mission: ", ".join(names) for mission, names in found.items()}


# Findings by year and by region


@dataclass(frozen=True)
class Year:
    """The findings of one year as a row of data."""

    row: by_year.Row
    sources: Counter[str]


READ_IN = Column("sources", "Where they were read, the source of most first.", lambda each: most_first(each.sources))
YEAR_COLUMNS = [
    Column("year", "The year of the votes.", lambda each: each.row.year),
    Column("votes", "How many votes the record holds of it.", lambda each: each.row.votes),
    Column("findings", "How many findings the record holds about them.", lambda each: each.row.findings),
    Column("serious", "Those of them that are serious.", lambda each: each.row.serious),
    Column("concern", "Those of them that are a concern.", lambda each: each.row.concern),
    Column("info", "Those of them that are for information.", lambda each: each.row.info),
    READ_IN,
]


def most_first(sources: Counter[str]) -> list[str]:
    """The ids of sources, that of most findings first."""
    return sorted(sources, key=lambda key: (-sources[key], key))


def found_by(query: Query) -> Selection:
    """The findings that a query selects, as pictures of them need it."""
    return FINDINGS.select(only(query, FOUND))


def findings_by_year_picture(selection: Selection) -> Picture:
    """The selected findings, by the year of the vote and severity."""
    years = {election: date[:4] for election, date in votes_of(selection).order_by().values_list("pk", "date")}

    def counted() -> list[tuple[str, str, str, int]]:
        found = selection.narrowed(facets=True).order_by().values_list("election", "severity", "source")
        return list(found.annotate(n=Count("pk")))

    found = once(("findings-by-year", *pairs_of(selection)), counted)
    by_year = ((years[election], severity, source, n) for election, severity, source, n in found)
    return years_picture(by_year, Counter(years.values()), pairs_of(selection))


def years_picture(
    found: Iterable[tuple[str, str, str, int]], votes: Mapping[str, int], query: Sequence[tuple[str, str]]
) -> Picture:
    """From year, severity, source and number of findings, and the number of votes of each year."""
    count: Counter[tuple[str, str]] = Counter()
    sources: dict[int, Counter[str]] = defaultdict(Counter)
    for year, severity, source, n in found:
        count[year, severity] += n
        sources[int(year)][source] += n
    rows = [
        by_year.Row(int(year), votes.get(year, 0), *(count[year, word] for word in ("serious", "concern", "info")))
        for year in sorted({*votes, *(year for year, _severity in count)})
    ]
    return Picture(
        "findings-by-year",
        ALL,
        _("Findings by the year of the vote"),
        by_year,
        rows,
        YEAR_COLUMNS,
        [Year(row, sources[row.year]) for row in rows],
        sources_named(most_first(sum(sources.values(), Counter()))),
        query=query,
        about=_(
            "Entries of the record. More of them mean that more was watched or written down, not that more happened."
        ),
    )


def findings_by_year(subject: str, query: Query) -> Picture:
    of_all(subject)
    return findings_by_year_picture(found_by(query))


def votes_of(selection: Selection) -> QuerySet:
    """The votes among which the selected findings could be: those of the country and the period that are chosen."""
    votes = Election.objects.all()
    for each in MATRIX.filters:
        if each.name in ("country", "date") and selection.chosen[each.name]:
            votes = each.apply(votes, selection.chosen[each.name])
    return votes.filter(pk__in=selection.chosen["election"]) if selection.chosen["election"] else votes


@dataclass(frozen=True)
class Place:
    """The findings of one area as a row of data."""

    row: findings_map.Row
    sources: Counter[str]


PLACE_COLUMNS = [
    Column("area", "The region.", lambda each: each.row.area),
    Column("name", "Its name in English.", lambda each: each.row.name),
    Column("findings", "How many findings name it.", lambda each: each.row.findings),
    Column("counted", "Places with the finding, where that was published.", lambda each: each.row.counted),
    Column("observed", "Places observed, where that was published.", lambda each: each.row.observed),
    Column("rate_pct", "Places with the finding in per cent of the places observed.", lambda each: each.row.rate_pct),
    READ_IN,
]


def findings_by_region(country: str, query: Query) -> Picture:
    """The findings of one country that a query selects. Raises Http404 for what is no country with boundaries."""
    if geography(country) is None or not Area.objects.countries().filter(pk=country).exists():
        raise Http404(_("The record has no boundaries of %(country)s.") % {"country": country})
    return findings_by_region_picture(found_by({**query, "country": [country]}))


def findings_by_region_picture(selection: Selection) -> Picture:
    """The selected findings, which are of one country, by its regions."""
    (country,) = selection.chosen["country"]
    area = Area.objects.get(pk=country)
    rows, elsewhere, sources = regions_of(selection)
    return Picture(
        "findings-by-region",
        country,
        _("Findings by region: %(country)s") % {"country": local_name(area)},
        findings_map,
        rows,
        PLACE_COLUMNS,
        [Place(row, sources[row.area]) for row in rows],
        sources_named(most_first(sum((sources[row.area] for row in rows), Counter()))),
        options={"geography": geography(country)},
        query=[pair for pair in pairs_of(selection) if pair[0] != "country"],
        about=_("Number of findings that name a region; a shade only where places with the finding were counted out of "
                "places observed."),
        note=elsewhere_words(elsewhere),
    )  # fmt: skip


def elsewhere_words(elsewhere: int) -> str:
    """Whose boundaries are drawn, and how many findings have no place on the map."""
    return ngettext(
        "Boundaries: Natural Earth, as of today. %(count)s further finding names the whole country or a place without "
        "boundaries.",
        "Boundaries: Natural Earth, as of today. %(count)s further findings name the whole country or a place without "
        "boundaries.",
        elsewhere,
    ) % {"count": count(elsewhere)}


def regions_of(selection: Selection) -> tuple[list[findings_map.Row], int, dict[str, Counter[str]]]:
    """Regions with their findings, how many findings lie in none, and where those of each area were read.

    A rate needs one category and denominators.

    Numbers of several categories are not added up: one station may have had several of them.
    """
    sources, rates = once(("findings-by-region", *pairs_of(selection)), lambda: counted_by_region(selection))
    count = {area: read.total() for area, read in sources.items()}
    regions = dict(
        Area.objects.filter(country__in=selection.chosen["country"], kind__in=(AreaKind.REGION, AreaKind.CITY))
        .order_by("sort_key")
        .values_list("pk", "name")
    )
    rows = [
        findings_map.Row(key, name, count[key], *(rates[key][0] if len(rates.get(key, ())) == 1 else (None, None)))
        for key, name in regions.items()
        if key in count
    ]
    return rows, sum(count.values()) - sum(row.findings for row in rows), sources


def counted_by_region(selection: Selection) -> tuple[dict[str, Counter[str]], dict[str, list[tuple[Decimal, int]]]]:
    """By area: its findings by source; and for each category the places with it, out of those observed."""
    found = selection.narrowed(facets=True).order_by()
    sources: dict[str, Counter[str]] = defaultdict(Counter)
    for area, source, n in found.values_list("area_id", "source").annotate(n=Count("pk")):
        sources[area][source] = n
    rates: dict[str, list[tuple[Decimal, int]]] = defaultdict(list)
    counted = found.filter(figure__isnull=False, observed_n__gt=0).values_list("area_id", "category")
    for area, _category, places, observed in counted.annotate(places=Sum("figure"), of=Sum("observed_n")):
        rates[area].append((places, observed))
    return dict(sources), dict(rates)
