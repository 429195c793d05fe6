"""Indicators over time, and the regions' turnout as small multiples: any rows are drawn whole, gaps stay gaps."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.charts import indicators_over_time, share_over_time, turnout_of_areas, turnout_over_time
from elections.charts.rows import NothingToDraw
from elections.charts.share_over_time import Row as ShareRow
from elections.tests.chart_checks import QUICK, drawn, texts_overlapping, words

names = st.one_of(st.text(max_size=60), st.just("<b>Ұлттық</b> & " * 6))
shares = st.one_of(st.none(), st.just(Decimal(0)), st.just(Decimal("104")), st.decimals(0, 100, places=2))
dates = st.sampled_from(["2004-12-26", "2005", "2010-10", "2012-01-15", "2021-11-28"])
kinds = st.sampled_from(["presidential", "parliamentary", "referendum"])
statuses = st.sampled_from(["held", "annulled", "partly_annulled", "cancelled"])
MEASURES = {"margin": "Winner’s margin, points", "number": "Effective number, votes", "gap": "Disproportionality"}


def indicator(measure="margin", date="2012-01-15", value=None, **more):
    given = {"kind": "parliamentary", "office": "Mazhilis", "value": None if value is None else Decimal(value)}
    return indicators_over_time.Row(measure, MEASURES[measure], date, f"Vote of {date}", date, **given | more)


def bounds(low, high, **more):
    return indicator(low=Decimal(low), high=Decimal(high), **more)


def is_possible(row):
    """Either a value, or two bounds in order, or neither."""
    if row.low is None and row.high is None:
        return True
    return row.value is None and None not in (row.low, row.high) and row.low <= row.high


def width_of(family, phone):
    return family.PHONE_WIDTH if phone else family.WIDTH


class TestIndicators:
    def test_bounds_have_two_ends_and_no_place_on_a_line(self):
        rows = [indicator(date="2005", value="40"), bounds("20", "60", date="2010"), indicator(date="2015", value="30")]
        traces = indicators_over_time.figure(rows).data
        line = next(trace for trace in traces if trace.mode == "lines" and trace.line.width == 1.6)
        assert line.y == (40.0, None, 30.0)
        assert any(trace.y == (20.0, 60.0) for trace in traces if trace.mode == "markers")

    def test_offices_referendums_and_later_rounds_are_not_joined(self):
        rows = [
            indicator(date="2005", value="40", office="President"),
            indicator(date="2007", value="50"),
            indicator(date="2008", value="10", is_second_round=True),
            indicator(date="2010", value="90", kind="referendum", office=""),
            indicator(date="2012", value="60"),
        ]
        lines = [trace.y for trace in indicators_over_time.figure(rows).data if trace.mode == "lines"]
        assert lines == [(40.0,), (50.0, 60.0)]

    def test_annulled_votes_are_left_out_unless_asked_for(self):
        rows = [indicator(date="2015", value="7"), indicator(date="2020", value="1", status="annulled")]
        assert "annulled and left out: Vote of 2020" in indicators_over_time.summary(rows)
        shown = indicators_over_time.figure(rows, include_annulled=True)
        assert any(trace.marker.line.color == "var(--gone)" for trace in shown.data if trace.mode == "markers")
        left = indicators_over_time.figure(rows)
        assert not any(trace.marker.line.color == "var(--gone)" for trace in left.data if trace.mode == "markers")

    def test_an_indicator_without_any_value_has_no_panel_and_is_said(self):
        rows = [indicator(value="7"), indicator("gap", reason="no seats by contender are published")]
        shown = words(drawn(indicators_over_time.figure(rows), indicators_over_time.WIDTH))
        assert "Disproportionality" not in shown
        assert "Disproportionality: no exact value can be worked out" in indicators_over_time.summary(rows)
        assert "none: no seats by contender are published" in indicators_over_time.table(rows).rows[0]

    def test_a_margin_of_nothing_has_a_scale(self):
        drawn(indicators_over_time.figure([indicator(value="0")]), indicators_over_time.WIDTH)

    def test_nothing_at_all(self):
        with pytest.raises(NothingToDraw):
            indicators_over_time.figure([indicator(reason="none")])

    @settings(QUICK, max_examples=30)
    @given(
        st.lists(
            st.builds(
                lambda measure, name, part, **more: indicators_over_time.Row(
                    measure, MEASURES[measure], "e", name, office="x", part=part, **more
                ),
                st.sampled_from(list(MEASURES)),
                names,
                st.sampled_from(["", "Party lists"]),
                date=dates,
                kind=kinds,
                value=shares,
                low=shares,
                high=shares,
                reason=names,
                status=statuses,
                is_second_round=st.booleans(),
            ),
            max_size=14,
        ),
        st.booleans(),
        st.booleans(),
    )
    def test_any_rows_are_drawn_whole(self, rows, include, phone):
        rows = [row for row in rows if is_possible(row)]
        try:
            figure = indicators_over_time.figure(rows, include_annulled=include, phone=phone)
        except NothingToDraw:
            return
        root = drawn(figure, width_of(indicators_over_time, phone))
        assert texts_overlapping(root) == []
        assert indicators_over_time.summary(rows, include_annulled=include).endswith(".")


def reading(area, date="2019-06-09", pct="70", at="", **more):
    given = {"kind": "presidential", "turnout_pct": None if pct is None else Decimal(pct), "at": at}
    return turnout_of_areas.Row(area, area.title(), date, f"Vote of {date}", date, **given | more)


class TestAreas:
    def test_readings_before_the_close_are_hollow_and_on_no_line(self):
        rows = [reading("a", "2015"), reading("a", "2017", at="18:00"), reading("a", "2019", "60")]
        line, *marked = turnout_of_areas.figure(rows).data
        assert line.y == (70.0, 60.0)
        assert {trace.marker.color for trace in marked} == {"var(--turnout)", "var(--paper)"}
        assert "70\u202f% at 18:00" in turnout_of_areas.table(rows).rows[0]

    def test_an_area_without_a_figure_keeps_a_panel_with_a_cross(self):
        rows = [reading("a"), turnout_of_areas.Row("b", "B")]
        figure = turnout_of_areas.figure(rows)
        assert [trace.marker.symbol for trace in figure.data if trace.mode == "markers"] == ["circle", "x-thin"]
        assert "for 1 region none is published" in turnout_of_areas.summary(rows)

    def test_the_years_are_whole_and_apart_on_a_phone(self):
        rows = [reading(area, date) for area in "abc" for date in ("2012-01-15", "2021-01-10")]
        root = drawn(turnout_of_areas.figure(rows, phone=True), turnout_of_areas.PHONE_WIDTH)
        assert words(root).count("2022") == 3 and not texts_overlapping(root)

    @settings(QUICK, max_examples=20)
    @given(
        st.lists(
            st.builds(
                turnout_of_areas.Row,
                st.sampled_from("abcdefghijklmnopqr"),
                names,
                st.text(max_size=4),
                names,
                dates,
                kinds,
                shares,
                st.sampled_from(["", "18:00", "20:00"]),
                status=statuses,
            ),
            max_size=20,
        ),
        st.booleans(),
        st.booleans(),
    )
    def test_any_readings_are_drawn_whole(self, rows, include, phone):
        try:
            figure = turnout_of_areas.figure(rows, include_annulled=include, phone=phone)
        except NothingToDraw:
            return
        drawn(figure, width_of(turnout_of_areas, phone))
        assert turnout_of_areas.summary(rows).endswith(".")
        assert len(turnout_of_areas.table(rows).rows) == len({row.area for row in rows})


def test_claims_of_others_have_the_mark_of_their_basis_in_one_country():
    row = turnout_over_time.Row(
        *("a", "A", "KZ", "Kazakhstan", "2005-12-04", "presidential", Decimal("76.78")),
        others=(("opposition_claim", Decimal(60)),),
    )
    figure = turnout_over_time.figure([row])
    assert any(trace.y == (60.0,) and trace.marker.symbol == "triangle-up" for trace in figure.data)
    assert "opposition claim" in [entry.words for entry in turnout_over_time.key([row])]


def test_shares_of_registered_voters_are_joined_and_compared_with_no_others():
    wholes = (("2007", "9", "valid"), ("2010", "7", "registered"), ("2015", "27", ""))
    rows = [
        ShareRow("a", "A", "var(--p-a)", date, date, Decimal(pct), share_of)
        for date, pct, share_of in wholes
    ]  # fmt: skip
    assert share_over_time.figure(rows).data[0].y == (9.0, None, 7.0, None, 27.0)
    assert "from 9\u202f% in 2007 to 27\u202f% in 2015" in share_over_time.summary(rows)


def test_shares_of_seats_are_drawn_by_themselves_only():
    seats = [ShareRow("a", "A", "var(--p-a)", date, date, Decimal(40), "seats") for date in ("2009", "2014")]
    assert share_over_time.figure(seats).data[0].y == (40.0, 40.0)
    vote = ShareRow("b", "B", "var(--p-b)", "2014", "2014", Decimal(30), "valid")
    assert [trace.y for trace in share_over_time.figure([*seats, vote]).data] == [(30.0,)]


def test_a_panel_says_how_far_its_scale_goes():
    """In Turkmenistan 2007 second place had 3.23 per cent, above a scale that was said to end at 3."""
    rows = [
        ShareRow(line, line, "var(--p-a)", date, date, Decimal(pct), "valid")
        for line, pcts in {"first": ("89", "97"), "second": ("3.23", "1")}.items()
        for date, pct in zip(("2007", "2012"), pcts, strict=True)
    ]
    assert any("0–4" in each for each in words(drawn(share_over_time.figure(rows), share_over_time.WIDTH)))
