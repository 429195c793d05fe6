"""Vote shares: what is drawn is what was claimed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.charts import vote_shares
from elections.charts.rows import NothingToDraw
from elections.charts.vote_shares import PHONE_WIDTH, WIDTH, Row, figure, key, summary, table
from elections.tests import chart_rows
from elections.tests.chart_checks import QUICK, drawn, paths, rects, texts_overlapping, words

BASES = ("official_final", "official_preliminary", "exit_poll", "opposition_claim", "observer_estimate", "computed")


def row(contender="a", share="50", first=True, **more) -> Row:
    known = {"name": contender.upper(), "colour": f"var(--p-{contender})", "votes": None, "share_of": ""}
    share_pct = None if share is None else Decimal(share)
    return Row(
        contender=contender, share_pct=share_pct, is_shown_first=first, **(known | {"basis": "official_final"} | more)
    )


def bars(root, *colours):
    return [rect for rect in rects(root) if rect["fill"] in colours]


DRAWN = 0.11  # pixels: two places that are each drawn to the nearest tenth


def widths(election, **more):
    rows = chart_rows.of_vote(election)
    root = drawn(figure(rows, **more), WIDTH)
    shown = {each.contender: each for each in rows if each.is_shown_first}
    return [
        (float(each.drawn_pct), float(bar["width"]))
        for each in shown.values()
        for bar in rects(root)
        if bar["fill"] == each.colour and each.drawn_pct is not None
    ]


def test_bars_are_as_long_as_their_shares():
    drawn_bars = widths("kz-2012-mazhilis", threshold_pct=Decimal(7))
    assert len(drawn_bars) == 7
    scale = drawn_bars[0][1] / drawn_bars[0][0]
    assert all(length == pytest.approx(share * scale, abs=DRAWN) for share, length in drawn_bars)


def test_the_threshold_stands_at_its_share():
    root = drawn(figure(chart_rows.of_vote("kz-2012-mazhilis"), threshold_pct=Decimal(7)), WIDTH)
    [line] = [path for path in paths(root) if path.get("stroke-dasharray") == "4,3"]
    grid = [path["d"] for path in paths(root) if path.get("stroke") == "var(--rule)" and "V" in path["d"]][:5]
    zero, hundred = (float(path[1:].split(",")[0]) for path in (grid[0], grid[4]))
    assert float(line["d"][1:].split(",")[0]) == pytest.approx(zero + 0.07 * (hundred - zero), abs=DRAWN)
    assert "7\u202f% threshold" in words(root)


def test_the_scale_ends_at_100_or_at_a_higher_figure():
    low = drawn(figure([row(share="30")]), WIDTH)
    high = drawn(figure([row(share="104.5")]), WIDTH)
    assert float(bars(low, "var(--p-a)")[0]["width"]) * 100 / 30 > float(bars(high, "var(--p-a)")[0]["width"])
    assert "104.5" in words(high)


def test_an_annulled_result_is_hollow_and_struck():
    rows = chart_rows.of_vote("kg-2020-jogorku-kenesh")
    root = drawn(figure(rows, is_annulled=True, threshold_pct=Decimal(7)), WIDTH)
    colours = {each.colour for each in rows}
    assert not [rect for rect in rects(root) if rect["fill"] in colours]
    hollow = [rect for rect in rects(root) if rect.get("stroke") == "var(--gone)"]
    assert len(hollow) == 17 and {rect["fill"] for rect in hollow} == {"var(--paper)"}
    [strokes] = [
        p
        for p in paths(root)
        if p.get("stroke") == "var(--gone)" and p["d"].count("M") == 17 and "L" in p["d"] and p["stroke-width"] == "1.6"
    ]
    assert strokes
    assert summary(rows, is_annulled=True).startswith("Annulled: Birimdik")


def test_unknown_is_a_cross_and_words_and_never_a_bar():
    root = drawn(figure([row("a", "60"), row("b", None)]), WIDTH)
    assert len(bars(root, "var(--p-a)", "var(--p-b)")) == 1
    assert "not published" in words(root)


def test_zero_is_zero():
    root = drawn(figure([row("a", "60"), row("b", "0.00")]), WIDTH)
    assert [bar["width"] for bar in bars(root, "var(--p-b)")] == ["0"] and "0.00" in words(root)


def test_a_share_of_seats_is_never_drawn_as_votes():
    root = drawn(figure([row("a", "60", share_of="seats"), row("b", "30")]), WIDTH)
    assert not bars(root, "var(--p-a)") and "60" not in words(root)


def test_shares_of_different_wholes_are_not_subtracted():
    first, other = row("a", "60", share_of="valid"), row("a", "55", False, share_of="registered", basis="exit_poll")
    assert not key([first, other])[2:]
    assert [entry.words for entry in key([first, replace(other, share_of="")])[2:]] == ["exit poll"]


def test_a_bound_is_hollow_and_said():
    root = drawn(figure([row("a", "95", qualifier="lower_bound")]), WIDTH)
    assert "over 95" in words(root)
    assert not bars(root, "var(--p-a)")


def test_a_computed_share_is_hollow_crossed_and_not_bold():
    rows = [row("a", None, votes=95, computed_share_pct=Decimal("95.0"), computed_share_of="listed")]
    root = drawn(figure(rows), WIDTH)
    assert not bars(root, "var(--p-a)") and "95.0" in words(root)
    assert key(rows)[-1].symbol == "x-thin"
    assert table(rows).rows[0][2:4] == ("95.0, computed", "of the votes listed")


def test_each_claim_is_a_mark_at_its_difference():
    rows = [row("a", "50"), row("a", "48", False, basis="exit_poll"), row("a", "51", False, basis="opposition_claim")]
    fig = figure(rows)
    found = {trace.marker.symbol: trace.x for trace in fig.data if trace.type == "scatter" and trace.mode == "markers"}
    assert found == {"circle": (-2.0,), "triangle-up": (1.0,)}
    assert summary(rows) == "A has 50\u202f% (official, final); its 3 claims lie between 48 and 51\u202f%."


@pytest.mark.parametrize(
    "election", ["kz-2012-mazhilis", "kg-2020-jogorku-kenesh", "kz-2005-president", "tm-2007-president"]
)
@pytest.mark.parametrize("phone", [False, True])
def test_real_elections_are_drawn(election, phone):
    rows = chart_rows.of_vote(election)
    root = drawn(figure(rows, phone=phone, threshold_pct=Decimal(7)), PHONE_WIDTH if phone else WIDTH)
    assert texts_overlapping(root) == []
    assert len(table(rows).rows) == len(rows)


def test_no_rows_is_said():
    with pytest.raises(NothingToDraw):
        figure([])


names = st.one_of(
    st.text(max_size=120), st.just("<b>Ұлттық</b> & " * 9), st.just("Коммунистік " * 12), st.just("W" * 200)
)
shares = st.one_of(
    st.none(),
    st.just(Decimal(0)),
    st.just(Decimal("104")),
    st.decimals(0, 100, places=2),
    st.just(Decimal("123456.78")),
)
claims = st.builds(
    Row,
    contender=st.sampled_from("abcdefg"),
    name=names,
    colour=st.just("var(--p-a)"),
    votes=st.one_of(st.none(), st.integers(0, 10**12)),
    share_pct=shares,
    share_of=st.sampled_from(["", "valid", "cast", "registered", "seats"]),
    basis=st.sampled_from(BASES),
    is_shown_first=st.booleans(),
    claimant=names,
    qualifier=st.sampled_from(["", "lower_bound", "upper_bound", "about", "words"]),
    margin_pct=st.one_of(st.none(), st.decimals(0, 50, places=1)),
    as_of=st.sampled_from(["", "2012", "2012-01", "2012-01-16"]),
    computed_share_pct=shares,
    computed_share_of=st.sampled_from(["valid", "listed"]),
)


@settings(QUICK, max_examples=40)
@given(st.lists(claims, min_size=1, max_size=12), st.booleans(), st.booleans())
def test_any_rows_are_drawn_whole(rows, is_annulled, phone):
    made = vote_shares.figure(rows, threshold_pct=Decimal(5), is_annulled=is_annulled, phone=phone)
    drawn(made, PHONE_WIDTH if phone else WIDTH)
    assert summary(rows).endswith(".") and len(table(rows).rows) == len(rows)
