"""Borders thinned for a map: near where they were, and the same for both neighbours."""

import pytest

from elections.charts.geography import Geography, Region, to_edge
from elections.charts.thinning import thinned
from elections.tests import chart_rows
from elections.tests.fact_base import COUNTRIES

OFF = 4.0  # kilometres


@pytest.mark.parametrize("country", COUNTRIES)
def test_borders_stay_where_they_were_with_fewer_corners(country):
    geography = chart_rows.geography(country)
    found = thinned(geography, OFF)
    assert found.keys() == geography.by_area.keys()
    before = after = 0
    for region in geography.regions:
        corners = [point for ring in found[region.area] for point in ring]
        assert set(corners) <= {point for ring in region.rings for point in ring}
        kept = [ring for ring in region.rings if set(ring) & set(corners)]
        before, after = before + sum(map(len, region.rings)), after + len(corners)
        for ring in kept:
            thin = next(each for each in found[region.area] if set(each) <= set(ring))
            edges = list(zip(thin, thin[1:] + thin[:1], strict=True))
            assert max(min(to_edge(point, *edge) for edge in edges) for point in ring) <= OFF
    assert after < 0.8 * before


def test_neighbours_share_the_border_that_is_left():
    border = ((0.0, 10.0), (1.0, 9.0), (0.0, 8.0), (0.1, 5.0), (0.0, 0.0))
    west = Region("W", (((-9.0, 0.0), (-9.0, 10.0), *border),))
    east = Region("E", (((9.0, 10.0), (9.0, 0.0), *border[::-1]),))
    found = thinned(Geography((west, east)), 0.5)
    assert set(found["W"][0]) == {(-9.0, 0.0), (-9.0, 10.0), (0.0, 10.0), (1.0, 9.0), (0.0, 8.0), (0.0, 0.0)}
    assert set(found["E"][0]) & set(border) == set(found["W"][0]) & set(border)


def test_the_last_ring_of_an_area_stays():
    speck = Region("S", (((0.0, 0.0), (0.1, 0.0), (0.0, 0.1)),))
    assert thinned(Geography((speck,)), 5.0)["S"] == speck.rings
