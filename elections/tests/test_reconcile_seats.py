"""Seats, thresholds, two sources and the methods' own words on small rows."""

from decimal import Decimal

import pytest

from elections.reconcile import COMPILED, METHODS, reconcile
from elections.tests.reconcile_rows import REGIONS, checks, election, only, outcome, result, turnout


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
            ([result("Ant", seats=60), result("Bee", share="9", source="paper")], {}, "no seats for 1 contender"),
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

    def test_shares_of_different_wholes_do_not_agree_because_a_rough_print_fits_both(self):
        """As of Kyrgyzstan's president in January 2021: 79.83 % of valid votes, 79.20 % of ballots cast, over 79 %."""
        valid = result("Ant", share="79.83", share_of="valid")
        cast = [result("Ant", share=share, share_of="cast", source=f"cec-{share}") for share in ("79.2", "79.20")]
        over = result("Ant", share="79", qualifier="lower_bound", source="paper")
        made = checks(self.code, valid, *cast, over)
        assert sorted(check.text for check in made) == [
            "Ant: 2 prints agree on 79.83 %.",
            "Ant: 3 prints agree on 79.20 %.",
        ]

    def test_an_unstated_whole_is_worked_out_from_the_votes(self):
        counts = [turnout(cast=1_250, valid=1_000, source=source) for source in ("gazette", "paper")]
        of_valid = [result("Ant", 401, "40.1"), result("Bee", 599, "59.9")]
        of_cast = [result("Ant", 401, "32.1", source="paper"), result("Bee", 599, "47.9", source="paper")]
        units = [check.unit for check in checks(self.code, *counts, *of_valid, *of_cast) if check.areas == ("XX",)]
        assert "points" not in units and units.count("votes") == 2
        odd = [result("Ant", 401, "40.2", source="paper"), result("Bee", 599, "59.9", source="paper")]
        fails = [check for check in checks(self.code, *counts, *of_valid, *odd) if check.status == "fail"]
        assert [check.residual for check in fails] == [Decimal("0.1")]

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


def test_an_election_without_claims_is_answered_by_every_method_with_what_it_lacks():
    made = reconcile(election(), [], [], REGIONS)
    assert [check.code for check in made] == list(METHODS)
    for check in made:
        assert (check.status, check.residual, check.reads) == ("cannot", None, frozenset())
        assert check.text == f"No source read prints {METHODS[check.code].needs}."


@pytest.mark.parametrize("code", METHODS)
def test_every_method_says_what_it_does_and_what_it_cannot_show(code):
    method = METHODS[code]
    assert method.code == code
    for words in (method.name, method.formula, method.needs, method.cannot_show, method.reference):
        assert words == words.strip() and "  " not in words and words
    assert method.formula.endswith(".") and method.cannot_show.endswith(".")
    assert "fraud" not in f"{method.formula} {method.cannot_show}".lower()
