"""Lines of parties: what they follow, what never, and how mergers add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.lineage import NEVER_FOLLOWED, Event, lines, predecessors

KAZAKHSTAN = [
    Event("otan", "renamed", "nur-otan", "2006-12-22"),
    Event("asar", "merged", "otan", "2006-07"),
    Event("asar", "merged", "otan", "2006"),  # another source
    Event("civic", "merged", "otan", "2006-11-10"),
    Event("nur-otan", "renamed", "amanat", "2022-03-01"),
    Event("adilet", "merged", "ak-zhol", "2007-07-08"),  # came to nothing
    Event("adilet", "merged", "birlik", "2013-04-26"),
    Event("rukhaniyat", "merged", "birlik", "2013-04-26"),
    Event("birlik", "renamed", "adal", "2020-11-05"),
    Event("adal", "merged", "amanat", "2022-04-26"),
]
V2004, V2007, V2012, V2016, V2021 = "2004-09-19", "2007-08-18", "2012-01-15", "2016-03-20", "2021-01-10"


def test_predecessors_are_followed_backwards_through_every_step():
    assert predecessors("nur-otan", KAZAKHSTAN) == ["otan", "asar", "civic"]
    assert predecessors("adal", KAZAKHSTAN) == ["birlik", "adilet", "rukhaniyat"]
    assert predecessors("otan", KAZAKHSTAN) == ["asar", "civic"]
    assert predecessors("asar", KAZAKHSTAN) == []


@pytest.mark.parametrize("kind", NEVER_FOLLOWED)
def test_splits_joint_lists_and_alliances_join_nothing(kind):
    events = [Event("a", kind, "b", "2010")]
    assert predecessors("b", events) == []
    assert lines([("a", V2007), ("b", V2012)], events) == {("a", V2007): "a", ("b", V2012): "b"}


def test_a_renamed_party_is_one_line_under_its_last_name_that_stood():
    found = lines([("otan", V2004), ("nur-otan", V2007), ("nur-otan", V2021)], KAZAKHSTAN)
    assert set(found.values()) == {"nur-otan"}


def test_parties_that_merged_are_one_line_from_before_the_merger():
    standing = [("adilet", V2012), ("rukhaniyat", V2007), ("birlik", V2016), ("adal", V2021)]
    assert set(lines(standing, KAZAKHSTAN).values()) == {"adal"}


def test_a_merger_counts_only_once_the_merged_party_has_stood():
    standing = [("nur-otan", V2021), ("adal", V2021)]
    assert lines(standing, KAZAKHSTAN) == {("nur-otan", V2021): "nur-otan", ("adal", V2021): "adal"}
    later = [*standing, ("amanat", "2023-03-19")]
    assert set(lines(later, KAZAKHSTAN).values()) == {"amanat"}


def test_a_merger_that_came_to_nothing_is_passed_by():
    standing = [("ak-zhol", V2007), ("ak-zhol", V2012), ("adilet", V2012), ("adal", V2021)]
    found = lines(standing, KAZAKHSTAN)
    assert found["adilet", V2012] == "adal" and found["ak-zhol", V2012] == "ak-zhol"


def test_dates_compare_as_far_as_both_are_known():
    events = [Event("a", "merged", "b", "2007"), Event("c", "merged", "b", "")]
    assert lines([("a", "2007-12-16"), ("b", V2012), ("c", "2007-12-16")], events)["a", "2007-12-16"] == "b"
    assert lines([("a", "2008-01-01"), ("b", V2012)], events)["a", "2008-01-01"] == "a"
    assert lines([("c", "2008-01-01"), ("b", V2012)], events)["c", "2008-01-01"] == "b"


parties = st.sampled_from("abcdef")
dates = st.sampled_from(["", "2005", "2007-03", "2009-01-01", "2015"])
events_of_any_kind = st.lists(
    st.builds(Event, parties, st.sampled_from(["renamed", "merged", "split"]), parties, dates)
)


@given(events_of_any_kind, st.lists(st.tuples(parties, st.sampled_from([V2004, V2007, V2012, V2016]))))
def test_rings_and_contradictions_end(events, standing):
    found = lines(standing, events)
    assert found.keys() == set(standing)
    assert all(
        line == party or (line, d) in found for (party, _), line in found.items() for d in [last(line, standing)]
    )
    assert all(party not in predecessors(party, events) for party in "abcdef")


def last(party: str, standing) -> str:
    return max(date for each, date in standing if each == party)
