"""Lines and boxes that belong to no trace: thresholds, bands, strokes through what was annulled."""

from collections.abc import Mapping
from typing import Any

from elections.charts.drawing.axes import Axis
from elections.charts.drawing.markup import CannotDraw, element, line_style, path
from elections.charts.drawing.words import place


def shape(spec: Mapping[str, Any], axes: Mapping[str, Axis], plot: tuple[float, float, float, float]) -> str:
    """A line or a rectangle between two points."""
    x0, x1, y0, y1 = (place(spec, name, axes, plot) for name in ("x0", "x1", "y0", "y1"))
    look: dict[str, object] = {"opacity": spec["opacity"] if spec.get("opacity", 1) != 1 else None}
    line = spec.get("line", {"width": 0})
    if line.get("width", 2):
        look |= line_style(line)
    if spec["type"] == "line":
        return element("path", {"d": path([(x0, y0), (x1, y1)]), "fill": "none"} | look)
    if spec["type"] == "rect":
        box = {"x": min(x0, x1), "y": min(y0, y1), "width": abs(x1 - x0), "height": abs(y1 - y0)}
        return element("rect", box | {"fill": spec.get("fillcolor", "none")} | look)
    raise CannotDraw(f"a shape of type {spec['type']!r}")
