"""The pure parts of the pages: words for numbers and dates, computed shares, first place."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections import wording
from elections.shares import computed_share, computed_turnout, percentage
from elections.winners import SEATS, SHARE, VOTES, first_place

BY_VOTES = (VOTES, SHARE)


def claim(name, kind="candidate", votes=None, share=None, seats=None, fallback=False):
    share_pct = None if share is None else Decimal(share)
    contender = SimpleNamespace(name=name, kind=kind)
    return SimpleNamespace(contender=contender, votes=votes, share_pct=share_pct, seats=seats, is_fallback=fallback)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (wording.count(5621436), "5,621,436"),
        (wording.percent(Decimal("6.50")), "6.50\u202f%"),
        (wording.percent(Decimal("1E+2")), "100\u202f%"),
        (wording.percent(Decimal("95"), "lower_bound"), "over 95\u202f%"),
        (wording.percent(Decimal("0.5"), "upper_bound"), "at most 0.5\u202f%"),
        (wording.percent(Decimal("80"), "about"), "about 80\u202f%"),
        (wording.day("2012-01-15"), "15 January 2012"),
        (wording.day("2012-01-05"), "5 January 2012"),
        (wording.day("2012-01"), "January 2012"),
        (wording.day("2012"), "2012"),
        (wording.day(""), ""),
        (wording.difference(5615, "votes"), "+5,615 votes"),
        (wording.difference(Decimal("-1.06"), "points"), "\u22121.06 points"),
        (wording.difference(1, "seats"), "+1 seat"),
        (wording.listed(["a", "b", "c"]), "a, b and c"),
        (wording.numbered(1, "vote"), "1 vote"),
    ],
)
def test_numbers_and_dates_read_as_the_brief_says(said, expected):
    assert said == expected


@given(whole=st.integers(1, 10**9), data=st.data(), places=st.integers(0, 6))
def test_a_percentage_is_rounded_half_up_from_whole_numbers(whole, data, places):
    part = data.draw(st.integers(0, whole))
    found = percentage(part, whole, places)
    unit = Decimal(1).scaleb(-places)
    assert -found.as_tuple().exponent == places
    # found - unit/2 <= 100 part / whole < found + unit/2, without dividing
    assert (found - unit / 2) * whole <= 100 * part < (found + unit / 2) * whole


def test_halves_go_up_where_a_float_would_go_down():
    assert percentage(1005, 100_000, 2) == Decimal("1.01")
    assert percentage(2675, 100_000, 2) == Decimal("2.68")


def test_a_share_is_of_the_base_that_the_printed_share_names():
    counts = {"valid": 1000, "cast": 2000, "registered": 4000, "listed": 900}
    of_cast = computed_share(500, Decimal("25.0"), "cast", counts)
    assert (of_cast.pct, of_cast.of, of_cast.base) == (Decimal("25.00"), "cast", 2000)
    assert computed_share(500, Decimal("12.5"), "registered", counts).base == 4000
    assert computed_share(500, Decimal("50"), "", counts).of == "valid"
    assert computed_share(450, None, "", {"listed": 900}).of_words == "of 900 votes listed"


@pytest.mark.parametrize(
    ("votes", "share_of", "counts", "reason"),
    [
        (None, "", {"valid": 10}, "the votes are not published"),
        (5, "cast", {"valid": 10}, "this source does not give the ballots cast"),
        (5, "", {}, "this source gives neither the valid votes nor a full list"),
        (5, "", {"valid": 0}, "this source gives neither the valid votes nor a full list"),
    ],
)
def test_without_a_valid_base_there_is_no_rate_but_a_reason(votes, share_of, counts, reason):
    found = computed_share(votes, None, share_of, counts)
    assert (found.pct, found.reason) == (None, reason)


def test_turnout_is_of_the_register_of_the_same_claim():
    assert computed_turnout(4929128, None, 4260951, None).pct == Decimal("86.44")
    assert computed_turnout(200, 90, None, Decimal("45.0")).pct == Decimal("45.00")
    assert computed_turnout(None, None, 10, None).reason == "this source does not give the registered voters"
    assert computed_turnout(0, None, 0, None).pct is None
    assert computed_turnout(100, None, 104, None).pct == Decimal("104.00"), "an impossible turnout is a finding"


def test_first_place_has_the_most_votes():
    found = first_place([claim("A", votes=10), claim("B", votes=30), claim("C", votes=20)], False, BY_VOTES)
    assert (found.claim.contender.name, found.measure) == ("B", VOTES)


def test_the_measure_that_most_claims_give_decides():
    claims = [claim("A", votes=99, share="9.9"), claim("B", share="60"), claim("C", share="30.1")]
    assert first_place(claims, False, BY_VOTES).claim.contender.name == "B"


def test_fallbacks_do_not_compete_with_the_main_set():
    claims = [claim("A", share="84.23"), claim("B", votes=181675, fallback=True)]
    assert first_place(claims, False, BY_VOTES).claim.contender.name == "A"
    assert first_place(claims[1:], False, BY_VOTES).claim.contender.name == "B"


def test_a_sum_of_several_comes_first_only_where_nobody_else_has_a_figure():
    independents = claim("Independents", "group", seats=47)
    assert first_place([independents, claim("Alga", seats=17)], False, (SEATS,)).claim.contender.name == "Alga"
    alone = first_place([independents], False, (SEATS,))
    assert (alone.claim.contender.name, alone.is_sum) == ("Independents", True)


def test_an_option_is_a_choice_in_a_referendum_and_a_sum_elsewhere():
    options = [claim("For", "option", votes=9), claim("Against", "option", votes=1)]
    assert not first_place(options, True, BY_VOTES).is_sum
    assert first_place(options, False, BY_VOTES).is_sum


def test_ties_are_shared_and_nothing_is_no_first_place():
    tied = first_place([claim("A", votes=5), claim("B", votes=5)], False, BY_VOTES)
    assert [each.contender.name for each in tied.claims] == ["A", "B"]
    assert first_place([], False, BY_VOTES) is None
    assert first_place([claim("A", seats=0), claim("B", seats=0)], False, (SEATS,)) is None
