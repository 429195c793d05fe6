"""What reconciliation finds in the fact base itself."""

from decimal import Decimal
from functools import cache

import pytest

from elections.reconcile import METHODS, Check, reconcile
from elections.tests import fact_base


@cache
def checks(election: str) -> tuple[Check, ...]:
    return tuple(reconcile(*fact_base.elections()[election]))


def found(election: str, code: str, status: str, *words: str) -> Check:
    """The one check of this code and status whose text or sources contain all the words."""
    matching = [
        check
        for check in checks(election)
        if (check.code, check.status) == (code, status)
        and all(word in f"{check.text} {check.areas} {check.sources}" for word in words)
    ]
    assert len(matching) == 1, [check.text for check in matching]
    return matching[0]


@pytest.mark.parametrize(
    ("election", "code", "words", "residual"),
    [
        # Two totals for Nazarbayev.
        ("kz-2015-president", "sources_agree", ["8,833,250", "8,827,635"], 5_615),
        # Ballots received by voters that carry no vote for a party.
        ("kz-2021-mazhilis", "every_ballot_accounted_for", ["invalid"], -297_718),
        # Akmola: the counts given to the regional council do not make the printed 72.8.
        ("kz-2021-mazhilis", "turnout_matches_counts", ["KZ-AKM", "370,760"], Decimal("1.4")),
        # West Kazakhstan: two misprints, one of which makes turnout fall between 18:00 and 20:00.
        ("kz-2021-mazhilis", "sources_agree", ["KZ-ZAP", "12.7", "17.7"], Decimal("5.0")),
        ("kz-2021-mazhilis", "sources_agree", ["KZ-ZAP", "51.5", "61.5"], Decimal("10.0")),
        ("kz-2021-mazhilis", "turnout_never_falls", ["KZ-ZAP", "57.7", "51.5"], Decimal("6.2")),
        ("kg-2017-president", "shares_match_votes", ["Madumarov", "6.57", "6.50"], Decimal("0.07")),
        ("kg-2021-jogorku-kenesh", "turnout_matches_counts", ["34.61", "34.94"], Decimal("0.33")),
        ("tj-2010-majlisi-namoyandagon", "turnout_never_falls", ["87.2", "87.1", "85.2"], Decimal("2.0")),
        ("uz-2015-president", "shares_match_votes", ["Saidov", "2.92", "3.08"], Decimal("-0.16")),
        # The noon bulletin implies a smaller register.
        ("kz-2012-mazhilis", "register_implied", ["3,185,546", "35.3"], Decimal("-282136")),
        ("kz-2012-mazhilis", "sources_agree", ["Auyl", "1.46", "0.46"], Decimal("1.00")),
        ("kz-2016-mazhilis", "sources_agree", ["7,966,000", "7,566,150"], 399_850),
        ("kz-2016-mazhilis", "turnout_matches_counts", ["7,966,000"], Decimal("-4.08")),
        ("kz-2021-mazhilis", "shares_add_up", ["100.09"], Decimal("0.09")),
        ("kg-2016-referendum", "sources_agree", ["955,440", "950,440"], 5_000),
        ("kg-2016-referendum", "register_implied", ["180,747"], Decimal("-2257634")),
        ("kg-2020-jogorku-kenesh", "shares_match_votes", ["Ata Meken", "4.3"], Decimal("0.3")),
        ("kg-2020-jogorku-kenesh", "regions_add_up", ["990,522", "990,492"], 30),
        ("kg-2021-referendum-constitution", "sources_agree", ["1,294,776", "1,294,076"], 700),
        ("kg-2017-president", "turnout_never_falls", ["7.49", "6.2"], Decimal("1.29")),
        ("kg-2005-jogorku-kenesh", "seats_add_up", ["kg-wiki-2005-parl"], -3),
        ("tj-2020-majlisi-namoyandagon", "sources_agree", ["4,260,951", "4,245,951"], 15_000),
        ("tj-2010-majlisi-namoyandagon", "sources_agree", ["268,096", "268,596"], 500),
        ("tj-2016-referendum", "register_implied", ["4,380,000"], Decimal("320942")),
        ("uz-2004-legislative-chamber", "seats_add_up", ["122"], 2),
        ("uz-2016-president", "turnout_matches_counts", ["20,249,000"], Decimal("-0.77")),
        ("uz-2019-legislative-chamber", "sources_agree", ["71.1", "67.8"], Decimal("3.3")),
    ],
)
def test_a_known_finding_fails_with_its_residual(election, code, words, residual):
    assert found(election, code, "fail", *words).residual == residual


def test_turkmenistan_2008_regions_add_exactly_to_the_national_figure():
    check = found("tm-2008-mejlis", "regions_add_up", "pass", "2,594,658")
    assert check.residual == 0
    assert check.numbers["ballots cast in 6 regions"] == check.numbers["ballots cast in the country"] == 2_594_658


def test_a_share_of_seats_is_never_read_as_a_share_of_the_vote():
    for election in fact_base.elections():
        seat_shares = {
            f"{claim.key}:share_pct" for claim in fact_base.elections()[election][1] if claim.share_of == "seats"
        }
        for check in checks(election):
            assert not seat_shares & check.reads, check.text


def test_an_explained_threshold_case_says_that_only_the_national_threshold_was_compared():
    for check in checks("kg-2007-jogorku-kenesh"):
        if check.code == "threshold_and_seats" and check.status == "fail":
            assert "Ata Meken" in check.text
            assert "single national threshold only" in check.text


def test_first_round_seats_count_once_and_a_second_round_has_its_own():
    found("uz-2004-legislative-chamber", "seats_add_up", "pass", "120", "uz-enwiki-2004'")
    found("uz-2004-legislative-chamber-r2", "seats_add_up", "pass", "58")
    found("uz-2004-legislative-chamber", "seats_add_up", "cannot", "later round")


@pytest.mark.parametrize("election", fact_base.elections())
def test_every_election_is_checked_by_every_method_in_plain_words(election):
    made = checks(election)
    assert {check.code for check in made} == set(METHODS)
    for check in made:
        assert check.text.endswith(".") and "  " not in check.text
        assert (check.residual is None) == (check.status == "cannot")
        assert (check.status == "fail") == bool(check.residual)
        assert check.status == "cannot" or check.reads
        assert not any(isinstance(number, float) for number in [*check.numbers.values(), check.residual])


@pytest.mark.parametrize("election", ["kz-2021-mazhilis", "kg-2020-jogorku-kenesh", "uz-2016-president"])
def test_the_order_of_rows_does_not_matter(election):
    facts, results, turnout, regions = fact_base.elections()[election]
    assert reconcile(facts, results[::-1], turnout[::-1], regions) == list(checks(election))
