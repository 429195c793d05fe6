"""Small rows made by hand for the checks, and what comes out of them."""

from decimal import Decimal

from elections.reconcile import Check, ElectionFacts, ResultClaim, TurnoutClaim, reconcile

REGIONS = frozenset({"XX-A", "XX-B", "XX-x-abroad"})


def election(**changed) -> ElectionFacts:
    facts = {
        "id": "xx",
        "country": "XX",
        "kind": "parliamentary",
        "system": "proportional",
        "threshold_pct": Decimal(5),
        "seats_total": 110,
        "seats_contested": 100,
        "round_of": "",
        "later_rounds": (),
    }
    return ElectionFacts(**{**facts, **changed})


def result(name: str, votes=None, share=None, seats=None, **changed) -> ResultClaim:
    row = {
        "contender": f"xx-{name.lower()}",
        "contender_kind": "party_list",
        "contender_name": name,
        "part": "",
        "area": "XX",
        "votes": votes,
        "share_pct": None if share is None else Decimal(share),
        "share_of": "",
        "seats": seats,
        "basis": "official_final",
        "claimant": "",
        "source": "gazette",
    }
    return ResultClaim(**{**row, **changed})


def turnout(pct=None, **changed) -> TurnoutClaim:
    row = {
        "part": "",
        "area": "XX",
        "as_of_time": "close",
        "registered": None,
        "issued": None,
        "cast": None,
        "valid": None,
        "invalid": None,
        "turnout_pct": None if pct is None else Decimal(pct),
        "basis": "official_final",
        "claimant": "",
        "source": "gazette",
    }
    return TurnoutClaim(**{**row, **changed})


def checks(code: str, *claims, facts: ElectionFacts | None = None) -> list[Check]:
    results = [claim for claim in claims if isinstance(claim, ResultClaim)]
    counts = [claim for claim in claims if isinstance(claim, TurnoutClaim)]
    return [check for check in reconcile(facts or election(), results, counts, REGIONS) if check.code == code]


def only(code: str, *claims, facts: ElectionFacts | None = None) -> Check:
    made = checks(code, *claims, facts=facts)
    assert len(made) == 1, [check.text for check in made]
    return made[0]


def outcome(code: str, *claims, facts: ElectionFacts | None = None) -> tuple[str, object]:
    check = only(code, *claims, facts=facts)
    return check.status, check.residual
