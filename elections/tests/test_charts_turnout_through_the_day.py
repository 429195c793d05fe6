"""Turnout through the day: hours where they are known, whiskers where they are not, gaps where nothing is."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.charts.rows import NothingToDraw
from elections.charts.turnout_through_the_day import PHONE_WIDTH, WIDTH, Row, figure, possible, summary, table
from elections.charts.turnout_through_the_day import lines_of as lines
from elections.tests import chart_rows
from elections.tests.chart_checks import QUICK, drawn, paths, texts_overlapping, words


def row(hour, turnout, line="KZ", kind="main", **more) -> Row:
    return Row(line, more.pop("name", line), hour, None if turnout is None else Decimal(turnout), kind, **more)


def line_paths(root, colour="var(--turnout)"):
    return [path["d"] for path in paths(root) if path.get("stroke") == colour and path.get("stroke-linejoin")]


def test_a_missing_hour_is_a_gap():
    rows = [row("10:00", "10"), row("12:00", "20"), row("14:00", None), row("16:00", "40"), row("18:00", "50")]
    [line] = line_paths(drawn(figure(rows), WIDTH))
    assert line.count("M") == 2
    assert figure(rows).data[0].y == (10.0, 20.0, None, 40.0, 50.0)


def test_an_unknown_hour_is_a_hollow_point_with_a_whisker_over_the_hours_it_may_be_of():
    rows = [row("12:00", "35"), row("14:00", "55"), row("20:00", "75"), row("", "66.9")]
    whisker = figure(rows).data[1]
    assert (whisker.x, tuple(whisker.error_x.array), whisker.marker.color) == ((17.0,), (3.0,), "var(--paper)")
    assert "66.9, hour not stated" in words(drawn(figure(rows), WIDTH))


def test_a_figure_outside_all_others_may_be_of_any_hour_after_or_before():
    [line] = lines([row("12:00", "35"), row("14:00", "55"), row("", "90")], "20:00")
    assert possible(Decimal(90), line, 12, 20) == (14, 20)
    assert possible(Decimal(10), line, 10, 20) == (10, 12)


def test_closing_is_an_hour_and_earlier_elections_are_dotted():
    rows = [
        row("12:00", "30"),
        row("close", "70"),
        row("12:00", "35", "KZ 2007", "earlier"),
        row("20:00", "64", "KZ 2007", "earlier"),
    ]
    fig = figure(rows, closes_at="22:00")
    assert [trace.line.dash for trace in fig.data] == ["dot", "solid"]
    assert fig.data[1].x == (12.0, 22.0)


@pytest.mark.parametrize("order", [1, -1])
def test_the_close_is_drawn_rather_than_the_hour_of_closing_in_any_order_of_rows(order):
    """As of Almaty in 2012: 41.4 at 20:00, and 41.38 at the close, which stood earlier or later in the record."""
    rows = [row("12:00", "6.4"), row("20:00", "41.4"), row("close", "41.38")][::order]
    assert figure(rows).data[0].y == (6.4, 41.38)
    assert lines([row("20:00", "41.4"), row("close", None)][::order], "20:00")[0].end == (20, Decimal("41.4"))


def test_turnout_above_100_is_drawn_where_it_is():
    root = drawn(figure([row("10:00", "50"), row("20:00", "104")]), WIDTH)
    assert "KZ 104.0" in words(root)


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize(
    "elections",
    [("kz-2021-mazhilis", "kz-2019-president", "kz-2016-mazhilis"), ("kz-2012-mazhilis",), ("kg-2020-jogorku-kenesh",)],
)
def test_real_days_are_drawn(elections, phone):
    rows = chart_rows.of_the_day(*elections)
    root = drawn(figure(rows, phone=phone), PHONE_WIDTH if phone else WIDTH)
    assert texts_overlapping(root) == []
    assert len(table(rows).rows) == len(rows)


def test_the_day_of_2021_in_one_sentence():
    said = summary(chart_rows.of_the_day("kz-2021-mazhilis"))
    assert said.startswith(
        "Kazakhstan stood at 11.6\u202f% (10:00) and 63.3\u202f% (22:00); its 17 regions last stood between 30.3"
    )


def test_no_rows_is_said():
    with pytest.raises(NothingToDraw):
        figure([])
    with pytest.raises(NothingToDraw):
        figure([row("", None)])


days = st.builds(
    Row,
    line=st.sampled_from("abcdefgh"),
    name=st.one_of(st.text(max_size=80), st.just("<b>Ұлттық</b> & " * 9)),
    as_of_time=st.sampled_from(["", "close", "07:00", "10:00", "14:30", "20:00", "23:59", "00:00"]),
    turnout_pct=st.one_of(st.none(), st.just(Decimal("104")), st.decimals(0, 100, places=2), st.just(Decimal("98765"))),
    kind=st.sampled_from(["main", "region", "earlier"]),
    qualifier=st.sampled_from(["", "lower_bound", "about"]),
)


@settings(QUICK, max_examples=40)
@given(st.lists(days, max_size=14), st.booleans())
def test_any_rows_are_drawn_whole(rows, phone):
    try:
        made = figure(rows, phone=phone)
    except NothingToDraw:
        return
    drawn(made, PHONE_WIDTH if phone else WIDTH)
    assert summary(rows).endswith(".") and len(table(rows).rows) == len(rows)
