"""Rows of the fact base as the chart families read them, without a database."""

import csv
import json
from collections import defaultdict
from decimal import Decimal
from functools import cache

from elections.charts import (
    claims_of_one_quantity,
    figures_by_region,
    figures_over_time,
    seats,
    share_over_time,
    side_by_side,
    timeline_of_votes,
    turnout_by_region,
    turnout_over_time,
    turnout_through_the_day,
    vote_shares,
)
from elections.charts.geography import Geography, geography_of
from elections.charts.language import order_of
from elections.reconcile import ResultClaim, TurnoutClaim
from elections.tests import fact_base

PARTY_COLOURS = ("#8c5a2b", "#5b6b2f", "#7a4e9a", "#2f6f73", "#a0446a", "#6a6d73")


@cache
def contender_rows(country: str) -> dict[str, dict[str, str]]:
    return {row["contender_id"]: row for row in fact_base.table(country, "contenders")}


def token_of(country: str, contender: str) -> str:
    """The custom property of a contender's party, or of the contender itself."""
    party = contender_rows(country)[contender]["party_id"] or contender
    return f"var(--p-{party})"


def tokens(country: str) -> dict[str, str]:
    """Colours for every party of a country, its own or the next of the list."""
    own = {row["party_id"]: row["colour"] for row in fact_base.table(country, "parties")}
    used = {(row["party_id"] or row["contender_id"]) for row in contender_rows(country).values()}
    return {
        f"p-{party}": own.get(party) or PARTY_COLOURS[place % len(PARTY_COLOURS)]
        for place, party in enumerate(sorted(used))
    }


def national(election: str) -> list[ResultClaim]:
    facts, results, _, _ = fact_base.elections()[election]
    return [row for row in results if row.area == facts.country]


def first_set(claims: list[ResultClaim]) -> tuple[str, ...]:
    """The set of the claims with the best basis and the most rows."""
    sets: dict[tuple[str, ...], list[ResultClaim]] = defaultdict(list)
    for row in claims:
        if row.basis != "computed":
            sets[row.basis, row.claimant, row.source, row.as_of].append(row)
    return min(sets, key=lambda each: (order_of(each[0]), -sum(not row.qualifier for row in sets[each]), each))


def of_vote(election: str, part: str = "") -> list[vote_shares.Row]:
    """The national claims of an election in the order of the claim shown first."""
    country = election[:2]
    claims = [row for row in national(election) if row.part == part and (row.share_pct or row.votes is not None)]
    claims = [row for row in claims if row.share_of != "seats"]
    chosen = first_set(claims)
    total = sum(row.votes or 0 for row in claims if (row.basis, row.claimant, row.source, row.as_of) == chosen)
    found = []
    seen = set()
    for row in sorted(claims, key=lambda row: (row.basis, row.claimant, row.source, row.as_of) != chosen):
        computed = None
        if row.share_pct is None and row.votes is not None and total:
            computed = fact_base.pct(f"{100 * row.votes / total:.2f}")
        found.append(
            vote_shares.Row(
                contender=row.contender,
                name=row.contender_name,
                colour=token_of(country, row.contender),
                votes=row.votes,
                share_pct=row.share_pct,
                share_of=row.share_of,
                basis=row.basis,
                is_shown_first=row.contender not in seen,
                claimant=row.claimant,
                qualifier=row.qualifier,
                margin_pct=row.margin_pct,
                as_of=row.as_of,
                computed_share_pct=computed,
                computed_share_of="listed" if computed else "",
            )
        )
        seen.add(row.contender)
    return found


@cache
def area_names() -> dict[str, str]:
    with (fact_base.FACT_BASE / "areas.csv").open(encoding="utf-8", newline="") as file:
        return {row["area_id"]: row["name"] for row in csv.DictReader(file)}


def of_the_day(election: str, *earlier: str) -> list[turnout_through_the_day.Row]:
    """Turnout by hour of a country and its regions, and of earlier elections of the country as context."""
    found = []
    for id_ in (election, *earlier):
        facts, _, claims, regions = fact_base.elections()[id_]
        for claim in sorted(claims, key=lambda each: (order_of(each.basis), each.as_of_time)):
            is_whole = claim.area == facts.country
            if claim.is_compiled or claim.turnout_pct is None or claim.basis == "computed":
                continue
            if not is_whole and (id_ != election or claim.area not in regions):
                continue
            kind = "earlier" if id_ != election else "main" if is_whole else "region"
            name = area_names()[claim.area] if id_ == election else f"{id_[:2].upper()} {id_[3:7]}"
            line = id_ if is_whole else claim.area
            found.append(
                turnout_through_the_day.Row(
                    line, name, claim.as_of_time, claim.turnout_pct, kind, claim.basis, claim.qualifier
                )
            )
    return found


def of_the_seats(election: str) -> list[seats.Row]:
    """The seats by the best claim, most first."""
    country = election[:2]
    claims = [row for row in national(election) if row.seats is not None and row.basis != "computed"]
    chosen = first_set(claims)
    own = [row for row in claims if (row.basis, row.claimant, row.source, row.as_of) == chosen]
    return [
        seats.Row(row.contender, row.contender_name, token_of(country, row.contender), row.seats, basis=row.basis)
        for row in sorted(own, key=lambda row: -(row.seats or 0))
    ]


def of_the_regions(election: str) -> list[turnout_by_region.Row]:
    """One row for every region of the vote: its latest turnout by the best basis, or none."""
    facts, _, claims, regions = fact_base.elections()[election]
    found = []
    for area in sorted(regions):
        own = [row for row in claims if row.area == area and row.turnout_pct is not None and row.basis != "computed"]
        best = min(own, key=lambda row: (order_of(row.basis), row.as_of_time == "", late(row)), default=None)
        if best is None and area.endswith("abroad"):
            continue
        found.append(
            turnout_by_region.Row(area, area_names()[area], best.turnout_pct, best.basis, best.claimant, best.qualifier)
            if best
            else turnout_by_region.Row(area, area_names()[area], None)
        )
    return found


def late(claim: TurnoutClaim) -> tuple[int, ...]:
    hour = "23:59" if claim.as_of_time == "close" else claim.as_of_time or "00:00"
    return tuple(-int(part) for part in hour.split(":"))


@cache
def geography(country: str) -> Geography:
    path = fact_base.FACT_BASE / "boundaries" / f"{country.lower()}.geojson"
    return geography_of(json.loads(path.read_text(encoding="utf-8")))


def of_the_turnout(election: str, name: str = "Turnout") -> list[claims_of_one_quantity.Row]:
    """Every claim of the country's turnout at the close."""
    facts, _, claims, _ = fact_base.elections()[election]
    return [
        claims_of_one_quantity.Row(
            election, name, row.turnout_pct, row.basis, row.claimant, row.qualifier, row.margin_pct
        )
        for row in claims
        if row.area == facts.country and not row.is_compiled and row.as_of_time in ("", "close")
    ]


def of_one_share(contender: str, name: str) -> list[claims_of_one_quantity.Row]:
    """Every claim of one contender's share."""
    election = next(row for row in contender_rows(contender[:2]).values() if row["contender_id"] == contender)
    return [
        claims_of_one_quantity.Row(
            contender, name, row.share_pct, row.basis, row.claimant, row.qualifier, row.margin_pct
        )
        for row in national(election["election_id"])
        if row.contender == contender and row.share_pct is not None and row.share_of != "seats"
    ]


COUNTRY_NAMES = {
    "KZ": ("Kazakhstan", "Қазақстан"),
    "KG": ("Kyrgyzstan", "Кыргызстан"),
    "TJ": ("Tajikistan", "Тоҷикистон"),
    "TM": ("Turkmenistan", "Türkmenistan"),
    "UZ": ("Uzbekistan", "Oʻzbekiston"),
}


def headlines(*countries: str) -> list[dict[str, str]]:
    return [row for country in countries or fact_base.COUNTRIES for row in fact_base.table(country, "elections")]


def first_place(election: str) -> tuple[str, Decimal | None]:
    """Who has the highest share in the claim shown first, and the share."""
    parts = {row.part for row in national(election)} - {"districts"} or {""}
    rows = [row for part in sorted(parts)[:1] for row in claims_or_none(election, part) if row.is_shown_first]
    known = [row for row in rows if row.drawn_pct is not None]
    best = max(known, key=lambda row: row.drawn_pct, default=None)
    return (best.name, best.drawn_pct) if best else ("", None)


def claims_or_none(election: str, part: str) -> list[vote_shares.Row]:
    try:
        return of_vote(election, part)
    except ValueError:
        return []


def of_all_votes(*countries: str) -> list[timeline_of_votes.Row]:
    found = []
    for row in headlines(*countries):
        name, share = first_place(row["election_id"])
        country, native = COUNTRY_NAMES[row["country"]]
        found.append(
            timeline_of_votes.Row(
                row["election_id"],
                row["name"],
                row["country"],
                country,
                row["date"],
                row["kind"],
                fact_base.pct(row["turnout_pct"]),
                share,
                name,
                native,
                row["status"],
                bool(row["round_of"]),
            )
        )
    return found


def of_all_turnouts(*countries: str) -> list[turnout_over_time.Row]:
    found = []
    for row in headlines(*countries):
        claims = [each.value_pct for each in of_the_turnout(row["election_id"]) if each.value_pct is not None]
        found.append(
            turnout_over_time.Row(
                row["election_id"],
                row["name"],
                row["country"],
                COUNTRY_NAMES[row["country"]][0],
                row["date"],
                row["kind"],
                fact_base.pct(row["turnout_pct"]),
                min(claims, default=None),
                max(claims, default=None),
                row["status"],
                bool(row["round_of"]),
            )
        )
    return found


def of_the_parties(country: str, kind: str = "parliamentary") -> list[share_over_time.Row]:
    """The shares of every list, by party, over the elections of one kind."""
    found = []
    for row in headlines(country):
        if row["kind"] != kind or row["round_of"]:
            continue
        parts = {each.part for each in national(row["election_id"])} & {"", "list"}
        for claim in [claim for part in parts for claim in claims_or_none(row["election_id"], part)]:
            if claim.is_shown_first:
                party = contender_rows(country)[claim.contender]["party_id"] or claim.contender
                found.append(
                    share_over_time.Row(
                        party,
                        claim.name,
                        claim.colour,
                        row["election_id"],
                        row["date"],
                        claim.drawn_pct,
                        claim.share_of,
                        row["status"],
                        claim.basis,
                    )
                )
    return found


def side_by_side_of(country: str, *elections: str) -> list[side_by_side.Row]:
    """The shares of the parties in some elections."""
    shares: dict[str, dict[str, share_over_time.Row]] = defaultdict(dict)
    for row in of_the_parties(country):
        if row.election in elections:
            shares[row.line][row.election] = row
    return [
        side_by_side.Row(
            line,
            own[max(own)].name,
            own[max(own)].colour,
            tuple(own[each].share_pct if each in own else None for each in elections),
            tuple(own[each].name if each in own else "" for each in elections),
            tuple(own[each].share_of if each in own else "" for each in elections),
        )
        for line, own in shares.items()
    ]


def figures_of_all_turnouts(*countries: str) -> list[figures_over_time.Row]:
    """The turnouts as figures of any measure."""
    return [
        figures_over_time.Row(
            row.election,
            row.name,
            row.country,
            row.country_name,
            row.date,
            row.kind,
            row.turnout_pct,
            row.low_pct,
            row.high_pct,
            status=row.status,
            is_second_round=row.is_second_round,
            basis=row.basis,
            qualifier=row.qualifier,
        )
        for row in of_all_turnouts(*countries)
    ]


def figure_of_region(row: turnout_by_region.Row) -> figures_by_region.Row:
    return figures_by_region.Row(row.area, row.name, "kz-2021", "2021", row.turnout_pct, qualifier=row.qualifier)
