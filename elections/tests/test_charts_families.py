"""Seats, regions, claims, votes over time: real rows are drawn as they are, any rows are drawn whole."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.charts import (
    claims_of_one_quantity,
    seats,
    share_over_time,
    timeline_of_votes,
    turnout_by_region,
    turnout_map,
    turnout_over_time,
)
from elections.charts.classes import class_of
from elections.charts.rows import NothingToDraw
from elections.charts.share_over_time import Row as ShareRow
from elections.charts.turnout_by_region import Row as RegionRow
from elections.tests import chart_rows
from elections.tests.chart_checks import QUICK, drawn, paths, texts_overlapping, words

WIDE_OR_PHONE = pytest.mark.parametrize("phone", [False, True])
names = st.one_of(st.text(max_size=80), st.just("<b>Ұлттық</b> & " * 9), st.just("Мекеним Кыргызстан " * 6))
shares = st.one_of(
    st.none(), st.just(Decimal(0)), st.just(Decimal("104")), st.decimals(0, 100, places=2), st.just(Decimal("98765.4"))
)
bases = st.sampled_from(["official_final", "official_preliminary", "exit_poll", "opposition_claim", "computed"])
qualifiers = st.sampled_from(["", "lower_bound", "upper_bound", "about"])
dates = st.sampled_from(["2004-12-26", "2005", "2010-10", "2012-01-15", "2015-04-26", "2021-11-28"])
kinds = st.sampled_from(["presidential", "parliamentary", "referendum"])
statuses = st.sampled_from(["held", "annulled", "partly_annulled", "cancelled"])
codes = st.sampled_from(["KZ", "KG", "TJ", "TM", "UZ", "XX"])


def drawn_or_nothing(make, width):
    """The picture's tree, or None where there was nothing to draw."""
    try:
        figure = make()
    except NothingToDraw:
        return None
    return drawn(figure, width)


def width_of(family, phone):
    return family.PHONE_WIDTH if phone else family.WIDTH


# seats


def test_every_seat_is_a_mark():
    rows = chart_rows.of_the_seats("kz-2012-mazhilis")
    root = drawn(seats.figure(rows, seats_total=107), seats.WIDTH)
    marks = [path for path in paths(root) if "transform" in path]
    assert sum(path["fill"] == rows[0].colour for path in marks) == 83
    assert len(marks) == 107 and sum(path["fill"] == "none" for path in marks) == 9  # the nine nobody publishes
    assert "107" in words(root)
    assert seats.summary(rows, seats_total=107) == "Nur Otan: 83 of 107 seats; for 9 no holder is published."


def test_seats_not_elected_by_voters_are_hollow():
    rows = [seats.Row("a", "A", "var(--p-a)", 10), seats.Row("b", "Assembly", "var(--p-b)", 9, is_elected=False)]
    root = drawn(seats.figure(rows), seats.WIDTH)
    hollow = [path for path in paths(root) if path["fill"] == "var(--paper)"]
    assert len(hollow) == 9 and "seats, 10 elected" in words(root)


def test_the_order_of_the_rows_goes_from_left_to_right():
    fig = seats.figure([seats.Row("a", "A", "var(--a)", 30), seats.Row("b", "B", "var(--b)", 30)])
    assert max(fig.data[0].x) < min(fig.data[1].x) + 0.2
    assert {trace.marker.symbol for trace in fig.data} == {"circle", "square"}


@settings(QUICK, max_examples=30)
@given(
    st.lists(
        st.builds(
            seats.Row,
            contender=st.text(max_size=5),
            name=names,
            colour=st.just("var(--p-a)"),
            seats=st.one_of(st.none(), st.integers(0, 90)),
            is_elected=st.booleans(),
            qualifier=qualifiers,
        ),
        max_size=9,
    ),
    st.integers(0, 200),
    st.booleans(),
    st.booleans(),
)
def test_any_seats_are_drawn_whole(rows, total, is_annulled, phone):
    root = drawn_or_nothing(
        lambda: seats.figure(rows, seats_total=total, is_annulled=is_annulled, phone=phone), width_of(seats, phone)
    )
    if root is not None:
        count = sum(row.seats or 0 for row in rows)
        assert sum("transform" in path for path in paths(root)) == count + max(0, total - count)
    assert seats.summary(rows, seats_total=total).endswith(".") and len(seats.table(rows).rows) == len(rows)


# turnout by region


@WIDE_OR_PHONE
@pytest.mark.parametrize(
    "election", ["kz-2012-mazhilis", "kz-2021-mazhilis", "kg-2020-jogorku-kenesh", "uz-2016-president"]
)
def test_regions_are_drawn_as_tiles_dots_and_map(election, phone):
    rows = chart_rows.of_the_regions(election)
    geography = chart_rows.geography(election[:2])
    width = width_of(turnout_map, phone)
    pictures = (
        turnout_by_region.tiles(rows, phone=phone),
        turnout_by_region.figure(rows, national_pct=Decimal("63.3"), phone=phone),
        turnout_map.figure(rows, geography, phone=phone),
    )
    for figure in pictures:
        assert texts_overlapping(drawn(figure, width)) == []
    assert turnout_map.left_out(rows, geography) == [row for row in rows if row.area.endswith("abroad")]


def test_a_region_without_a_figure_is_hatched_and_has_no_number():
    rows = [
        row if row.area != "KZ-KAR" else RegionRow(row.area, row.name, None)
        for row in chart_rows.of_the_regions("kz-2021-mazhilis")
    ]
    for figure in (turnout_map.figure(rows, chart_rows.geography("kz")), turnout_by_region.tiles(rows)):
        root = drawn(figure, turnout_map.WIDTH)
        assert sum(path.get("fill", "").startswith("url(#tried-hatch") for path in paths(root)) == 1
        assert "70.7" not in words(root)
    assert turnout_by_region.key(rows)[-1].symbol == "hatch"
    assert "for 1 region none is published" in turnout_map.summary(rows)


def test_every_published_figure_stands_on_the_map_once():
    rows = chart_rows.of_the_regions("kz-2012-mazhilis")
    said = words(drawn(turnout_map.figure(rows, chart_rows.geography("kz")), turnout_map.WIDTH))
    figures = [word for word in said if word.replace(".", "").isdigit()]
    assert len(figures) == 16 == sum(row.turnout_pct is not None for row in rows)


def test_classes_have_their_edges_below():
    assert [class_of(Decimal(each)) for each in ("49.99", "50", "59.9", "90", "104")] == [0, 1, 1, 5, 5]


@settings(QUICK, max_examples=25)
@given(
    st.lists(
        st.builds(
            RegionRow,
            area=st.sampled_from(["KG-B", "KG-C", "KG-GB", "KG-GO", "KG-O", "KG-x-abroad", "KG-Y"]),
            name=names,
            turnout_pct=shares,
            qualifier=qualifiers,
        ),
        max_size=8,
        unique_by=lambda row: row.area,
    ),
    st.booleans(),
)
def test_any_regions_are_drawn_whole(rows, phone):
    width = width_of(turnout_map, phone)
    drawn_or_nothing(lambda: turnout_by_region.figure(rows, phone=phone), width)
    drawn_or_nothing(lambda: turnout_by_region.tiles(rows, phone=phone), width)
    drawn_or_nothing(lambda: turnout_map.figure(rows, chart_rows.geography("kg"), phone=phone), width)
    assert turnout_by_region.summary(rows).endswith(".")


# claims of one quantity


@WIDE_OR_PHONE
def test_claims_stand_on_one_scale_with_a_band_between_them(phone):
    rows = chart_rows.of_the_turnout("kz-2005-president", "Kazakhstan 2005: turnout")
    figure = claims_of_one_quantity.figure(rows, phone=phone)
    root = drawn(figure, width_of(claims_of_one_quantity, phone))
    band = figure.data[0]
    assert (band.x[0], band.x[1]) == (60.0, 77.0)
    assert "60–77" in words(root)
    assert "opposition claim" in [entry.words for entry in claims_of_one_quantity.key(rows)]


def test_a_stated_margin_is_a_whisker_of_its_length():
    row = claims_of_one_quantity.Row(
        "t", "Turnout", Decimal("56.0"), "observer_estimate", "Common Cause", "", Decimal("1.7")
    )
    [trace] = claims_of_one_quantity.figure([row]).data
    assert tuple(trace.error_x.array) == (1.7,) and trace.marker.symbol == "diamond"
    assert claims_of_one_quantity.summary([row]) == "Turnout: 56.0 ± 1.7\u202f% (Common Cause)."
    two = [row, replace(row, quantity="u", name="Turnout 2010", value_pct=Decimal("51.5"), margin_pct=None)]
    said = "Turnout: 56.0 ± 1.7\u202f% (Common Cause); Turnout 2010: 51.5\u202f% (Common Cause)."
    assert claims_of_one_quantity.summary(two) == said
    same = [row, replace(row, claimant="Another")]
    assert claims_of_one_quantity.summary(same) == "Turnout: 56.0 ± 1.7\u202f% in every claim."


@settings(QUICK, max_examples=30)
@given(
    st.lists(
        st.builds(
            claims_of_one_quantity.Row,
            quantity=st.sampled_from("abcdef"),
            name=names,
            value_pct=shares,
            basis=bases,
            claimant=names,
            qualifier=qualifiers,
            margin_pct=st.one_of(st.none(), st.decimals(0, 30, places=1)),
        ),
        max_size=12,
    ),
    st.booleans(),
)
def test_any_claims_are_drawn_whole(rows, phone):
    family = claims_of_one_quantity
    drawn_or_nothing(lambda: family.figure(rows, phone=phone), width_of(family, phone))
    assert family.summary(rows).endswith(".") and len(family.table(rows).rows) == len(rows)


# votes over time


@WIDE_OR_PHONE
def test_all_votes_are_drawn(phone):
    rows = chart_rows.of_all_votes()
    root = drawn(timeline_of_votes.figure(rows, phone=phone), width_of(timeline_of_votes, phone))
    assert texts_overlapping(root) == []
    assert "annulled" in words(root)
    assert len(timeline_of_votes.table(rows).rows) == 55


def test_annulled_votes_leave_the_trend_until_asked_for():
    rows = chart_rows.of_all_turnouts("kg")
    without, with_them = (turnout_over_time.trend(rows, included) for included in (False, True))
    assert [row.election for row in with_them if row not in without] == ["kg-2020-jogorku-kenesh"]
    assert "annulled and left out: Kyrgyzstan, 4 October 2020" in turnout_over_time.summary(rows)
    hollow = [
        p
        for p in paths(drawn(turnout_over_time.figure(rows, include_annulled=True), 588))
        if p.get("stroke") == "var(--gone)"
    ]
    assert {path["fill"] for path in hollow} == {"var(--paper)", "none"}  # the mark and the stroke through it


@WIDE_OR_PHONE
@pytest.mark.parametrize("countries", [(), ("kz",), ("kg",)])
def test_turnouts_are_drawn(countries, phone):
    rows = chart_rows.of_all_turnouts(*countries)
    width = turnout_over_time.ONE_WIDTH if countries and not phone else width_of(turnout_over_time, phone)
    root = drawn(turnout_over_time.figure(rows, include_annulled=True, phone=phone), width)
    assert texts_overlapping(root) == []


def test_a_vote_without_a_turnout_breaks_the_line():
    row = turnout_over_time.Row("a", "A", "KZ", "Kazakhstan", "2005", "presidential", Decimal(70))
    rows = [
        row,
        *(
            turnout_over_time.Row("b", "B", "KZ", "Kazakhstan", date, "presidential", share)
            for date, share in (("2010", Decimal(80)), ("2015", None), ("2020", Decimal(75)), ("2021", Decimal(70)))
        ),
    ]
    line = next(trace for trace in turnout_over_time.figure(rows).data if trace.mode == "lines")
    assert line.y == (70.0, 80.0, None, 75.0, 70.0)


votes = {
    "election": st.text(max_size=5),
    "name": names,
    "country": codes,
    "country_name": names,
    "date": dates,
    "kind": kinds,
    "turnout_pct": shares,
    "status": statuses,
    "is_second_round": st.booleans(),
}


@settings(QUICK, max_examples=25)
@given(
    st.lists(
        st.builds(timeline_of_votes.Row, **votes, share_pct=shares, first_name=names, country_native=names), max_size=8
    ),
    st.lists(st.builds(turnout_over_time.Row, **votes, low_pct=shares, high_pct=shares), max_size=8),
    st.booleans(),
    st.booleans(),
)
def test_any_votes_are_drawn_whole(all_votes, turnouts, include, phone):
    drawn_or_nothing(lambda: timeline_of_votes.figure(all_votes, phone=phone), width_of(timeline_of_votes, phone))
    assert timeline_of_votes.summary(all_votes).endswith(".")
    one = len({row.country for row in turnout_over_time.trend(turnouts, include)}) == 1
    width = turnout_over_time.ONE_WIDTH if one and not phone else width_of(turnout_over_time, phone)
    drawn_or_nothing(lambda: turnout_over_time.figure(turnouts, include_annulled=include, phone=phone), width)
    assert turnout_over_time.summary(turnouts).endswith(".")


# shares over time, and two elections side by side


def share(line, date, pct, **more):
    return ShareRow(line, line.upper(), f"var(--p-{line})", date, date, None if pct is None else Decimal(pct), **more)


@WIDE_OR_PHONE
@pytest.mark.parametrize("country", ["kz", "kg"])
def test_shares_are_drawn(country, phone):
    rows = chart_rows.of_the_parties(country)
    root = drawn(share_over_time.figure(rows, phone=phone, include_annulled=True), width_of(share_over_time, phone))
    assert texts_overlapping(root) == []


def test_an_election_without_a_share_is_a_gap():
    rows = [share("a", date, pct) for date, pct in (("2005", "40"), ("2010", None), ("2015", "50"))]
    rows += [share("b", date, "45") for date in ("2005", "2010", "2015")]
    figure = share_over_time.figure(rows)
    assert figure.data[0].y == (40.0, None, 50.0)


def test_an_annulled_share_is_hollow_and_on_no_line():
    rows = [share("a", "2015", "40"), share("a", "2020", "45", status="annulled"), share("a", "2021", "42")]
    assert [trace.y for trace in share_over_time.figure(rows).data] == [(40.0, 42.0)]
    line, mark = share_over_time.figure(rows, include_annulled=True).data
    assert (line.y, mark.y, mark.marker.color) == ((40.0, 42.0), (45.0,), "var(--paper)")


def test_small_shares_have_a_titled_scale_of_their_own():
    rows = [share(line, date, pct) for line, pct in (("a", "80"), ("b", "7"), ("c", "4")) for date in ("2010", "2015")]
    figure = share_over_time.figure(rows)
    assert figure.layout.yaxis.range[1] >= 100 and figure.layout.yaxis2.range == (0, 9)
    assert "Always under 30\u202f%: 0–9\u202f%" in words(drawn(figure, share_over_time.WIDTH))


@settings(QUICK, max_examples=30)
@given(
    st.lists(
        st.builds(
            ShareRow,
            line=st.sampled_from("abcdefghijklm"),
            name=names,
            colour=st.just("var(--p-a)"),
            election=st.text(max_size=5),
            date=dates,
            share_pct=shares,
            share_of=st.sampled_from(["", "valid", "seats"]),
            status=statuses,
        ),
        max_size=14,
    ),
    st.booleans(),
    st.booleans(),
)
def test_any_shares_are_drawn_whole(over_time, include, phone):
    make = lambda: share_over_time.figure(over_time, include_annulled=include, phone=phone)  # noqa: E731
    drawn_or_nothing(make, width_of(share_over_time, phone))
    assert share_over_time.summary(over_time).endswith(".")
    assert len(share_over_time.table(over_time).rows) == len(over_time)
