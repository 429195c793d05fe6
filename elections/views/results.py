"""The results of an election as tables: every claim under its contender, the one shown first on top."""

from collections import defaultdict
from dataclasses import dataclass

from elections.models import Basis, ContenderKind, Qualifier
from elections.shares import ComputedShare, computed_share
from elections.views.denominators import Denominators, is_exact
from elections.views.figures import Footnotes, count_text, share_text, who_says
from elections.views.outcomes import order_of_part
from elections.winners import SHARE, VOTES, first_place
from elections.wording import day, listed, margin, numbered, part_name, percent

BASES_IN_ORDER = list(Basis.values)


@dataclass
class ClaimRow:
    """One claim as a row of cells: printed figures, the share computed beside them, and who says so."""

    claim: object
    basis: str
    basis_label: str
    ref: int
    votes: str
    share: str
    share_of: str
    margin: str
    computed: ComputedShare
    seats: str
    seats_share: str
    who: str
    as_of: str
    note: str
    votes_first: bool = False
    seats_first: bool = False
    is_fallback: bool = False


@dataclass
class ContenderRows:
    """A contender with all its claims, the one shown first on top."""

    contender: object
    rows: list[ClaimRow]


@dataclass
class PartTable:
    """The claims of one part of a vote in one area kind: the whole country, or its regions."""

    part: str
    name: str
    contenders: list[ContenderRows]
    without: str
    rivals: list[str]
    count: int = 0


@dataclass
class AreaRows:
    """A region, or a place, with its claims."""

    area: object
    rows: list[ClaimRow]


def row(claim, denominators: Denominators, notes: Footnotes) -> ClaimRow:
    computed = computed_share(
        claim.votes if is_exact(claim) else None, claim.share_pct, claim.share_of, denominators.of(claim)
    )
    if claim.votes is not None and not is_exact(claim):
        computed = ComputedShare(reason="the votes are not exact")
    of_seats = claim.share_of == "seats"
    return ClaimRow(
        claim=claim,
        basis=claim.basis,
        basis_label=claim.get_basis_display(),
        ref=notes.cite(claim.source, "result"),
        votes=count_text(claim.votes, claim),
        share="in words" if claim.qualifier == Qualifier.WORDS else share_text(claim),
        share_of="" if of_seats else claim.get_share_of_display() if claim.share_of else "",
        margin=margin(claim.margin_pct) if claim.margin_pct is not None else "",
        computed=computed,
        seats="" if claim.seats is None else count_text(claim.seats, claim) if of_seats else str(claim.seats),
        seats_share=percent(claim.share_pct, claim.qualifier) if of_seats and claim.share_pct is not None else "",
        who=who_says(claim),
        as_of=day(claim.as_of),
        note=claim.note,
    )


def national_tables(election, claims, contenders, votes_first, seats_first, denominators, notes) -> list[PartTable]:
    """One table for each part of the vote, with every contender of it."""
    by_contender = defaultdict(list)
    for claim in claims:
        if claim.area_id == election.country_id:
            by_contender[claim.contender_id].append(claim)
    first_votes = {claim.contender_id: claim for claim in votes_first}
    first_seats = {claim.contender_id: claim for claim in seats_first}
    tables = []
    for part in sorted({contender.part for contender in contenders}, key=order_of_part):
        listed_here = [contender for contender in contenders if contender.part == part]
        with_claims = [contender for contender in listed_here if by_contender[contender.pk]]
        ordered = sorted(with_claims, key=lambda each: standing(each, first_votes, first_seats))
        groups = [
            ContenderRows(
                contender,
                [
                    marked(row(claim, denominators, notes), first_votes, first_seats)
                    for claim in sorted(by_contender[contender.pk], key=lambda c: place_of(c, first_votes, first_seats))
                ],
            )
            for contender in ordered
        ]
        without = [contender.name for contender in listed_here if contender not in with_claims]
        rivals = rivals_of(election, part, denominators, first_votes)
        size = sum(len(group.rows) for group in groups)
        tables.append(PartTable(part, part_name(part), groups, listed(without), rivals, size))
    return tables


def standing(contender, first_votes, first_seats) -> tuple:
    """The order of contenders: sums last, then by what is shown first of them."""
    votes, seats = first_votes.get(contender.pk), first_seats.get(contender.pk)
    last = contender.kind in (ContenderKind.AGAINST_ALL, ContenderKind.GROUP)
    fallback = votes.is_fallback if votes else True
    share = votes.share_pct if votes and votes.share_pct is not None else -1
    number = votes.votes if votes and votes.votes is not None else -1
    held = seats.seats if seats else -1
    ladder = (-share, -number) if votes and not votes.is_fallback and share >= 0 else (-number, -share)
    return (last, votes is None, fallback, *ladder, -held, contender.sort_key)


def place_of(claim, first_votes, first_seats) -> tuple:
    """The order of a contender's claims: those shown first, then by basis, newest first."""
    is_first = claim.pk not in {c.pk for c in (first_votes.get(claim.contender_id),) if c}
    is_seats = claim.pk not in {c.pk for c in (first_seats.get(claim.contender_id),) if c}
    newest = tuple(-int(piece) for piece in claim.as_of.split("-")) if claim.as_of else (1,)
    return (is_first, is_seats, BASES_IN_ORDER.index(claim.basis), newest, claim.claimant, claim.source_id)


def marked(made: ClaimRow, first_votes, first_seats) -> ClaimRow:
    votes, seats = first_votes.get(made.claim.contender_id), first_seats.get(made.claim.contender_id)
    made.votes_first = bool(votes and votes.pk == made.claim.pk)
    made.seats_first = bool(seats and seats.pk == made.claim.pk)
    made.is_fallback = bool(
        made.votes_first and votes.is_fallback or made.seats_first and seats.is_fallback and not made.votes_first
    )
    return made


def rivals_of(election, part: str, denominators: Denominators, first_votes) -> list[str]:
    """Sentences on the sets of claims that put somebody else first than the claims shown first do."""
    referendum = election.kind == "referendum"
    shown = [claim for claim in first_votes.values() if claim.contender.part == part]
    first = first_place(shown, referendum, (VOTES, SHARE))
    if not first or first.is_sum:
        return []
    ahead = {claim.contender_id for claim in first.claims}
    said = defaultdict(list)
    for key, claims in denominators.sets.items():
        if key[:2] != (part, election.country_id) or key[2] == Basis.COMPUTED:
            continue
        usable = [Shown(claim) for claim in claims if claim.share_of != "seats" and claim.qualifier != "words"]
        other = first_place(usable, referendum, (VOTES, SHARE))
        if not other or other.is_sum or {c.contender_id for c in other.claims} & ahead:
            continue
        if not any(c.contender_id in ahead and getattr(c, other.measure) is not None for c in claims):
            continue
        said[other.claim.contender.name].append(other.claim)
    return [
        f"{name} comes first in {numbered(len(found), 'other set', 'other sets')} of claims: "
        + listed(sorted({f"{Basis(c.basis).label}{', ' + day(c.as_of) if c.as_of else ''}" for c in found}))
        + "."
        for name, found in said.items()
    ]


class Shown:
    """A claim of a set by itself: nothing in it is a fallback."""

    def __init__(self, claim):
        self.claim = claim

    is_fallback = False

    def __getattr__(self, name):
        return getattr(self.claim, name)


def regional_tables(election, claims, denominators, notes) -> list[PartTable]:
    """The claims for parts of the country, by part of the vote and area."""
    local = [claim for claim in claims if claim.area_id != election.country_id]
    tables = []
    for part in sorted({claim.contender.part for claim in local}, key=order_of_part):
        here = [claim for claim in local if claim.contender.part == part]
        here.sort(
            key=lambda c: (c.area.sort_key, BASES_IN_ORDER.index(c.basis), c.as_of, -(c.votes or 0), c.contender.name)
        )
        areas = defaultdict(list)
        for claim in here:
            areas[claim.area].append(row(claim, denominators, notes))
        rows = [AreaRows(area, of_area) for area, of_area in areas.items()]
        tables.append(PartTable(part, part_name(part), rows, "", [], len(here)))
    return tables
