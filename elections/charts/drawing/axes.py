"""Axes: where a value lies in the picture, and the lines, ticks and words that say so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from elections.charts.dates import day_number
from elections.charts.drawing.markup import CannotDraw, dashes, element, number
from elections.charts.drawing.words import MIDDLE, lines_of, text

OUTSIDE = 1e-6
SLACK = 1.0


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of `spec`: the values `start` and `end` lie at the pixels `low` and `high`."""

    name: str
    spec: Mapping[str, Any]
    start: float
    end: float
    low: float
    high: float

    @property
    def is_x(self) -> bool:
        return self.name.startswith("x")

    @property
    def per_unit(self) -> float:
        return (self.high - self.low) / (self.end - self.start)

    def at(self, value: Any) -> float:
        """The pixel of a value."""
        place = self.all_at([value])[0]
        assert place is not None
        return place

    def all_at(self, values: Sequence[Any]) -> list[float | None]:
        """The pixels of values; None stays None. One beyond the ends would be drawn off the picture: an error."""
        number = float if self.spec["type"] == "linear" else self.number
        places = [None if value is None else number(value) for value in values]
        room = abs(self.end - self.start) * OUTSIDE
        low, high = min(self.start, self.end) - room, max(self.start, self.end) + room
        for place in places:
            if place is not None and not low <= place <= high:
                raise CannotDraw(f"{place:g} lies outside the {self.name} axis from {self.start:g} to {self.end:g}")
        per_unit, shift = self.per_unit, self.low - self.start * self.per_unit
        return [None if place is None else shift + place * per_unit for place in places]

    def number(self, value: Any) -> float:
        """A value of the axis' kind as a number: itself, a day's ordinal, the place of a category."""
        kind = self.spec["type"]
        if kind == "linear":
            return float(value)
        if kind == "date":
            return day_number(str(value))
        categories = list(self.spec["categoryarray"])
        if value not in categories:
            return float(value)
        return float(categories.index(value))


def axes_of(layout: Mapping[str, Any], plot: tuple[float, float, float, float]) -> dict[str, Axis]:
    """Every axis by its short name (x, y2). `plot` is left, top, right, bottom of the plotting area in pixels."""
    left, top, right, bottom = plot
    found: dict[str, Axis] = {}
    for key, spec in layout.items():
        if not key.startswith(("xaxis", "yaxis")):
            continue
        if spec.get("type") not in ("linear", "date", "category") or "range" not in spec:
            raise CannotDraw(f"layout.{key} needs its type (linear, date or category) and its range")
        name = key[0] + key[5:]
        low, high = spec.get("domain", (0, 1))
        span = (left, right) if name.startswith("x") else (bottom, top)
        pixels = [span[0] + part * (span[1] - span[0]) for part in (low, high)]
        blank = Axis(name, spec, 0, 1, pixels[0], pixels[1])
        start, end = (blank.number(value) for value in spec["range"])
        if start == end:
            raise CannotDraw(f"layout.{key} begins where it ends")
        found[name] = replace(blank, start=start, end=end)
    return anchored(found)


def anchored(axes: dict[str, Axis]) -> dict[str, Axis]:
    """Give two axes tied by `scaleanchor` the same pixels a unit, by widening the range of the roomier one."""
    for axis in list(axes.values()):
        other = axes.get(str(axis.spec.get("scaleanchor", "")))
        if other is None:
            continue
        least = min(abs(axis.per_unit), abs(other.per_unit))
        for tied in (axis, other):
            wide, middle = (tied.end - tied.start) * abs(tied.per_unit) / least, (tied.start + tied.end) / 2
            axes[tied.name] = replace(tied, start=middle - wide / 2, end=middle + wide / 2)
    return axes


def gridlines(axis: Axis, across: Axis) -> list[str]:
    """The gridlines of an axis over the whole of the axis it crosses."""
    spec = axis.spec
    if not spec.get("visible", True) or not spec.get("showgrid", True):
        return []
    style = {
        "stroke": spec["gridcolor"],
        "stroke-width": spec["gridwidth"],
        "stroke-dasharray": dashes(spec.get("griddash", "solid"), spec["gridwidth"]),
    }
    ends = number(across.low), number(across.high)
    lines = []
    for value in spec.get("tickvals", ()):
        place = number(axis.at(value))
        way = f"M{place},{ends[0]}V{ends[1]}" if axis.is_x else f"M{ends[0]},{place}H{ends[1]}"
        lines.append(element("path", {"d": way, "fill": "none"} | style))
    return lines


def scale(axis: Axis, other: Axis) -> list[str]:
    """The line, ticks and words of an axis at the end of the axis it is anchored to."""
    spec = axis.spec
    if not spec.get("visible", True):
        return []
    near = spec.get("side", "bottom" if axis.is_x else "left") in ("bottom", "left")
    edge = other.low if near else other.high
    drawn = [baseline(axis, edge)] if spec.get("showline") else []
    if spec.get("ticks") == "outside":
        drawn += tick_marks(axis, edge, near)
    if spec.get("showticklabels", True):
        drawn += tick_words(axis, edge, near)
    return drawn


def baseline(axis: Axis, edge: float) -> str:
    ends = number(axis.low), number(axis.high)
    way = f"M{ends[0]},{number(edge)}H{ends[1]}" if axis.is_x else f"M{number(edge)},{ends[0]}V{ends[1]}"
    style = {"stroke": axis.spec["linecolor"], "stroke-width": axis.spec["linewidth"]}
    return element("path", {"d": way, "fill": "none"} | style)


def tick_marks(axis: Axis, edge: float, near: bool) -> list[str]:
    spec = axis.spec
    if spec["tickcolor"] == "rgba(0,0,0,0)":
        return []
    away = spec["ticklen"] * (1 if near == axis.is_x else -1)
    style = {"stroke": spec["tickcolor"], "stroke-width": spec.get("tickwidth", 1), "fill": "none"}
    places = [number(axis.at(value)) for value in spec.get("tickvals", ())]
    if axis.is_x:
        return [element("path", {"d": f"M{place},{number(edge)}v{number(away)}"} | style) for place in places]
    return [element("path", {"d": f"M{number(edge)},{place}h{number(away)}"} | style) for place in places]


def tick_words(axis: Axis, edge: float, near: bool) -> list[str]:
    """The words at the ticks, as far from the axis as plotly sets them."""
    spec, font = axis.spec, axis.spec["tickfont"]
    size = font["size"]
    off = SLACK / 2 + (spec["ticklen"] + 0.2 * size if spec.get("ticks") == "outside" else 0)
    drawn = []
    for value, words in zip(spec.get("tickvals", ()), spec.get("ticktext", ()), strict=True):
        lines, place = lines_of(words, size), axis.at(value)
        if axis.is_x:
            y = edge + off + size if near else edge - off - 0.2 * size - (len(lines) - 1) * 1.3 * size
            drawn.append(text(lines, place, y, "middle", font))
        else:
            y = place + MIDDLE * size - (len(lines) - 1) * 0.65 * size
            x = edge - off if near else edge + off
            drawn.append(text(lines, x, y, "end" if near else "start", font))
    return drawn
