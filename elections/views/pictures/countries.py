"""The pictures of one country over time: turnout, indicators, and the turnout of its regions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from elections.charts import indicators_over_time, turnout_of_areas, turnout_over_time
from elections.datasets.contests import Indicated
from elections.datasets.records import Column, column
from elections.indicators.rows import Reason
from elections.models import Area, AreaKind, Basis, Election, Turnout, local_name
from elections.shares import computed_turnout
from elections.views.country_record import AreaRecord, CountryRecord
from elections.views.facts import is_void
from elections.views.pictures.party_shares import sources_of
from elections.views.pictures.picture import Picture
from elections.views.pictures.turnout import TurnoutPictures
from elections.wording import capital, listed, part_name

OFFICIAL = (Basis.OFFICIAL_FINAL, Basis.OFFICIAL_PRELIMINARY)
NAMED = 3  # contenders that a reason names at most


@dataclass(frozen=True)
class Voted:
    """A claim of turnout as a row of data."""

    election: Election
    claim: Turnout
    is_shown_first: bool
    computed_pct: Decimal | None = None


def of_claim(name: str) -> Column:
    told = column(Turnout, name)
    return Column(told.name, told.help, lambda row: told.value(row.claim))


def of_election(name: str, as_name: str = "") -> Column:
    told = column(Election, name)
    return Column(as_name or told.name, told.help, lambda row: told.value(row.election))


STATUS = Column("status", "Whether the result stands.", lambda row: row.election.status)
TURNOUT_COLUMNS = [
    of_election("id", "election"),
    *map(of_election, ("date", "kind", "round_of")),
    STATUS,
    *map(of_claim, ("part", "area", "as_of_time", "registered", "issued", "cast", "valid", "invalid", "turnout_pct")),
    Column("computed_turnout_pct", "Worked out from the counts where none is printed.", lambda row: row.computed_pct),
    *map(of_claim, ("basis", "claimant", "qualifier", "margin_pct", "source")),
    Column("is_shown_first", "Whether the picture shows this claim first.", lambda row: row.is_shown_first),
]


def annulled(include: bool) -> list[tuple[str, str]]:
    return [("annulled", "yes")] if include else []


def turnout(
    place: Area, elections: Sequence[Election], claims: Mapping[str, Sequence[Turnout]], first: Mapping[str, Turnout],
    *, include_annulled: bool, kind: str, note: str = "",
) -> Picture:  # fmt: skip
    """Turnout at the close of voting over all votes: the claim shown first, and the span of all claims."""
    records = [
        Voted(each, claim, claim is first.get(each.pk), computed(claim))
        for each in elections
        for claim in claims.get(each.pk, ())
        if not claim.part
    ]
    return Picture(
        kind=kind,
        subject=place.pk,
        title=_("Turnout over time: %(place)s") % {"place": capital(local_name(place))},
        about=_("Per cent of registered voters at the close of voting. Band: from the lowest to the highest claim."),
        note=note,
        family=turnout_over_time,
        rows=[turnout_row(place, each, claims.get(each.pk, ()), first.get(each.pk)) for each in elections],
        columns=TURNOUT_COLUMNS,
        records=records,
        sources=sources_of(row.claim for row in records),
        options={"include_annulled": include_annulled},
        query=annulled(include_annulled),
        width=turnout_over_time.ONE_WIDTH,
    )


def national_turnout(record: CountryRecord, *, include_annulled: bool) -> Picture:
    """Turnout in the whole country over all its votes."""
    return turnout(
        record.country,
        record.elections,
        record.turnout,
        record.turnout_first,
        include_annulled=include_annulled,
        kind="country-turnout",
    )


def area_turnout(record: AreaRecord, *, include_annulled: bool) -> Picture:
    """Turnout in one area over the votes for which a figure at the close is published for it."""
    return turnout(
        record.area,
        [election for election in record.elections if record.at_close.get(election.pk)],
        record.at_close,
        record.turnout_first,
        include_annulled=include_annulled,
        kind="area-turnout",
        note=record.area.note,
    )


def turnout_row(place: Area, election: Election, claims: Sequence[Turnout], first: Turnout | None):
    shares = [
        claim.turnout_pct
        for claim in claims
        if claim.turnout_pct is not None and not claim.part and claim.basis != Basis.COMPUTED
    ]
    pct = None if first is None else first.turnout_pct if first.turnout_pct is not None else computed(first)
    return turnout_over_time.Row(
        election=election.pk,
        name=local_name(election),
        country=place.pk,
        country_name=local_name(place),
        date=election.date,
        kind=election.kind,
        turnout_pct=pct,
        low_pct=min(shares, default=None),
        high_pct=max(shares, default=None),
        status=election.status,
        is_second_round=election.round_of_id is not None,
        body=election.body,
        basis=first.basis if first is not None and first.turnout_pct is not None else Basis.COMPUTED.value,
        qualifier=first.qualifier if first is not None and first.qualifier != "words" else "",
        others=tuple(
            (claim.basis, claim.turnout_pct)
            for claim in claims
            if claim.turnout_pct is not None and not claim.part and claim.basis not in (*OFFICIAL, Basis.COMPUTED)
        ),
    )


def computed(claim: Turnout) -> Decimal | None:
    """The turnout that the counts of a claim give where it prints none."""
    if claim.turnout_pct is not None:
        return None
    return computed_turnout(claim.registered, claim.issued, claim.cast, None).pct


INDICATOR_COLUMNS = [
    of_election("id", "election"),
    *map(of_election, ("date", "kind", "system", "round_of")),
    STATUS,
    Column("part", "The part of the vote; empty for all.", lambda row: row.part or None),
    Column("indicator", "Which indicator; explained under Methods.", lambda row: row.indicator.code),
    Column("value", "The value, worked out exactly and rounded half up.", lambda row: row.reading.value),
    Column("low", "The lower bound where there is no value.", lambda row: row.reading.low),
    Column("high", "The upper bound where there is no value.", lambda row: row.reading.high),
    Column("share_of", "What the shares of a margin are shares of.", lambda row: row.reading.of or None),
    Column("reason", "Why there is neither value nor bounds.", lambda row: reason_words(row.reading.reason) or None),
    Column("basis", "What the votes, or the seats, rest on.", lambda row: row.claims[0].basis if row.claims else None),
    Column("sources", "Where votes and seats were read.", lambda row: [claim.source_id for claim in row.claims]),
]


def reason_words(reason: Reason | None) -> str:
    """A reason in the language of the page; of many names the first few."""
    if reason is None:
        return ""
    return _(reason.words) % {
        key: value if isinstance(value, str) else few(value) for key, value in reason.values.items()
    }


def few(names: tuple[str, ...]) -> str:
    if len(names) <= NAMED + 1:
        return listed(names)
    more = _("%(count)s more") % {"count": len(names) - NAMED}
    return listed([*names[:NAMED], more])


def indicators(record: CountryRecord, *, include_annulled: bool) -> Picture:
    """All indicators of all votes, those that cannot be worked out with their reasons."""
    shown = record.indicators
    return Picture(
        kind="indicators",
        subject=record.country.pk,
        title=_("Margin, fragmentation and disproportionality: %(country)s") % {"country": local_name(record.country)},
        about=_("Worked out here from the claims shown first. Each panel has its own scale from zero."),
        family=indicators_over_time,
        rows=[indicator_row(each) for each in shown],
        columns=INDICATOR_COLUMNS,
        records=shown,
        sources=sources_of(claim for each in shown if each.reading.is_known for claim in each.claims),
        options={"include_annulled": include_annulled},
        query=annulled(include_annulled),
    )


def indicator_row(each: Indicated) -> indicators_over_time.Row:
    election, reading = each.election, each.reading
    return indicators_over_time.Row(
        measure=each.indicator.code,
        title=short_name(each.indicator.code),
        election=election.pk,
        name=local_name(election),
        date=election.date,
        kind=election.kind,
        office="" if election.kind == "referendum" else election.body or election.kind,
        part=part_name(each.part) if each.part else "",
        value=reading.value,
        low=reading.low,
        high=reading.high,
        reason=reason_words(reading.reason),
        status=election.status,
        is_second_round=election.round_of_id is not None,
    )


def short_name(code: str) -> str:
    """The name of an indicator over a panel, with its unit."""
    return {
        "winners_margin": _("Winner’s margin, points"),
        "effective_parties_by_votes": _("Effective number, votes"),
        "effective_parties_by_seats": _("Effective number, seats"),
        "disproportionality": _("Disproportionality"),
    }[code]


def regions(record: CountryRecord, *, include_annulled: bool) -> Picture:
    """The turnout of every region over all votes, as small multiples."""
    elections = {election.pk: election for election in record.elections}
    readings = [Voted(elections[claim.election_id], claim, True) for claim in record.regional_turnout]
    readings.sort(key=lambda row: (row.election.date, row.claim.area_id))
    known = {row.claim.area_id for row in readings}
    rows = []
    for area in record.areas:
        own = [row for row in readings if row.claim.area_id == area.pk]
        rows += [region_row(area, row) for row in own]
        if area.pk not in known and area.kind != AreaKind.ABROAD:
            rows.append(turnout_of_areas.Row(area.pk, capital(local_name(area))))
    return Picture(
        kind="regional-turnout",
        subject=record.country.pk,
        title=_("Turnout by region over time: %(country)s") % {"country": local_name(record.country)},
        about=_("Per cent of registered voters, printed; all panels on one scale."),
        note=vintage(record.areas),
        family=turnout_of_areas,
        rows=rows,
        columns=TURNOUT_COLUMNS,
        records=readings,
        sources=sources_of(row.claim for row in readings),
        options={"include_annulled": include_annulled},
        query=annulled(include_annulled),
    )


def last_tiles(record: CountryRecord) -> Picture | None:
    """The regions at the newest vote that stands and has figures for most of them; None where none has.

    As tiles, which weigh a tenth of a map with its boundaries; the map has an address of its own.
    """
    for election in reversed(record.elections):
        there = [area for area in record.areas if area.existed_on(election.date)]
        inland = {area.pk for area in there if area.kind != AreaKind.ABROAD}
        claims = [claim for claim in record.late_turnout if claim.election_id == election.pk]
        if is_void(election) or len({claim.area_id for claim in claims} & inland) * 2 < len(inland):
            continue
        if picture := TurnoutPictures(election, claims, {claim.pk for claim in claims}).by_region(there, "tiles"):
            return replace(picture, note=vintage(there))
    return None


def region_row(area: Area, row: Voted) -> turnout_of_areas.Row:
    claim, election = row.claim, row.election
    return turnout_of_areas.Row(
        area=area.pk,
        name=capital(local_name(area)),
        election=election.pk,
        vote=local_name(election),
        date=election.date,
        kind=election.kind,
        turnout_pct=claim.turnout_pct,
        at="" if claim.as_of_time == "close" else claim.as_of_time,
        basis=claim.basis,
        qualifier=claim.qualifier,
        status=election.status,
    )


def vintage(areas: Sequence[Area]) -> str:
    """Which boundaries the regions have, and what readers must know of those that changed."""
    said = [_("Regions as in force on 31 December 2021.")]
    said += [
        f"{local_name(area)}: {area.note}" for area in areas if area.note and (area.valid_from or area.kind == "region")
    ]
    return " ".join(said)
