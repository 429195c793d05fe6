"""Turnout, registers and regions on small rows: what passes, what fails and by how much, and why it cannot be told."""

from decimal import Decimal

from elections.reconcile import COMPILED
from elections.tests.reconcile_rows import checks, only, outcome, result, turnout


class TestTurnoutMatchesCounts:
    code = "turnout_matches_counts"

    def test_the_count_that_fits_is_named(self):
        check = only(self.code, turnout("60.00", cast=590, issued=600, registered=1_000))
        assert check.status == "pass"
        assert "600 ballots issued" in check.text

    def test_printed_precision(self):
        for pct, status in (("63.25", "pass"), ("63.3", "pass"), ("63", "pass"), ("63.2", "pass"), ("63.26", "fail")):
            claim = turnout(pct, cast=7_539_280, registered=11_919_241)
            assert only(self.code, claim).status == status, pct

    def test_the_residual_is_printed_minus_computed(self):
        claim = turnout("34.94", cast=1_281_622, registered=3_703_420)
        assert outcome(self.code, claim) == ("fail", Decimal("0.33"))

    def test_without_counts_all_areas_of_a_basis_share_one_answer(self):
        claims = [turnout("60", area=area, source=area) for area in ("XX", "XX-A", "XX-B")]
        check = only(self.code, *claims)
        assert check.status == "cannot"
        assert check.areas == ("XX", "XX-A", "XX-B")

    def test_a_bound_that_the_counts_contradict_fails(self):
        claim = turnout("80", cast=700, registered=1_001, qualifier="lower_bound")
        assert outcome(self.code, claim)[0] == "fail"
        claim = turnout("60", cast=700, registered=1_001, qualifier="lower_bound")
        assert outcome(self.code, claim)[0] == "pass"

    def test_a_register_of_zero_gives_no_rate(self):
        check = only(self.code, turnout("60", cast=700, registered=0))
        assert check.status == "cannot" and "register is given as 0" in check.text

    def test_what_a_source_repeats_of_the_headline_is_checked_once(self):
        own = turnout("70.0", cast=700, registered=1_001)
        compiled = turnout("70.0", cast=700, registered=1_001, claimant=COMPILED, valid=690)
        assert only(self.code, own, compiled).claimant == ""
        completed = turnout("70.0", cast=700)
        check = only(self.code, completed, compiled)
        assert check.claimant == "" and "registered voters as compiled by Saylau" in check.text

    def test_the_headline_is_checked_where_its_source_prints_only_the_turnout(self):
        compiled = turnout("70.0", cast=720, registered=1_001, claimant=COMPILED)
        found = {check.claimant: check.status for check in checks(self.code, turnout("70.0"), compiled)}
        assert found == {"": "cannot", COMPILED: "fail"}


class TestRegisterImplied:
    code = "register_implied"
    register = turnout(registered=10_001, source="paper")

    def test_against_a_printed_register(self):
        assert outcome(self.code, turnout("50.0", cast=5_003), self.register)[0] == "pass"
        check = only(self.code, turnout("50.0", cast=4_003), self.register)
        assert (check.status, check.unit) == ("fail", "voters")
        assert "no printed register lies there, the nearest is 10,001" in check.text

    def test_two_bulletins_that_imply_two_registers(self):
        noon, evening = turnout("30.0", cast=3_003, as_of_time="12:00"), turnout("60.0", cast=6_606)
        check = only(self.code, noon, evening)
        assert check.status == "fail" and check.residual > 800
        assert outcome(self.code, noon, turnout("60.0", cast=6_006)) == ("pass", 0)

    def test_one_bulletin_without_any_register(self):
        check = only(self.code, turnout("50.0", cast=5_003))
        assert check.status == "cannot" and "no source prints one" in check.text

    def test_a_poll_is_not_measured_by_the_official_register(self):
        poll = turnout("50.0", cast=39, basis="exit_poll", claimant="Pollster")
        assert only(self.code, poll, self.register).status == "cannot"


class TestRegionsAddUp:
    code = "regions_add_up"

    def rows(self, a, b, country, **changed):
        counts = {"XX-A": a, "XX-B": b, "XX": country}
        return [turnout(cast=cast, area=area, **changed) for area, cast in counts.items() if cast is not None]

    def test_an_exact_sum_passes_even_without_voters_abroad(self):
        check = only(self.code, *self.rows(40, 60, 100))
        assert (check.status, check.residual) == ("pass", 0)
        assert "XX-x-abroad not given" in check.text

    def test_too_many_fail_and_too_few_may_be_abroad(self):
        assert outcome(self.code, *self.rows(40, 60, 99)) == ("fail", 1)
        check = only(self.code, *self.rows(40, 60, 101))
        assert check.status == "cannot" and "XX-x-abroad not given" in check.text
        abroad = turnout(cast=2, area="XX-x-abroad")
        assert outcome(self.code, *self.rows(40, 60, 103), abroad) == ("fail", -1)

    def test_no_national_figure(self):
        check = only(self.code, *self.rows(40, 60, None))
        assert check.status == "cannot" and "not for the country" in check.text

    def test_a_bound_leaves_it_open(self):
        rows = [*self.rows(40, None, 100), turnout(cast=50, area="XX-B", qualifier="lower_bound")]
        assert only(self.code, *rows).status == "cannot"

    def test_votes_of_each_contender_and_seats(self):
        rows = [
            result(name, votes, seats=seats, area=area)
            for name, figures in {"Ant": [(5, 1), (6, 2), (11, 3)], "Bee": [(3, 1), (4, 1), (8, 3)]}.items()
            for area, (votes, seats) in zip(("XX-A", "XX-B", "XX"), figures, strict=True)
        ]
        rows += [result(name, 0, seats=0, area="XX-x-abroad") for name in ("Ant", "Bee")]
        found = {check.text.split(":")[0] + check.unit: check for check in checks(self.code, *rows)}
        assert found["Antvotes"].status == found["Antseats"].status == "pass"
        assert (found["Beevotes"].status, found["Beevotes"].residual) == ("fail", -1)
        assert (found["Beeseats"].status, found["Beeseats"].residual) == ("fail", -1)

    def test_hours_are_not_mixed(self):
        rows = [*self.rows(40, 60, None, as_of_time="12:00"), turnout(cast=300)]
        assert only(self.code, *rows).status == "cannot"


class TestNationalWithinRegions:
    code = "national_within_regions"

    def rows(self, country, **areas):
        rows = [turnout(pct, area=area.replace("_", "-")) for area, pct in areas.items()]
        return [turnout(country, qualifier="lower_bound" if country == "50" else ""), *rows]

    def test_inside_and_outside(self):
        assert outcome(self.code, *self.rows("61.0", XX_A="60.0", XX_B="70.0")) == ("pass", 0)
        assert outcome(self.code, *self.rows("71.5", XX_A="60.0", XX_B="70.0")) == ("fail", Decimal("1.5"))
        assert outcome(self.code, *self.rows("59.0", XX_A="60.0", XX_B="70.0")) == ("fail", Decimal("-1.0"))

    def test_a_region_is_missing(self):
        check = only(self.code, *self.rows("71.0", XX_A="60.0"))
        assert check.status == "cannot" and "XX-B is not among the regions given" in check.text

    def test_the_national_figure_is_a_bound(self):
        check = only(self.code, *self.rows("50", XX_A="60.0", XX_B="70.0"))
        assert check.status == "cannot" and "only a bound" in check.text


class TestTurnoutNeverFalls:
    code = "turnout_never_falls"

    def day(self, *readings, **changed):
        return [
            turnout(pct, as_of_time=time, source=source, basis="official_preliminary", **changed)
            for time, pct, source in readings
        ]

    def test_across_sources_and_to_the_close(self):
        rows = self.day(("12:00", "40.0", "a"), ("18:00", "87.2", "b"), ("close", "87.1", "c"))
        check = only(self.code, *rows)
        assert (check.status, check.residual) == ("fail", Decimal("0.1"))
        assert "falls from 87.2 % at 18:00 (b) to 87.1 % at close (c)" in check.text

    def test_fewer_digits_are_not_a_fall(self):
        rows = self.day(("20:00", "75.07", "a"), ("close", "75", "b"))
        assert outcome(self.code, *rows) == ("pass", 0)

    def test_ballots_cast_as_well(self):
        rows = [turnout(cast=cast, as_of_time=time) for time, cast in (("10:00", 500), ("12:00", 400))]
        assert outcome(self.code, *rows) == ("fail", 100)

    def test_another_basis_claimant_or_area_is_another_day(self):
        evening = self.day(("20:00", "80", "a"))
        for other in ({"basis": "official_final"}, {"claimant": "Observers"}, {"area": "XX-A"}):
            row = turnout("70", **{"basis": "official_preliminary", **other})
            assert only(self.code, *evening, row).text.startswith("No source")

    def test_an_unknown_hour_is_left_out(self):
        rows = self.day(("", "90", "a"), ("20:00", "80", "a"), ("close", "81", "a"))
        assert only(self.code, *rows).status == "pass"

    def test_bounds_speak_one_way(self):
        over = turnout("60", as_of_time="12:00", qualifier="lower_bound")
        assert outcome(self.code, over, turnout("55", as_of_time="14:00"))[0] == "fail"
        at_most = turnout("60", as_of_time="12:00", qualifier="upper_bound")
        assert outcome(self.code, at_most, turnout("55", as_of_time="14:00"))[0] == "pass"
