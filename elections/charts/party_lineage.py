"""The family of a party as a tree, line by line: on top what it became last, below each those that came into it.

The lines of the tree are those of a nested list; triangles point the way of time, from a party to what it became.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from elections.charts import house, marks
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.text import cut, literal, plain
from elections.charts.votes import together

WIDTH, PHONE_WIDTH = 690, 358
LINE, PHONE_LINE = 50, 54
STEP, PHONE_STEP = 44, 24
EDGE = 14


@dataclass(frozen=True, slots=True)
class Row:
    """A party at its place in the tree; `above` is the place of the row, from 0, that it went into.

    `how` says by which event and when, and is empty for the top. `is_again`: it stands above already.
    """

    party: str
    name: str
    level: int
    above: int | None = None
    how: str = ""
    is_self: bool = False
    is_again: bool = False


@plotted
def figure(rows: Sequence[Row], *, phone: bool = False, language: Language = ENGLISH) -> Spec:
    """The picture, for WIDTH or PHONE_WIDTH pixels, whose axes count pixels. Raises NothingToDraw."""
    if len(rows) < 2:
        raise NothingToDraw("neither a predecessor nor a successor")
    wide, line = (PHONE_WIDTH, PHONE_LINE) if phone else (WIDTH, LINE)
    step = PHONE_STEP if phone else STEP
    step = min(step, (wide - 200) // max(1, *(row.level for row in rows)))
    height = line * len(rows)
    xs = [EDGE + step * row.level for row in rows]
    ys = [height - line * (place + 0.5) for place in range(len(rows))]
    layout: Spec = {
        "xaxis": house.axis(0, wide, anchor="y"),
        "yaxis": house.axis(0, height, anchor="x"),
        "annotations": [
            words for row, x, y in zip(rows, xs, ys, strict=True) for words in words_of(row, x, y, wide, language)
        ],
    }
    data = [branches(rows, xs, ys), arrows(rows, xs, ys), nodes(rows, xs, ys)]
    return house.figure(data, layout, height, {"l": 0, "r": 0, "t": 0, "b": 0})


def branches(rows: Sequence[Row], xs: Sequence[float], ys: Sequence[float]) -> Spec:
    """From each party down from the one above it and across: the way it went, backwards."""
    points = [
        point
        for row, x, y in zip(rows, xs, ys, strict=True)
        if row.above is not None
        for point in ((xs[row.above], ys[row.above]), (xs[row.above], y), (x, y), (None, None))
    ]
    return house.line_trace([x for x, _ in points], [y for _, y in points], {"color": "var(--ink-3)", "width": 1.6})


def arrows(rows: Sequence[Row], xs: Sequence[float], ys: Sequence[float]) -> Spec:
    """A triangle below each party that others went into, pointing at it."""
    reached = sorted({row.above for row in rows if row.above is not None})
    look = marks.stroke("triangle-up", 8, 0, "var(--ink-3)")
    return house.marks_trace([xs[place] for place in reached], [ys[place] - 15 for place in reached], look)


def nodes(rows: Sequence[Row], xs: Sequence[float], ys: Sequence[float]) -> Spec:
    look = together([mark_of(row) for row in rows])
    spec = house.marks_trace(list(xs), list(ys), look)
    return spec | {"customdata": (literal(f"{row.name} {row.how}".strip()) for row in rows)} | house.HOVER


def mark_of(row: Row) -> marks.Mark:
    if row.is_again:
        return marks.hollow("square" if row.is_self else "circle", 12, "var(--ink-3)")
    return marks.solid("square", 15) if row.is_self else marks.solid("circle", 12, "var(--ink-2)")


def words_of(row: Row, x: float, y: float, wide: float, language: Language) -> list[Spec]:
    """The name beside the mark, and under it how the party went into the one above."""
    room = wide - x - 16
    name = cut(plain(row.name), 14, room, bold=True)
    look: Spec = {"xanchor": "left", "xshift": 13}
    found = [
        label(
            f"<b>{literal(name)}</b>" if row.is_self else literal(name),
            x,
            y + (8 if row.how else 0),
            font={"size": 14, "color": marks.INK},
            **look,
        )
    ]
    if row.how:
        found.append(label(literal(cut(plain(row.how), house.SMALL, room)), x, y - 9, **look))
    return found


def key(rows: Sequence[Row], language: Language = ENGLISH) -> tuple[Key, ...]:
    found = [
        Key("square", language.gettext("this party")),
        Key("circle", language.gettext("another party"), "var(--ink-2)"),
    ]
    if again := [row for row in rows if row.is_again]:
        symbol = "square" if any(row.is_self for row in again) else "circle"
        found.append(Key(symbol, language.gettext("stands above already"), "var(--ink-3)", is_hollow=True))
    return (*found, Key("triangle-up", language.gettext("went into the party above"), "var(--ink-3)"))


def summary(rows: Sequence[Row], language: Language = ENGLISH) -> str:
    """One sentence: how many parties came into this one, and what it became."""
    own = next((place for place, row in enumerate(rows) if row.is_self), None)
    if own is None or len(rows) < 2:
        return language.gettext("No predecessor and no successor is on record.")
    before = {row.party for row in rows if own in above_of(rows, row)}
    after = dict.fromkeys(rows[place].name for row in rows if row.is_self for place in above_of(rows, row))
    parts = []
    if before:
        words = language.ngettext(
            "%(count)s party went into %(name)s",
            "%(count)s parties went into %(name)s, at once or by way of others",
            len(before),
        )
        parts.append(words % {"count": len(before), "name": rows[own].name})
    if after:
        words = language.gettext("%(name)s became, or went into, %(names)s")
        parts.append(words % {"name": rows[own].name, "names": language.listed(list(after))})
    return "; ".join(parts) + "."


def above_of(rows: Sequence[Row], row: Row) -> list[int]:
    """The places of all rows that a row went into, the nearest first."""
    found = []
    above = row.above
    while above is not None:
        found.append(above)
        above = rows[above].above
    return found


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """Every party as text: where it went and how."""
    g = language.gettext
    return Table(
        (g("Party"), g("Went into"), g("How")),
        tuple((row.name, "" if row.above is None else rows[row.above].name, row.how) for row in rows),
    )
