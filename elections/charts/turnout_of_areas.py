"""Turnout of the regions of one country over its votes: a small panel for each, all with the same scales.

Marks are filled at the close of voting and hollow for the last reading before it, which is a lower bound: turnout
does not fall during a day. Where a region has no figure at all it keeps its panel, with a cross.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from elections.charts import house, marks, panels
from elections.charts.dates import day_number, iso
from elections.charts.house import Spec
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.text import literal, widest
from elections.charts.votes import SIZES, is_void_status, kind_words, status_words

WIDTH, PHONE_WIDTH = 1200, 358
ACROSS, PHONE_ACROSS = 6, 3
PANEL, TITLE = 104, 30
SMALLER = 0.75


@dataclass(frozen=True, slots=True)
class Row:
    """The turnout (per cent) of one area in one vote; `at` is the hour of a reading before the close, else empty.

    An area without any figure has one row without election and turnout.
    """

    area: str
    name: str
    election: str = ""
    vote: str = ""
    date: str = ""
    kind: str = ""
    turnout_pct: Decimal | None = None
    at: str = ""
    basis: str = "official_preliminary"
    qualifier: str = ""
    status: str = "held"


def drawn_rows(rows: Sequence[Row], include_annulled: bool) -> list[Row]:
    known = [row for row in rows if row.turnout_pct is not None]
    return sorted((r for r in known if include_annulled or not is_void_status(r.status)), key=lambda row: row.date)


def areas_of(rows: Sequence[Row]) -> dict[str, str]:
    """The areas in the order of the rows, with their names."""
    return {row.area: row.name for row in rows}


@plotted
def figure(
    rows: Sequence[Row], *, include_annulled: bool = False, phone: bool = False, language: Language = ENGLISH
) -> Spec:
    """The grid of panels, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw."""
    drawn, areas = drawn_rows(rows, include_annulled), areas_of(rows)
    if not drawn:
        raise NothingToDraw("no turnout of any region")
    across = min(PHONE_ACROSS if phone else ACROSS, len(areas))
    down = -(-len(areas) // across)
    highest = max([100.0, *(float(row.turnout_pct or 0) for row in drawn)])
    start, end, ticks = panels.years(drawn[0].date, drawn[-1].date, 10 if phone else 5)
    scale = {place: words for place, words in house.share_ticks(language, highest).items() if place % 50 == 0}
    left = widest(list(scale.values()), house.SMALL) + 6
    wide, height = PHONE_WIDTH if phone else WIDTH, down * (PANEL + TITLE) + 30
    year = widest(list(ticks.values()), house.SMALL)
    margin = {"l": left, "r": year / 2, "t": TITLE, "b": 26}
    across_all = wide - margin["l"] - margin["r"]
    columns = panels.domains(across, max(0.03, year / across_all))
    room = across_all * (columns[0][1] - columns[0][0])
    tall = height - margin["t"] - margin["b"]
    lines = panels.domains(down, TITLE / tall)[::-1]
    layout: Spec = {"annotations": []}
    data: list[Spec] = []
    for place, (area, name) in enumerate(areas.items()):
        (low, high), (bottom, top) = columns[place % across], lines[place // across]
        x, y = panels.axis_names(place)
        is_last = place + across >= len(areas)
        layout[panels.layout_key(x)] = house.axis(
            start, end, ticks, type="date", showgrid=False, domain=[low, high], anchor=y, showticklabels=is_last
        )
        layout[panels.layout_key(y)] = house.axis(
            -8, max(108, highest * 1.05), scale, domain=[bottom, top], anchor=x, ticklen=2,
            showticklabels=place % across == 0,
        )  # fmt: skip
        layout["annotations"].append(house.heading(panels.named(name, room), low, top, yshift=3))
        own = [row for row in drawn if row.area == area]
        data += traces(own, x, y, language) if own else [absent(drawn[0].date, drawn[-1].date, x, y)]
    return house.figure(data, layout, height, margin)


def absent(first: str, last: str, x: str, y: str) -> Spec:
    """A cross on the baseline in the middle of a panel without any figure."""
    middle = iso((day_number(first) + day_number(last)) / 2)
    return house.marks_trace([middle], [0], marks.NOT_PUBLISHED, x, y)


def traces(rows: Sequence[Row], x: str, y: str, language: Language) -> list[Spec]:
    """A thin line over readings at the close, and a mark for each reading."""
    found = []
    at_close = [row for row in rows if not row.at and not is_void_status(row.status)]
    for kind in dict.fromkeys(row.kind for row in at_close):
        own = [row for row in at_close if row.kind == kind]
        if len(own) > 1:
            line = {"color": "var(--rule-2)", "width": 1.4}
            found.append(house.line_trace([r.date for r in own], [house.value(r.turnout_pct) for r in own], line, x, y))
    looks: dict[tuple[str, bool, bool], list[Row]] = {}
    for row in rows:
        looks.setdefault((row.kind, bool(row.at), is_void_status(row.status)), []).append(row)
    for (kind, is_early, is_void), own in looks.items():
        colour, size = marks.GONE if is_void else "var(--turnout)", SIZES[kind] * SMALLER
        shape = marks.BY_KIND[kind]
        look = marks.hollow(shape, size, colour, 1.3) if is_early or is_void else marks.solid(shape, size, colour)
        spec = house.marks_trace([row.date for row in own], [house.value(row.turnout_pct) for row in own], look, x, y)
        found.append(spec | {"customdata": (hover(row, language) for row in own)} | house.HOVER)
    return found


def words_of(row: Row, language: Language) -> str:
    """A reading before the close is “over” what it says."""
    if row.turnout_pct is None:
        return ""
    figure = language.qualified(language.percent(row.turnout_pct), row.qualifier)
    if not row.at:
        return figure
    return language.gettext("%(turnout)s at %(hour)s") % {"turnout": figure, "hour": row.at}


def hover(row: Row, language: Language) -> str:
    return f"{literal(row.name)}, {literal(row.vote)}<br>{literal(words_of(row, language))}"


def key(rows: Sequence[Row], *, include_annulled: bool = False, language: Language = ENGLISH) -> tuple[Key, ...]:
    """Kinds of vote by shape; readings before the close; what was annulled."""
    drawn = drawn_rows(rows, include_annulled)
    kinds = [kind for kind in marks.BY_KIND if any(row.kind == kind for row in drawn)]
    found = [Key(marks.BY_KIND[kind], kind_words(kind, language), "var(--turnout)") for kind in kinds]
    if any(row.at for row in drawn):
        found.append(Key("circle", language.gettext("last reading before the close"), "var(--turnout)", is_hollow=True))
    if any(is_void_status(row.status) for row in drawn):
        found.append(Key("circle", language.gettext("annulled"), marks.GONE, is_hollow=True))
    if areas_of(rows).keys() - {row.area for row in drawn}:
        found.append(Key("x-thin", language.gettext("not published"), "var(--ink-3)"))
    return tuple(found)


def summary(rows: Sequence[Row], *, include_annulled: bool = False, language: Language = ENGLISH) -> str:
    """One sentence: the lowest and highest turnout at the close, and how many regions have none."""
    drawn = [row for row in drawn_rows(rows, include_annulled) if not row.at]
    without = len(areas_of(rows).keys() - {row.area for row in drawn_rows(rows, include_annulled)})
    if not drawn:
        return language.gettext("No turnout of a region at the close of voting is published.")
    low = min(drawn, key=lambda row: row.turnout_pct or Decimal(0))
    high = max(drawn, key=lambda row: row.turnout_pct or Decimal(0))
    words = language.gettext(
        "At the close of voting turnout runs from %(low)s (%(lowest)s, %(first)s) to %(high)s (%(highest)s, %(last)s)"
    ) % {
        "low": words_of(low, language),
        "lowest": low.name,
        "first": low.date[:4],
        "high": words_of(high, language),
        "highest": high.name,
        "last": high.date[:4],
    }
    if without:
        words += "; " + language.ngettext(
            "for %(count)s region none is published", "for %(count)s regions none is published", without
        ) % {"count": without}
    return words + "."


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """A row for each area, a column for each vote with a figure, the newest first."""
    g = language.gettext
    votes = {row.election: row for row in sorted(rows, key=lambda row: row.date, reverse=True) if row.election}
    by_area: dict[str, dict[str, Row]] = {area: {} for area in areas_of(rows)}
    for row in rows:
        by_area[row.area][row.election] = row
    heads = []
    for vote in votes.values():
        words = f"{vote.vote}, {language.day(vote.date)}"
        is_void = is_void_status(vote.status)
        heads.append(f"{words} ({status_words(vote.status, language)})" if is_void else words)
    return Table(
        (g("Region"), *heads),
        tuple(
            (name, *(words_of(own[id_], language) if id_ in (own := by_area[area]) else "" for id_ in votes))
            for area, name in areas_of(rows).items()
        ),
        frozenset(range(1, len(votes) + 1)),
    )
