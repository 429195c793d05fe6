"""Small multiples: panels of the same size and scales, side by side or, on a phone, one below the other."""

from collections.abc import Mapping, Sequence
from typing import Any

from elections.charts import house
from elections.charts.house import Spec
from elections.charts.text import cut, literal, plain

COUNTRIES = ("KZ", "KG", "TJ", "TM", "UZ")
SIDE_ROOM, STACK_ROOM = 1000, 250


def domains(count: int, gap: float) -> list[tuple[float, float]]:
    """So many equal parts of 0 to 1 with gaps between them, from the left or from below."""
    part = (1 - gap * (count - 1)) / count
    starts = [place * (part + gap) for place in range(count)]
    return [(round(start, 6), min(1.0, round(start + part, 6))) for start in starts]


def named(title: str, room: float) -> str:
    """A title as plotly's text, no longer than its panel."""
    return literal(cut(plain(title), 13, room, bold=True))


def axis_names(place: int) -> tuple[str, str]:
    """x and y, x2 and y2, ... of the panel at a place from 0."""
    suffix = "" if place == 0 else str(place + 1)
    return f"x{suffix}", f"y{suffix}"


def layout_key(name: str) -> str:
    """x2 is `xaxis2` in a layout."""
    return f"{name[0]}axis{name[1:]}"


def side_by_side(titles: Sequence[str], x: Mapping[str, Any], y: Mapping[str, Any], gap: float = 0.035) -> Spec:
    """Axes and titles of panels in a row; only the first has words on its y axis."""
    found: Spec = {"annotations": []}
    for place, (title, (low, high)) in enumerate(zip(titles, domains(len(titles), gap), strict=True)):
        x_name, y_name = axis_names(place)
        found[layout_key(x_name)] = {**x, "domain": [low, high], "anchor": y_name}
        found[layout_key(y_name)] = {**y, "anchor": x_name, "showticklabels": place == 0}
        found["annotations"].append(house.heading(named(title, SIDE_ROOM / len(titles)), low, 1, yshift=7))
    return found


def stacked(
    titles: Sequence[str], x: Mapping[str, Any], y: Mapping[str, Any], gap: float, room: float = STACK_ROOM
) -> Spec:
    """Axes and titles of panels in a column, the first on top; only the last has words on its x axis.

    `room` is what a title may take, in pixels.
    """
    found: Spec = {"annotations": []}
    parts = domains(len(titles), gap)[::-1]
    for place, (title, (low, high)) in enumerate(zip(titles, parts, strict=True)):
        x_name, y_name = axis_names(place)
        is_last = place == len(titles) - 1
        found[layout_key(x_name)] = {**x, "anchor": y_name, "showticklabels": is_last}
        found[layout_key(y_name)] = {**y, "domain": [low, high], "anchor": x_name}
        found["annotations"].append(house.heading(named(title, room), 0, high, yshift=7))
    return found


def years(first: str, last: str, every: int) -> tuple[str, str, dict[str, str]]:
    """A date axis around two dates: its start, its end and the ticks at each nth first of January."""
    start, end = int(first[:4]), int(last[:4]) + 1
    ticks = {f"{year}-01-01": str(year) for year in range(start, end + 1, every)}
    return f"{start - 1}-08-01", f"{end}-06-01", ticks
