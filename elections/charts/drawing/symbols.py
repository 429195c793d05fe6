"""The marks: plotly's symbols as path data around the point 0,0."""

from functools import lru_cache
from math import sqrt

from elections.charts.drawing.markup import CannotDraw, element, number

STROKES = ("line-ns", "line-ew", "x-thin", "cross-thin")


def outline(symbol: str, r: float) -> str:
    """The path of a symbol of radius r, as plotly draws it."""
    n = number
    if symbol == "circle":
        return f"M{n(r)},0A{n(r)},{n(r)} 0 1,1 0,{n(-r)}A{n(r)},{n(r)} 0 0,1 {n(r)},0Z"
    if symbol == "square":
        return f"M{n(r)},{n(r)}H{n(-r)}V{n(-r)}H{n(r)}Z"
    if symbol == "diamond":
        d = n(r * 1.3)
        return f"M{d},0L0,{d}L-{d},0L0,-{d}Z"
    if symbol == "cross":
        a, c = n(r * 1.2), n(r * 0.4)
        return f"M{a},{c}H{c}V{a}H-{c}V{c}H-{a}V-{c}H-{c}V-{a}H{c}V-{c}H{a}Z"
    if symbol in ("triangle-up", "triangle-down"):
        t, half = r * 2 / sqrt(3), r / 2
        way = 1 if symbol == "triangle-up" else -1
        return f"M{n(-t)},{n(way * half)}H{n(t)}L0,{n(-way * r)}Z"
    if symbol == "line-ns":
        return f"M0,{n(r * 1.4)}V{n(-r * 1.4)}"
    if symbol == "line-ew":
        return f"M{n(r * 1.4)},0H{n(-r * 1.4)}"
    if symbol == "x-thin":
        return f"M{n(r)},{n(r)}L{n(-r)},{n(-r)}M{n(r)},{n(-r)}L{n(-r)},{n(r)}"
    if symbol == "cross-thin":
        a = n(r * 1.4)
        return f"M0,{a}V-{a}M{a},0H-{a}"
    raise CannotDraw(f"the symbol {symbol!r}")


def symbol(shape: str, size: float, colour: str, edge_width: float, edge: str | None, x: float, y: float) -> str:
    """One mark at a point in pixels."""
    before, after = around(shape, size, colour, edge_width, edge)
    return f"{before}{number(x)},{number(y)}{after}"


@lru_cache(maxsize=1024)
def around(shape: str, size: float, colour: str, edge_width: float, edge: str | None) -> tuple[str, str]:
    """The element of a mark of one look, before and after the point at which it stands: a picture has thousands."""
    look: dict[str, object] = {"fill": "none" if shape in STROKES else colour}
    if edge_width:
        look |= {"stroke": edge, "stroke-width": edge_width}
    before, after = element("path", {"d": outline(shape, size / 2), "transform": "translate()"} | look).split("()")
    return f"{before}(", f"){after}"
