"""The six classes of turnout on maps and tiles, and how a figure is written on them."""

from collections.abc import Sequence
from decimal import Decimal

from elections.charts.language import ENGLISH, Language, rounded
from elections.charts.rows import Key
from elections.wording import NARROW

EDGES = (50, 60, 70, 80, 90)
DARK_FROM = 4
HATCH = {
    "shape": "/",
    "fgcolor": "var(--hatch)",
    "bgcolor": "var(--paper)",
    "size": 7,
    "solidity": 0.3,
    "fillmode": "replace",
}


def class_of(turnout: Decimal, edges: Sequence[int] = EDGES) -> int:
    """0 to 5: how many edges a turnout reaches."""
    return sum(turnout >= edge for edge in edges)


def fill_of(turnout: Decimal) -> str:
    return f"var(--seq-{class_of(turnout) + 1})"


def ink_on(turnout: Decimal) -> str:
    """The colour of text on the class of a turnout."""
    return "var(--seq-on-dark)" if class_of(turnout) >= DARK_FROM else "var(--seq-on-light)"


def short(turnout: Decimal, language: Language = ENGLISH) -> str:
    """One decimal, rounded half up."""
    return language.number(rounded(turnout, 1))


def key(turnouts: Sequence[Decimal | None], language: Language = ENGLISH) -> tuple[Key, ...]:
    """The classes with their edges, and the hatching where a figure is missing."""
    unit = f"{NARROW}%"
    words = [language.gettext("under %(share)s") % {"share": EDGES[0]}]
    words += [f"{low}–{high}" for low, high in zip(EDGES, EDGES[1:], strict=False)]
    words += [language.gettext("%(share)s and over") % {"share": f"{EDGES[-1]}{unit}"}]
    found = [Key("area", text, f"var(--seq-{place + 1})") for place, text in enumerate(words)]
    if None in turnouts:
        found.append(Key("hatch", language.gettext("not published"), "var(--hatch)"))
    return tuple(found)
