"""Observation at a glance: for the home page, and what recurs over the years on the page of a country."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.models import Area, DataVersion, Election, Source
from elections.views.figures import Footnotes
from elections.views.pictures import Picture
from elections.views.pictures.observation import all_stage_assessments_picture, verdicts_picture, years_picture
from elections.wording import day
from observers.datasets import VERDICTS
from observers.datasets.expressions import lead_family
from observers.datasets.reports import in_order_of_publication
from observers.models import Assessment, Category, Family, Finding, Mission, MissionType, Response, VerdictWord

MOST = 8  # categories
LATEST = 3  # answers
BESIDE = (Family.OSCE_EUROPE, Family.CIS_SCO)  # the families that watch nearly every vote, beside its figures
OF_SOURCE = ("id", "publisher", "title", "url", "published", "language", "kind")

SILENT = "not_found"
VERDICT_WORDS = {**{word.value: word.label for word in VerdictWord}, SILENT: gettext_lazy("present, no verdict found")}

Found = Iterable[tuple[str, str, int]]  # category, day of the vote, number of findings


@dataclass(frozen=True)
class Recurring:
    """A category with how many findings of how many votes, of all votes there were, and the years of those."""

    label: str
    address: str
    findings: int
    votes: int
    whole: int
    years: Sequence[str]

    @property
    def span(self) -> str:
        return ", ".join(self.years)


@dataclass(frozen=True)
class Glance:
    """What the home page shows; `said` holds the verdicts by election and family, each mission's latest."""

    verdicts: Picture
    said: Mapping[tuple[str, str], Sequence[str]]
    ratings: Picture | None
    categories: Sequence[Recurring]
    responses: Sequence[tuple[Response, str, int]]

    def said_of(self, election: str, family: str) -> list[tuple[str, str]]:
        """The verdicts of a family on a vote, each once: mark and word; 'none found' where it was only present."""
        said = self.said.get((election, family), ())
        return [mark_of(word) for word in dict.fromkeys(said)]

    @property
    def words(self) -> list[tuple[str, str]]:
        """Every verdict there is: mark and word."""
        return [mark_of(word) for word in VERDICT_WORDS]


@dataclass(frozen=True)
class CountryGlance:
    """What the page of a country shows."""

    by_year: Picture
    categories: Sequence[Recurring]
    findings_at: str
    matrix_at: str
    recommendations_at: str


def glance(elections: Sequence[Election], notes: Footnotes) -> Glance:
    """The whole region: verdicts by family, ratings of stages, what was found most often, who answered last."""
    found = at_once()
    by_id = {election.pk: election for election in elections}
    return Glance(
        verdicts_picture(
            (row["own"], row["family"], row["verdict"], Source(**row["source"])) for row in found["verdicts"]
        ),
        said_by_family(found["verdicts"], found["present"]),
        all_stage_assessments_picture([assessment_of(row, by_id) for row in found["ratings"]]),
        recurring(((row["category"], row["date"], row["n"]) for row in found["findings"]), elections),
        [response_of(row, by_id, notes) for row in found["responses"]],
    )


def at_once() -> dict[str, list[dict[str, Any]]]:
    """Verdicts, ratings, numbers of findings and the latest answers, in one question: the home page asks many."""
    source = JSONObject(**{name: f"source__{name}" for name in OF_SOURCE})
    parts = {
        "verdicts": objects(
            in_order_of_publication(VERDICTS.base()),
            "own",
            "family",
            "verdict",
            source=source,
            election="mission__election_id",
        ),
        "present": objects(
            Mission.objects.exclude(mission_type=MissionType.NAM).annotate(family=lead_family("pk")).order_by(),
            "family",
            election="election_id",
        ),
        "ratings": objects(
            Assessment.objects.order_by("stage", "pk"),
            *("mission_id", "stage", "observed_n", "qualifier", "scale_note", "report_id"),
            election="mission__election_id",
            mission_type="mission__mission_type",
            positive_pct=Cast("positive_pct", TextField()),
            negative_pct=Cast("negative_pct", TextField()),
            source=source,
        ),
        "findings": objects(by_category(Finding.objects.all()), "category", "n", date="election__date"),
        "responses": objects(
            Response.objects.order_by("-date", "-pk")[:LATEST],
            *("election_id", "actor", "kind", "date", "summary"),
            source=source,
        ),
    }
    return DataVersion.objects.annotate(**parts).values(*parts).first() or {name: [] for name in parts}


def mark_of(verdict: str) -> tuple[str, str]:
    return f"v-{verdict}", str(VERDICT_WORDS[verdict])


def said_by_family(verdicts: Sequence[Mapping], present: Sequence[Mapping]) -> dict[tuple[str, str], list[str]]:
    """By election and family the latest verdict of each mission, or that it was present and none was found."""
    latest = {row["own"]: row for row in verdicts}
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in latest.values():
        said[row["election"], row["family"]].append(row["verdict"])
    for row in present:
        said.setdefault((row["election"], row["family"]), [SILENT])
    return said


def objects(rows: QuerySet, *names: str, **more: Any) -> ArraySubquery:
    """Rows as objects with these members."""
    return ArraySubquery(rows.values(object=JSONObject(**{name: name for name in names}, **more)))


def by_category(findings: QuerySet) -> QuerySet:
    return findings.order_by().values("category", "election__date").annotate(n=Count("pk"))


def assessment_of(row: dict[str, Any], elections: dict[str, Election]) -> Assessment:
    mission = Mission(
        pk=row.pop("mission_id"), election=elections[row.pop("election")], mission_type=row.pop("mission_type")
    )
    shares = {name: None if row[name] is None else Decimal(row[name]) for name in ("positive_pct", "negative_pct")}
    return Assessment(**{**row, **shares, "source": Source(**row["source"]), "mission": mission})


def response_of(row: dict[str, Any], elections: dict[str, Election], notes: Footnotes) -> tuple[Response, str, int]:
    response = Response(**{**row, "source": Source(**row["source"])})
    response.election = elections[response.election_id]
    return response, day(response.date) or _("not dated"), notes.cite(response.source, "response")


def country_glance(country: Area, elections: Sequence[Election]) -> CountryGlance:
    """One country: its findings over the years, and the categories that come again; one query."""
    rows = Finding.objects.filter(election__country=country).order_by()
    found = list(rows.values_list("category", "election__date", "severity", "source").annotate(n=Count("pk")))
    query = [("country", country.pk)]
    told = urlencode(query)
    return CountryGlance(
        years_picture(
            [(date[:4], severity, source, n) for _category, date, severity, source, n in found],
            Counter(election.date[:4] for election in elections),
            query,
        ),
        recurring(((category, date, n) for category, date, _severity, _source, n in found), elections, country),
        f"{reverse('observers-findings')}?{told}",
        f"{reverse('observers')}?{told}",
        f"{reverse('observers-recommendations')}?{told}",
    )


def recurring(found: Found, elections: Sequence[Election], country: Area | None = None) -> list[Recurring]:
    """The categories found at most votes; a count of votes says more than one of entries, which pile up at some."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for category, date, n in found:
        rows[category][date] += n
    whole = sum(election.round_of_id is None for election in elections)
    more = {"country": country.pk} if country else {}
    order = sorted(rows, key=lambda word: (-len(rows[word]), -rows[word].total(), word))
    return [
        Recurring(
            str(Category(word).label),
            f"{reverse('observers-findings')}?{urlencode({**more, 'category': word})}",
            rows[word].total(),
            len(rows[word]),
            whole,
            sorted({date[:4] for date in rows[word]}),
        )
        for word in order[:MOST]
    ]
