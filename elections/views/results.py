"""The results of an election as tables: claims side by side, and those that stand alone under their contender."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.datasets.claim_sets import ClaimSets, set_key
from elections.models import Basis, ContenderKind, Qualifier, local_name
from elections.shares import ComputedShare
from elections.views.figures import Footnotes, count_text, share_text
from elections.views.outcomes import order_of_part
from elections.views.pivots import ENOUGH, Pivot, is_enough, of_areas, of_sets
from elections.winners import SHARE, VOTES, first_place
from elections.wording import count, day, listed, margin, of_what, part_name, percent, qualified_number

BASES_IN_ORDER = list(Basis.values)


@dataclass
class ClaimRow:
    """One claim as a row of cells: printed figures, the share computed beside them, and who says so."""

    claim: object
    basis: str
    basis_label: str
    ref: int
    votes: str
    votes_in_words: str
    share: str
    share_of: str
    margin: str
    computed: ComputedShare
    seats: str
    seats_in_words: str
    seats_share: str
    who: str
    as_of: str
    note: str
    votes_first: bool = False
    seats_first: bool = False
    is_fallback: bool = False

    @property
    def refs(self) -> tuple[int, ...]:
        return (self.ref,)


@dataclass
class ContenderRows:
    """A contender with all its claims, the one shown first on top."""

    contender: object
    rows: list[ClaimRow]


@dataclass
class PartTable:
    """The claims of one part of a vote, in the whole country or in its regions: side by side, and the rest in rows."""

    part: str
    name: str
    pivots: list[Pivot]
    groups: list
    without: str
    rivals: list[str]
    count: int = 0

    @property
    def alone(self) -> int:
        """Claims of sets too small to be compared."""
        return self.count - sum(pivot.count for pivot in self.pivots)


@dataclass
class AreaRows:
    """A region, or a place, with its claims."""

    area: object
    rows: list[ClaimRow]


def row(claim, claim_sets: ClaimSets, notes: Footnotes) -> ClaimRow:
    of_seats = claim.share_of == "seats"
    return ClaimRow(
        claim=claim,
        basis=claim.basis,
        basis_label=claim.get_basis_display(),
        ref=notes.cite(claim.source, "result"),
        votes=count_text(claim.votes, claim),
        votes_in_words=counted(claim.votes, "vote", claim),
        share=_("in words") if claim.qualifier == Qualifier.WORDS else share_text(claim),
        share_of="" if of_seats else of_what(claim.share_of),
        margin=margin(claim.margin_pct) if claim.margin_pct is not None else "",
        computed=claim_sets.computed_share(claim),
        seats="" if claim.seats is None else count_text(claim.seats, claim) if of_seats else count(claim.seats),
        seats_in_words="" if claim.seats is None else counted(claim.seats, "seat", claim if of_seats else None),
        seats_share=percent(claim.share_pct, claim.qualifier) if of_seats and claim.share_pct is not None else "",
        who=claim.claimant,
        as_of=day(claim.as_of),
        note=claim.note,
    )


def counted(value: int | None, noun: str, claim) -> str:
    """A count with its noun: over 5,000 votes. The qualifier speaks of it only where there is no percentage."""
    if value is None:
        return ""
    return qualified_number(value, noun, claim.qualifier if claim is not None and claim.share_pct is None else "")


class ShownFirst:
    """Which claims are shown first, of votes and of seats, and the orders that follow from it."""

    def __init__(self, votes, seats):
        self.votes = {claim.contender_id: claim for claim in votes}
        self.seats = {claim.contender_id: claim for claim in seats}

    def mark(self, made: ClaimRow) -> ClaimRow:
        """Say of a row what of it is shown first, and whether that is a fallback to another source."""
        votes, seats = self.of(made.claim)
        made.votes_first, made.seats_first = votes is not None, seats is not None
        made.is_fallback = any(first is not None and first.is_fallback for first in (votes, seats))
        return made

    def of(self, claim) -> tuple:
        """The claim itself where it is shown first for votes, and for seats; else None."""
        pairs = (self.votes.get(claim.contender_id), self.seats.get(claim.contender_id))
        return tuple(first if first is not None and first.pk == claim.pk else None for first in pairs)

    def place_of_claim(self, claim) -> tuple:
        """A contender's claims: those shown first, then by basis, the newest first."""
        votes, seats = self.of(claim)
        day = tuple(-int(piece) for piece in claim.as_of.split("-")) if claim.as_of else (0,)
        basis = BASES_IN_ORDER.index(claim.basis)
        return (votes is None, seats is None, basis, day, claim.claimant, claim.source_id)

    def place_of_set(self, claims) -> tuple:
        """Sets of claims: what is shown first of votes, of seats, then by basis, the fullest and the newest first."""
        shown = [self.of(claim) for claim in claims]
        votes, seats = (sum(pair[which] is not None for pair in shown) for which in (0, 1))
        return (
            -votes,
            -seats,
            BASES_IN_ORDER.index(claims[0].basis),
            -len(claims),
            *self.place_of_claim(claims[0])[3:],
        )

    def in_order(self, contenders) -> list:
        """Contenders by what is shown first of them, fallbacks after the main set, sums and against all last."""
        main = [self.votes[each.pk] for each in contenders if each.pk in self.votes and self.is_in_main_set(each)]
        ladder = (SHARE, VOTES) if any(claim.votes is None for claim in main) else (VOTES, SHARE)

        def place(contender) -> tuple:
            votes, seats = self.votes.get(contender.pk), self.seats.get(contender.pk)
            figures = [getattr(votes, measure, None) for measure in ladder] + [getattr(seats, "seats", None)]
            return (
                contender.kind in (ContenderKind.AGAINST_ALL, ContenderKind.GROUP),
                not self.is_in_main_set(contender),
                *(1 if figure is None else -figure for figure in figures),
                contender.sort_key,
            )

        return sorted(contenders, key=place)

    def is_in_main_set(self, contender) -> bool:
        """Whether its votes, or where nobody has any its seats, are of the main set."""
        claim = (self.votes or self.seats).get(contender.pk)
        return claim is not None and not claim.is_fallback


def national_tables(election, claims, contenders, first: ShownFirst, claim_sets, sums, notes) -> list[PartTable]:
    """One table for each part of the vote, with every contender of it."""
    by_contender = defaultdict(list)
    for claim in claims:
        if claim.area_id == election.country_id:
            by_contender[claim.contender_id].append(claim)
    parts = sorted({contender.part for contender in contenders}, key=order_of_part)
    return [
        national_table(
            part, [each for each in contenders if each.part == part], by_contender, first, claim_sets, sums, notes
        )
        for part in parts
    ]


def national_table(part: str, contenders, by_contender, first: ShownFirst, claim_sets, sums, notes) -> PartTable:
    ordered = first.in_order([each for each in contenders if by_contender[each.pk]])
    sets = defaultdict(list)
    for contender in ordered:
        for claim in by_contender[contender.pk]:
            sets[set_key(claim)].append(claim)
    compared = [claims for claims in sets.values() if is_enough(len(claims), len(ordered))]
    compared.sort(key=first.place_of_set)
    made = [[first.mark(row(claim, claim_sets, notes)) for claim in claims] for claims in compared]
    pivots = [of_sets(made, ordered, sums)] if made else []
    beside = {row.claim.pk for rows in made for row in rows}
    groups = []
    for contender in ordered:
        alone = [claim for claim in by_contender[contender.pk] if claim.pk not in beside]
        if alone:
            alone.sort(key=first.place_of_claim)
            groups.append(ContenderRows(contender, [first.mark(row(claim, claim_sets, notes)) for claim in alone]))
    without = listed([local_name(each) for each in contenders if not by_contender[each.pk]])
    size = sum(map(len, sets.values()))
    return PartTable(part, part_name(part), pivots, groups, without, rivals(part, first, claim_sets), size)


def rivals(part: str, first: ShownFirst, claim_sets: ClaimSets) -> list[str]:
    """Sentences on the sets of claims that put somebody else first than the claims shown first do."""
    shown = first_place([claim for claim in first.votes.values() if claim.contender.part == part], *claim_sets.rule)
    if not shown or shown.is_sum:
        return []
    ahead = {claim.contender_id for claim in shown.claims}
    found = defaultdict(list)
    for claims in claim_sets.national_sets(part):
        other = first_place([InOwnSet(claim) for claim in claims], *claim_sets.rule)
        if not other or other.is_sum or ahead & {claim.contender_id for claim in other.claims}:
            continue
        if any(claim.contender_id in ahead and getattr(claim, other.measure) is not None for claim in claims):
            found[local_name(other.claim.contender)].append(other.claim)
    return [
        ngettext(
            "%(name)s comes first in %(n)s other set of claims: %(sets)s.",
            "%(name)s comes first in %(n)s other sets of claims: %(sets)s.",
            len(sets),
        )
        % {"name": name, "n": count(len(sets)), "sets": said(sets)}
        for name, sets in found.items()
    ]


def said(claims) -> str:
    """On what bases and days, each once."""
    words = {f"{Basis(claim.basis).label}, {day(claim.as_of)}".rstrip(", "): claim.as_of for claim in claims}
    return listed(sorted(words, key=words.get))


class InOwnSet:
    """A claim seen within its own set, where nothing is a fallback and a share of seats is no share of votes."""

    is_fallback = False

    def __init__(self, claim):
        self.claim = claim

    @property
    def share_pct(self):
        return None if self.claim.share_of == "seats" else self.claim.share_pct

    def __getattr__(self, name):
        return getattr(self.claim, name)


def regional_tables(election, claims, claim_sets, sums, notes) -> list[PartTable]:
    """The claims for parts of the country, by part of the vote: what one claimant said of many areas side by side."""
    local = [claim for claim in claims if claim.area_id != election.country_id]
    tables = []
    for part in sorted({claim.contender.part for claim in local}, key=order_of_part):
        here = [claim for claim in local if claim.contender.part == part]
        here.sort(
            key=lambda c: (c.area.sort_key, BASES_IN_ORDER.index(c.basis), c.as_of, -(c.votes or 0), c.contender.name)
        )
        tables.append(regional_table(part, here, claim_sets, sums, notes))
    return tables


def regional_table(part: str, claims, claim_sets, sums, notes) -> PartTable:
    sets, areas = defaultdict(list), defaultdict(list)
    for claim in claims:
        sets[claim.basis, claim.claimant, claim.source_id, claim.as_of].append(claim)
    pivots = []
    for of_set in sets.values():
        if len(of_set) >= ENOUGH:
            pivots.append(of_areas([row(claim, claim_sets, notes) for claim in by_votes(of_set)], sums))
        else:
            for claim in of_set:
                areas[claim.area].append(row(claim, claim_sets, notes))
    groups = [AreaRows(area, rows) for area, rows in areas.items()]
    return PartTable(part, part_name(part), pivots, groups, "", [], len(claims))


def by_votes(claims) -> list:
    """The areas in their order, contenders by their votes, or else shares, in all of them."""
    total = defaultdict(int)
    for claim in claims:
        total[claim.contender_id] += claim.votes or claim.share_pct or 0
    return sorted(claims, key=lambda claim: (-total[claim.contender_id], claim.contender.sort_key, claim.area.sort_key))
