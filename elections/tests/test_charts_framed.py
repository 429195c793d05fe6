"""A picture that stands alone says what it shows, what its marks mean and where it is from."""

from xml.etree import ElementTree

import pytest

from elections.charts import svg, turnout_by_region, turnout_map, vote_shares
from elections.charts.framed import Frame, framed
from elections.charts.keys import mark_svg
from elections.charts.marks import key_of_bases
from elections.charts.rows import Key
from elections.charts.themes import THEMES
from elections.tests import chart_rows
from elections.tests.chart_checks import SVG, texts_outside


def file_of(figure, width, key, theme):
    markup = svg.draw(figure, name="picture", title="t", summary="s", width=width)
    frame = Frame(
        "Kazakhstan: <Mazhilis> election, 15 January 2012", "A sentence. " * 30, key, ["Sources: " + "Kazinform, " * 40]
    )
    return framed(markup, (width, figure.layout.height), frame, THEMES[theme] | chart_rows.tokens("kz"))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("phone", [False, True])
def test_a_file_says_what_it_shows(theme, phone):
    rows = chart_rows.of_vote("kz-2012-mazhilis")
    width = vote_shares.PHONE_WIDTH if phone else vote_shares.WIDTH
    markup = file_of(vote_shares.figure(rows, phone=phone), width, vote_shares.key(rows), theme)
    assert "var(" not in markup and 'style="' not in markup
    root = ElementTree.fromstring(markup)
    said = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert "<Mazhilis>" in said and "exit poll" in said and "Sources: Kazinform" in said
    outer = list(root.findall(f"{SVG}text"))
    shell = ElementTree.Element("svg")
    for text in outer:
        text.set("text-anchor", "start")
        shell.append(text)
    assert texts_outside(shell, float(root.get("width")), float(root.get("height"))) == []


def test_every_mark_of_a_key_can_be_drawn():
    rows = chart_rows.of_the_regions("uz-2016-president")
    keys = [
        *turnout_by_region.key(rows),
        Key("struck", "annulled"),
        Key("bar", "first"),
        Key("triangle-up", "claim", is_hollow=True),
    ]
    assert turnout_map.key(rows) == turnout_by_region.key(rows)
    for place, entry in enumerate(keys):
        root = ElementTree.fromstring(mark_svg(entry, f"key-{place}"))
        assert root.get("aria-hidden") == "true" and len(root)
    assert 'id="key-6-hatch-1"' in mark_svg(keys[6], "key-6")


def test_final_and_preliminary_differ_in_the_key():
    final, preliminary = key_of_bases(["official_preliminary", "official_final"])
    assert (final.symbol, preliminary.symbol) == ("line-ns", "line-ns")
    assert mark_svg(final, "a") != mark_svg(preliminary, "a") and final.width > preliminary.width
