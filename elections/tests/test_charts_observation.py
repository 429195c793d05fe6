"""Verdicts, ratings of stages, findings by year and by region: real rows as they are, any rows drawn whole."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.charts import findings_by_year, findings_map, stage_assessments, text, verdicts_by_family
from elections.charts.rows import NothingToDraw
from elections.tests import chart_rows
from elections.tests.chart_checks import QUICK, drawn, rects, texts_overlapping, words

WIDE_OR_PHONE = pytest.mark.parametrize("phone", [False, True])
names = st.one_of(st.text(max_size=60), st.just("<b>Ұлттық</b> & " * 9), st.just("Мекеним Кыргызстан " * 6))
counts = st.integers(0, 5000)
shares = st.one_of(st.none(), st.just(Decimal(0)), st.just(Decimal("104")), st.decimals(0, 100, places=1))

FAMILIES = [
    ("osce_europe", "OSCE and Europe", {"positive": 1, "progress_but_short": 15, "fell_short": 18, "undemocratic": 3}),
    ("cis_sco", "CIS and SCO", {"positive": 27, "no_assessment": 1}),
]
VERDICTS = [verdicts_by_family.Row(key, name, word, n) for key, name, own in FAMILIES for word, n in own.items()]
RATINGS = [
    stage_assessments.Row("OSCE/ODIHR, OSCE PA", "counting", Decimal(42), None, 133),
    stage_assessments.Row("OSCE/ODIHR", "counting", Decimal(50), qualifier="lower_bound"),
    stage_assessments.Row("OSCE/ODIHR", "voting", None, Decimal(95)),
]


def drawn_or_nothing(make, family, phone):
    try:
        figure = make()
    except NothingToDraw:
        return None
    return drawn(figure, family.PHONE_WIDTH if phone else family.WIDTH)


@WIDE_OR_PHONE
def test_families_stand_apart_and_are_never_added(phone):
    root = drawn_or_nothing(lambda: verdicts_by_family.figure(VERDICTS, phone=phone), verdicts_by_family, phone)
    shown = words(root)
    assert {"OSCE and Europe", "CIS and SCO", "15", "18", "27"} <= set(shown) and "65" not in shown
    assert not texts_overlapping(root)
    assert verdicts_by_family.summary(VERDICTS) == (
        "OSCE and Europe: 1 positive, 36 naming shortcomings; CIS and SCO: 27 positive, 0 naming shortcomings."
    )


@WIDE_OR_PHONE
def test_a_bound_is_open_and_says_so(phone):
    root = drawn_or_nothing(lambda: stage_assessments.figure(RATINGS, phone=phone), stage_assessments, phone)
    shown = " ".join(words(root))
    assert "over 50" in shown and "of 133 observed" in shown
    bars = [each for each in rects(root) if each.get("stroke") == "var(--ink)"]
    assert sorted(each["fill"] for each in bars) == ["var(--ink)", "var(--paper)", "var(--paper)"]


@pytest.mark.parametrize("mission_type", ["LEOM", "EAM", "EET", "NAM"])
def test_a_format_without_observers_on_the_day_is_never_drawn_as_nought(mission_type):
    rows = [stage_assessments.Row("ODIHR", "voting", Decimal(0), None, 0, "", mission_type)]
    with pytest.raises(NothingToDraw):
        stage_assessments.figure(rows)
    assert "1 rating gives no percentage" in stage_assessments.summary(rows)
    both = [*RATINGS, *rows]
    assert len(stage_assessments.figure(both).data[0].x) == len(RATINGS)


def test_a_year_without_a_vote_is_a_gap_and_one_without_a_finding_a_cross():
    rows = [findings_by_year.Row(2005, 2, 3, 1, 0), findings_by_year.Row(2007, 1)]
    figure = findings_by_year.figure(rows)
    crosses = [trace for trace in figure.data if trace.mode == "markers"]
    assert [list(trace.x) for trace in crosses] == [[2007]]
    assert findings_by_year.summary(rows).startswith("4 findings of 3 votes; most of them about 2005 (4).")


@WIDE_OR_PHONE
def test_a_region_is_shaded_only_where_there_is_a_denominator(phone):
    rows = [
        findings_map.Row("KZ-PAV", "Pavlodar", 4, Decimal(3), 11),
        findings_map.Row("KZ-MAN", "Mangystau", 300),
        findings_map.Row("KZ-ALA", "Almaty city", 6),
        findings_map.Row("KZ-AST", "Astana", 6, Decimal(1), 3),
    ]
    figure = findings_map.figure(rows, chart_rows.geography("kz"), phone=phone)
    fills = {trace.text.split(":")[0]: trace.fillcolor for trace in figure.data if trace.fill == "toself"}
    assert fills["Pavlodar"].startswith("var(--seq-") and fills["Mangystau"] == "var(--rule)"
    discs = [trace.marker.color for trace in figure.data if trace.mode == "markers"]
    assert len(discs) == 2 and "var(--rule)" in discs and any("--seq-" in str(each) for each in discs)
    assert {"27.3\u202f%", "300"} <= set(words(drawn(figure, 358 if phone else 690)))
    assert findings_map.Row("KZ-PAV", "Pavlodar", 4, Decimal(3), 0).rate_pct is None
    assert findings_map.summary(rows).endswith("a rate can be given for 2 of them.")


@settings(QUICK, max_examples=30)
@given(
    st.lists(
        st.builds(
            verdicts_by_family.Row,
            family=st.sampled_from(["osce_europe", "cis_sco", "domestic"]),
            name=names,
            verdict=st.sampled_from(list(verdicts_by_family.LOOKS)),
            missions=counts,
        ),
        max_size=12,
    ),
    st.booleans(),
)
def test_any_verdicts_are_drawn_whole(rows, phone):
    drawn_or_nothing(lambda: verdicts_by_family.figure(rows, phone=phone), verdicts_by_family, phone)
    assert verdicts_by_family.summary(rows).endswith(".")
    assert len(verdicts_by_family.table(rows).rows) == sum(row.missions > 0 for row in rows)


@settings(QUICK, max_examples=30)
@given(
    st.lists(
        st.builds(
            stage_assessments.Row,
            name=names,
            stage=st.sampled_from(stage_assessments.STAGES),
            negative_pct=shares,
            positive_pct=shares,
            observed_n=st.one_of(st.none(), counts),
            qualifier=st.sampled_from(["", "lower_bound", "upper_bound", "about", "words"]),
            mission_type=st.sampled_from(["", "EOM", "LEOM", "EAM"]),
        ),
        max_size=10,
    ),
    st.booleans(),
)
def test_any_ratings_are_drawn_whole(rows, phone):
    drawn_or_nothing(lambda: stage_assessments.figure(rows, phone=phone), stage_assessments, phone)
    assert stage_assessments.summary(rows).endswith(".") and len(stage_assessments.table(rows).rows) == len(rows)


@settings(QUICK, max_examples=30)
@given(
    st.lists(
        st.builds(
            findings_by_year.Row,
            year=st.integers(1991, 2040),
            votes=st.integers(0, 9),
            serious=counts,
            concern=counts,
            info=counts,
        ),
        max_size=20,
        unique_by=lambda row: row.year,
    ),
    st.booleans(),
)
def test_any_years_are_drawn_whole(rows, phone):
    drawn_or_nothing(lambda: findings_by_year.figure(rows, phone=phone), findings_by_year, phone)
    assert findings_by_year.summary(rows).endswith(".") and len(findings_by_year.table(rows).rows) == len(rows)


def test_over_a_share_is_higher_than_the_share():
    half = [
        stage_assessments.Row("", "counting", Decimal(50), qualifier=word)
        for word in ("upper_bound", "", "lower_bound")
    ]
    for rows in (half, half[::-1]):
        assert "counting, over 50" in stage_assessments.summary(rows)


def test_ratings_of_one_mission_whose_page_names_it_name_nobody():
    rows = [stage_assessments.Row("", "counting", Decimal(25)), stage_assessments.Row("", "voting", Decimal(9))]
    told = stage_assessments.table(rows)
    assert told.header == ("Stage", "Negative, %", "Positive, %", "Places observed") and told.numeric == {1, 2, 3}
    assert all(len(row) == len(told.header) for row in told.rows)
    assert stage_assessments.summary(rows).startswith("The highest share rated negatively: counting, 25")


def test_no_line_of_a_label_on_a_phone_is_cut_by_the_ground_of_the_next():
    figure = stage_assessments.figure(RATINGS, phone=True)
    by_place = {}
    for note in figure.layout.annotations:
        by_place.setdefault(note.y, []).append(note)
    for name, below in by_place.values():
        tall = below.font.size * text.LINE + 2 * below.borderpad
        assert name.yshift >= below.yshift + tall - 1
