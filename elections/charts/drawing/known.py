"""Which properties of a figure the drawing reads or may pass over. Anything else is an error, not a silent gap."""

from collections.abc import Mapping
from typing import Any

from elections.charts.drawing.markup import CannotDraw

LINE = {"color", "width", "dash"}
FONT = {"family", "size", "color"}
PATTERN = {"shape", "fgcolor", "bgcolor", "size", "solidity", "fillmode"}
ERROR = {"type", "array", "arrayminus", "symmetric", "color", "thickness", "width", "visible"}
SPOKEN = {"name", "text", "hovertemplate", "hoverinfo", "hoveron", "customdata", "meta", "ids", "showlegend", "uid"}

Known = Mapping[str, Any]


def some(*groups: set[str], **nested: Any) -> Known:
    return {name: None for group in groups for name in group} | nested


TRACES: Mapping[str, Known] = {
    "bar": some(
        SPOKEN,
        {"type", "orientation", "x", "y", "width", "base", "offset", "xaxis", "yaxis", "cliponaxis"},
        marker=some({"color"}, line=some({"color", "width"}), pattern=some(PATTERN)),
    ),
    "scatter": some(
        SPOKEN,
        {"type", "mode", "x", "y", "xaxis", "yaxis", "connectgaps", "fill", "fillcolor", "cliponaxis", "opacity"},
        line=some(LINE),
        fillpattern=some(PATTERN),
        marker=some({"symbol", "size", "color", "opacity"}, line=some({"color", "width"})),
        error_x=some(ERROR),
        error_y=some(ERROR),
    ),
}
AXIS = some(
    {"type", "range", "domain", "anchor", "side", "visible", "tickmode", "tickvals", "ticktext", "ticks", "ticklen"},
    {"tickcolor", "tickwidth", "tickangle", "showticklabels", "showgrid", "gridcolor", "gridwidth", "griddash"},
    {"showline", "linecolor", "linewidth", "zeroline", "fixedrange", "automargin", "categoryarray", "categoryorder"},
    {"scaleanchor", "scaleratio"},
    tickfont=some(FONT),
)
LAYOUT = some(
    {"height", "width", "paper_bgcolor", "plot_bgcolor", "showlegend", "dragmode", "hovermode", "hoverlabel"},
    {"barmode", "annotations", "shapes", "meta"},
    font=some(FONT),
    margin=some({"l", "r", "t", "b", "pad"}),
)
ANNOTATION = some(
    {"text", "x", "y", "xref", "yref", "xanchor", "yanchor", "xshift", "yshift", "align", "showarrow", "bgcolor"},
    {"borderpad", "borderwidth", "name", "hovertext", "captureevents"},
    font=some(FONT),
)
SHAPE = some(
    {"type", "x0", "x1", "y0", "y1", "xref", "yref", "layer", "fillcolor", "opacity", "name"},
    line=some(LINE),
)
# What plotly would otherwise do by itself, and the drawing would have to guess.
MUST_BE = {
    "showlegend": False,
    "automargin": False,
    "zeroline": False,
    "tickmode": "array",
    "tickangle": 0,
    "showarrow": False,
    "barmode": "overlay",
    "borderwidth": 0,
    "connectgaps": False,
    "categoryorder": "array",
    "scaleratio": 1,
    "base": None,
    "offset": None,
}


def check(spec: Mapping[str, Any], known: Known, where: str) -> None:
    """Raise CannotDraw for a property that is not known, or one that must have another value."""
    for name, value in spec.items():
        if name not in known:
            raise CannotDraw(f"{where}.{name} is not drawn here")
        if name in MUST_BE and value != MUST_BE[name]:
            raise CannotDraw(f"{where}.{name} must be {MUST_BE[name]!r}, not {value!r}")
        if known[name] is not None and value is not None:
            check(value, known[name], f"{where}.{name}")


def check_figure(figure: Mapping[str, Any]) -> None:
    """Check traces, layout, axes, annotations and shapes of a figure as `to_plotly_json` gives it."""
    for place, trace in enumerate(figure["data"]):
        if trace["type"] not in TRACES:
            raise CannotDraw(f"a trace of type {trace['type']!r}")
        check(trace, TRACES[trace["type"]], f"data[{place}]")
    layout = figure["layout"]
    axes = {name: spec for name, spec in layout.items() if name.startswith(("xaxis", "yaxis"))}
    check({name: spec for name, spec in layout.items() if name not in axes}, LAYOUT, "layout")
    for name, spec in axes.items():
        check(spec, AXIS, f"layout.{name}")
    for place, note in enumerate(layout.get("annotations", ())):
        check(note, ANNOTATION, f"layout.annotations[{place}]")
    for place, shape in enumerate(layout.get("shapes", ())):
        check(shape, SHAPE, f"layout.shapes[{place}]")
