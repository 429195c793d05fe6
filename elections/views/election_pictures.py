"""The pictures on an election's page, made from what it has fetched, and the links that draw them otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from elections.datasets import BadQuery
from elections.datasets.claim_sets import ClaimSets
from elections.models import Area, Basis, Election, ElectionKind, Turnout
from elections.views.claims import Claims
from elections.views.outcomes import order_of_part
from elections.views.pictures import Picture, chosen
from elections.views.pictures.turnout import VIEWS, TurnoutPictures
from elections.views.pictures.votes import ResultPictures
from elections.wording import part_name

OPTIONS = ("basis", "regions")


@dataclass(frozen=True)
class Choice:
    """One way to draw the same rows, as a link."""

    words: str
    address: str
    is_now: bool


@dataclass
class PartPictures:
    """The pictures of one part of the vote."""

    part: str
    name: str
    shares: Picture | None = None
    seats: Picture | None = None
    by_region: Picture | None = None
    through_the_day: Picture | None = None
    claims: Picture | None = None

    @property
    def turnouts(self) -> bool:
        return bool(self.by_region or self.through_the_day or self.claims)


@dataclass
class ElectionPictures:
    """All pictures of a page by part of the vote, with the switches of basis and of the view of regions."""

    parts: dict[str, PartPictures] = field(default_factory=dict)
    bases: list[Choice] = field(default_factory=list)
    views: list[Choice] = field(default_factory=list)

    def part(self, part: str) -> PartPictures:
        return self.parts.setdefault(part, PartPictures(part, part_name(part)))

    @property
    def in_order(self) -> list[PartPictures]:
        return [self.parts[part] for part in sorted(self.parts, key=order_of_part)]

    @property
    def has_shares(self) -> bool:
        return any(part.shares for part in self.parts.values())

    @property
    def has_regions(self) -> bool:
        return any(part.by_region for part in self.parts.values())

    @property
    def has_days(self) -> bool:
        return any(part.through_the_day for part in self.parts.values())

    @property
    def has_seats(self) -> bool:
        return any(part.seats for part in self.parts.values())


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the basis of the bars and the view of the regions."""

    path: str
    basis: str = ""
    view: str = VIEWS[0]

    @classmethod
    def of(cls, path: str, query: Mapping[str, Sequence[str]], bases: Sequence[str]) -> "Asked":
        """Raises BadQuery for what is no option, or not one that this election has."""
        for name in query:
            if name not in OPTIONS:
                raise BadQuery(name, "", [*OPTIONS], unknown=True)
        return cls(path, chosen(query, "basis", bases), chosen(query, "regions", VIEWS, VIEWS[0]))

    def address(self, anchor: str, **changed: str) -> str:
        options = {"basis": self.basis, "regions": "" if self.view == VIEWS[0] else self.view, **changed}
        pairs = [(name, value) for name, value in options.items() if value]
        return f"{self.path}?{urlencode(pairs)}#{anchor}" if pairs else f"{self.path}#{anchor}"


def drawn_for(
    election: Election,
    claims: Claims,
    sets: ClaimSets,
    regions: Sequence[Area],
    earlier: Sequence[Turnout],
    query: Mapping[str, Sequence[str]],
    path: str,
) -> ElectionPictures:
    """The pictures of an election's page as its address asks for them. Raises BadQuery."""
    results = ResultPictures(election, claims, sets)
    used = {basis for part in results.parts() for basis in results.bases(part)}
    bases = [basis for basis in Basis.values if basis in used]
    asked = Asked.of(path, query, bases)
    found = ElectionPictures(bases=switch_of_bases(asked, bases))
    for part in results.parts():
        own = found.part(part)
        if own_bases := results.bases(part):
            own.shares = results.shares_picture(part, asked.basis if asked.basis in own_bases else "")
        if election.kind == ElectionKind.PARLIAMENTARY:
            seats = results.seats_picture(part)
            own.seats = seats if seats.svgs else None
    for part in sorted({claim.part for claim in claims.turnout}, key=order_of_part):
        own = found.part(part)
        pictures = TurnoutPictures(election, claims.turnout, claims.turnout_first, part)
        own.by_region = pictures.by_region(regions, asked.view)
        own.through_the_day = pictures.through_the_day(regions, earlier)
        own.claims = pictures.claims_at_close()
    if any(part.by_region for part in found.parts.values()):
        found.views = switch_of_views(asked)
    return found


def switch_of_bases(asked: Asked, bases: Sequence[str]) -> list[Choice]:
    """The claims shown first, or those on one basis; nothing where there is only one."""
    if len(bases) < 2:
        return []
    links = [Choice(_("shown first"), asked.address("results", basis=""), not asked.basis)]
    return links + [
        Choice(str(Basis(basis).label), asked.address("results", basis=basis), asked.basis == basis) for basis in bases
    ]


def switch_of_views(asked: Asked) -> list[Choice]:
    names = {"map": _("map"), "tiles": _("tiles"), "plot": _("plot")}
    return [
        Choice(names[view], asked.address("turnout", regions="" if view == VIEWS[0] else view), asked.view == view)
        for view in VIEWS
    ]
