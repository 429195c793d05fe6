"""The rows that explore gives: one figure each, of a vote, an area and perhaps a contender, with who says so."""

from dataclasses import dataclass
from decimal import Decimal

from elections.datasets.records import Column
from elections.models import Area, Contender, Election, Result

VOID = ("annulled", "cancelled")


@dataclass(frozen=True, slots=True)
class Vote:
    """What is shown of an election beside its figures; `title` and `place` are its names in the page's language."""

    id: str
    name: str
    country: str
    country_name: str
    date: str
    kind: str
    body: str
    status: str
    round_of: str
    title: str = ""
    place: str = ""

    @property
    def is_void(self) -> bool:
        """Whether nothing of the vote stands."""
        return self.status in VOID


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `value` is None where none is published; `reason` then says why, if more is known than that.

    `value_of` is the whole of a percentage; `computed_value` and `computed_of` are what the counts of the same claim
    give. `low`, `high` and `claims` are of all exact claims of the same figure. `line` keeps the figures of one party
    or person together, `lineage` those of a whole line of parties where lines are joined. Names are in English; the
    `_title` of each is in the page's language.
    """

    vote: Vote
    area: str
    area_name: str
    area_title: str
    measure: str
    unit: str
    value: Decimal | int | None = None
    value_of: str = ""
    is_computed: bool = False
    reason: str = ""
    qualifier: str = ""
    margin_pct: Decimal | None = None
    computed_value: Decimal | None = None
    computed_of: str = ""
    low: Decimal | int | None = None
    high: Decimal | int | None = None
    claims: int = 0
    part: str = ""
    contender: str = ""
    contender_name: str = ""
    contender_title: str = ""
    party: str = ""
    colour: str = ""
    line: str = ""
    lineage: str = ""
    line_title: str = ""
    basis: str = ""
    claimant: str = ""
    as_of: str = ""
    source: str = ""
    publisher: str = ""
    other_sources: tuple[str, ...] = ()
    is_fallback: bool = False
    note: str = ""

    @property
    def is_between(self) -> bool:
        """Whether only bounds can be worked out."""
        return self.value is None and self.low is not None and self.is_computed

    @property
    def has_figure(self) -> bool:
        """Whether there is a figure, or bounds that it lies between."""
        return self.value is not None or self.is_between


def told(model, name: str) -> str:
    return str(model._meta.get_field(name).help_text)


COLUMNS = [
    Column("election", "The election that the figure is of.", lambda row: row.vote.id),
    Column("election_name", told(Election, "name"), lambda row: row.vote.name),
    Column("country", told(Election, "country"), lambda row: row.vote.country),
    Column("date", told(Election, "date"), lambda row: row.vote.date),
    Column("kind", told(Election, "kind"), lambda row: row.vote.kind),
    Column("body", told(Election, "body"), lambda row: row.vote.body or None),
    Column("status", "Whether the result stands, as it follows from the dated events.", lambda row: row.vote.status),
    Column("round_of", told(Election, "round_of"), lambda row: row.vote.round_of or None),
    Column("area", told(Result, "area"), lambda row: row.area),
    Column("area_name", told(Area, "name"), lambda row: row.area_name),
    Column("part", told(Contender, "part"), lambda row: row.part or None),
    Column("contender", told(Result, "contender"), lambda row: row.contender or None),
    Column("contender_name", told(Contender, "name"), lambda row: row.contender_name or None),
    Column("party", told(Contender, "party"), lambda row: row.party or None),
    Column(
        "lineage",
        "The party a line is named after, where they are joined.",
        lambda row: row.lineage or None,
    ),
    Column("measure", "What the figure measures.", lambda row: row.measure),
    Column("value", "The figure; empty where none is published or none can be computed.", lambda row: row.value),
    Column("unit", "The unit of the figure: pct, points, a kind of count, or number.", lambda row: row.unit),
    Column("value_of", "What a percentage is a share of; empty when the source does not say.", lambda row: of(row)),
    Column("is_computed", "Whether the figure was worked out here from printed ones.", lambda row: row.is_computed),
    Column("reason", "Why there is no figure.", lambda row: row.reason or None),
    Column("computed_value", "What the counts of the same claim give, in per cent.", lambda row: row.computed_value),
    Column("computed_of", "What the computed percentage is a share of.", lambda row: row.computed_of or None),
    Column("low", "The lowest exact claim of the same figure, on any basis.", lambda row: row.low),
    Column("high", "The highest exact claim of the same figure, on any basis.", lambda row: row.high),
    Column("claims", "How many claims of the figure are held.", lambda row: row.claims),
    Column("qualifier", told(Result, "qualifier"), lambda row: row.qualifier or None),
    Column("margin_pct", told(Result, "margin_pct"), lambda row: row.margin_pct),
    Column("basis", told(Result, "basis"), lambda row: row.basis or None),
    Column("claimant", told(Result, "claimant"), lambda row: row.claimant or None),
    Column("as_of", told(Result, "as_of"), lambda row: row.as_of or None),
    Column("source", told(Result, "source"), lambda row: row.source or None),
    Column("publisher", "The publisher of the source.", lambda row: row.publisher or None),
    Column("other_sources", "Further sources that the figure rests on.", lambda row: row.other_sources or None),
    Column(
        "is_fallback", "Whether the source shown first lacks it and it is from the next.", lambda row: row.is_fallback
    ),
    Column("note", told(Result, "note"), lambda row: row.note or None),
]


def of(row: Row) -> str | None:
    return row.value_of or None
