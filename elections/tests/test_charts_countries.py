"""The map of whole countries: borders between regions are gone, names and figures stand on it once."""

import json
from decimal import Decimal

import pytest

from elections.charts import turnout_of_countries
from elections.charts.geography import geography_of, signed_area
from elections.charts.outlines import together
from elections.charts.rows import NothingToDraw
from elections.tests.chart_checks import drawn, texts_overlapping, words
from elections.tests.fact_base import COUNTRIES, FACT_BASE

FIGURES = {"KZ": "63.25", "KG": "34.94", "TJ": "85.44", "TM": "98.7", "UZ": "80.42"}
NAMES = {"KZ": "Kazakhstan", "KG": "Kyrgyzstan", "TJ": "Tajikistan", "TM": "Turkmenistan", "UZ": "Uzbekistan"}


@pytest.fixture(scope="module")
def regions():
    files = [json.loads((FACT_BASE / "boundaries" / f"{each}.geojson").read_text("utf-8")) for each in COUNTRIES]
    return geography_of({"features": [feature for file in files for feature in file["features"]]})


@pytest.fixture(scope="module")
def countries(regions):
    areas = [region.area for region in regions.regions if region.rings]
    return together(regions, {code: [area for area in areas if area.startswith(f"{code}-")] for code in FIGURES})


def rows():
    return [
        turnout_of_countries.Row(code, NAMES[code], "Vote", "2021-01-10", Decimal(figure))
        for code, figure in FIGURES.items()
    ]


def test_a_country_is_as_large_as_its_regions_and_has_no_border_within(regions, countries):
    for country in countries.regions:
        own = [region for region in regions.regions if region.area.startswith(f"{country.area}-")]
        whole = sum(signed_area(ring) for ring in country.rings)
        assert whole == pytest.approx(sum(signed_area(ring) for region in own for ring in region.rings), rel=0.01)
        corners = sum(map(len, country.rings))
        assert corners < 0.7 * sum(len(ring) for region in own for ring in region.rings)


@pytest.mark.parametrize("phone", [False, True])
def test_every_country_has_its_name_and_figure(countries, phone):
    family = turnout_of_countries
    root = drawn(family.figure(rows(), countries, phone=phone), family.PHONE_WIDTH if phone else family.WIDTH)
    said = words(root)
    for code, figure in FIGURES.items():
        assert said.count(NAMES[code]) == 1 and said.count(f"{figure}\u202f%") == 1
    assert texts_overlapping(root) == []


def test_a_country_without_a_figure_is_hatched_and_none_at_all_is_no_picture(countries):
    root = drawn(turnout_of_countries.figure(rows()[:3], countries), turnout_of_countries.WIDTH)
    assert len([each for each in root.iter() if each.get("fill", "").startswith("url(#")]) == 2
    with pytest.raises(NothingToDraw):
        turnout_of_countries.figure([], countries)


def test_the_summary_names_both_ends():
    said = turnout_of_countries.summary(rows())
    assert said == "Printed turnout runs from 34.94\u202f% in Kyrgyzstan to 98.7\u202f% in Turkmenistan."
