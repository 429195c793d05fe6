"""The pictures of explore: figures over time, of any unit, are drawn as they are and drawn whole."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.charts import figures_by_region, figures_over_time, side_by_side, turnout_over_time, units
from elections.charts.figures_over_time import BASES, KINDS, Row
from elections.charts.language import ENGLISH
from elections.charts.rows import NothingToDraw
from elections.tests.chart_checks import QUICK, drawn, paths, texts_overlapping, words

names = st.one_of(st.text(max_size=60), st.just("Мекеним Кыргызстан & <b>Ұлттық</b> " * 4))
figures = st.one_of(st.none(), st.decimals(0, 130, places=2), st.integers(0, 30_000_000), st.just(Decimal("98765.4")))
rows = st.builds(
    Row,
    election=st.text(max_size=5),
    name=names,
    country=st.sampled_from(["KZ", "KG", "TJ", "TM", "UZ", "XX"]),
    country_name=names,
    date=st.sampled_from(["2004-12-26", "2005", "2010-10", "2012-01-15", "2021-11-28"]),
    kind=st.sampled_from(["presidential", "parliamentary", "referendum"]),
    value=figures,
    low=figures,
    high=figures,
    whose=names,
    status=st.sampled_from(["held", "annulled", "partly_annulled", "cancelled"]),
    is_second_round=st.booleans(),
    basis=st.sampled_from(["official_final", "official_preliminary", "exit_poll", "opposition_claim", "computed"]),
    qualifier=st.sampled_from(["", "lower_bound", "about"]),
    is_computed=st.booleans(),
)
some_units = st.sampled_from(["pct", "points", "number", "votes", "voters"])


@settings(QUICK, max_examples=40)
@given(st.lists(rows, max_size=8), some_units, st.sampled_from([KINDS, BASES]), st.booleans())
def test_any_rows_are_drawn_whole(rows, unit, marks_by, phone):
    assert figures_over_time.summary(rows, unit=unit).endswith(".")
    assert len(figures_over_time.table(rows, unit=unit).rows) == len(rows)
    figures_over_time.key(rows, marks_by=marks_by)
    width = figures_over_time.PHONE_WIDTH if phone else figures_over_time.WIDTH
    try:
        figure = figures_over_time.figure(rows, unit=unit, marks_by=marks_by, phone=phone)
    except NothingToDraw:
        assert all(row.is_missing for row in rows)
        return
    drawn(figure, width)
    marked = [trace for trace in figure.data if trace.mode == "markers"]
    assert sum(len(trace.x) for trace in marked) == sum(not row.is_between for row in rows)


def turnout(date: str, value, **more) -> Row:
    return Row(f"kz-{date}", f"Vote of {date}", "KZ", "Kazakhstan", date, "presidential", value, **more)


def test_titles_of_panels_end_within_a_phone_beside_wide_numbers():
    name = "Мекеним Кыргызстан & <b>Ұлттық біріккен партиясы</b>"
    row = Row("kz", "Vote", "KZ", name, "2012-01-15", "presidential", Decimal(3 * 10**17), basis="official_final")
    drawn(figures_over_time.figure([row, replace(row, country="KG")], unit="votes", phone=True), 358)


def test_a_country_alone_has_its_figures_printed_and_its_gaps():
    rows = [
        turnout("2005-12-04", Decimal("76.78")),
        turnout("2011-04-03", None),
        turnout("2015-04-26", Decimal("95.21")),
    ]
    root = drawn(figures_over_time.figure(rows), figures_over_time.WIDTH)
    assert {"76.8", "95.2", "Kazakhstan"} <= set(words(root)) and not texts_overlapping(root)
    [line] = [trace for trace in figures_over_time.figure(rows).data if trace.mode == "lines"]
    assert tuple(line.y) == (76.78, None, 95.21) and not line.connectgaps
    assert figures_over_time.summary(rows) == (
        "The figures lie between 76.78\u202f% (Kazakhstan, 4 December 2005) and "
        "95.21\u202f% (Kazakhstan, 26 April 2015); for 1 vote there is none."
    )


def test_two_chambers_are_two_lines():
    """Turkmenistan chose a Mejlis in 2013 and 2018 and its Halk Maslahaty in 2021."""
    votes = [("2013-12-15", "Mejlis", 91), ("2018-03-25", "Mejlis", 92), ("2021-03-28", "Halk Maslahaty", 99)]
    rows = [turnout(date, Decimal(value), body=body) for date, body, value in votes]
    [line] = [trace for trace in figures_over_time.figure(rows).data if trace.mode == "lines"]
    assert tuple(line.y) == (91, 92)
    by_itself = [
        turnout_over_time.Row(date, date, "TM", "Turkmenistan", date, "parliamentary", Decimal(value), body=body)
        for date, body, value in votes
    ]
    joined = [
        trace.y for trace in turnout_over_time.figure(by_itself).data if trace.mode == "lines" and len(trace.y) > 1
    ]
    assert joined == [(91, 92)]


def test_annulled_figures_are_hollow_and_on_no_line():
    rows = [turnout("2005", Decimal(70)), turnout("2010", Decimal(60), status="annulled"), turnout("2015", Decimal(80))]
    figure = figures_over_time.figure(rows)
    assert [60.0 in trace.y for trace in figure.data if trace.mode == "lines" and len(trace.y) == 2] == [False]
    hollow = [path for path in paths(drawn(figure, 1200)) if path["fill"] == "var(--paper)"]
    assert len(hollow) == 1
    assert "struck" in [entry.symbol for entry in figures_over_time.key(rows)]


def test_bounds_are_drawn_as_such_and_nothing_between_them():
    between = turnout("2010", None, low=Decimal(40), high=Decimal(60))
    rows = [turnout("2005", Decimal(70)), between, turnout("2015", None)]
    figure = figures_over_time.figure(rows, unit="points")
    [bounds] = [trace for trace in figure.data if trace.marker.symbol == "line-ew"]
    assert bounds.y == (40.0, 60.0, None)
    assert [entry.symbol for entry in figures_over_time.key(rows)] == ["circle", "line-ew", "x-thin"]
    assert figures_over_time.table(rows, unit="points").rows[1][4] == "between 40 points and 60 points"


@pytest.mark.parametrize(
    ("top", "unit", "last"),
    [(100, "pct", "100\u202f%"), (25_000_000, "voters", "20 million"), (83, "seats", "50"), (3, "number", "3")],
)
def test_the_unit_stands_on_the_last_tick(top, unit, last):
    found = list(units.ticks(top, unit, ENGLISH).values())
    assert found[0] == "0" and found[-1] == last


def test_figures_in_words():
    assert units.words(Decimal("80.90"), "pct", ENGLISH, "lower_bound") == "over 80.90\u202f%"
    assert units.words(5621436, "votes", ENGLISH) == "5,621,436"
    assert (
        units.short(11_919_241, "voters", ENGLISH) == "11.92 m"
        and units.short(Decimal("2.345"), "number", ENGLISH) == "2.35"
    )


regions = st.builds(
    figures_by_region.Row,
    area=st.text(max_size=3),
    name=names,
    vote=st.sampled_from(["a", "b", "c"]),
    vote_name=names,
    value=figures,
    whose=names,
    qualifier=st.sampled_from(["", "about"]),
    is_computed=st.booleans(),
)


@settings(QUICK, max_examples=30)
@given(st.lists(regions, max_size=8), some_units, st.booleans())
def test_any_regions_are_drawn_whole(rows, unit, phone):
    family = figures_by_region
    assert family.summary(rows, unit=unit).endswith(".") and len(family.table(rows, unit=unit).rows) == len(rows)
    family.key(rows)
    family.classes_key(rows)
    try:
        figure = family.figure(rows, unit=unit, phone=phone)
    except NothingToDraw:
        assert all(row.value is None for row in rows)
        return
    drawn(figure, family.PHONE_WIDTH if phone else family.WIDTH)
    assert sum(len(trace.x) for trace in figure.data) == len(rows)


@st.composite
def lines_and_elections(draw):
    number = draw(st.integers(2, 4))
    some = st.lists(figures, min_size=number, max_size=number).map(tuple)
    named = st.lists(names, min_size=number, max_size=number).map(tuple)
    wholes = st.lists(st.sampled_from(["", "valid", "cast"]), min_size=number, max_size=number).map(tuple)
    line = st.builds(side_by_side.Row, st.text(max_size=4), names, st.just("var(--p-a)"), some, named, wholes)
    election = st.builds(side_by_side.Election, names, st.just("15 January 2012"), st.just("2012"), st.booleans())
    return draw(st.lists(line, max_size=16)), draw(st.lists(election, min_size=number, max_size=number))


@settings(QUICK, max_examples=40)
@given(lines_and_elections(), some_units, st.booleans())
def test_any_elections_stand_side_by_side(both, unit, phone):
    rows, elections = both
    family = side_by_side
    assert family.summary(rows, elections, unit=unit).endswith(".")
    assert len(family.table(rows, elections, unit=unit).rows) == len(rows)
    family.key(rows, elections)
    try:
        figure = family.figure(rows, elections, unit=unit, phone=phone)
    except NothingToDraw:
        assert all(value is None for row in rows for value in row.values)
        return
    drawn(figure, family.PHONE_WIDTH if phone else family.WIDTH)


@pytest.mark.parametrize("phone", [False, True])
def test_slopes_have_their_names_and_a_difference_only_of_one_whole(phone):
    two = [side_by_side.Election("Kazakhstan", "15 January 2012"), side_by_side.Election("Kazakhstan", "20 March 2016")]
    otan = side_by_side.Row(
        "a",
        "Nur Otan",
        "var(--p-a)",
        (Decimal("80.99"), Decimal("82.20")),
        ("Nur Otan", "Nur Otan"),
        ("valid", "valid"),
    )
    zhol = side_by_side.Row(
        "b", "Ak Zhol", "var(--p-b)", (Decimal("7.47"), Decimal("7.18")), ("Ak Zhol",) * 2, ("", "cast")
    )
    adal = side_by_side.Row("c", "Adal", "var(--p-c)", (None, Decimal("3.57")), ("", "Adal"), ("", "cast"))
    root = drawn(
        side_by_side.figure([otan, zhol, adal], two, phone=phone),
        side_by_side.PHONE_WIDTH if phone else side_by_side.WIDTH,
    )
    assert {"Nur Otan 81.0", "Nur Otan 82.2", "Adal 3.6"} <= set(words(root)) and not texts_overlapping(root)
    assert (otan.difference, zhol.difference, adal.difference) == (Decimal("1.21"), None, None)
    assert side_by_side.summary([otan, zhol, adal], two) == (
        "Nur Otan went from 80.99\u202f% to 82.20\u202f% (+1.21 points); 1 contender has a figure in some of them only."
    )


def test_those_of_two_countries_keep_their_own_names():
    row = side_by_side.Row("1", "1", "var(--p-a)", (90, 80), ("Rahmon", "Karimov"))
    two = [side_by_side.Election("Tajikistan", "2013"), side_by_side.Election("Uzbekistan", "2015", is_annulled=True)]
    assert side_by_side.summary([row], two, unit="seats") == "Rahmon had 90, Karimov 80 (\u221210)."
    assert side_by_side.table([row], two, unit="seats").rows == (("1", "Rahmon: 90", "Karimov: 80", "\u221210"),)


def test_one_region_alone_is_no_range():
    def region(name: str, value: str | None) -> figures_by_region.Row:
        return figures_by_region.Row(name, name, "kz-2019", "2019", None if value is None else Decimal(value))

    one = [region("Akmola", "71.35"), region("Aktobe", None)]
    assert figures_by_region.summary(one) == "The one figure is 71.35\u202f% (Akmola); for 1 region there is none."
    assert figures_by_region.summary([region("Ahal", "100"), region("Mary", "100")]) == "Every figure is 100\u202f%."
    two = [region("Ahal", "97.3"), region("Mary", "100")]
    assert figures_by_region.summary(two) == "The figures run from 97.3\u202f% in Ahal to 100\u202f% in Mary."


@pytest.mark.parametrize("name", ["Osh region", "Jalal-Abad", "Восточно-Казахстанская область"])
def test_on_a_phone_a_name_ends_before_its_figures(name):
    """Names and figures share the width that ticks such as “300 thousand” leave."""
    both = [
        figures_by_region.Row(name, name, "kg-2021", "2021", votes, whose)
        for votes, whose in ((235_127, "For"), (21_068, "Against"))
    ]
    root = drawn(figures_by_region.figure(both, unit="votes", phone=True), figures_by_region.PHONE_WIDTH)
    assert not texts_overlapping(root)
