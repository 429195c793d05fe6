"""Party colours that can be read on paper and in the dark: same hue, moved in lightness (OKLCH) until 3:1.

The conversion is Björn Ottosson's OKLab (2020); contrast is that of WCAG 2.
"""

from collections.abc import Iterable, Mapping
from math import atan2, cbrt, cos, hypot, sin

FALLBACKS = ("#8c5a2b", "#5b6b2f", "#7a4e9a", "#2f6f73", "#a0446a", "#6a6d73")
LEAST_CONTRAST = 3.0
STEP = 0.01

Channels = tuple[float, float, float]


def channels(colour: str) -> Channels:
    """`#1ca9c9` as linear red, green and blue from 0 to 1."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def hexadecimal(linear: Channels) -> str:
    """Linear channels as `#rrggbb`; what lies outside the gamut is cut off at its edge."""
    held = (min(1.0, max(0.0, part)) for part in linear)
    shown = (part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in held)
    return "#" + "".join(f"{round(part * 255):02x}" for part in shown)


def lightness_chroma_hue(colour: str) -> Channels:
    r, g, b = channels(colour)
    long = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, hypot(a, b), atan2(b, a)


def from_lightness_chroma_hue(lightness: float, chroma: float, hue: float) -> str:
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return hexadecimal(
        (
            4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
        )
    )


def contrast(a: str, b: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    brighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def legible(colour: str, paper: str) -> str:
    """The colour itself, or the nearest lightness of its hue with enough contrast to the paper."""
    if contrast(colour, paper) >= LEAST_CONTRAST:
        return colour
    lightness, chroma, hue = lightness_chroma_hue(colour)
    way = -STEP if luminance(paper) > 0.18 else STEP
    while 0 < lightness < 1:
        lightness += way
        moved = from_lightness_chroma_hue(lightness, chroma, hue)
        if contrast(moved, paper) >= LEAST_CONTRAST:
            return moved
    return "#000000" if way < 0 else "#ffffff"


def party_colours(parties: Iterable[tuple[str, str]], paper: str) -> Mapping[str, str]:
    """Tokens `p-<id>` and colours for (id, own colour or empty), given in a fixed order that keeps each its colour."""
    found, unnamed = {}, 0
    for party, own in parties:
        colour = own.lower() or FALLBACKS[unnamed % len(FALLBACKS)]
        unnamed += not own
        found[f"p-{party}"] = legible(colour, paper)
    return found
