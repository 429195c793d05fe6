"""Every vote of the record in every family that fits it, at both widths: drawn, nothing cut off or overlapping."""

import pytest

from elections.charts import (
    claims_of_one_quantity,
    seats,
    share_over_time,
    turnout_by_region,
    turnout_map,
    turnout_over_time,
    turnout_through_the_day,
    vote_shares,
)
from elections.charts.rows import NothingToDraw
from elections.tests import chart_rows, fact_base
from elections.tests.chart_checks import drawn, texts_overlapping


def look_at(family, make, phone, width=None):
    """Draw a picture and look it over; no picture where there are no rows."""
    try:
        figure = make()
    except NothingToDraw:
        return
    root = drawn(figure, family.PHONE_WIDTH if phone else width or family.WIDTH)
    assert texts_overlapping(root) == [], family.__name__


@pytest.mark.parametrize("phone", [False, True], ids=["page", "phone"])
@pytest.mark.parametrize("election", sorted(fact_base.elections()))
def test_a_vote_is_drawn(election, phone):
    facts, results, _, _ = fact_base.elections()[election]
    for part in sorted({row.part for row in results}):
        rows = chart_rows.claims_or_none(election, part)
        look_at(
            vote_shares,
            lambda rows=rows: vote_shares.figure(rows, threshold_pct=facts.threshold_pct, phone=phone),
            phone,
        )
    if any(row.seats is not None for row in chart_rows.national(election)):
        own = chart_rows.of_the_seats(election)
        look_at(seats, lambda: seats.figure(own, seats_total=facts.seats_total, phone=phone), phone)
    regions, geography = chart_rows.of_the_regions(election), chart_rows.geography(election[:2])
    look_at(turnout_by_region, lambda: turnout_by_region.figure(regions, phone=phone), phone)
    look_at(turnout_by_region, lambda: turnout_by_region.tiles(regions, phone=phone), phone)
    look_at(turnout_map, lambda: turnout_map.figure(regions, geography, phone=phone), phone)
    day, claims = chart_rows.of_the_day(election), chart_rows.of_the_turnout(election)
    look_at(turnout_through_the_day, lambda: turnout_through_the_day.figure(day, phone=phone), phone)
    look_at(claims_of_one_quantity, lambda: claims_of_one_quantity.figure(claims, phone=phone), phone)


@pytest.mark.parametrize("phone", [False, True], ids=["page", "phone"])
@pytest.mark.parametrize("country", fact_base.COUNTRIES)
def test_a_country_is_drawn_over_time(country, phone):
    votes = chart_rows.of_all_turnouts(country)
    wide = turnout_over_time.ONE_WIDTH
    look_at(
        turnout_over_time,
        lambda: turnout_over_time.figure(votes, include_annulled=True, phone=phone),
        phone,
        wide,
    )
    for kind in ("parliamentary", "presidential", "referendum"):
        rows = chart_rows.of_the_parties(country, kind)
        look_at(
            share_over_time,
            lambda rows=rows: share_over_time.figure(rows, include_annulled=True, phone=phone),
            phone,
        )
