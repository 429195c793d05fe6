"""The look that all pictures share: axes, gridlines, labels and the figure around them."""

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from elections.charts.language import Language
from elections.charts.plotted import Spec as Spec
from elections.charts.plotted import without_none
from elections.wording import NARROW

SANS, SERIF = "var(--sans)", "var(--serif)"
SMALL, BODY = 12.5, 13.5
THRESHOLD_DASH = "4px,3px"
CLEAR = "rgba(0,0,0,0)"
GRID = {"gridcolor": "var(--rule)", "gridwidth": 1}


def figure(data: Sequence[Spec], layout: Spec, height: int, margin: Mapping[str, float]) -> Spec:
    """A figure of the house as plotly's data and layout: no template, nothing that moves or zooms.

    `margin` holds l, r, t, b in pixels. Axes of the layout come from `axis`.
    """
    axes = [name for name in layout if name.startswith(("xaxis", "yaxis"))]
    base: Spec = {
        "font": {"family": SANS, "size": 13, "color": "var(--ink)"},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "height": height,
        "margin": {side: round(margin[side]) for side in "lrtb"} | {"pad": 0},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "barmode": "overlay",
        "hoverlabel": {
            "bgcolor": "var(--surface)",
            "bordercolor": "var(--ink)",
            "font": {"family": SANS, "size": 13, "color": "var(--ink)"},
            "align": "left",
        },
    }
    assert axes, "a figure of the house states its axes"
    given = {name: part for name, part in layout.items() if part != []}  # no shapes, no annotations
    return {"data": without_none(list(data)), "layout": without_none(base | given)}


def axis(start: float | str, end: float | str, ticks: Mapping[Any, str] | None = None, **more: Any) -> Spec:
    """An axis from `start` to `end` with its ticks as place -> words. No line, no zero line, no zoom.

    Gridlines stand at the ticks unless `showgrid=False`. Without ticks the axis is invisible.
    """
    spec: Spec = {
        "type": "linear",
        "range": [start, end],
        "visible": bool(ticks),
        "tickmode": "array",
        "tickvals": list(ticks or ()),
        "ticktext": list((ticks or {}).values()),
        "tickfont": {"size": SMALL, "color": "var(--ink-2)"},
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": CLEAR,
        "tickwidth": 1,
        "tickangle": 0,
        "showgrid": bool(ticks),
        "showline": False,
        "linewidth": 1,
        "zeroline": False,
        "fixedrange": True,
        "automargin": False,
    }
    return spec | GRID | more


def shares_axis(language: Language, highest: float = 100, **more: Any) -> Spec:
    """An axis of per cent from 0 to 100; it ends higher only where a figure does."""
    end = 100.0 if highest <= 100 else highest * 1.02
    return axis(0, end, share_ticks(language, highest), **more)


def share_ticks(language: Language, highest: float = 100) -> dict[float, str]:
    """0, 25, 50, 75, 100 %, or as few round places up to a figure far above 100. The unit stands on the last."""
    step = 25 if highest < 150 else int(step_for(highest, 4))
    ticks = {float(place): language.number(place) for place in range(0, max(100, int(highest)) + 1, step)}
    ticks = {place: words for place, words in ticks.items() if place <= 100 or highest >= 150}
    ticks[max(ticks)] += f"{NARROW}%"
    return ticks


def step_for(span: float, most: int) -> Decimal:
    """A round step (1, 2 or 5 times a power of ten) that divides a span into at most so many pieces."""
    if not span > 0:
        return Decimal(1)
    power = Decimal(10) ** math.floor(math.log10(span / most))
    return next((power * m for m in (1, 2, 5) if float(power) * m * most >= span), power * 10)


def label(words: str, x: Any, y: Any, **more: Any) -> Spec:
    """Words beside a mark. `words` are plotly's text: escape what a source wrote with `text.literal`."""
    font = {"size": SMALL, "color": "var(--ink-2)"} | more.pop("font", {})
    spec: Spec = {"text": words, "x": x, "y": y, "xref": "x", "yref": "y", "showarrow": False, "borderpad": 1}
    return spec | {"borderwidth": 0, "xanchor": "center", "yanchor": "middle", "font": font} | more


def heading(words: str, x: Any, y: Any, **more: Any) -> Spec:
    """The title of a panel, above it."""
    font = {"size": 13, "color": "var(--ink)"}
    return label(
        f"<b>{words}</b>", x, y, xref="paper", yref="paper", xanchor="left", yanchor="bottom", font=font, **more
    )


def rule(x0: Any, y0: Any, x1: Any, y1: Any, **more: Any) -> Spec:
    """A straight line; `line` holds colour, width and dash."""
    line = {"color": "var(--ink-2)", "width": 1, "dash": "solid"} | more.pop("line", {})
    spec: Spec = {"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "xref": "x", "yref": "y", "layer": "above"}
    return spec | {"line": line} | more


def value(figure: Decimal | int | None) -> float | None:
    """A printed figure as a number to draw; None stays None, a gap."""
    return None if figure is None else float(figure)


HOVER: Spec = {"hovertemplate": "%{customdata}<extra></extra>", "hoverinfo": None}


def line_trace(xs: Sequence[Any], ys: Sequence[Any], line: Mapping[str, Any], x: str = "x", y: str = "y") -> Spec:
    """A line; None in the rows is a gap in it."""
    spec: Spec = {"type": "scatter", "mode": "lines", "x": list(xs), "y": list(ys), "connectgaps": False}
    return spec | {"line": {"dash": "solid", **line}, "hoverinfo": "skip", "xaxis": x, "yaxis": y}


def marks_trace(xs: Sequence[Any], ys: Sequence[Any], mark: Mapping[str, Any], x: str = "x", y: str = "y") -> Spec:
    """Marks of one look. For words on hover add `customdata` and HOVER."""
    spec: Spec = {"type": "scatter", "mode": "markers", "x": list(xs), "y": list(ys), "marker": dict(mark)}
    return spec | {"hoverinfo": "skip", "xaxis": x, "yaxis": y}
