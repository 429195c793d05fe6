"""Plotly draws the same figures as charts/svg.py: the same words, and every mark in the same place."""

import json
import re
from pathlib import Path

import pytest

from elections.charts import (
    claims_of_one_quantity,
    figures_by_region,
    figures_over_time,
    party_life,
    party_lineage,
    seats,
    share_over_time,
    side_by_side,
    timeline_of_votes,
    turnout_by_region,
    turnout_map,
    turnout_over_time,
    turnout_through_the_day,
    vote_shares,
)
from elections.charts.svg import PROPERTY
from elections.charts.themes import LIGHT
from elections.tests import chart_rows
from elections.tests.chart_checks import drawn, paths, words
from elections.tests.test_charts_of_parties import family_of, life_of, rows_of

PLOTLY = Path(__file__).parents[2] / "node_modules/plotly.js-basic-dist-min/plotly-basic.min.js"
PLACE = re.compile(r"translate\(([-\d.]+),([-\d.]+)\)")
FAMILIES = {
    "life": party_life,
    "family": party_lineage,
    "vote_shares": vote_shares,
    "day": turnout_through_the_day,
    "seats": seats,
    "dots": turnout_by_region,
    "tiles": turnout_by_region,
    "map": turnout_map,
    "claims": claims_of_one_quantity,
    "timeline": timeline_of_votes,
    "turnouts": turnout_over_time,
    "shares": share_over_time,
    "slopes": side_by_side,
    "figures": figures_over_time,
    "crowd": figures_over_time,
    "regions": figures_by_region,
}
THREE = ("kz-2007-mazhilis", "kz-2012-mazhilis", "kz-2021-mazhilis")
READ = """() => ({
  words: [...document.querySelectorAll('#plot text')].map(text =>
    [...(text.querySelectorAll('tspan.line').length ? text.querySelectorAll('tspan.line') : [text])]
      .map(line => line.textContent)).flat(),
  marks: [...document.querySelectorAll('#plot .scatterlayer .point')].map(point => {
    const box = point.getBoundingClientRect(), plot = document.querySelector('#plot').getBoundingClientRect();
    return [box.x + box.width / 2 - plot.x, box.y + box.height / 2 - plot.y];
  }),
  bars: [...document.querySelectorAll('#plot .barlayer .point path')].map(bar => bar.getBoundingClientRect().width),
})"""


def figures(phone):
    family = rows_of(family_of("kz", "kz-adilet"), "kz-adilet")
    kz = chart_rows.of_the_regions("kz-2021-mazhilis")
    return {
        "life": party_life.figure(life_of("kz", "kz-communist"), phone=phone),
        "family": party_lineage.figure(family, phone=phone),
        "vote_shares": vote_shares.figure(chart_rows.of_vote("kz-2012-mazhilis"), phone=phone),
        "day": turnout_through_the_day.figure(chart_rows.of_the_day("kz-2021-mazhilis"), phone=phone),
        "seats": seats.figure(chart_rows.of_the_seats("kz-2012-mazhilis"), seats_total=107, phone=phone),
        "dots": turnout_by_region.figure(kz, phone=phone),
        "tiles": turnout_by_region.tiles(kz, phone=phone),
        "map": turnout_map.figure(kz, chart_rows.geography("kz"), phone=phone),
        "claims": claims_of_one_quantity.figure(chart_rows.of_the_turnout("kz-2005-president"), phone=phone),
        "timeline": timeline_of_votes.figure(chart_rows.of_all_votes(), phone=phone),
        "turnouts": turnout_over_time.figure(chart_rows.of_all_turnouts(), phone=phone),
        "shares": share_over_time.figure(chart_rows.of_the_parties("kz"), phone=phone),
        "slopes": side_by_side.figure(
            chart_rows.side_by_side_of("kz", *THREE),
            [side_by_side.Election("Kazakhstan", each[3:7], each[3:7], each == THREE[1]) for each in THREE],
            phone=phone,
        ),
        "figures": figures_over_time.figure(chart_rows.figures_of_all_turnouts(), phone=phone),
        "crowd": figures_over_time.figure(chart_rows.figures_of_all_turnouts() * 20, phone=phone),
        "regions": figures_by_region.figure([*map(chart_rows.figure_of_region, kz)], phone=phone),
    }


@pytest.fixture(scope="module")
def sheet(browser):
    page = browser.new_page()
    page.set_content('<div id="plot"></div>')
    page.add_script_tag(path=str(PLOTLY))
    yield page
    page.close()


def drawn_by_plotly(sheet, figure, width):
    theme = LIGHT | chart_rows.tokens("kz")
    spec = json.loads(PROPERTY.sub(lambda found: theme[found[1]].replace('"', "'"), figure.to_json()))
    spec["layout"]["width"] = width
    sheet.evaluate("spec => Plotly.newPlot('plot', spec.data, spec.layout, {staticPlot: true})", spec)
    return sheet.evaluate(READ)


@pytest.mark.browser
@pytest.mark.skipif(not PLOTLY.exists(), reason="front-end packages are not installed")
@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("family", FAMILIES)
def test_plotly_takes_over_in_place(sheet, family, phone):
    figure = figures(phone)[family]
    width = FAMILIES[family].PHONE_WIDTH if phone else FAMILIES[family].WIDTH
    root = drawn(figure, width)
    theirs = drawn_by_plotly(sheet, figure, width)
    assert sorted(word for word in theirs["words"] if word.strip()) == sorted(
        word for word in words(root) if word.strip()
    )
    ours = [
        tuple(map(float, PLACE.fullmatch(path["transform"]).groups())) for path in paths(root) if "transform" in path
    ]
    assert len(ours) == len(theirs["marks"])
    unmatched = [mark for mark in ours if not any(near(mark, other) for other in theirs["marks"])]
    assert unmatched == []


def near(a, b):
    """Triangles are not centred on their point, so their boxes lie a little off."""
    return abs(a[0] - b[0]) < 1 and abs(a[1] - b[1]) < 3
