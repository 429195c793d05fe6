"""What every family hands out beside its figure, and the errors they share."""

from dataclasses import dataclass


class NothingToDraw(ValueError):
    """There are no rows: a page shows an empty state with its reason instead of a picture."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as text. Column 0 is the row's header; `numeric` names the columns that are set right."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the key above a plot: a mark by its plotly symbol, hollow or filled, its colour, and the words.

    `width` is that of its strokes and `size` its own, in pixels.
    """

    symbol: str
    words: str
    colour: str = "var(--ink)"
    is_hollow: bool = False
    width: float = 2.4
    size: float = 10
