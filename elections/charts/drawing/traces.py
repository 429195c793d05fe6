"""Bars and scatters: bars, filled shapes, lines with gaps, error bars and marks."""

from collections.abc import Iterator, Mapping
from typing import Any

from elections.charts.drawing.axes import Axis
from elections.charts.drawing.markup import CannotDraw, element, line_style, number, path, ring_path
from elections.charts.drawing.patterns import Patterns
from elections.charts.drawing.symbols import symbol

Trace = Mapping[str, Any]
Point = tuple[float, float]
MODES = ("lines", "markers", "lines+markers", "none")


def each(value: Any, place: int) -> Any:
    """A property that may be one for all or one for each."""
    return value[place] if isinstance(value, list | tuple) else value


def bars(trace: Trace, x: Axis, y: Axis, patterns: Patterns) -> list[str]:
    """Bars from zero. Each bar states its width in units of the axis it stands on; None is no bar."""
    along, across = (x, y) if trace.get("orientation") == "h" else (y, x)
    values, places = (trace["x"], trace["y"]) if along is x else (trace["y"], trace["x"])
    if "width" not in trace:
        raise CannotDraw("bars without a width")
    drawn = []
    for place, value in enumerate(values):
        if value is None:
            continue
        middle, half = across.at(places[place]), abs(across.per_unit) * each(trace["width"], place) / 2
        start, end = sorted((along.at(0), along.at(value)))
        box = (
            (start, middle - half, end - start, 2 * half)
            if along is x
            else (middle - half, start, 2 * half, end - start)
        )
        drawn.append(
            element(
                "rect", dict(zip(("x", "y", "width", "height"), box, strict=True)) | bar_look(trace, place, patterns)
            )
        )
    return drawn


def bar_look(trace: Trace, place: int, patterns: Patterns) -> dict[str, object]:
    marker = trace["marker"]
    fill = each(marker["color"], place)
    pattern = {name: each(value, place) for name, value in marker.get("pattern", {}).items()}
    look: dict[str, object] = {"fill": patterns.fill(pattern, fill) if pattern.get("shape") else fill}
    line = marker.get("line", {})
    if width := each(line.get("width", 0), place):
        look |= {"stroke": each(line["color"], place), "stroke-width": width}
    return look


def scatter(trace: Trace, x: Axis, y: Axis, patterns: Patterns) -> list[str]:
    """A scatter trace in plotly's order: fill, error bars, lines, marks."""
    mode = trace.get("mode")
    if mode not in MODES:
        raise CannotDraw(f"a scatter of mode {mode!r}")
    places = zip(x.all_at(trace["x"]), y.all_at(trace["y"]), strict=True)
    points = [None if a is None or b is None else (a, b) for a, b in places]
    drawn = filled(trace, points, patterns)
    drawn += whiskers(trace, "error_x", x, y) + whiskers(trace, "error_y", x, y)
    if "lines" in mode and trace.get("fill", "none") == "none":
        drawn += lines(trace, points)
    if "markers" in mode:
        drawn += marks(trace, points)
    opacity = trace.get("opacity", 1)
    return [element("g", {"opacity": opacity}, *drawn)] if drawn and opacity != 1 else drawn


def runs(points: list[Point | None]) -> Iterator[list[Point]]:
    """The points between gaps."""
    run: list[Point] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def filled(trace: Trace, points: list[Point | None], patterns: Patterns) -> list[str]:
    """A filled shape of one or more rings; its line, where it has one, is drawn with it."""
    fill = trace.get("fill", "none")
    if fill == "none":
        return []
    if fill != "toself":
        raise CannotDraw(f"the fill {fill!r}")
    rings = "".join(ring_path(run) for run in runs(points))
    pattern = trace.get("fillpattern", {})
    colour = patterns.fill(pattern, trace["fillcolor"]) if pattern.get("shape") else trace["fillcolor"]
    edge = trace["line"] if "lines" in trace["mode"] else {"width": 0}
    style = {"stroke-linejoin": "round"} | line_style(edge) if edge.get("width", 2) else {}
    return [element("path", {"d": rings, "fill": colour} | style)] if rings else []


def lines(trace: Trace, points: list[Point | None]) -> list[str]:
    """The line of a trace; a gap in the rows is a gap in the line."""
    line = trace["line"]
    if not line.get("width", 2):
        return []
    way = "".join(path(run) for run in runs(points) if len(run) > 1)
    style = {"d": way, "fill": "none", "stroke-linejoin": "round"} | line_style(line)
    return [element("path", style)] if way else []


def marks(trace: Trace, points: list[Point | None]) -> list[str]:
    marker = trace["marker"]
    line = marker.get("line", {})
    fades = isinstance(marker["size"], list | tuple) and "opacity" not in marker
    if fades or marker.get("opacity", 1) != 1:
        raise CannotDraw("marks of opacity other than 1; plotly fades marks of several sizes unless told not to")
    look = (marker["symbol"], marker["size"], marker["color"], line.get("width", 0), line.get("color"))
    drawn = []
    for place, point in enumerate(points):
        if point is not None:
            shape, size, colour, edge_width, edge = [each(value, place) for value in look]
            drawn.append(symbol(shape, size, colour, edge_width, edge, *point))
    return drawn


def whiskers(trace: Trace, name: str, x: Axis, y: Axis) -> list[str]:
    """Error bars in the units of their axis: `array` upwards, `arrayminus` downwards."""
    error = trace.get(name)
    if not error:
        return []
    if error.get("type") != "data":
        raise CannotDraw(f"{name} of type {error.get('type')!r}")
    ups = error["array"]
    downs = ups if error.get("symmetric", "arrayminus" not in error) else error["arrayminus"]
    style = {"stroke": error["color"], "stroke-width": error["thickness"], "fill": "none"}
    ways = []
    for a, b, up, down in zip(trace["x"], trace["y"], ups, downs, strict=True):
        if a is None or b is None or up is None or down is None or not (up or down):
            continue
        ways.append(
            whisker(x, a, y.at(b), down, up, error["width"], name == "error_x")
            if name == "error_x"
            else whisker(y, b, x.at(a), down, up, error["width"], False)
        )
    return [element("path", {"d": "".join(ways)} | style)] if ways else []


def whisker(along: Axis, value: Any, across: float, down: float, up: float, cap: float, flat: bool) -> str:
    middle = along.number(value)
    low, high = number(along.at(middle - down)), number(along.at(middle + up))
    c, place = number(cap), number(across)
    if flat:
        ends = "".join(f"M{end},{number(across - cap)}v{number(2 * cap)}" for end in (low, high)) if cap else ""
        return f"M{low},{place}H{high}{ends}"
    ends = "".join(f"M{number(across - cap)},{end}h{number(2 * cap)}" for end in (low, high)) if cap else ""
    return f"M{place},{low}V{high}{ends}" if c else f"M{place},{low}V{high}"
