"""Each check on small rows made by hand: what passes, what fails and by how much, and each reason why it cannot."""

from decimal import Decimal

import pytest

from elections.reconcile import COMPILED, Check, ElectionFacts, ResultClaim, TurnoutClaim, reconcile

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


class TestVotesAddUpToValid:
    code = "votes_add_up_to_valid"
    votes = (result("Ant", 601), result("Bee", 302))

    def test_pass(self):
        assert outcome(self.code, *self.votes, turnout(valid=903)) == ("pass", 0)

    def test_fail_either_way(self):
        assert outcome(self.code, *self.votes, turnout(valid=904)) == ("fail", -1)
        assert outcome(self.code, *self.votes, turnout(valid=900)) == ("fail", 3)

    def test_too_few_votes_prove_nothing_where_a_contender_is_missing(self):
        check = only(self.code, *self.votes, result("Cat", share="4", source="paper"), turnout(valid=990))
        assert check.status == "cannot"
        assert "no votes of 1 contender" in check.text

    def test_too_many_votes_fail_even_then(self):
        check = only(self.code, *self.votes, result("Cat", share="4", source="paper"), turnout(valid=900))
        assert (check.status, check.residual) == ("fail", 3)

    def test_a_lower_bound_fails_once_it_exceeds_and_else_leaves_it_open(self):
        bound = result("Bee", 302, qualifier="lower_bound")
        assert outcome(self.code, result("Ant", 601), bound, turnout(valid=950)) == ("cannot", None)
        assert outcome(self.code, result("Ant", 601), bound, turnout(valid=902)) == ("fail", 1)

    def test_a_group_that_repeats_its_members_is_left_out(self):
        others = result("Others", 302, contender_kind="group")
        assert outcome(self.code, *self.votes, others, turnout(valid=903)) == ("pass", 0)

    def test_a_group_that_stands_for_the_rest_is_counted(self):
        others = result("Others", 97, contender_kind="group")
        assert outcome(self.code, *self.votes, others, turnout(valid=1_000)) == ("pass", 0)

    def test_a_round_count_stands_for_what_was_rounded(self):
        assert outcome(self.code, result("Ant", 5_174_000), turnout(valid=5_174_321)) == ("pass", 0)
        assert outcome(self.code, result("Ant", 5_174_000), turnout(valid=5_176_321))[0] == "fail"

    def test_counts_of_another_basis_or_source_are_not_used(self):
        for other in ({"basis": "official_preliminary"}, {"source": "paper"}, {"as_of_time": "20:00"}):
            assert only(self.code, *self.votes, turnout(valid=1, **other)).text.startswith("No source")

    def test_compiled_counts_belong_to_the_sets_of_their_sources_and_are_named(self):
        compiled = turnout(valid=904, claimant=COMPILED, source="paper", other_sources=("gazette",))
        check = only(self.code, *self.votes, compiled)
        assert check.status == "fail"
        assert "valid ballots as compiled by Saylau from several sources" in check.text

    def test_compiled_counts_of_another_total_are_not_mixed_in(self):
        compiled = turnout(valid=904, cast=950, claimant=COMPILED, source="gazette")
        assert only(self.code, *self.votes, compiled, turnout(cast=955)).text.startswith("No source")


class TestValidAndInvalidMakeCast:
    code = "valid_and_invalid_make_cast"

    def test_pass_and_fail(self):
        assert outcome(self.code, turnout(valid=90, invalid=9, cast=99)) == ("pass", 0)
        assert outcome(self.code, turnout(valid=90, invalid=9, cast=101)) == ("fail", -2)

    def test_invalid_ballots_not_published(self):
        check = only(self.code, turnout(valid=90, cast=99))
        assert check.status == "cannot"
        assert "9 of the 99 ballots cast are not valid; no number of invalid ballots" in check.text

    def test_more_valid_than_cast_fails_without_them(self):
        assert outcome(self.code, turnout(valid=100, cast=99)) == ("fail", 1)

    def test_a_bound_leaves_it_open(self):
        rough = turnout(valid=90, invalid=9, cast=95, qualifier="lower_bound")
        assert outcome(self.code, rough) == ("cannot", None)


class TestEveryBallotAccountedFor:
    code = "every_ballot_accounted_for"
    votes = (result("Ant", 601), result("Bee", 302))

    def test_invalid_ballots_close_the_gap(self):
        assert outcome(self.code, *self.votes, turnout(cast=910, invalid=7)) == ("pass", 0)

    def test_ballots_without_a_vote_and_no_invalid_count(self):
        check = only(self.code, *self.votes, turnout(cast=910))
        assert (check.status, check.residual, check.unit) == ("fail", -7, "ballots")
        assert "no number of invalid ballots is published" in check.text

    def test_more_votes_than_ballots(self):
        assert outcome(self.code, *self.votes, turnout(cast=900)) == ("fail", 3)

    def test_a_contender_without_votes_may_have_the_rest(self):
        check = only(self.code, *self.votes, result("Cat", share="4", source="paper"), turnout(cast=990))
        assert check.status == "cannot"
        assert "the rest may be theirs" in check.text

    def test_left_to_the_other_checks_where_valid_and_invalid_are_published(self):
        assert only(self.code, *self.votes, turnout(cast=910, valid=903, invalid=7)).status == "cannot"


class TestNoStageExceedsTheOneBefore:
    code = "no_stage_exceeds_the_one_before"

    def test_pass(self):
        assert outcome(self.code, turnout(valid=90, cast=95, issued=95, registered=200)) == ("pass", 0)

    @pytest.mark.parametrize(
        ("counts", "residual"),
        [
            ({"cast": 201, "registered": 200}, 1),
            ({"cast": 99, "issued": 97, "registered": 200}, 2),
            ({"issued": 205, "registered": 200}, 5),
            ({"valid": 96, "cast": 95}, 1),
        ],
    )
    def test_fail(self, counts, residual):
        assert outcome(self.code, turnout(**counts)) == ("fail", residual)

    def test_rounding_of_a_register_is_not_an_excess(self):
        assert outcome(self.code, turnout(cast=9_300_321, registered=9_300_000))[0] == "pass"
        assert outcome(self.code, turnout(cast=9_400_321, registered=9_300_000))[0] == "fail"
        assert outcome(self.code, turnout(cast=1_001, registered=1_000)) == ("fail", 1)

    def test_a_count_in_words(self):
        assert outcome(self.code, turnout(cast=300, registered=200, qualifier="about")) == ("cannot", None)


class TestSharesMatchVotes:
    code = "shares_match_votes"

    def test_the_denominator_that_fits_is_named(self):
        counts = turnout(valid=1_000_001, cast=1_250_001, registered=2_000_003)
        for share, base in (("40.00", "valid votes"), ("32.00", "ballots cast"), ("20.00", "registered voters")):
            check = only(self.code, result("Ant", 400_001, share), result("Bee", 600_000), counts)
            assert check.status == "pass"
            assert f"as shares of {base}" in check.text and "does not say" in check.text

    def test_a_stated_denominator_is_the_only_one_tried(self):
        counts = turnout(valid=1_000_001, cast=1_250_001)
        check = only(self.code, result("Ant", 400_001, "40.00", share_of="cast"), counts)
        assert (check.status, check.residual) == ("fail", Decimal("8.00"))
        assert "fit valid votes instead" in check.text

    def test_the_deviating_share_is_named_with_the_difference(self):
        check = only(
            self.code,
            result("Ant", 601, "60.10", share_of="valid"),
            result("Bee", 302, "32.00", share_of="valid"),
            result("Cat", 97, "9.70", share_of="valid"),
            turnout(valid=1_000),
        )
        assert (check.status, check.residual) == ("fail", Decimal("1.80"))
        assert "Bee is printed with 32.00 %, while 302 votes are 30.20 %" in check.text

    def test_the_sum_of_a_complete_list_stands_for_valid_votes(self):
        check = only(self.code, result("Ant", 601, "66.56"), result("Bee", 302, "33.44"))
        assert check.status == "pass"
        assert "the sum of the votes listed (903)" in check.text

    def test_rounded_and_cut_shares_pass_and_one_unit_more_does_not(self):
        for share, status in (("66.56", "pass"), ("66.55", "pass"), ("66.54", "fail"), ("66.57", "fail")):
            claims = result("Ant", 601, share, share_of="valid"), turnout(valid=903)
            assert only(self.code, *claims).status == status, share

    def test_no_published_denominator(self):
        rest = result("Cat", share="4", source="paper")
        alone = only(self.code, result("Ant", 601, "60.1"), rest)
        assert alone.status == "cannot" and "no count is published" in alone.text
        stated = only(self.code, result("Ant", 601, "60.1", share_of="cast"), rest)
        assert stated.status == "cannot" and "count of ballots cast is not published" in stated.text

    def test_a_stated_but_unpublished_denominator_must_be_one(self):
        rest = result("Cat", share="4", source="paper")
        ant, bee = result("Ant", 601, "60.1", share_of="cast"), result("Bee", 302, "30.2", share_of="cast")
        assert only(self.code, ant, bee, rest).status == "pass"
        wrong = result("Bee", 302, "35.2", share_of="cast")
        assert only(self.code, ant, wrong, rest).status == "fail"

    def test_the_odd_share_out_is_found_without_any_denominator(self):
        rest = result("Dog", share="4", source="paper")
        shares = [result("Ant", 60_101, "60.10"), result("Bee", 20_202, "20.20"), result("Cat", 9_703, "9.07")]
        check = only(self.code, *shares, rest)
        assert check.status == "fail"
        assert "Cat is printed with 9.07 %" in check.text

    def test_bounds_are_bounds(self):
        claims = result("Ant", 601, "60", share_of="valid", qualifier="lower_bound"), turnout(valid=903)
        assert only(self.code, *claims).status == "pass"
        claims = result("Ant", 601, "70", share_of="valid", qualifier="lower_bound"), turnout(valid=903)
        assert only(self.code, *claims).status == "fail"

    def test_shares_of_seats_are_no_shares_of_votes(self):
        claims = result("Ant", 601, "76", 76, share_of="seats"), turnout(valid=903)
        assert only(self.code, *claims).text.startswith("No source")


class TestSharesAddUp:
    code = "shares_add_up"

    def test_within_rounding(self):
        thirds = [result(name, share="33.3") for name in ("Ant", "Bee", "Cat")]
        assert outcome(self.code, *thirds) == ("pass", 0)

    def test_beyond_rounding(self):
        shares = [result("Ant", share="60.1"), result("Bee", share="40.1")]
        assert outcome(self.code, *shares) == ("fail", Decimal("0.2"))

    def test_below_100_with_the_denominator_stated(self):
        shares = [result("Ant", share="60.1", share_of="valid"), result("Bee", share="38.0", share_of="valid")]
        assert outcome(self.code, *shares) == ("fail", Decimal("-1.9"))

    def test_shares_of_ballots_cast_leave_room_for_invalid_ones(self):
        shares = [result("Ant", share="60.0", share_of="cast"), result("Bee", share="30.0", share_of="cast")]
        assert outcome(self.code, *shares, turnout(valid=90, cast=100)) == ("pass", 0)
        assert outcome(self.code, *shares, turnout(valid=95, cast=100)) == ("fail", Decimal("-5.0"))
        unpublished = only(self.code, *shares)
        assert unpublished.status == "cannot" and "invalid ballots are not published" in unpublished.text

    def test_shares_of_registered_voters_cannot_add_up_to_100(self):
        shares = [
            result("Ant", share="30.0", share_of="registered"),
            result("Bee", share="20.0", share_of="registered"),
        ]
        assert outcome(self.code, *shares, turnout(valid=500, registered=1_001))[0] == "pass"
        assert only(self.code, *shares).status == "cannot"

    def test_denominator_not_stated(self):
        check = only(self.code, result("Ant", share="60.0"), result("Bee", share="37.5"))
        assert check.status == "cannot"
        assert "may be of ballots cast" in check.text

    def test_an_incomplete_list_fails_only_above_100(self):
        other = result("Cat", 5, source="paper")
        check = only(self.code, result("Ant", share="60.0"), result("Bee", share="20.0"), other)
        assert check.status == "cannot" and "left out" in check.text
        assert outcome(self.code, result("Ant", share="60.0"), result("Bee", share="45.0"), other)[0] == "fail"

    def test_bounds_leave_it_open_until_they_exceed(self):
        bound = result("Bee", share="35.0", qualifier="lower_bound")
        assert outcome(self.code, result("Ant", share="60.0"), bound) == ("cannot", None)
        assert outcome(self.code, result("Ant", share="70.0"), bound)[0] == "fail"
        at_most = result("Bee", share="50.0", qualifier="upper_bound")
        assert outcome(self.code, result("Ant", share="60.0"), at_most) == ("cannot", None)


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


class TestSeatsAddUp:
    code = "seats_add_up"

    def test_contested_or_the_whole_chamber(self):
        assert outcome(self.code, result("Ant", seats=60), result("Bee", seats=40)) == ("pass", 0)
        check = only(self.code, result("Ant", seats=60), result("Bee", seats=50))
        assert check.status == "pass" and "seats of the chamber" in check.text

    def test_too_many_or_too_few(self):
        assert outcome(self.code, result("Ant", seats=60), result("Bee", seats=51)) == ("fail", 11)
        assert outcome(self.code, result("Ant", seats=60), result("Bee", seats=39)) == ("fail", -1)

    @pytest.mark.parametrize(
        ("rows", "facts", "reason"),
        [
            ([result("Ant", seats=60), result("Bee", share="9", source="paper")], {}, "no seats of 1 contender"),
            ([result("Ant", seats=60, qualifier="lower_bound")], {}, "only a bound"),
            ([result("Ant", seats=60, basis="official_preliminary")], {}, "not final"),
            (
                [result("Ant", seats=60, basis="official_preliminary")],
                {"later_rounds": ("xx-r2",)},
                "a later round had still to fill the rest",
            ),
            ([result("Ant", seats=60)], {"system": "mixed"}, "one part of the vote only"),
        ],
    )
    def test_too_few_with_a_reason(self, rows, facts, reason):
        check = only(self.code, *rows, facts=election(**facts))
        assert check.status == "cannot"
        assert reason in check.text

    def test_both_parts_of_a_mixed_vote_count_together(self):
        rows = [result("Ant", seats=60, part="list"), result("Bee", seats=40, part="districts")]
        assert outcome(self.code, *rows, facts=election(system="mixed")) == ("pass", 0)

    def test_a_second_round_fills_only_its_own_seats(self):
        facts = election(round_of="xx", seats_contested=10)
        assert outcome(self.code, result("Ant", seats=10), facts=facts) == ("pass", 0)
        assert outcome(self.code, result("Ant", seats=110), facts=facts) == ("fail", 100)

    def test_a_group_is_not_counted_with_its_members(self):
        rows = [result("Ant", seats=60), result("Bee", seats=40)]
        both = result("Allies", seats=100, contender_kind="group")
        assert outcome(self.code, *rows, both) == ("pass", 0)


class TestThresholdAndSeats:
    code = "threshold_and_seats"

    def test_pass(self):
        rows = [result("Ant", share="95.1", seats=100), result("Bee", share="4.8", seats=0)]
        assert outcome(self.code, *rows) == ("pass", 0)

    def test_on_the_threshold_is_above_it(self):
        assert outcome(self.code, result("Ant", share="5.0", seats=2)) == ("pass", 0)
        assert outcome(self.code, result("Ant", share="4.9", seats=0)) == ("pass", 0)
        assert outcome(self.code, result("Ant", share="5", seats=0)) == ("cannot", None)

    def test_seats_below_and_none_above(self):
        below = only(self.code, result("Ant", share="4.2", seats=2))
        assert (below.status, below.residual) == ("fail", Decimal("-0.8"))
        above = only(self.code, result("Ant", share="8.3", seats=0))
        assert (above.status, above.residual) == ("fail", Decimal("3.3"))
        assert "single national threshold only" in above.text and "runner-up" in below.text

    def test_shares_of_seats_and_bounds_around_the_threshold_say_nothing(self):
        assert only(self.code, result("Ant", share="60", seats=0, share_of="seats")).status == "cannot"
        bound = result("Ant", share="3", seats=4, qualifier="lower_bound")
        assert only(self.code, bound).status == "cannot"

    def test_too_close_to_tell(self):
        check = only(self.code, result("Ant", share="4.99", seats=1), facts=election(threshold_pct=Decimal("4.995")))
        assert check.status == "cannot" and "too close" in check.text

    def test_no_share_beside_the_seats(self):
        assert only(self.code, result("Ant", seats=100)).status == "cannot"

    def test_district_seats_below_the_threshold_are_no_deviation(self):
        mixed = election(system="mixed")
        assert only(self.code, result("Ant", share="2.2", seats=2), facts=mixed).status == "cannot"
        assert only(self.code, result("Ant", share="9.2", seats=0), facts=mixed).status == "fail"
        assert only(self.code, result("Ant", share="2.2", seats=2, part="districts"), facts=mixed).status == "cannot"

    def test_without_a_threshold(self):
        facts = election(threshold_pct=None)
        assert only(self.code, result("Ant", share="2.2", seats=2), facts=facts).status == "cannot"


class TestSourcesAgree:
    code = "sources_agree"

    def test_counts_must_be_equal(self):
        pair = result("Ant", 601), result("Ant", 610, source="paper")
        check = only(self.code, *pair)
        assert (check.status, check.residual, check.sources) == ("fail", 9, ("gazette", "paper"))
        assert outcome(self.code, result("Ant", 601), result("Ant", 601, source="paper")) == ("pass", 0)

    def test_shares_are_compared_in_the_coarser_print(self):
        for other, status in (("7.5", "pass"), ("7.4", "pass"), ("7", "pass"), ("7.48", "fail"), ("7.6", "fail")):
            pair = result("Ant", share="7.47"), result("Ant", share=other, source="paper")
            assert only(self.code, *pair).status == status, other

    def test_shares_of_different_wholes_are_not_compared(self):
        pair = (
            result("Ant", share="60.0", share_of="valid"),
            result("Ant", share="57.0", share_of="cast", source="paper"),
        )
        check = only(self.code, *pair)
        assert check.status == "cannot" and "other denominators" in check.text

    def test_another_basis_or_claimant_is_no_second_source(self):
        for other in ({"basis": "official_preliminary"}, {"claimant": "Observers"}):
            pair = result("Ant", 601), result("Ant", 700, source="paper", **other)
            assert only(self.code, *pair).text.startswith("No source")

    def test_a_bound_is_contradicted_or_not(self):
        over = result("Ant", share="80", qualifier="lower_bound")
        assert outcome(self.code, over, result("Ant", share="79.2", source="paper"))[0] == "fail"
        assert outcome(self.code, over, result("Ant", share="81.2", source="paper"))[0] == "pass"
        about = result("Ant", share="80", qualifier="about")
        assert outcome(self.code, about, result("Ant", share="60", source="paper"))[0] == "cannot"

    def test_preliminary_figures_of_other_moments_are_not_compared(self):
        def count(source, *shares):
            return [
                result(name, share=share, source=source, basis="official_preliminary")
                for name, share in zip(("Ant", "Bee", "Cat"), shares, strict=True)
            ]

        other = checks(self.code, *count("gazette", "60.1", "30.2", "9.7"), *count("paper", "58.4", "31.1", "10.5"))
        assert [check.status for check in other] == ["cannot"]
        same = checks(self.code, *count("gazette", "60.1", "30.2", "9.7"), *count("paper", "60.1", "30.2", "7.9"))
        assert sorted(check.status for check in same) == ["fail", "pass", "pass"]

    def test_bulletins_of_one_hour_are_compared_always(self):
        noon = {"as_of_time": "12:00", "basis": "official_preliminary"}
        pair = turnout("12.7", **noon), turnout("17.7", source="paper", **noon)
        assert outcome(self.code, *pair) == ("fail", Decimal("5.0"))

    def test_no_figure_in_common(self):
        check = only(self.code, result("Ant", 601), result("Bee", 302, source="paper"))
        assert check.status == "cannot" and "none that another source prints too" in check.text

    def test_the_headline_is_compared_with_its_own_sources_only(self):
        compiled = turnout(cast=700, claimant=COMPILED, source="gazette")
        assert outcome(self.code, compiled, turnout(cast=715)) == ("fail", 15)
        assert only(self.code, compiled, turnout(cast=715, source="paper")).status == "cannot"


def test_words_for_areas_and_sources_stand_in_the_sentences():
    claims = [turnout("12.7", area="XX-A"), turnout("17.7", area="XX-A", source="paper")]
    names = {"XX-A": "Alpha", "paper": "The Paper"}
    texts = [check.text for check in reconcile(election(), [], claims, REGIONS, names) if check.status == "fail"]
    assert texts == ["Alpha, turnout: 12.7 % (gazette) against 17.7 % (The Paper), 5.0 points apart."]
