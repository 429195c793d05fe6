"""The pictures of one election's results: shares of the vote with all claims, and seats."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from elections.charts import seats, vote_shares
from elections.datasets.claim_sets import ClaimSets
from elections.datasets.records import Column, column, columns_of
from elections.models import Basis, Contender, ContenderKind, Election, Result, Source
from elections.models.naming import local_name
from elections.shares import ComputedShare
from elections.views.claims import Claims
from elections.views.facts import is_void
from elections.views.figures import said_by
from elections.views.pictures.colours import colours_of
from elections.views.pictures.picture import Picture
from elections.views.results import ShownFirst
from elections.wording import part_name


@dataclass(frozen=True)
class Shown:
    """A claim as a row of data: whether it is shown first, and the share worked out from its votes."""

    claim: Result
    contender: Contender
    is_shown_first: bool
    computed: ComputedShare


def of_claim(name: str) -> Column:
    """A column of the claim itself."""
    told = column(Result, name)
    return Column(told.name, told.help, lambda row: told.value(row.claim))


COLUMNS = [
    *(
        Column(told.name, told.help, lambda row, told=told: told.value(row.contender))
        for told in columns_of(Contender, "election", "part")
    ),
    of_claim("contender"),
    Column("contender_name", "The name of the contender in English.", lambda row: row.contender.name),
    *map(of_claim, ("area", "votes", "share_pct", "share_of")),
    Column("computed_share_pct", "The share worked out from the printed votes.", lambda row: row.computed.pct),
    Column("computed_share_of", "What the computed share is a share of.", lambda row: row.computed.of or None),
    *map(of_claim, ("seats", "basis", "claimant", "qualifier", "margin_pct", "as_of", "source")),
    Column("is_shown_first", "Whether the picture shows this claim first.", lambda row: row.is_shown_first),
]


def sources_of(claims: Sequence) -> list[Source]:
    """The sources of claims, each once, in the order of the claims."""
    return list({claim.source_id: claim.source for claim in claims}.values())


def title_of(election: Election, measure: str, part: str = "") -> str:
    """Measure, place and time, and the part of the vote where there are several."""
    where = {
        "measure": measure,
        "vote": f"{local_name(election.country)}, {local_name(election)}",
        "part": part_name(part),
    }
    return (_("%(measure)s, %(part)s: %(vote)s") if part else _("%(measure)s: %(vote)s")) % where


def of_seats(claim: Result) -> bool:
    return claim.share_of == "seats"


class ResultPictures:
    """Makes the pictures of one election from claims that are fetched."""

    def __init__(self, election: Election, claims: Claims, sets: ClaimSets):
        self.election, self.claims, self.sets = election, claims, sets
        self.first = ShownFirst(claims.votes_first, claims.seats_first)
        self.colours = colours_of(claims.contenders)
        self.by_contender: dict[str, list[Result]] = {}
        for claim in claims.results:
            if claim.area_id == election.country_id:
                self.by_contender.setdefault(claim.contender_id, []).append(claim)

    def parts(self) -> list[str]:
        """The parts of the vote in which anything is claimed."""
        parts = {each.part for each in self.claims.contenders if each.pk in self.by_contender}
        return sorted(parts, key=lambda part: (part != "", part != "list", part))

    def bases(self, part: str) -> list[str]:
        """The bases on which shares or votes of a part are claimed, in the order in which claims are shown."""
        used = {claim.basis for each in self.contenders(part) for claim in self.votes_of(each)}
        return [basis for basis in Basis.values if basis in used]

    def contenders(self, part: str) -> list[Contender]:
        return [each for each in self.claims.contenders if each.part == part and each.pk in self.by_contender]

    def votes_of(self, contender: Contender) -> list[Result]:
        return [claim for claim in self.by_contender[contender.pk] if says_votes(claim)]

    def shares_picture(self, part: str, basis: str = "") -> Picture:
        """Bars of the claims shown first, or of those on one basis, with every other claim beside them."""
        chosen = self.best_set(part, basis) if basis else None
        shown = [
            row
            for contender in self.first.in_order(self.contenders(part))
            for row in self.shown_claims(contender, chosen, bool(basis))
        ]
        election = self.election
        return Picture(
            kind="vote-shares",
            subject=election.pk,
            title=title_of(election, _("Share of the vote"), part),
            about=_("Per cent. A bar is the claim shown first; the thick line under it spans all claims."),
            family=vote_shares,
            rows=[self.share_row(row) for row in shown],
            columns=COLUMNS,
            records=shown,
            sources=sources_of([row.claim for row in shown]),
            options={"threshold_pct": self.threshold(part), "is_annulled": is_void(election)},
            query=[(name, value) for name, value in (("part", part), ("basis", basis)) if value],
        )

    def threshold(self, part: str):
        """The threshold, where lists stand: it says nothing of districts."""
        lists = any(each.kind == ContenderKind.PARTY_LIST for each in self.contenders(part))
        return self.election.threshold_pct if lists else None

    def best_set(self, part: str, basis: str) -> tuple:
        """Of the sets of claims on one basis the one that covers most contenders, the newest of these."""
        sizes: dict[tuple, int] = {}
        for contender in self.contenders(part):
            for claim in self.votes_of(contender):
                if claim.basis == basis:
                    sizes[set_of(claim)] = sizes.get(set_of(claim), 0) + 1
        return max(sizes, key=lambda each: (sizes[each], each[0], each[1:]), default=())

    def shown_claims(self, contender: Contender, chosen: tuple | None, is_chosen: bool) -> list[Shown]:
        """All claims of a contender, the one shown first on top."""
        first = self.first.votes.get(contender.pk)
        claims = sorted(self.votes_of(contender), key=self.first.place_of_claim)
        found = [
            Shown(
                claim,
                contender,
                set_of(claim) == chosen if is_chosen else first is not None and first.pk == claim.pk,
                self.sets.computed_share(claim),
            )
            for claim in claims
        ]
        return sorted(found, key=lambda row: not row.is_shown_first)

    def share_row(self, row: Shown) -> vote_shares.Row:
        claim = row.claim
        return vote_shares.Row(
            contender=row.contender.pk,
            name=local_name(row.contender),
            colour=self.colours[row.contender.pk],
            votes=claim.votes,
            share_pct=claim.share_pct,
            share_of=claim.share_of,
            basis=claim.basis,
            is_shown_first=row.is_shown_first,
            claimant=said_by(claim),
            qualifier=claim.qualifier,
            margin_pct=claim.margin_pct,
            as_of=claim.as_of,
            computed_share_pct=row.computed.pct,
            computed_share_of=row.computed.of,
        )

    def seats_picture(self, part: str) -> Picture:
        """The seats of each contender by the claims shown first, most first."""
        own = {each.pk: each for each in self.contenders(part)}
        first = [claim for claim in self.claims.seats_first if claim.contender_id in own and claim.seats is not None]
        shown = [
            Shown(claim, own[claim.contender_id], True, self.sets.computed_share(claim))
            for claim in sorted(first, key=lambda claim: (-claim.seats, own[claim.contender_id].sort_key))
        ]
        election = self.election
        return Picture(
            kind="seats",
            subject=election.pk,
            title=title_of(election, _("Seats"), part),
            about=_("Each mark is a seat; its shape and colour tell the party."),
            family=seats,
            rows=[
                seats.Row(
                    contender=row.contender.pk,
                    name=local_name(row.contender),
                    colour=self.colours[row.contender.pk],
                    seats=row.claim.seats,
                    is_elected=row.contender.kind != ContenderKind.OPTION,
                    basis=row.claim.basis,
                    qualifier=row.claim.qualifier if of_seats(row.claim) else "",
                )
                for row in shown
            ],
            columns=COLUMNS,
            records=shown,
            sources=sources_of([row.claim for row in shown]),
            options={"seats_total": None if part else election.seats_total, "is_annulled": is_void(election)},
            query=[("part", part)] if part else [],
        )


def says_votes(claim: Result) -> bool:
    """Whether a claim says anything of votes or their share; a share of seats does not."""
    return (
        claim.votes is not None or not of_seats(claim) and (claim.share_pct is not None or claim.qualifier == "words")
    )


def set_of(claim: Result) -> tuple:
    """What one claimant said at once in one source."""
    return (claim.as_of, claim.claimant, claim.source_id, claim.basis)
