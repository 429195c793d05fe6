"""Colours: legible on both papers, and the same in pictures that stand alone as on the pages."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.charts import svg, vote_shares
from elections.charts.colours import FALLBACKS, contrast, legible, lightness_chroma_hue, party_colours
from elections.charts.themes import DARK, FACES, LIGHT, THEMES
from elections.tests import chart_rows, fact_base

TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
PRINT = TOKENS.with_name("print.css")


@pytest.mark.parametrize("theme", THEMES.values())
def test_text_can_be_read_on_paper(theme):
    for name in ("ink", "ink-2", "ink-3", "turnout", "note", "fail", "gone"):
        assert contrast(theme[name], theme["paper"]) >= 4.5, name
    assert contrast(theme["rule-2"], theme["paper"]) >= 3
    for place in range(1, 7):
        ink = theme["seq-on-light" if place < 5 else "seq-on-dark"]
        assert contrast(theme[f"seq-{place}"], ink) >= 4.5, place


def test_the_themes_are_those_of_the_style_sheet():
    blocks = re.findall(r"\{([^{}]*)\}", TOKENS.read_text(encoding="utf-8"))
    declared = [dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", block)) for block in blocks]
    for theme in (LIGHT, DARK):
        first, *again = [block for block in declared if block.get("paper") == theme["paper"]]
        assert {name: first.get(name) for name in theme if name not in FACES} == {
            name: theme[name] for name in theme if name not in FACES
        }
        assert all(block == first for block in again), "the system's dark and the switch's dark are the same"
    assert declared[0]["sans"] == LIGHT["sans"] and declared[0]["serif"] == LIGHT["serif"]


def test_print_states_every_colour_that_pictures_need_on_white():
    declared = dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", PRINT.read_text(encoding="utf-8")))
    assert set(LIGHT) - set(FACES) <= set(declared)
    for place in range(1, 7):
        ink = declared["seq-on-light" if place < 5 else "seq-on-dark"]
        assert contrast(declared[f"seq-{place}"], ink) >= 4.5, place


@given(st.integers(0, 0xFFFFFF), st.sampled_from([LIGHT["paper"], DARK["paper"]]))
def test_any_colour_becomes_legible_and_keeps_its_hue(number, paper):
    colour = f"#{number:06x}"
    moved = legible(colour, paper)
    assert contrast(moved, paper) >= 3
    assert moved == colour or contrast(colour, paper) < 3


def test_a_pale_blue_stays_blue():
    before, after = lightness_chroma_hue("#a0d8ff"), lightness_chroma_hue(legible("#a0d8ff", LIGHT["paper"]))
    assert after[0] < before[0] and after[2] == pytest.approx(before[2], abs=0.12)


def test_parties_of_the_record_get_a_colour_each():
    own = [(row["party_id"], row["colour"]) for row in fact_base.table("kz", "parties")]
    tokens = party_colours(own, LIGHT["paper"])
    assert tokens["p-kz-nur-otan"] == legible("#1ca9c9", LIGHT["paper"]) != "#1ca9c9"
    assert all(contrast(colour, LIGHT["paper"]) >= 3 for colour in tokens.values())
    assert party_colours([("a", ""), ("b", "#000000"), ("c", "")], "#ffffff")["p-c"] == FALLBACKS[1]


@pytest.mark.parametrize("theme", THEMES)
def test_a_picture_stands_alone_in_each_theme(theme):
    figure = vote_shares.figure(chart_rows.of_vote("kz-2012-mazhilis"))
    markup = svg.draw(figure, name="n", title="t", summary="s", width=vote_shares.WIDTH)
    alone = svg.standalone(markup, THEMES[theme] | chart_rows.tokens("kz"))
    assert "var(" not in alone and THEMES[theme]["ink"] in alone
