"""A consistent election passes every check; one broken number fails exactly the checks that read it."""

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from elections.reconcile import COMPILED, Check, ElectionFacts, ResultClaim, TurnoutClaim, reconcile
from elections.reconcile.readings import rounded

COUNTRY = "XX"
COUNT_FIELDS = ("registered", "issued", "cast", "valid", "invalid")
THRESHOLD = Decimal(7)


@dataclass(frozen=True)
class Rows:
    """One election's rows as reconcile takes them."""

    facts: ElectionFacts
    results: tuple[ResultClaim, ...]
    turnout: tuple[TurnoutClaim, ...]
    regions: frozenset[str]

    def checks(self) -> list[Check]:
        return reconcile(self.facts, self.results, self.turnout, self.regions)


def pct(part: int, whole: int, places: int) -> Decimal:
    return rounded(Fraction(100 * part, whole), places)


def not_round(count: int) -> int:
    """Counts that end in 000 are read as rounded by their source; exact ones are wanted here."""
    return count + 1 if count % 1000 == 0 else count


@dataclass(frozen=True)
class Ballots:
    """The true counts of one part of the vote in one area."""

    votes: tuple[int, ...]
    invalid: int
    taken_home: int
    stayed_home: int

    @property
    def counts(self) -> dict[str, int]:
        valid = sum(self.votes)
        cast = valid + self.invalid
        issued = cast + self.taken_home
        return {
            "valid": valid,
            "invalid": self.invalid,
            "cast": cast,
            "issued": issued,
            "registered": issued + self.stayed_home,
        }

    def __add__(self, other: "Ballots") -> "Ballots":
        votes = tuple(a + b for a, b in zip(self.votes, other.votes, strict=True))
        return Ballots(
            votes,
            self.invalid + other.invalid,
            self.taken_home + other.taken_home,
            self.stayed_home + other.stayed_home,
        )


@st.composite
def ballots(draw: st.DrawFn, contenders: int) -> Ballots:
    """One area. Enough invalid ballots that valid, cast and registered are told apart by any share."""
    votes = tuple(not_round(draw(st.integers(2_001, 90_000))) for _ in range(contenders))
    valid = sum(votes)
    invalid = valid * draw(st.integers(30, 60)) // 100 + 7
    taken_home = valid * draw(st.integers(10, 20)) // 100 + 7
    stayed_home = valid * draw(st.integers(60, 150)) // 100 + 7
    return Ballots(votes, invalid, taken_home, stayed_home)


@st.composite
def elections(draw: st.DrawFn) -> Rows:
    parts = draw(st.sampled_from([("",), ("list", "districts")]))
    abroad = draw(st.booleans())
    codes = [f"XX-{n}" for n in range(1, draw(st.integers(2, 4)) + 1)] + (["XX-x-abroad"] if abroad else [])
    results: list[ResultClaim] = []
    turnout: list[TurnoutClaim] = []
    for part in parts:
        contenders = draw(st.integers(2, 5))
        areas = {code: draw(ballots(contenders)) for code in codes}
        country, *rest = areas.values()
        for each in rest:
            country += each
        areas = {COUNTRY: country, **areas}
        assume(min(country.votes) * 25 > sum(country.votes))
        results += draw(results_of(part, areas))
        turnout += draw(turnout_of(part, areas, with_compiled=parts == ("",)))
    seats = sum(claim.seats or 0 for claim in results)
    system = "proportional" if parts == ("",) else "mixed"
    facts = ElectionFacts("xx", COUNTRY, "parliamentary", system, THRESHOLD, seats + 9, seats, "", ())
    return Rows(facts, tuple(results), tuple(turnout), frozenset(codes))


@st.composite
def results_of(draw: st.DrawFn, part: str, areas: dict[str, Ballots]) -> list[ResultClaim]:
    """A full final table, a second source that rounds more coarsely, and an exit poll."""
    share_of = draw(st.sampled_from(["valid", "cast", "registered"]))
    stated = draw(st.sampled_from([share_of, ""]))
    claims = []
    for area, truth in areas.items():
        for n, votes in enumerate(truth.votes):
            share = pct(votes, truth.counts[share_of], 2)
            national = area == COUNTRY
            if national:
                assume(abs(share - THRESHOLD) > 1)
            table = ResultClaim(
                contender=f"xx-{part}{n}",
                contender_kind="party_list",
                contender_name=f"Party {part}{n}",
                part=part,
                area=area,
                votes=votes,
                share_pct=share,
                share_of=stated,
                seats=(n + 3 if share > THRESHOLD else 0) if national else None,
                basis="official_final",
                claimant="",
                source="table",
            )
            claims.append(table)
            if national:
                coarse = pct(votes, truth.counts[share_of], 1)
                claims.append(replace(table, source="paper", seats=None, share_pct=coarse))
                poll = pct(votes, truth.counts["valid"], 1)
                claims.append(
                    replace(
                        table,
                        source="poll",
                        basis="exit_poll",
                        claimant="Pollster",
                        votes=None,
                        seats=None,
                        share_pct=poll,
                        share_of="valid",
                    )
                )
    return claims


@st.composite
def turnout_of(draw: st.DrawFn, part: str, areas: dict[str, Ballots], with_compiled: bool) -> list[TurnoutClaim]:
    """The table's own counts, the compiled headline that the paper goes by, and bulletins during the day."""
    shown = draw(st.sampled_from([COUNT_FIELDS, ("registered", "cast", "valid", "invalid")]))
    # With more regions, one broken figure need not push the country out of their span.
    local_pct = len(areas) == 3 and "XX-x-abroad" not in areas
    claims = []
    for area, truth in areas.items():
        counts = {name: truth.counts[name] for name in shown}
        turnout_pct = pct(truth.counts["cast"], truth.counts["registered"], 2)
        close = TurnoutClaim(
            part=part,
            area=area,
            as_of_time="close",
            **{name: counts.get(name) for name in COUNT_FIELDS},
            turnout_pct=turnout_pct if area == COUNTRY or local_pct else None,
            basis="official_final",
            claimant="",
            source="table",
        )
        claims.append(close)
        if area == COUNTRY and with_compiled:
            claims.append(replace(close, claimant=COMPILED, source="gazette", other_sources=("paper",)))
    if local_pct:
        country, first, second = (claim.turnout_pct for claim in claims if not claim.is_compiled)
        assume(min(first, second) + 1 < country < max(first, second) - 1)
    return claims + bulletins(part, areas, draw(st.booleans()))


def bulletins(part: str, areas: dict[str, Ballots], second_source: bool) -> list[TurnoutClaim]:
    claims = []
    for time, percent in (("10:00", 20), ("14:00", 55), ("20:00", 90)):
        cast = {area: truth.counts["cast"] * percent // 100 for area, truth in areas.items()}
        cast[COUNTRY] = sum(count for area, count in cast.items() if area != COUNTRY)
        registered = areas[COUNTRY].counts["registered"]
        for area, count in cast.items():
            national = area == COUNTRY
            bulletin = TurnoutClaim(
                part=part,
                area=area,
                as_of_time=time,
                registered=registered if national else None,
                issued=None,
                cast=count,
                valid=None,
                invalid=None,
                turnout_pct=pct(count, registered, 2) if national else None,
                basis="official_preliminary",
                claimant="",
                source=f"bulletin-{time}",
            )
            claims.append(bulletin)
            if national and second_source:
                claims.append(replace(bulletin, source=f"agency-{time}", registered=None, turnout_pct=None))
    return claims


Place = tuple[str, ...]


def numbers_of(rows: Rows) -> list[tuple[object, str]]:
    """Every figure of every claim, and those of the election."""
    claims = [
        (claim, field.name)
        for claim in (*rows.results, *rows.turnout)
        for field in fields(claim)
        if isinstance(getattr(claim, field.name), int | Decimal)
    ]
    return [*claims, (rows.facts, "seats_contested"), (rows.facts, "seats_total"), (rows.facts, "threshold_pct")]


def name_of(owner: object, field: str) -> str:
    return f"election|{owner.id}:{field}" if isinstance(owner, ElectionFacts) else f"{owner.key}:{field}"


def broken(rows: Rows, owner: object, field: str, value: int | Decimal) -> Rows:
    def swap(row):
        return replace(row, **{field: value}) if row is owner else row

    return Rows(
        swap(rows.facts),
        tuple(swap(claim) for claim in rows.results),
        tuple(swap(claim) for claim in rows.turnout),
        rows.regions,
    )


def far_off(value: int | Decimal, field: str) -> tuple[int | Decimal, int | Decimal]:
    """The figure far too high and far too low: a check of order fails one way only."""
    if isinstance(value, Decimal):
        unit = Decimal(1).scaleb(value.as_tuple().exponent)
        return value * 1000 + unit, unit
    return value * 1000 + 7, 0 if field == "seats" else value // 1000 + 7


def place(check: Check) -> Place:
    return (check.code, check.part, *check.areas, check.basis, check.claimant, *check.sources, check.as_of)


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
CHECKED = settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
EXHAUSTIVE = settings(max_examples=2, deadline=None, suppress_health_check=SLOW, phases=[Phase.generate])


@CHECKED
@given(elections())
def test_a_consistent_election_passes_every_check(rows):
    checks = rows.checks()
    assert not [check.text for check in checks if check.status == "fail"]
    passed = {check.code for check in checks if check.status == "pass"}
    assert passed >= {
        "votes_add_up_to_valid",
        "valid_and_invalid_make_cast",
        "no_stage_exceeds_the_one_before",
        "shares_match_votes",
        "shares_add_up",
        "turnout_matches_counts",
        "regions_add_up",
        "turnout_never_falls",
        "seats_add_up",
        "threshold_and_seats",
        "sources_agree",
    }


@CHECKED
@given(elections(), st.data())
def test_one_broken_number_fails_exactly_the_checks_that_read_it(rows, data):
    owner, field = data.draw(st.sampled_from(numbers_of(rows)))
    value, name = getattr(owner, field), name_of(owner, field)
    readers = {place(check) for check in rows.checks() if name in check.reads}
    failing = set()
    for wrong in far_off(value, field):
        fails = [check for check in broken(rows, owner, field, wrong).checks() if check.status == "fail"]
        for check in fails:
            assert name in check.reads, f"{check.text} does not read {name}"
        failing |= {place(check) for check in fails}
    assert failing == readers


@EXHAUSTIVE
@given(elections())
def test_the_same_holds_for_every_number_of_an_election(rows):
    checks = rows.checks()
    for owner, field in numbers_of(rows):
        name = name_of(owner, field)
        failing = set()
        for wrong in far_off(getattr(owner, field), field):
            fails = [check for check in broken(rows, owner, field, wrong).checks() if check.status == "fail"]
            assert all(name in check.reads for check in fails)
            failing |= {place(check) for check in fails}
        assert failing == {place(check) for check in checks if name in check.reads}, name


@CHECKED
@given(elections(), st.data())
def test_one_vote_is_enough_for_sums_and_for_two_sources(rows, data):
    owner = data.draw(
        st.sampled_from(rows.results).filter(lambda claim: claim.votes and claim.basis == "official_final")
    )
    value, name = owner.votes, name_of(owner, "votes")
    assume(value % 1000 and (value + 1) % 1000)
    exact = {"votes_add_up_to_valid", "every_ballot_accounted_for", "regions_add_up", "sources_agree"}
    readers = {place(check) for check in rows.checks() if check.code in exact and name in check.reads}
    fails = [check for check in broken(rows, owner, "votes", value + 1).checks() if check.status == "fail"]
    assert all(name in check.reads for check in fails)
    assert {place(check) for check in fails if check.code in exact} == readers


def test_a_register_that_ballots_and_turnout_imply_is_read_wherever_it_is_printed():
    """The one method that no drawn election calls for: every figure it reads breaks it."""
    facts = ElectionFacts("xx", COUNTRY, "presidential", "majoritarian", None, None, None, "", ())
    blank = TurnoutClaim("", COUNTRY, "close", None, None, None, None, None, None, "official_final", "", "paper")
    printed = replace(blank, registered=10_007)
    bulletin = replace(blank, as_of_time="12:00", cast=2_502, turnout_pct=Decimal("25.00"), source="agency")
    rows = Rows(facts, (), (printed, bulletin), frozenset())
    assert [check.status for check in rows.checks() if check.code == "register_implied"] == ["pass"]
    for owner, field in [(printed, "registered"), (bulletin, "cast"), (bulletin, "turnout_pct")]:
        for wrong in far_off(getattr(owner, field), field):
            fails = [check for check in broken(rows, owner, field, wrong).checks() if check.status == "fail"]
            assert [check.code for check in fails] == ["register_implied"]
            assert name_of(owner, field) in fails[0].reads
