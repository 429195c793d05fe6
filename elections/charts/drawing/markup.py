"""SVG as text: elements, numbers and the one error of this package."""

import html
import math
import re
from collections.abc import Mapping

CLOSE = 1  # tenths of a pixel
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class CannotDraw(ValueError):
    """The figure asks for something that no static picture here can show."""


def number(value: float) -> str:
    """A length or place in pixels, to a tenth, which is less than anybody sees."""
    if not math.isfinite(value):
        raise CannotDraw(f"{value} is not a place in a picture")
    text = f"{value:.1f}"
    if text.endswith(".0"):
        return "0" if text == "-0.0" else text[:-2]
    return text


def escape(text: str) -> str:
    """Text as it may stand in an element or an attribute."""
    return html.escape(NOT_XML.sub("\ufffd", text))


def element(tag: str, attributes: Mapping[str, object], *children: str) -> str:
    """`<tag name="value">children</tag>`; None leaves an attribute out. Children are markup already."""
    given = "".join(f' {name}="{said(value)}"' for name, value in attributes.items() if value is not None)
    return f"<{tag}{given}>{''.join(children)}</{tag}>" if children else f"<{tag}{given}/>"


def said(value: object) -> str:
    return number(value) if isinstance(value, int | float) else escape(str(value))


def path(points: list[tuple[float, float]], closed: bool = False) -> str:
    """A line through the points as path data."""
    corners = "L".join(f"{number(x)},{number(y)}" for x, y in points)
    return f"M{corners}{'Z' if closed else ''}"


def ring_path(points: list[tuple[float, float]]) -> str:
    """A closed outline as short as it may be: steps of tenths of a pixel, without points that nobody can tell apart."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    (x, y), steps = tenths[0], []
    for a, b in tenths[1:]:
        if abs(a - x) + abs(b - y) >= CLOSE:
            steps.append(f"{tenth(a - x)},{tenth(b - y)}")
            x, y = a, b
    start = f"M{tenth(tenths[0][0])},{tenth(tenths[0][1])}"
    return f"{start}l{' '.join(steps)}z".replace(",-", "-") if steps else f"{start}z"


def tenth(value: int) -> str:
    """A whole number of tenths: 12 is 1.2, 5 is .5."""
    whole, rest = divmod(abs(value), 10)
    text = f"{whole or ''}.{rest}" if rest else str(whole)
    return f"-{text}" if value < 0 else text


def dashes(dash: str, width: float) -> str | None:
    """plotly's word for a dashed line as lengths."""
    unit = max(width, 3)
    words = {
        "solid": None,
        "dot": (unit, unit),
        "dash": (3 * unit, 3 * unit),
        "longdash": (5 * unit, 5 * unit),
        "dashdot": (3 * unit, unit, unit, unit),
    }
    if dash in words:
        lengths = words[dash]
        return ",".join(map(number, lengths)) if lengths else None
    if re.fullmatch(r"\d+px(,\d+px)*", dash):
        return dash.replace("px", "")
    raise CannotDraw(f"a dash {dash!r}")


def line_style(line: Mapping[str, object]) -> dict[str, object]:
    """The stroke of a plotly line: colour, width, dash."""
    width = line.get("width", 2)
    assert isinstance(width, int | float)
    return {
        "stroke": line["color"],
        "stroke-width": width,
        "stroke-dasharray": dashes(str(line.get("dash", "solid")), width),
    }
