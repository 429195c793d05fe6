"""The colours of the pages: legible in both modes, said once, and nothing fetched from elsewhere."""

import re

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
TOKENS = (STATIC / "css" / "tokens.css").read_text("utf-8")
TEXT = ("ink", "ink-2", "ink-3", "accent", "turnout", "note", "fail", "gone")


def colours(selector: str) -> dict[str, str]:
    """The colours of the block that follows a selector and names the scheme of colours."""
    block = re.search(re.escape(selector) + r" \{\s+color-scheme: [^}]*\}", TOKENS)[0]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))


LIGHT = colours(":root")
DARK = colours(':root[data-theme="dark"]')


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_the_system_and_the_switch_give_the_same_dark():
    assert colours(':root:not([data-theme="light"])') == DARK
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", TEXT)
def test_text_is_legible_on_every_ground(scheme, name):
    for ground in ("paper", "surface", "sunk"):
        assert contrast(scheme[name], scheme[ground]) >= 4.5, f"{name} on {ground}"


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_banners_and_edges_of_controls_are_legible(scheme):
    assert contrast(scheme["ink"], scheme["note-soft"]) >= 4.5
    assert contrast(scheme["ink-2"], scheme["note-soft"]) >= 4.5
    assert contrast(scheme["rule-2"], scheme["paper"]) >= 3


def test_styles_and_scripts_fetch_nothing_and_name_colours_in_one_place():
    for path in [*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js")]:
        text = path.read_text("utf-8")
        assert not re.search(r"https?:|//[a-z]|@import|url\(", re.sub(r"// .*", "", text)), path.name
        if path.name not in ("tokens.css", "print.css"):
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b", text), path.name


def test_names_are_set_in_faces_that_have_their_letters():
    for face in ("Liberation", "Arimo", "Georgia"):
        assert face not in TOKENS


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("css/*.css")), ids=lambda path: path.name)
def test_no_rule_of_a_style_sheet_stands_twice(sheet):
    """A merge that keeps both sides leaves whole rules twice, and the second changes what stood between."""
    rules = [line for line in sheet.read_text(encoding="utf-8").splitlines() if re.match(r"[^ @/].*\{.*\}$", line)]
    assert sorted(rules) == sorted(set(rules))
