"""The key of a picture: each entry's mark as a small inline SVG for a page, or as part of a file that stands alone."""

from elections.charts.classes import HATCH
from elections.charts.drawing.markup import element
from elections.charts.drawing.patterns import Patterns
from elections.charts.drawing.symbols import STROKES, symbol
from elections.charts.marks import PAPER
from elections.charts.rows import Key

SIZE = 16
MIDDLE = SIZE / 2


def mark_of(entry: Key, name: str) -> str:
    """The mark in a square of SIZE pixels from 0,0. `name` begins the id of a pattern and is unique on its page."""
    if entry.symbol in ("bar", "area"):
        tall = 6 if entry.symbol == "bar" else 12
        box = {"x": 1, "y": MIDDLE - tall / 2, "width": 14, "height": tall}
        return element("rect", {**box, "fill": entry.colour})
    if entry.symbol == "hatch":
        patterns = Patterns(name)
        look = {"stroke": entry.colour, "fill": patterns.fill(HATCH, PAPER)}
        return patterns.definitions() + element("rect", {"x": 1, "y": 2, "width": 14, "height": 12, **look})
    if entry.symbol == "struck":
        stroke = {"d": "M2,15L14,1", "stroke": entry.colour, "stroke-width": 1.6, "fill": "none"}
        return plain_mark("circle", entry) + element("path", stroke)
    return plain_mark(entry.symbol, entry)


def plain_mark(shape: str, entry: Key) -> str:
    """A symbol as the picture draws it: filled, hollow on paper, or of strokes."""
    is_stroke = shape in STROKES
    if entry.is_hollow and not is_stroke:
        return symbol(shape, entry.size, PAPER, 1.7, entry.colour, MIDDLE, MIDDLE)
    return symbol(shape, entry.size, entry.colour, entry.width if is_stroke else 0, entry.colour, MIDDLE, MIDDLE)


def mark_svg(entry: Key, name: str) -> str:
    """The mark as an `<svg>` to stand before its words; hidden from screen readers, which read the words."""
    frame = {"viewBox": f"0 0 {SIZE} {SIZE}", "width": SIZE, "height": SIZE, "aria-hidden": "true"}
    return element("svg", frame, mark_of(entry, name))
