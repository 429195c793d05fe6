"""Claims sorted into sets (what one claimant said at once) with the counts that belong to each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from elections.reconcile.readings import Reading, reading, same_as_printed
from elections.reconcile.rows import Check, ElectionFacts, Number, ResultClaim, Status, TurnoutClaim, Unit
from elections.wording import capital, gettext, listed, numbered, numbered_after, pgettext

COUNTS = ("valid", "invalid", "cast", "issued", "registered")
TURNOUT_FIELDS = (*COUNTS, "turnout_pct")
CLOSE = "close"


def field_words(field: str) -> str:
    """What a count, or the turnout, is called."""
    return {
        "votes": pgettext("figure", "votes"),
        "seats": pgettext("figure", "seats"),
        "valid": pgettext("figure", "valid ballots"),
        "invalid": pgettext("figure", "invalid ballots"),
        "cast": pgettext("figure", "ballots cast"),
        "issued": pgettext("figure", "ballots issued"),
        "registered": pgettext("figure", "registered voters"),
        "turnout_pct": pgettext("figure", "turnout"),
    }[field]


def field_count(field: str, value: Number, is_bound: bool = False) -> str:
    """A count with its number: 6,744,267 ballots cast; of a bound, as it stands after “at least” or “at most”."""
    nouns = {
        "votes": "vote",
        "seats": "seat",
        "valid": "valid ballot",
        "invalid": "invalid ballot",
        "cast": "ballot cast",
        "issued": "ballot issued",
        "registered": "registered voter",
    }
    return numbered_after(int(value), nouns[field]) if is_bound else numbered(value, nouns[field])


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures a check speaks of; `sources` has several where claims are compared across sources."""

    part: str
    areas: tuple[str, ...]
    basis: str
    claimant: str
    sources: tuple[str, ...]
    as_of: str


@dataclass(frozen=True, slots=True)
class ClaimSet:
    """The results one claimant published at once in one source of one part and area, and counts beside."""

    scope: Scope
    claims: tuple[ResultClaim, ...]
    counts: Mapping[str, Reading]
    expected: frozenset[str]
    # What was read once: checks ask for the same figures many times, and a reading keeps its range.
    read: dict[tuple[ResultClaim, str], Reading | None] = field(default_factory=dict, compare=False, repr=False)

    def given(self, field: str) -> list[Reading]:
        return [each for claim in self.claims if (each := self.reading(claim, field))]

    def reading(self, claim: ResultClaim, field: str) -> Reading | None:
        key = (claim, field)
        if key not in self.read:
            is_of_seats = field == "share_pct" and claim.share_of == "seats"
            self.read[key] = None if is_of_seats else reading(claim, field)
        return self.read[key]

    def covers_all(self, field: str) -> bool:
        """Whether every contender has this figure, or a group ("others") stands for the rest."""
        has = [claim for claim in self.claims if self.reading(claim, field)]
        return any(claim.contender_kind == "group" for claim in has) or self.expected <= {
            claim.contender for claim in has
        }

    def missing(self, field: str) -> int:
        """How many contenders lack this figure."""
        return len(self.expected - {claim.contender for claim in self.claims if self.reading(claim, field)})


@dataclass(frozen=True)
class Case:
    """One election's claims, sorted."""

    election: ElectionFacts
    results: Sequence[ResultClaim]
    turnout: Sequence[TurnoutClaim]
    regions: frozenset[str]
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, identifier: str) -> str:
        """The words for an area or a source, its id where there are none."""
        return self.names.get(identifier, identifier)

    def said_of(self, area: str, text: str) -> str:
        """A sentence with the area that it speaks of, where that is not the whole country."""
        if area == self.election.country:
            return text
        return gettext("%(area)s: %(said)s") % {"area": self.name(area), "said": text}

    @cached_property
    def abroad(self) -> frozenset[str]:
        return frozenset(region for region in self.regions if region.endswith("-x-abroad"))

    @cached_property
    def turnout_parts(self) -> frozenset[str]:
        return frozenset(claim.part for claim in self.turnout)

    @cached_property
    def sets(self) -> list[ClaimSet]:
        grouped: dict[Scope, list[ResultClaim]] = defaultdict(list)
        for claim in self.results:
            scope = Scope(claim.part, (claim.area,), claim.basis, claim.claimant, (claim.source,), claim.as_of)
            grouped[scope].append(claim)
        return [
            ClaimSet(scope, tuple(claims), self.counts_beside(scope), self.expected(scope.part))
            for scope, claims in sorted(grouped.items(), key=lambda item: order_of(item[0], self))
        ]

    def expected(self, part: str) -> frozenset[str]:
        """The contenders, without groups, that a complete list of this part has."""
        known = {contender for in_part, contender in self.election.contenders if in_part == part}
        return frozenset(
            known
            or {claim.contender for claim in self.results if claim.part == part and claim.contender_kind != "group"}
        )

    def counts_beside(self, scope: Scope) -> Mapping[str, Reading]:
        """The counts that the same source gives at close on the same basis, by field.

        A part without turnout of its own uses the turnout of the whole vote. What Saylau computed from
        stations has none: votes and turnout may rest on different stations.
        """
        if scope.basis == "computed":
            return {}
        part = scope.part if scope.part in self.turnout_parts else ""
        own = [
            claim
            for claim in self.turnout
            if (claim.part, claim.area, claim.basis, claim.claimant, claim.source, claim.as_of_time)
            == (part, scope.areas[0], scope.basis, scope.claimant, scope.sources[0], CLOSE)
        ]
        if own:
            return self.filled(own[0])
        compiled = self.compiled_for(part, scope.areas[0], scope.basis, scope.claimant, scope.sources[0])
        return fields_of(compiled) if compiled else {}

    def compiled_for(self, part: str, area: str, basis: str, claimant: str, source: str) -> TurnoutClaim | None:
        """The headline counts compiled from this source and others, where there are any."""
        return None if claimant else self.compiled.get((part, area, basis, source))

    @cached_property
    def compiled(self) -> dict[tuple[str, str, str, str], TurnoutClaim]:
        """The first compiled claim of each part, area and basis that rests on a source."""
        found: dict[tuple[str, str, str, str], TurnoutClaim] = {}
        for claim in self.turnout:
            for source in claim.sources if claim.is_compiled else ():
                found.setdefault((claim.part, claim.area, claim.basis, source), claim)
        return found

    def filled(self, own: TurnoutClaim) -> Mapping[str, Reading]:
        """A claim's figures; at close, what it lacks comes from the compiled claim.

        Not where the two differ in ballots cast, or else in turnout: then the compiled figures are of another
        count.
        """
        figures = fields_of(own)
        compiled = self.compiled_beside(own)
        others = fields_of(compiled) if compiled else {}
        shared = [name for name in ("cast", "turnout_pct") if name in figures and name in others]
        if shared and not same_as_printed(figures[shared[0]].value, others[shared[0]].value):
            return figures
        return {**others, **figures}

    def compiled_beside(self, own: TurnoutClaim) -> TurnoutClaim | None:
        """The compiled claim that a source's claim at close may be completed from."""
        if own.is_compiled or own.as_of_time != CLOSE:
            return None
        return self.compiled_for(own.part, own.area, own.basis, own.claimant, own.source)

    def is_repeated(self, claim: TurnoutClaim, fields: Iterable[str]) -> bool:
        """Whether a compiled claim only repeats, in these fields, what one of its sources says at close."""
        wanted = {name: each.value for name in fields if (each := reading(claim, name))}
        return any(
            self.compiled_beside(own) is claim
            and wanted.items() <= {name: each.value for name, each in fields_of(own).items()}.items()
            for own in self.turnout
        )

    @cached_property
    def turnout_in_order(self) -> list[TurnoutClaim]:
        return sorted(self.turnout, key=lambda claim: order_of(scope_of(claim), self))


def scope_of(claim: TurnoutClaim) -> Scope:
    return Scope(claim.part, (claim.area,), claim.basis, claim.claimant, claim.sources, claim.as_of_time)


def fields_of(claim: TurnoutClaim) -> dict[str, Reading]:
    return {name: each for name in TURNOUT_FIELDS if (each := reading(claim, name))}


BASES = (
    "official_final",
    "official_preliminary",
    "parallel_count",
    "observer_estimate",
    "exit_poll",
    "opposition_claim",
    "party_claim",
    "computed",
)


def order_of(scope: Scope, case: Case) -> tuple[object, ...]:
    """The order of sets: part, basis as shown, claimant, source, moment; the country before its areas."""
    place = BASES.index(scope.basis) if scope.basis in BASES else len(BASES)
    local = scope.areas[0] != case.election.country
    return (scope.part, place, scope.basis, scope.claimant, scope.sources, scope.as_of, local, scope.areas)


def conclude(
    code: str,
    scope: Scope,
    status: Status,
    unit: Unit,
    text: str,
    numbers: Mapping[str, Number] | None = None,
    readings: Iterable[Reading] = (),
    residual: Number | None = None,
    named: Iterable[Reading] | None = None,
) -> Check:
    """A check about `scope`; its text ends with which of the figures read (or `named`) Saylau compiled."""
    read = list(readings)
    return Check(
        code,
        scope.part,
        scope.areas,
        scope.basis,
        scope.claimant,
        scope.sources,
        scope.as_of,
        status,
        None if status == "cannot" else (residual if status == "fail" else 0),
        unit,
        dict(numbers or {}),
        frozenset(each.ref for each in read),
        capital(with_compiled(text, read if named is None else named)).removesuffix(".") + ".",
    )


def name_of(each: Reading) -> str:
    """The field that a reading is of."""
    return each.ref.rsplit(":", 1)[1]


def with_compiled(text: str, readings: Iterable[Reading]) -> str:
    """A sentence that ends with which of the figures Saylau compiled."""
    names = dict.fromkeys(field_words(name_of(each)) for each in readings if each.compiled)
    if not names:
        return text
    told = gettext("%(said)s (%(names)s as compiled by Saylau from several sources)")
    return told % {"said": text, "names": listed(names)}
