"""Claims as rows of explore: every one of a measure at a level, or those that are shown first on a basis."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from elections.datasets.explore.measures import ALL, FIRST, MEASURES, REGIONS
from elections.datasets.explore.rows import Row, Vote
from elections.models import Area, Basis, Election, Qualifier, local_name


def votes() -> tuple[Vote, ...]:
    """Every election of the record, newest first."""
    read = ("name", "country", "date", "kind", "body", "round_of", "is_early", "system")
    rows = Election.objects.only(*read).annotate(status=F("derived__status")).order_by("-date", "id")
    countries = Area.objects.in_bulk(set(rows.order_by().values_list("country", flat=True)))
    return tuple(vote_of(election, countries[election.country_id]) for election in rows)


def vote_of(election: Election, country: Area) -> Vote:
    return Vote(
        id=election.pk,
        name=election.name,
        country=election.country_id,
        country_name=country.name,
        date=election.date,
        kind=election.kind,
        body=election.body,
        status=election.status,
        round_of=election.round_of_id or "",
        title=local_name(election),
        place=local_name(country),
    )


def empty(vote: Vote, measure: str, reason: str, area: Area | None = None) -> Row:
    """The row that says that there is no figure, of a country or of one of its areas."""
    return Row(vote, *where(vote, area), measure, MEASURES[measure].unit, reason=reason)


def where(vote: Vote, area: Area | None) -> tuple[str, str, str]:
    """The area of a row, by default the whole country: its id, its name in English and in the page's language."""
    if area is None or area.pk == vote.country:
        return (vote.country, vote.country_name, vote.place)
    return (area.pk, area.name, local_name(area))


def at_level(claims: QuerySet, level: str) -> QuerySet:
    """Claims for whole countries, or for the regions that add up to them."""
    if level == REGIONS:
        return claims.filter(area__in=Area.objects.added_up().order_by().values("pk"))
    return claims.national()


def regions() -> dict[str, list[Area]]:
    """The areas that add up to each country, with those that are no more."""
    found = defaultdict(list)
    for area in Area.objects.added_up().order_by("sort_key", "pk"):
        found[area.country_id].append(area)
    return found


@dataclass(frozen=True)
class Chosen:
    """Which claims a basis shows: their keys, each with whether it stands in for what the main set lacks."""

    keys: dict[int, bool]

    @classmethod
    def of(cls, claims: QuerySet, basis: str, *measure: object) -> "Chosen":
        """`measure` is what ResultQuerySet.shown_first takes; TurnoutQuerySet's takes nothing.

        Which claims are shown first of all is derived already (views.caching.public_page); on one basis it is asked
        for here. What Saylau computed is never shown first, so of that basis every claim is shown.
        """
        if basis == FIRST and measure:
            first = claims.filter(**{f"derived__is_first_for_{measure[0]}": True})
            return cls(dict(first.values_list("pk", f"derived__is_fallback_for_{measure[0]}")))
        if basis == ALL:
            return cls(dict.fromkeys(claims.values_list("pk", flat=True), False))
        if basis == Basis.COMPUTED:
            return cls(dict.fromkeys(claims.filter(basis=basis).values_list("pk", flat=True), False))
        if basis != FIRST:
            claims = claims.filter(basis=basis)
        first = claims.shown_first(*measure)
        if measure:
            return cls(dict(first.values_list("pk", "is_fallback")))
        return cls(dict.fromkeys(first.values_list("pk", flat=True), False))


@dataclass(frozen=True, slots=True)
class Span:
    """The lowest and highest of the exact figures that somebody published of one thing, and how many claims say any."""

    low: Decimal | int | None
    high: Decimal | int | None
    claims: int


def spans_of(claims: QuerySet, figure: str, *of_one: str) -> dict[tuple, Span]:
    """The span of one figure for each combination of some columns, which say what makes claims claims of one thing."""
    exact = Q(qualifier=Qualifier.AS_PRINTED) & ~Q(basis=Basis.COMPUTED)
    groups = claims.order_by().values_list(*of_one)
    ends = groups.annotate(lowest=Min(figure, filter=exact), highest=Max(figure, filter=exact), number=Count(figure))
    return {row[:-3]: Span(*row[-3:]) for row in ends}


def grouped(claims: Iterable, *names: str) -> dict[tuple, list]:
    found = defaultdict(list)
    for claim in claims:
        found[tuple(getattr(claim, name) for name in names)].append(claim)
    return found


def no_such_basis() -> str:
    return _("No claim on this basis was found.")


def missing_regions(vote: Vote, given: Sequence[str], areas: dict[str, list[Area]]) -> list[Area]:
    """The regions of a country, as they were on the day of the vote, that no claim is for."""
    return [area for area in areas.get(vote.country, []) if area.existed_on(vote.date) and area.pk not in given]
