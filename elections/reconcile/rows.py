"""The rows that reconciliation reads, and the check it answers with. Field names are those of the models."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

COMPILED = "Saylau, from the sources listed"

Number = int | Decimal
Status = Literal["pass", "fail", "cannot"]
Unit = Literal["votes", "ballots", "voters", "points", "seats"]


@dataclass(frozen=True, slots=True)
class ElectionFacts:
    """One election.

    `threshold_pct` is in per cent. `contenders` holds (part, contender id) of everything on the ballot that
    is not a group; left empty, the contenders are those that the claims name.
    """

    id: str
    country: str
    kind: str
    system: str
    threshold_pct: Decimal | None
    seats_total: int | None
    seats_contested: int | None
    round_of: str
    later_rounds: tuple[str, ...]
    contenders: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class ResultClaim:
    """One claim of votes, share (per cent as printed) and seats for a contender in an area."""

    contender: str
    contender_kind: str
    contender_name: str
    part: str
    area: str
    votes: int | None
    share_pct: Decimal | None
    share_of: str
    seats: int | None
    basis: str
    claimant: str
    source: str
    as_of: str = ""
    qualifier: str = ""
    margin_pct: Decimal | None = None
    note: str = ""

    @property
    def key(self) -> str:
        return "|".join(("result", self.contender, self.area, self.basis, self.claimant, self.source, self.as_of))


@dataclass(frozen=True, slots=True)
class TurnoutClaim:
    """One claim of voters, ballots and turnout (per cent as printed) in an area at a time of day.

    `as_of_time` is local `HH:MM`, `close`, or empty where the hour is not known. The claimant COMPILED marks
    the headline counts that Saylau compiled from `source` and `other_sources` together.
    """

    part: str
    area: str
    as_of_time: str
    registered: int | None
    issued: int | None
    cast: int | None
    valid: int | None
    invalid: int | None
    turnout_pct: Decimal | None
    basis: str
    claimant: str
    source: str
    other_sources: tuple[str, ...] = ()
    qualifier: str = ""
    margin_pct: Decimal | None = None
    note: str = ""

    @property
    def key(self) -> str:
        return "|".join(("turnout", self.part, self.area, self.as_of_time, self.basis, self.claimant, self.source))

    @property
    def is_compiled(self) -> bool:
        return self.claimant == COMPILED

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.source, *self.other_sources)


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one check of one set of claims.

    `residual` is by how much the check fails, in `unit`: the left side of the method's formula minus its
    right side, or how far two sources lie apart; 0 for a pass, None where it cannot be made. `numbers` holds
    the figures the check read or worked out, named, in the order of the formula. `reads` names each figure
    the verdict rests on as `<claim key>:<field>`.
    """

    code: str
    part: str
    areas: tuple[str, ...]
    basis: str
    claimant: str
    sources: tuple[str, ...]
    as_of: str
    status: Status
    residual: Number | None
    unit: Unit
    numbers: Mapping[str, Number]
    reads: frozenset[str]
    text: str
