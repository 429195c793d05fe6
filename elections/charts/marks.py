"""The marks of the record, once: which shape a basis, a kind of vote or a party has in every picture."""

from collections.abc import Iterable
from typing import Any

from elections.charts.language import ENGLISH, Language, order_of
from elections.charts.rows import Key

INK = "var(--ink)"
PAPER = "var(--paper)"
GONE = "var(--gone)"

Mark = dict[str, Any]


def solid(symbol: str, size: float, colour: str = INK) -> Mark:
    """A filled mark with a thin edge of paper, so that marks that touch stay apart."""
    return {"symbol": symbol, "size": size, "color": colour, "line": {"width": 1, "color": PAPER}}


def hollow(symbol: str, size: float, colour: str = INK, width: float = 1.7) -> Mark:
    """A mark in outline. It is filled with paper, so that no line shows through."""
    return {"symbol": symbol, "size": size, "color": PAPER, "line": {"width": width, "color": colour}}


def stroke(symbol: str, size: float, width: float, colour: str = INK) -> Mark:
    """A mark made of strokes: `line-ns`, `line-ew`, `x-thin`."""
    return {"symbol": symbol, "size": size, "color": colour, "line": {"width": width, "color": colour}}


BY_BASIS: dict[str, Mark] = {
    "official_final": stroke("line-ns", 12, 3.6),
    "official_preliminary": stroke("line-ns", 12, 1.6),
    "parallel_count": solid("diamond", 10),
    "observer_estimate": hollow("diamond", 9),
    "exit_poll": hollow("circle", 9),
    "opposition_claim": hollow("triangle-up", 10),
    "party_claim": hollow("triangle-down", 10),
    "computed": stroke("x-thin", 8, 1.8),
}
BY_KIND = {"presidential": "circle", "parliamentary": "square", "referendum": "cross"}
BY_PLACE = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "6px,2px,2px,2px")
NOT_PUBLISHED = stroke("x-thin", 6, 1.4, "var(--ink-3)")


def in_colour(mark: Mark, colour: str) -> Mark:
    """The same mark in another colour: its fill where it is filled, its line where it is hollow or of strokes."""
    is_hollow = mark["color"] == PAPER
    is_stroke = mark["symbol"].startswith(("line", "x-thin"))
    fill = PAPER if is_hollow else colour
    edge = colour if is_hollow or is_stroke else PAPER
    return {**mark, "color": fill, "line": {**mark["line"], "color": edge}}


def symbol_of(place: int) -> str:
    """The shape of the nth party of a picture."""
    return BY_PLACE[place % len(BY_PLACE)]


def dash_of(place: int) -> str:
    """The line of the nth party of a picture; shapes and lines repeat together only after many."""
    return DASHES[(place + place // len(DASHES)) % len(DASHES)]


def key_of_bases(bases: Iterable[str], language: Language = ENGLISH) -> tuple[Key, ...]:
    """A key of the marks in use, in the order in which claims are shown."""
    used = sorted(set(bases), key=order_of)
    return tuple(
        Key(mark["symbol"], language.basis(basis), is_hollow=mark["color"] == PAPER, width=mark["line"]["width"])
        for basis in used
        for mark in [BY_BASIS[basis]]
    )
