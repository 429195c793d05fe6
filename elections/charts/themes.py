"""The colours and faces that pictures name, by theme, for a file that stands alone.

On a page the style sheet gives them; the values here are the same (a test compares them).
"""

from collections.abc import Mapping
from types import MappingProxyType

from elections.charts.colours import FALLBACKS, legible

SANS = '-apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif'
SERIF = 'ui-serif, "Noto Serif", "PT Serif", Cambria, "Times New Roman", "DejaVu Serif", serif'
FACES = {"sans": SANS, "serif": SERIF}


def house_colours(paper: str) -> dict[str, str]:
    """`party-1` …: what contenders are drawn in whose party has no colour of its own."""
    return {f"party-{place}": legible(colour, paper) for place, colour in enumerate(FALLBACKS, 1)}


LIGHT: Mapping[str, str] = MappingProxyType(
    FACES
    | {
        "paper": "#fbfaf7",
        "surface": "#ffffff",
        "ink": "#1a1c1f",
        "ink-2": "#494e56",
        "ink-3": "#666b73",
        "rule": "#dcd8cf",
        "rule-2": "#85837d",
        "turnout": "#2c6188",
        "note": "#8a5200",
        "fail": "#a1341a",
        "gone": "#6b6963",
        "hatch": "#c9c5bb",
        "seq-1": "#e4ebef",
        "seq-2": "#bdd0dc",
        "seq-3": "#8db0c6",
        "seq-4": "#5b8cab",
        "seq-5": "#2f668c",
        "seq-6": "#123f5e",
        "seq-on-light": "#1a1c1f",
        "seq-on-dark": "#ffffff",
    }
    | house_colours("#fbfaf7")
)
DARK: Mapping[str, str] = MappingProxyType(
    FACES
    | {
        "paper": "#16181b",
        "surface": "#1c1f23",
        "ink": "#eceae4",
        "ink-2": "#bfc1c3",
        "ink-3": "#989da3",
        "rule": "#363b41",
        "rule-2": "#7b8188",
        "turnout": "#84b6d8",
        "note": "#e6b45c",
        "fail": "#f2906c",
        "gone": "#8e9297",
        "hatch": "#4b5158",
        "seq-1": "#22303a",
        "seq-2": "#2b4658",
        "seq-3": "#356079",
        "seq-4": "#417a98",
        "seq-5": "#7db1ce",
        "seq-6": "#c4e0ef",
        "seq-on-light": "#ffffff",
        "seq-on-dark": "#16181b",
    }
    | house_colours("#16181b")
)
THEMES: Mapping[str, Mapping[str, str]] = {"light": LIGHT, "dark": DARK}
