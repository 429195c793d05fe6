"""A plotly figure as static SVG, drawn on the server in milliseconds.

It knows the few kinds of trace and layout that the families use and raises CannotDraw for anything else. Colours stay
the figure's custom properties, as presentation attributes: one picture for light, dark and print, and nothing that a
strict Content-Security-Policy refuses. `standalone` resolves them for a file that stands alone.
"""

import re
from collections.abc import Mapping
from typing import Any

from elections.charts.drawing import traces
from elections.charts.drawing.axes import Axis, axes_of, gridlines, scale
from elections.charts.drawing.known import check_figure
from elections.charts.drawing.markup import CannotDraw, element, escape
from elections.charts.drawing.patterns import Patterns
from elections.charts.drawing.shapes import shape
from elections.charts.drawing.words import annotation

__all__ = ["CannotDraw", "draw", "standalone"]

NAMESPACE = "http://www.w3.org/2000/svg"
PROPERTY = re.compile(r"var\(--([a-z0-9-]+)\)")
DRAWERS = {"bar": traces.bars, "scatter": traces.scatter}

Box = tuple[float, float, float, float]


def draw(figure: Any, *, name: str, title: str, summary: str, width: int) -> str:
    """The figure, plotly's or as plain data, as one `<svg>` of so many pixels' width and the figure's own height.

    `name` is unique on its page and begins the ids in the picture; `title` is its accessible name, `summary` its
    description. Raises CannotDraw where the figure holds what is not drawn here.
    """
    spec: Mapping[str, Any] = figure if isinstance(figure, Mapping) else figure.to_plotly_json()
    check_figure(spec)
    layout = spec["layout"]
    height, margin = layout["height"], layout["margin"]
    plot = (margin["l"], margin["t"], width - margin["r"], height - margin["b"])
    if plot[0] >= plot[2] or plot[1] >= plot[3]:
        raise CannotDraw(f"a plot in {width} × {height} pixels: the margins leave no room")
    patterns = Patterns(name)
    body = "".join(parts(spec, axes_of(layout, plot), plot, patterns))
    frame = {
        "xmlns": NAMESPACE,
        "viewBox": f"0 0 {width} {height}",
        "width": width,
        "height": height,
        "role": "img",
        "aria-labelledby": f"{name}-title",
        "aria-describedby": f"{name}-summary",
        "font-family": layout["font"]["family"],
    }
    words = element("title", {"id": f"{name}-title"}, escape(title))
    words += element("desc", {"id": f"{name}-summary"}, escape(summary))
    return element("svg", frame, words, patterns.definitions(), body)


def parts(spec: Mapping[str, Any], axes: dict[str, Axis], plot: Box, patterns: Patterns) -> list[str]:
    """Everything of the picture from back to front, in plotly's order."""
    layout = spec["layout"]
    shapes = [(each.get("layer", "above"), shape(each, axes, plot)) for each in layout.get("shapes", ())]
    subplots: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for trace in spec["data"]:
        subplots.setdefault((trace.get("xaxis", "x"), trace.get("yaxis", "y")), []).append(trace)
    drawn = [markup for layer, markup in shapes if layer == "below"]
    for x, y in subplots:
        drawn += gridlines(axes[x], axes[y]) + gridlines(axes[y], axes[x])
    for (x, y), members in subplots.items():
        for kind in ("bar", "scatter"):
            for trace in members:
                if trace["type"] == kind:
                    drawn += DRAWERS[kind](trace, axes[x], axes[y], patterns)
    drawn += scales(subplots, axes)
    drawn += [markup for layer, markup in shapes if layer == "above"]
    return drawn + [annotation(note, axes, plot) for note in layout.get("annotations", ())]


def scales(subplots: Mapping[tuple[str, str], object], axes: dict[str, Axis]) -> list[str]:
    """Each axis once, at the axis it is anchored to."""
    used = {name: other for x, y in subplots for name, other in ((x, y), (y, x))}
    if missing := set(axes) - set(used):
        raise CannotDraw(f"the axes {', '.join(sorted(missing))} carry nothing")
    drawn = []
    for name, other in used.items():
        drawn += scale(axes[name], axes[axes[name].spec.get("anchor", other)])
    return drawn


def standalone(svg: str, theme: Mapping[str, str]) -> str:
    """The picture as a file of its own: colours and fonts of a theme (token -> value) and its paper behind it."""

    def resolved(found: re.Match[str]) -> str:
        if found[1] not in theme:
            raise CannotDraw(f"the theme has no {found[1]!r}")
        return escape(theme[found[1]])

    ground = element("rect", {"width": "100%", "height": "100%", "fill": "var(--paper)"})
    start = svg.index("</desc>") + len("</desc>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + PROPERTY.sub(resolved, svg[:start] + ground + svg[start:]) + "\n"
    )
