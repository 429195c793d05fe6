"""Claims with what belongs to them, as plain objects: of thousands Django's own take ten times as long to make."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from elections.datasets.kept import once
from elections.models import Area, Contender, Measure, Party, TurnoutSource


@dataclass(slots=True)
class Stood:
    """A contender, with the fields of `elections.models.Contender` that explore reads."""

    pk: str
    election_id: str
    name: str
    names: Mapping[str, str]
    kind: str
    part: str
    party_id: str | None
    party: Party | None


@dataclass(slots=True)
class ResultClaim:
    """A claim of a result, with what is derived for it."""

    pk: int
    contender_id: str
    area_id: str
    source_id: str
    basis: str
    claimant: str
    as_of: str
    votes: int | None
    share_pct: Decimal | None
    share_of: str
    seats: int | None
    qualifier: str
    margin_pct: Decimal | None
    note: str
    computed_share_pct: Decimal | None
    computed_share_of: str
    publisher: str
    is_fallback: bool
    contender: Stood
    area: Area

    @property
    def election_id(self) -> str:
        return self.contender.election_id


RESULT = (
    *("pk", "contender", "area", "source", "basis", "claimant", "as_of", "votes", "share_pct", "share_of", "seats"),
    *("qualifier", "margin_pct", "note", "derived__computed_share_pct", "derived__computed_share_of"),
    "source__publisher",
)


@dataclass(slots=True)
class TurnoutClaim:
    """A claim of turnout; `other_sources` are ids, in their order."""

    pk: int
    election_id: str
    part: str
    area_id: str
    as_of_time: str
    source_id: str
    basis: str
    claimant: str
    registered: int | None
    issued: int | None
    cast: int | None
    valid: int | None
    turnout_pct: Decimal | None
    qualifier: str
    margin_pct: Decimal | None
    note: str
    publisher: str
    area: Area
    other_sources: tuple[str, ...]

    @property
    def cited(self) -> set[str]:
        return {self.source_id, *self.other_sources}


TURNOUT = (
    *("pk", "election", "part", "area", "as_of_time", "source", "basis", "claimant"),
    *("registered", "issued", "cast", "valid", "turnout_pct", "qualifier", "margin_pct", "note", "source__publisher"),
)


def contenders() -> dict[str, Stood]:
    """Every contender of the record."""

    def make() -> dict[str, Stood]:
        parties = Party.objects.in_bulk()
        rows = Contender.objects.order_by().values_list("pk", "election", "name", "names", "kind", "part", "party")
        return {row[0]: Stood(*row, parties.get(row[-1])) for row in rows}

    return once("contenders", make)


def areas() -> dict[str, Area]:
    """Every area of the record."""
    return once("areas", Area.objects.in_bulk)


def result_claims(claims: QuerySet, measure: Measure) -> list[ResultClaim]:
    """The claims in their order; `is_fallback` is of those that are shown first for a measure."""
    stood, places = contenders(), areas()
    rows = claims.values_list(*RESULT, f"derived__is_fallback_for_{measure}")
    return [ResultClaim(*row, stood[row[1]], places[row[2]]) for row in rows]


def turnout_claims(claims: QuerySet) -> list[TurnoutClaim]:
    places, others = areas(), defaultdict(list)
    links = TurnoutSource.objects.filter(turnout__in=claims.order_by().values("pk")).order_by("position", "pk")
    for claim, source in links.values_list("turnout", "source"):
        others[claim].append(source)
    return [TurnoutClaim(*row, places[row[3]], tuple(others.get(row[0], ()))) for row in claims.values_list(*TURNOUT)]
