"""The pictures of one election's turnout: by region, through the day, and all claims of the whole country."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from elections.charts import claims_of_one_quantity, classes, turnout_by_region, turnout_map, turnout_through_the_day
from elections.datasets.records import Column, column
from elections.models import Area, Basis, Election, Turnout
from elections.models.naming import body_name, local_name
from elections.shares import computed_turnout
from elections.views.figures import said_by
from elections.views.pictures.geographies import geography, note_of_map
from elections.views.pictures.picture import Picture
from elections.views.pictures.votes import sources_of, title_of
from elections.wording import hour

VIEWS = ("map", "tiles", "plot")
FEWEST = 2  # regions with a figure, for a picture of regions
FEWEST_HOURS = 2
BASES = list(Basis.values)


@dataclass(frozen=True)
class Counted:
    """A claim of turnout as a row of data; an area without a claim has none."""

    election: str
    area: Area
    claim: Turnout | None
    is_shown_first: bool = True

    @property
    def turnout_pct(self) -> Decimal | None:
        return self.claim.turnout_pct if self.claim else None

    @property
    def computed_pct(self) -> Decimal | None:
        claim = self.claim
        return computed_turnout(claim.registered, claim.issued, claim.cast, claim.turnout_pct).pct if claim else None

    @property
    def drawn(self) -> tuple[Decimal | None, str, str]:
        """The turnout to draw with its basis and qualifier: as printed, else as the counts of the claim give it."""
        if self.claim is None:
            return None, "official_final", ""
        if self.turnout_pct is not None:
            return self.turnout_pct, self.claim.basis, self.claim.qualifier
        return self.computed_pct, "computed", ""


def of_claim(name: str) -> Column:
    told = column(Turnout, name)
    return Column(told.name, told.help, lambda row: told.value(row.claim) if row.claim else None)


COLUMNS = [
    Column("election", str(Turnout._meta.get_field("election").help_text), lambda row: row.election),
    of_claim("part"),
    Column("area", str(Turnout._meta.get_field("area").help_text), lambda row: row.area.pk),
    Column("area_name", "The name of the area in English.", lambda row: row.area.name),
    *map(of_claim, ("as_of_time", "turnout_pct")),
    Column("computed_turnout_pct", "Ballots cast, else issued, of registered voters.", lambda row: row.computed_pct),
    *map(of_claim, ("registered", "issued", "cast", "valid", "invalid")),
    *map(of_claim, ("basis", "claimant", "qualifier", "margin_pct", "source")),
    Column(
        "is_shown_first", "Whether the claim is shown first for its place and hour.", lambda row: row.is_shown_first
    ),
]


def rank(claim: Turnout, first: set[int]) -> tuple:
    """Claims of one place and hour in the order in which they are shown."""
    return (claim.pk not in first, BASES.index(claim.basis), claim.source_id, claim.pk)


class TurnoutPictures:
    """Makes the pictures of one part of an election's turnout from claims that are fetched."""

    def __init__(self, election: Election, claims: Sequence[Turnout], first: set[int], part: str = ""):
        self.election, self.first, self.part = election, first, part
        own = [claim for claim in claims if claim.part == part and claim.basis != Basis.COMPUTED]
        self.claims = sorted(own, key=lambda claim: rank(claim, first))
        self.national = [claim for claim in self.claims if claim.area_id == election.country_id]
        self.query = [("part", part)] if part else []

    def counted(self, claim: Turnout) -> Counted:
        return Counted(self.election.pk, claim.area, claim, claim.pk in self.first)

    # By region

    def at_one_hour(self, regions: Sequence[Area]) -> tuple[str, dict[str, Turnout]]:
        """The hour at which most regions have a figure, the latest of these, and the claim of each region then.

        Figures of two hours do not compare, so that a map never holds both.
        """
        known = {region.pk for region in regions}
        hours: dict[str, dict[str, Turnout]] = {}
        for claim in self.claims:
            if claim.area_id in known and self.counted(claim).drawn[0] is not None:
                hours.setdefault(claim.as_of_time, {}).setdefault(claim.area_id, claim)
        best = max(hours, key=lambda time: (len(hours[time]), bool(time), time), default="")
        return best, hours.get(best, {})

    def by_region(self, regions: Sequence[Area], view: str = "map") -> Picture | None:
        """A map, a grid of tiles or a plot of the regions as they were on the day; None for too few figures."""
        time, claims = self.at_one_hour(regions)
        if len(claims) < FEWEST:
            return None
        shown = [Counted(self.election.pk, region, claims.get(region.pk)) for region in regions]
        shown = [row for row in shown if row.claim or not row.area.pk.endswith("-x-abroad")]
        rows = [self.region_row(row) for row in shown]
        boundaries = geography(self.election.country_id)
        family, function, options, note = turnout_by_region, "figure", {}, ""
        if view == "map" and boundaries:
            family, options, note = turnout_map, {"geography": boundaries}, note_of_map(rows, boundaries)
        elif view != "plot" and turnout_by_region.has_tiles(rows):
            function = "tiles"
        is_in_classes = function == "tiles" or family is turnout_map
        return Picture(
            kind="turnout-by-region",
            subject=self.election.pk,
            title=title_of(self.election, _("Turnout by region"), self.part),
            about=_("Per cent of registered voters, as printed; %(hour)s.") % {"hour": hour(time)},
            note=note,
            family=family,
            words=turnout_by_region,
            key_of=classes_key if is_in_classes else None,
            function=function,
            rows=rows,
            columns=COLUMNS,
            records=shown,
            sources=sources_of([row.claim for row in shown if row.claim]),
            options=options,
            query=[*self.query, *([("view", view)] if view != VIEWS[0] else [])],
        )

    def region_row(self, row: Counted) -> turnout_by_region.Row:
        turnout, basis, qualifier = row.drawn
        claimant = said_by(row.claim) if row.claim else ""
        return turnout_by_region.Row(row.area.pk, local_name(row.area), turnout, basis, claimant, qualifier)

    # Through the day

    def through_the_day(self, regions: Sequence[Area], earlier: Sequence[Turnout]) -> Picture | None:
        """Lines by hour of the country and its regions, with earlier elections of the country; None for one hour."""
        timed = [claim for claim in self.national if claim.turnout_pct is not None]
        if len({claim.as_of_time for claim in timed if claim.as_of_time}) < FEWEST_HOURS:
            return None
        known = {region.pk for region in regions}
        local = [claim for claim in self.claims if claim.area_id in known and claim.turnout_pct is not None]
        by_hour: dict[str, set[str]] = {}
        for claim in local:
            by_hour.setdefault(claim.area_id, set()).add(claim.as_of_time)
        local = [claim for claim in local if len(by_hour[claim.area_id] - {""}) >= FEWEST_HOURS]
        first = [claim for claim in [*timed, *local] if claim.pk in self.first]
        shown = [self.counted(claim) for claim in first]
        shown += [Counted(claim.election_id, claim.area, claim) for claim in earlier]
        return Picture(
            kind="turnout-through-the-day",
            subject=self.election.pk,
            title=title_of(self.election, _("Turnout through the day"), self.part),
            about=_("Per cent of registered voters, local time. Closing is drawn at 20:00."),
            family=turnout_through_the_day,
            rows=[self.line_row(row) for row in shown],
            columns=COLUMNS,
            records=shown,
            sources=sources_of([row.claim for row in shown]),
            query=self.query,
        )

    def line_row(self, row: Counted) -> turnout_through_the_day.Row:
        claim = row.claim
        is_own, is_whole = row.election == self.election.pk, row.area.pk == self.election.country_id
        return turnout_through_the_day.Row(
            line=row.election if is_whole else row.area.pk,
            name=local_name(row.area) if is_own else earlier_name(claim.election),
            as_of_time=claim.as_of_time,
            turnout_pct=claim.turnout_pct,
            kind="earlier" if not is_own else "main" if is_whole else "region",
            basis=claim.basis,
            qualifier=claim.qualifier,
        )

    # All claims

    def claims_at_close(self) -> Picture | None:
        """Every claim of the country's turnout at the close of voting; None where there is no other to compare."""
        shown = [self.counted(claim) for claim in self.national if claim.as_of_time == "close"]
        if sum(row.turnout_pct is not None for row in shown) < 2:
            return None
        return Picture(
            kind="turnout-claims",
            subject=self.election.pk,
            title=title_of(self.election, _("Claims of turnout"), self.part),
            about=_(
                "Per cent of registered voters at the close of voting. The band spans all claims; the marks say on "
                "what each rests."
            ),
            family=claims_of_one_quantity,
            rows=[
                claims_of_one_quantity.Row(
                    quantity=self.election.pk,
                    name=_("Turnout"),
                    value_pct=row.turnout_pct,
                    basis=row.claim.basis,
                    claimant=said_by(row.claim),
                    qualifier=row.claim.qualifier,
                    margin_pct=row.claim.margin_pct,
                    is_shown_first=row.is_shown_first,
                )
                for row in shown
            ],
            columns=COLUMNS,
            records=shown,
            sources=sources_of([row.claim for row in shown]),
            query=self.query,
        )


def earlier_name(election: Election) -> str:
    """An earlier election as the label of a line: its year and what was voted on."""
    what = body_name(election.body) if election.body else election.get_kind_display()
    return _("%(year)s, %(what)s") % {"year": election.date[:4], "what": what}


def classes_key(rows: Sequence[turnout_by_region.Row], language):
    """The classes of turnout, for maps and tiles."""
    return classes.key([row.turnout_pct for row in rows], language)
