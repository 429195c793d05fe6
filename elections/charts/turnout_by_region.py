"""Turnout by region, as a grid of equal tiles where the country has one, or as a dot plot.

Tiles give a small city the same room as a steppe. What is not published is hatched on tiles and a cross in the plot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from elections.charts import classes, house, marks
from elections.charts.house import Spec, label, rule
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.text import cut, literal, paragraph, plain, widest, width, wrapped
from elections.charts.tiles import GRIDS, Cell

WIDTH, PHONE_WIDTH = 690, 358
TILE_HEIGHT, PHONE_TILE_HEIGHT, GAP = 74, 58, 0.03
FEWEST_ACROSS = 5
ROW_HEIGHT, PHONE_ROW = 24, 38
NAME_ROOM, PHONE_NAME_ROOM = 190, 280


@dataclass(frozen=True, slots=True)
class Row:
    """The turnout (per cent) of one area by the claim shown first; None where it is not published."""

    area: str
    name: str
    turnout_pct: Decimal | None
    basis: str = "official_preliminary"
    claimant: str = ""
    qualifier: str = ""


def has_tiles(rows: Sequence[Row]) -> bool:
    """Whether a grid has a place for any of these areas."""
    return any(row.area in GRIDS.get(row.area[:2], {}) for row in rows)


@plotted
def tiles(rows: Sequence[Row], *, phone: bool = False, language: Language = ENGLISH) -> Spec:
    """One tile an area, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw where no area has a tile.

    An area of the grid without a row is left out; one with a row and no figure is hatched.
    """
    placed = [(GRIDS[row.area[:2]][row.area], row) for row in rows if row.area in GRIDS.get(row.area[:2], {})]
    if not placed:
        raise NothingToDraw("no area has a tile")
    across = max(FEWEST_ACROSS, *(cell[0] + 1 for cell, _ in placed))
    down = max(cell[1] for cell, _ in placed) + 1
    data = [tile(cell, row, language) for cell, row in placed]
    wide = (PHONE_WIDTH if phone else WIDTH) / across
    notes = [note for cell, row in placed for note in tile_words(cell, row, wide, phone, language)]
    layout: Spec = {
        "annotations": notes,
        "xaxis": house.axis(0, across, anchor="y"),
        "yaxis": house.axis(down, 0, anchor="x"),
    }
    height = down * (PHONE_TILE_HEIGHT if phone else TILE_HEIGHT)
    return house.figure(data, layout, height, dict.fromkeys("lrtb", 0))


def tile(cell: Cell, row: Row, language: Language) -> Spec:
    """The square of a tile in the colour of its class, or hatched."""
    x, y = cell
    low, high = GAP / 2, 1 - GAP / 2
    spec = house.line_trace(
        [x + low, x + high, x + high, x + low, x + low],
        [y + low, y + low, y + high, y + high, y + low],
        {"color": "var(--hatch)", "width": 1 if row.turnout_pct is None else 0},
    )
    spec |= {"fill": "toself", "hoveron": "fills", "hoverinfo": "text", "text": hover(row, language)}
    if row.turnout_pct is None:
        return spec | {"fillcolor": marks.PAPER, "fillpattern": classes.HATCH}
    return spec | {"fillcolor": classes.fill_of(row.turnout_pct)}


def tile_words(cell: Cell, row: Row, wide: float, phone: bool, language: Language) -> list[Spec]:
    """Name above, figure below; on hatching both on paper."""
    x, y = cell[0] + GAP, cell[1]
    size = 12 if phone else house.SMALL
    name = paragraph(wrapped(row.name, size, wide - (6 if phone else 12), lines=2))
    look: Spec = {"xanchor": "left", "align": "left", "xshift": 1 if phone else 4}
    if row.turnout_pct is None:
        look |= {"bgcolor": marks.PAPER}
        figure, colour = "–", "var(--ink-3)"
    else:
        figure = language.qualified(classes.short(row.turnout_pct, language), row.qualifier)
        colour = classes.ink_on(row.turnout_pct)
    size_of_number = 12.5 if phone else 16
    figure = literal(cut(figure, size_of_number, wide - 12, bold=True))
    number = {"size": size_of_number, "color": colour}
    return [
        label(name, x, y + 0.04, yanchor="top", font={"size": size, "color": colour}, **look),
        label(f"<b>{figure}</b>", x, y + 0.94, yanchor="bottom", font=number, **look),
    ]


def hover(row: Row, language: Language) -> str:
    return f"{literal(row.name)}: {turnout_words(row, language)}"


def turnout_words(row: Row, language: Language) -> str:
    if row.turnout_pct is None:
        return language.gettext("not published")
    return language.qualified(language.percent(row.turnout_pct), row.qualifier)


@plotted
def figure(
    rows: Sequence[Row],
    *,
    national_pct: Decimal | None = None,
    phone: bool = False,
    language: Language = ENGLISH,
) -> Spec:
    """A dot plot from 0 to 100 per cent, highest first, the whole country as a line. Raises NothingToDraw."""
    if not rows:
        raise NothingToDraw("no turnout of any region")
    ordered = sorted(rows, key=lambda row: -(row.turnout_pct if row.turnout_pct is not None else Decimal(-1)))
    places = list(range(len(ordered) - 1, -1, -1))
    highest = max([100.0, float(national_pct or 0), *(float(row.turnout_pct or 0) for row in ordered)])
    names = [literal(cut(plain(row.name), 13, 280 if phone else NAME_ROOM)) for row in ordered]
    ends = (-0.6, len(ordered) - (0.1 if phone else 0.4))
    layout: Spec = {
        "annotations": dot_words(ordered, places, names, highest, phone, language)
        + national_words(national_pct, ends[1], language),
        "shapes": [] if national_pct is None else [national_line(national_pct, ends)],
        "xaxis": house.shares_axis(language, highest, anchor="y"),
        "yaxis": house.axis(
            *ends,
            dict(zip(places, names, strict=True)),
            anchor="x",
            showticklabels=not phone,
            tickfont={"size": 13, "color": marks.INK},
        ),
    }
    half = widest(list(house.share_ticks(language, highest).values()), house.SMALL) / 2
    figures = widest([turnout_words(row, language) for row in ordered], house.SMALL)
    left = max(half, 8 if phone else widest([plain(row.name)[:40] for row in ordered], 13))
    margin = {"l": min(left, NAME_ROOM) + 12, "r": max(half, 0 if phone else figures) + 12, "t": 24, "b": 30}
    return house.figure(
        dots(ordered, places, language), layout, len(rows) * (PHONE_ROW if phone else ROW_HEIGHT) + 54, margin
    )


def dots(rows: Sequence[Row], places: Sequence[int], language: Language) -> list[Spec]:
    """A dot where there is a figure (hollow for a bound), a cross on the baseline where there is none."""
    found = []
    sorts = ((marks.solid("circle", 9, "var(--turnout)"), True), (marks.hollow("circle", 8, "var(--turnout)"), False))
    for mark, exact in sorts:
        own = [
            (y, row)
            for y, row in zip(places, rows, strict=True)
            if row.turnout_pct is not None and exact == (not row.qualifier)
        ]
        if own:
            spec = house.marks_trace([house.value(row.turnout_pct) for _, row in own], [y for y, _ in own], mark)
            found.append(spec | {"customdata": (hover(row, language) for _, row in own)} | house.HOVER)
    absent = [y for y, row in zip(places, rows, strict=True) if row.turnout_pct is None]
    if absent:
        found.append(house.marks_trace([0] * len(absent), absent, marks.NOT_PUBLISHED))
    return found


def dot_words(
    rows: Sequence[Row], places: Sequence[int], names: Sequence[str], highest: float, phone: bool, language: Language
) -> list[Spec]:
    found = []
    for y, row, name in zip(places, rows, names, strict=True):
        words = literal(turnout_words(row, language))
        if phone:
            above: Spec = {"yanchor": "bottom", "yshift": 5, "bgcolor": marks.PAPER}
            room = PHONE_NAME_ROOM - width(turnout_words(row, language), house.SMALL)
            name = literal(cut(plain(row.name), house.SMALL, room))
            found.append(label(name, 0, y, xanchor="left", **above))
            found.append(label(words, highest, y, xanchor="right", **above))
        else:
            x = float(row.turnout_pct) if row.turnout_pct is not None else 0
            found.append(label(words, x, y, xanchor="left", xshift=9, bgcolor=marks.PAPER))
    return found


def national_line(turnout: Decimal, ends: tuple[float, float]) -> Spec:
    line = {"color": "var(--ink-2)", "dash": house.THRESHOLD_DASH}
    return rule(float(turnout), ends[0], float(turnout), ends[1], line=line, layer="below")


def national_words(turnout: Decimal | None, top: float, language: Language) -> list[Spec]:
    if turnout is None:
        return []
    words = language.gettext("whole country %(turnout)s") % {"turnout": language.percent(turnout)}
    side = "right" if turnout > 50 else "left"
    return [label(literal(words), float(turnout), top, xanchor=side, yanchor="bottom")]


def key(rows: Sequence[Row], language: Language = ENGLISH) -> tuple[Key, ...]:
    """The classes of tiles and map."""
    return classes.key([row.turnout_pct for row in rows], language)


def summary(rows: Sequence[Row], language: Language = ENGLISH) -> str:
    """One sentence: lowest and highest, and for how many regions nothing is published."""
    known = [row for row in rows if row.turnout_pct is not None]
    if not known:
        return language.gettext("No turnout is published for any region.")
    low = min(known, key=lambda row: row.turnout_pct or Decimal(0))
    high = max(known, key=lambda row: row.turnout_pct or Decimal(0))
    words = language.gettext("Printed turnout runs from %(low)s in %(lowest)s to %(high)s in %(highest)s") % {
        "low": turnout_words(low, language),
        "lowest": low.name,
        "high": turnout_words(high, language),
        "highest": high.name,
    }
    if missing := len(rows) - len(known):
        words += "; " + language.ngettext(
            "for %(count)s region none is published", "for %(count)s regions none is published", missing
        ) % {"count": missing}
    return words + "."


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """Area, turnout, basis, claimant."""
    g = language.gettext
    return Table(
        (g("Region"), g("Turnout, %"), g("Basis"), g("Claimant")),
        tuple(
            (
                row.name,
                "" if row.turnout_pct is None else language.qualified(language.number(row.turnout_pct), row.qualifier),
                language.basis(row.basis),
                row.claimant or g("election commission"),
            )
            for row in rows
        ),
        frozenset({1}),
    )
