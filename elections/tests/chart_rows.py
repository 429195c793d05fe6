"""Rows of the fact base as the chart families read them, without a database."""

import csv
from collections import defaultdict
from functools import cache

from elections.charts import turnout_through_the_day, vote_shares
from elections.charts.language import order_of
from elections.reconcile import ResultClaim
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
