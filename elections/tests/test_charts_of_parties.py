"""The life and the family of a party: real ones are drawn as they are, any are drawn whole."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.charts import party_life, party_lineage
from elections.lineage import Event, family
from elections.tests.chart_checks import QUICK, drawn, paths, texts_overlapping, words
from elections.tests.fact_base import FACT_BASE
from elections.tests.test_charts_families import drawn_or_nothing, width_of

WIDE_OR_PHONE = pytest.mark.parametrize("phone", [False, True])
names = st.one_of(st.text(max_size=80), st.just("<b>Ұлттық</b> & " * 9), st.just("Мекеним Кыргызстан " * 6))
dates = st.sampled_from(["", "1990", "2004-12-26", "2005", "2010-10", "2012-02", "2012-02-29", "2021-11-28"])
kinds = st.sampled_from(["founded", "registered", "renamed", "merged", "split", "banned", "boycotted", "stood"])
statuses = st.sampled_from(["held", "annulled", "cancelled"])
life_rows = st.lists(st.builds(party_life.Row, kinds, names, dates, names, status=statuses), max_size=14)


def lineage_of(country):
    with (FACT_BASE / country / "lineage.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def life_of(country, party):
    return [
        party_life.Row(row["event"], f"{row['event']} {row['other_party_id']}".strip(), row["date"])
        for row in lineage_of(country)
        if row["party_id"] == party
    ]


def family_of(country, party):
    events = [Event(row["party_id"], row["event"], row["other_party_id"], row["date"]) for row in lineage_of(country)]
    return family(party, events)


def rows_of(relatives, party):
    return [
        party_lineage.Row(
            each.party,
            each.party,
            each.level,
            each.above,
            "; ".join(f"{event.event} {event.date}" for event in each.events),
            each.party == party,
            each.is_again,
        )
        for each in relatives
    ]


class TestLife:
    @WIDE_OR_PHONE
    @pytest.mark.parametrize(
        "party", ["kz-otan", "kz-ak-zhol", "kz-osdp", "kz-adilet", "kg-sdpk", "kg-dmk", "tj-sdpt", "uz-fidokorlar"]
    )
    def test_real_lives_are_drawn_and_nothing_touches(self, party, phone):
        rows = life_of(party[:2], party)
        root = drawn(party_life.figure(rows, phone=phone), width_of(party_life, phone))
        assert not texts_overlapping(root)
        marks = [path for path in paths(root) if "transform" in path]
        assert len(marks) == sum(len(row.date) == 10 for row in rows)

    def test_what_sources_tell_differently_stands_on_one_line(self):
        rows = life_of("kg", "kg-ata-zhurt")
        lane = next(lane for lane in party_life.lanes_of(rows) if lane[0].event == "founded")
        assert [row.date for row in lane] == ["2004", "2006-11-14"]
        assert "2004; 14 November 2006" in words(drawn(party_life.figure(rows), party_life.WIDTH))

    def test_what_is_not_dated_is_said_and_not_drawn(self):
        rows = life_of("kg", "kg-dmk")
        assert "1 event is not dated and not drawn" in party_life.summary(rows)
        assert party_life.table(rows).rows[-1][1] == "not stated"

    def test_annulled_elections_have_a_key_of_their_own(self):
        rows = [
            party_life.Row("stood", "A", "2020-10-04", status="annulled"),
            party_life.Row("stood", "B", "2021-11-28"),
        ]
        keys = [entry.words for entry in party_life.key(rows)]
        assert keys == ["stood in an election", "in one that was annulled or cancelled"]
        assert "stood in 2 elections" in party_life.summary(rows)

    def test_nothing_dated_is_no_picture(self):
        assert drawn_or_nothing(lambda: party_life.figure([party_life.Row("merged", "merged", "")]), 1200) is None
        assert party_life.summary([]).startswith("No dated event is on record")

    @WIDE_OR_PHONE
    @QUICK
    @given(life_rows)
    def test_any_life_is_drawn_whole(self, phone, rows):
        drawn_or_nothing(lambda: party_life.figure(rows, phone=phone), width_of(party_life, phone))
        party_life.key(rows)
        assert party_life.summary(rows).endswith(".")
        assert len(party_life.table(rows).rows) == len(rows)


class TestFamily:
    def test_what_it_became_stands_above_and_what_came_into_it_below(self):
        found = family_of("kz", "kz-otan")
        assert [(each.party, each.level) for each in found] == [
            ("kz-amanat", 0), ("kz-nur-otan", 1), ("kz-otan", 2), ("kz-asar", 3), ("kz-civic", 3), ("kz-agrarian", 3),
        ]  # fmt: skip
        civic = found[4]
        assert (civic.above, [event.date for event in civic.events]) == (2, ["2006-11-10", "2006-12-22"])

    def test_others_that_went_into_what_it_became_are_left_to_their_own_pages(self):
        assert [each.party for each in family_of("kz", "kz-adal")] == [
            "kz-amanat", "kz-adal", "kz-birlik", "kz-adilet", "kz-rukhaniyat",
        ]  # fmt: skip

    def test_a_party_that_went_into_two_stands_in_both(self):
        found = family_of("kz", "kz-adilet")
        assert {each.party for each in found} == {"kz-adilet", "kz-ak-zhol", "kz-birlik", "kz-adal", "kz-amanat"}
        assert [each.is_again for each in found if each.party == "kz-adilet"] == [False, True]

    def test_a_ring_is_gone_through_once(self):
        ring = [Event("a", "renamed", "b", "2001"), Event("b", "renamed", "a", "2002")]
        assert [(each.party, each.is_again) for each in family("a", ring)] == [("a", False), ("b", False), ("a", True)]

    def test_splits_and_joint_lists_make_no_family(self):
        assert [each.party for each in family_of("kg", "kg-birik")] == ["kg-birik"]

    @WIDE_OR_PHONE
    @pytest.mark.parametrize("party", ["kz-otan", "kz-amanat", "kz-adilet", "uz-milliy-tiklanish", "kg-ak-jol"])
    def test_real_families_are_drawn_and_nothing_touches(self, party, phone):
        rows = rows_of(family_of(party[:2], party), party)
        root = drawn(party_lineage.figure(rows, phone=phone), width_of(party_lineage, phone))
        assert not texts_overlapping(root)
        marks = [path for path in paths(root) if "transform" in path]
        assert len(marks) == len(rows) + len({row.above for row in rows} - {None})

    def test_the_sentence_counts_both_ways(self):
        rows = rows_of(family_of("kz", "kz-otan"), "kz-otan")
        assert party_lineage.summary(rows) == (
            "3 parties went into kz-otan, at once or by way of others; "
            "kz-otan became, or went into, kz-nur-otan and kz-amanat."
        )
        both = rows_of(family_of("kz", "kz-adilet"), "kz-adilet")
        assert party_lineage.summary(both).endswith("into, kz-ak-zhol, kz-birlik, kz-adal and kz-amanat.")
        assert party_lineage.summary(rows[:1]) == "No predecessor and no successor is on record."

    @WIDE_OR_PHONE
    @QUICK
    @given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), names, dates), max_size=12), names)
    def test_any_family_is_drawn_whole(self, phone, steps, name):
        events = [Event(f"p{one}", "merged", f"p{other}", date) for one, other, _, date in steps if one != other]
        found = family("p0", events)
        assert sum(each.party == "p0" and not each.is_again for each in found) == 1
        assert all(each.above is None or each.above < place for place, each in enumerate(found))
        rows = [party_lineage.Row(e.party, name, e.level, e.above, name, e.party == "p0", e.is_again) for e in found]
        drawn_or_nothing(lambda: party_lineage.figure(rows, phone=phone), width_of(party_lineage, phone))
        party_lineage.summary(rows)
        assert len(party_lineage.table(rows).rows) == len(rows)
