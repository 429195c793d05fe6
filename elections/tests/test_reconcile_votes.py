"""Votes, ballots and shares on small rows: what passes, what fails and by how much, and why it cannot be told."""

from decimal import Decimal

import pytest

from elections.reconcile import COMPILED
from elections.tests.reconcile_rows import only, outcome, result, turnout


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
        assert "no votes for 1 contender" in check.text

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
