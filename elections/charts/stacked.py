"""Parts of a whole, one beside the other in a bar: boxes with a look each, and their counts where there is room."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from elections.charts import classes, house, marks
from elections.charts.house import Spec, label
from elections.charts.language import Language
from elections.charts.text import width


@dataclass(frozen=True, slots=True)
class Look:
    """How one part is drawn: its fill, the ink on it, and whether it is hatched."""

    fill: str
    ink: str
    is_hatched: bool = False


PLAIN = Look(marks.PAPER, marks.INK)
HATCHED = Look(marks.PAPER, marks.INK, is_hatched=True)


def shade(step: int) -> Look:
    """One of the six steps of the sequence, with an ink that can be read on it."""
    return Look(f"var(--seq-{step})", "var(--seq-on-dark)" if step > classes.DARK_FROM else "var(--seq-on-light)")


def box(x: tuple[float, float], y: tuple[float, float], look: Look, words: str) -> Spec:
    """A rectangle with an edge in ink; `words` are told on hover."""
    (left, right), (low, high) = x, y
    edge = {"color": marks.INK, "width": 1}
    spec = house.line_trace([left, right, right, left, left], [low, low, high, high, low], edge)
    spec |= {"fill": "toself", "hoveron": "fills", "hoverinfo": "text", "text": words, "fillcolor": look.fill}
    return spec | ({"fillpattern": classes.HATCH} if look.is_hatched else {})


def count_in(
    number: int, middle: tuple[Any, float], room: tuple[float, float], look: Look, language: Language
) -> list[Spec]:
    """The count in its box, where so many pixels hold it."""
    words = language.number(number)
    if width(words, house.SMALL) + 4 > room[0] or room[1] < house.SMALL + 2:
        return []
    ground: Mapping[str, Any] = {"bgcolor": marks.PAPER} if look.is_hatched else {}
    return [label(words, *middle, font={"size": house.SMALL, "color": look.ink}, **ground)]
