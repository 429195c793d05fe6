"""The fact base's CSV files as the rows that reconcile reads. One place knows where the files lie."""

import csv
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

from elections import names
from elections.reconcile import COMPILED, ElectionFacts, ResultClaim, TurnoutClaim

FACT_BASE = Path(__file__).parents[1] / "data"
COUNTRIES = ("kg", "kz", "tj", "tm", "uz")
REGIONS = {
    "KG": "B C GB GO J N O T Y",
    "KZ": "AKM AKT ALA ALM AST ATY KAR KUS KZY MAN PAV SEV SHY VOS YUZ ZAP ZHA",
    "TJ": "DU GB KT RA SU",
    "TM": "A B D L M S",
    "UZ": "AN BU FA JI NG NW QA QR SA SI SU TK TO XO",
}
SHYMKENT_SINCE = "2018-06"

Rows = tuple[ElectionFacts, list[ResultClaim], list[TurnoutClaim], frozenset[str]]


def regions_of(country: str, date: str) -> frozenset[str]:
    codes = {f"{country}-{code}" for code in REGIONS[country].split()} | {f"{country}-x-abroad"}
    return frozenset(codes - ({"KZ-SHY"} if date < SHYMKENT_SINCE else set()))


def table(country: str, name: str) -> list[dict[str, str]]:
    with (FACT_BASE / country / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def count(text: str) -> int | None:
    return int(text) if text else None


def pct(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def area_id(country: str, area: str) -> str:
    """`` -> KZ, KZ-ALA -> KZ-ALA, abroad -> KZ-x-abroad, Osh bazaar -> KZ-x-osh-bazaar."""
    if not area:
        return country
    return area if area.startswith(f"{country}-") else f"{country}-x-{names.slug(area)}"


@cache
def elections() -> dict[str, Rows]:
    """Every election of the set by its id."""
    return {id_: rows for country in COUNTRIES for id_, rows in of_country(country).items()}


def of_country(country: str) -> dict[str, Rows]:
    code = country.upper()
    contenders = {row["contender_id"]: row for row in table(country, "contenders")}
    results: dict[str, list[ResultClaim]] = defaultdict(list)
    turnout: dict[str, list[TurnoutClaim]] = defaultdict(list)
    for row in table(country, "results"):
        results[row["election_id"]].append(result_of(code, row, contenders[row["contender_id"]]))
    for row in table(country, "turnout"):
        turnout[row["election_id"]].append(turnout_of(code, row))
    headlines = table(country, "elections")
    later = defaultdict(list)
    for row in headlines:
        later[row["round_of"]].append(row["election_id"])
    found: dict[str, Rows] = {}
    for row in headlines:
        id_ = row["election_id"]
        ballot = frozenset(
            (each["part"], each["contender_id"])
            for each in contenders.values()
            if each["election_id"] == id_ and each["kind"] != "group"
        )
        facts = ElectionFacts(
            id_,
            code,
            row["kind"],
            row["system"],
            pct(row["threshold_pct"]),
            count(row["seats_total"]),
            count(row["seats_contested"]),
            row["round_of"],
            tuple(later[id_]),
            ballot,
        )
        claims = turnout[id_] + compiled(code, row, results[id_], turnout[id_])
        found[id_] = (facts, results[id_], claims, regions_of(code, row["date"]))
    return found


def result_of(country: str, row: dict[str, str], contender: dict[str, str]) -> ResultClaim:
    return ResultClaim(
        contender=row["contender_id"],
        contender_kind=contender["kind"],
        contender_name=contender["name"],
        part=contender["part"],
        area=area_id(country, row["area"]),
        votes=count(row["votes"]),
        share_pct=pct(row["share_pct"]),
        share_of=row["share_of"],
        seats=count(row["seats"]),
        basis=row["basis"],
        claimant=row["claimant"],
        source=row["source_id"],
        as_of=row["as_of"],
        qualifier=row["qualifier"],
        margin_pct=pct(row["margin_pct"]),
        note=row["note"],
    )


def turnout_of(country: str, row: dict[str, str]) -> TurnoutClaim:
    return TurnoutClaim(
        part=row["part"],
        area=area_id(country, row["area"]),
        as_of_time=row["as_of_time"],
        registered=count(row["registered"]),
        issued=None,
        cast=count(row["cast"]),
        valid=None,
        invalid=None,
        turnout_pct=pct(row["turnout_pct"]),
        basis=row["basis"],
        claimant=row["claimant"],
        source=row["source_id"],
        qualifier=row["qualifier"],
        margin_pct=pct(row["margin_pct"]),
        note=row["note"],
    )


def compiled(
    country: str, row: dict[str, str], results: list[ResultClaim], turnout: list[TurnoutClaim]
) -> list[TurnoutClaim]:
    """The headline counts of elections.csv; none where the row has none."""
    sources = row["source_ids"].split()
    claim = TurnoutClaim(
        part="",
        area=country,
        as_of_time="close",
        registered=count(row["registered"]),
        issued=count(row["ballots_issued"]),
        cast=count(row["ballots_cast"]),
        valid=count(row["valid"]),
        invalid=count(row["invalid"]),
        turnout_pct=pct(row["turnout_pct"]),
        basis=basis_of(country, row, sources, results, turnout),
        claimant=COMPILED,
        source=sources[0],
        other_sources=tuple(sources[1:]),
        note=row["note"],
    )
    figures = (claim.registered, claim.issued, claim.cast, claim.valid, claim.invalid, claim.turnout_pct)
    return [claim] if any(figure is not None for figure in figures) else []


def basis_of(
    country: str,
    row: dict[str, str],
    sources: list[str],
    results: list[ResultClaim],
    turnout: list[TurnoutClaim],
) -> str:
    """The basis of the turnout rows that print most of the headline figures, by the importer's rule.

    elections.csv does not say it: the counts of Kyrgyzstan 2010 and 2020, for example, are preliminary ones.
    """
    headline = (count(row["registered"]), count(row["ballots_cast"]), pct(row["turnout_pct"]))
    best = {"official_final": 0, "official_preliminary": 0}
    for claim in turnout:
        if claim.basis in best and claim.area == country and claim.as_of_time == "close":
            printed = (claim.registered, claim.cast, claim.turnout_pct)
            same = sum(a is not None and a == b for a, b in zip(headline, printed, strict=True))
            best[claim.basis] = max(best[claim.basis], same)
    if best["official_final"] != best["official_preliminary"]:
        return max(best, key=lambda basis: best[basis])
    bases = {claim.basis for claim in results if claim.source in sources}
    return "official_preliminary" if bases == {"official_preliminary"} else "official_final"
