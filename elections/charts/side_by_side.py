"""Two to four elections side by side: a slope for each contender over them, a lone mark where it stood in one.

The largest contenders are named at both ends, the others are thin lines. Contenders of different countries or offices
are never the same: the page lays them side by side by the place they came in, and each mark keeps its own name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from elections.charts import house, marks, units
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.stacking import Board, spread_out
from elections.charts.text import cut, literal, plain, width
from elections.charts.units import Figure

WIDTH, PHONE_WIDTH = 1000, 358
HEIGHT, TOP = 440, 46
LINE_HEIGHT = 16
ROOM, PHONE_ROOM = 270, 114
MOST_NAMED, MOST_ON_PHONE = 12, 9
OFF, PHONE_OFF = 18, 8


@dataclass(frozen=True, slots=True)
class Election:
    """What stands above a column, place and day or, where there is no room, year; and whether nothing of it stands."""

    title: str
    date: str
    year: str = ""
    is_annulled: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one party, person or place of the ranking, one an election; None: no figure, or not there.

    `names` are its names in each election; `wholes` say what each figure is a share of.
    """

    line: str
    name: str
    colour: str
    values: tuple[Figure | None, ...]
    names: tuple[str, ...]
    wholes: tuple[str, ...] = ()

    @property
    def difference(self) -> Figure | None:
        """The last figure minus the first; none between figures of different wholes."""
        first, last = self.values[0], self.values[-1]
        if first is None or last is None or self.wholes and self.wholes[0] != self.wholes[-1]:
            return None
        return last - first

    @property
    def highest(self) -> Figure:
        return max((value for value in self.values if value is not None), default=Decimal(0))

    @property
    def ends(self) -> tuple[int, int]:
        """The places of the first and the last election with a figure."""
        known = [place for place, value in enumerate(self.values) if value is not None]
        return known[0], known[-1]


@dataclass(frozen=True, slots=True)
class Paper:
    """The scales of the plot and about how many pixels it has."""

    last: int
    top: float
    wide: float
    tall: float
    off: float

    @property
    def low(self) -> float:
        return -0.04 * self.top

    @property
    def high(self) -> float:
        return 1.04 * self.top

    @property
    def per_pixel(self) -> float:
        return (self.high - self.low) / self.tall

    @property
    def beyond(self) -> float:
        """How far the axis goes on at both sides, in elections."""
        return self.off * self.last / max(self.wide - 2 * self.off, 1)

    def at(self, place: int, value: float) -> tuple[float, float]:
        step = (self.wide - 2 * self.off) / self.last
        return self.off + place * step, (self.high - value) / self.per_pixel


@plotted
def figure(
    rows: Sequence[Row],
    elections: Sequence[Election],
    *,
    unit: str = units.PCT,
    phone: bool = False,
    language: Language = ENGLISH,
) -> Spec:
    """The slopes, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw where no figure is known."""
    known = [row for row in rows if any(value is not None for value in row.values)]
    drawn = sorted(known, key=lambda row: -row.highest)
    if not drawn or len(elections) < 2:
        raise NothingToDraw("no figure in any of the elections")
    top = units.top_of([row.highest for row in drawn], unit)
    named = drawn[: MOST_ON_PHONE if phone else MOST_NAMED]
    room = PHONE_ROOM if phone else ROOM
    total, off = (PHONE_WIDTH, PHONE_OFF) if phone else (WIDTH, OFF)
    tall = HEIGHT - TOP - 14
    last = len(elections) - 1
    ends = {0: room, last: room}
    wide = total - sum(ends.values())
    paper = Paper(last, top, wide, tall, off)
    notes = titles(elections, paper, phone)
    leaders: tuple[list[float | None], list[float | None]] = ([], [])
    for place in (0, last):
        notes += end_labels(named, elections, place, paper, room, unit, language, leaders)
    notes += middle_labels(named, elections, paper, unit, language)
    layout: Spec = {
        "annotations": notes,
        "xaxis": house.axis(
            -paper.beyond, last + paper.beyond, dict.fromkeys(range(last + 1), ""), anchor="y", showticklabels=False
        ),
        "yaxis": house.axis(paper.low, paper.high, units.ticks(top, unit, language), anchor="x", showticklabels=False),
    }
    data = [context(row) for row in drawn[len(named) :]]
    data.append(house.line_trace(*leaders, {"color": "var(--rule-2)", "width": 0.8}))
    data += [slope(row, place, elections, unit, language) for place, row in enumerate(named)]
    return house.figure(data, layout, HEIGHT, {"l": room, "r": room, "t": TOP, "b": 14})


def titles(elections: Sequence[Election], paper: Paper, phone: bool) -> list[Spec]:
    """Place and date above each column; inner ones have the room between two columns."""
    step = (paper.wide - 2 * paper.off) / paper.last
    found = []
    for place, election in enumerate(elections):
        room = step - 6 if phone else max(step - 12, 60)
        room = max(room, 96) if paper.last == 1 and not phone else room
        date = election.date if width(election.date, 12, bold=True) <= room else election.year or election.date
        lines = [cut(plain(election.title), 12, room, bold=True), cut(plain(date), 12, room, bold=True)]
        words = "<br>".join(f"<s>{literal(line)}</s>" if election.is_annulled else literal(line) for line in lines)
        look: Spec = {"yref": "paper", "yanchor": "bottom", "yshift": 6, "font": {"size": 12, "color": marks.INK}}
        found.append(label(f"<b>{words}</b>", place, 1, **look))
    return found


def end_labels(
    rows: Sequence[Row],
    elections: Sequence[Election],
    place: int,
    paper: Paper,
    room: float,
    unit: str,
    language: Language,
    leaders: tuple[list[float | None], list[float | None]],
) -> list[Spec]:
    """Name and figure of each contender beside its mark in the first or the last election, with a thin leader."""
    known = [(row, value) for row in rows if (value := row.values[place]) is not None]
    spots = spread_out([float(value) for _, value in known], LINE_HEIGHT * paper.per_pixel, 0, paper.top)
    side = -1 if place == 0 else 1
    x = place + side * paper.beyond
    found = []
    for (row, value), y in zip(known, spots, strict=True):
        text = units.short(value, unit, language)
        name = cut(plain(row.names[place] or row.name), house.SMALL, room - 12 - width(f" {text}", house.SMALL))
        found.append(
            label(
                struck(literal(f"{name} {text}"), elections[place]),
                x,
                y,
                xanchor="left" if side > 0 else "right",
                xshift=3 * side,
                font={"color": marks.GONE if elections[place].is_annulled else marks.INK},
            )
        )
        leaders[0].extend([place, x, None])
        leaders[1].extend([float(value), y, None])
    return found


def middle_labels(
    rows: Sequence[Row], elections: Sequence[Election], paper: Paper, unit: str, language: Language
) -> list[Spec]:
    """The figures of inner columns above or below their marks, with the name where the line is in no end column."""
    board = Board(paper.wide, paper.tall)
    found = []
    for row in rows:
        for place, value in enumerate(row.values):
            if value is not None:
                x, y = paper.at(place, float(value))
                board.take((x - 5, y - 5, x + 5, y + 5))
    for row in rows:
        for place in range(1, paper.last):
            value = row.values[place]
            if value is None:
                continue
            is_alone = row.values[0] is None and row.values[paper.last] is None
            text = units.short(value, unit, language)
            words = f"{cut(plain(row.names[place] or row.name), house.SMALL, 90)} {text}" if is_alone else text
            x, y = paper.at(place, float(value))
            half = width(words, house.SMALL) / 2
            spot = board.first_free([(x - half, y - 21, x + half, y - 6), (x - half, y + 6, x + half, y + 21)])
            if spot is None:
                continue
            look: Spec = {"yanchor": "top" if spot else "bottom", "yshift": -6 if spot else 6, "bgcolor": marks.PAPER}
            look["font"] = {"color": marks.GONE if elections[place].is_annulled else marks.INK}
            found.append(label(struck(literal(words), elections[place]), place, float(value), **look))
    return found


def struck(words: str, election: Election) -> str:
    return f"<s>{words}</s>" if election.is_annulled else words


def context(row: Row) -> Spec:
    """A contender without a name in the picture: the table has it."""
    ys = [house.value(decimal(value)) for value in row.values]
    spec = house.line_trace(range(len(ys)), ys, {"color": "var(--rule-2)", "width": 1})
    return spec | {"mode": "lines+markers", "marker": marks.solid("circle", 4, "var(--rule-2)")}


def decimal(value: Figure | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def slope(row: Row, place: int, elections: Sequence[Election], unit: str, language: Language) -> Spec:
    """The line of one contender; marks of annulled elections are hollow, and a line that touches one is thin."""
    void = [election.is_annulled for election in elections]
    gone = any(each and value is not None for each, value in zip(void, row.values, strict=True))
    line = {"color": marks.GONE if gone else row.colour, "width": 1.2 if gone else 2.2, "dash": marks.dash_of(place)}
    spec = house.line_trace(range(len(void)), [house.value(decimal(value)) for value in row.values], line)
    spec |= {
        "mode": "lines+markers",
        "marker": {
            "symbol": marks.symbol_of(place),
            "size": 9,
            "color": [marks.PAPER if each else row.colour for each in void],
            "line": {
                "width": [1.5 if each else 1 for each in void],
                "color": [marks.GONE if each else marks.PAPER for each in void],
            },
        },
        "customdata": (hover(row, each, unit, language) for each in range(len(void))),
    }
    return spec | house.HOVER


def hover(row: Row, place: int, unit: str, language: Language) -> str:
    value = row.values[place]
    text = language.gettext("none") if value is None else units.words(value, unit, language)
    return f"{literal(row.names[place] or row.name)}: {literal(text)}"


def summary(
    rows: Sequence[Row], elections: Sequence[Election], *, unit: str = units.PCT, language: Language = ENGLISH
) -> str:
    """One sentence: the largest gain and the largest loss from the first to the last, and who is in some only."""
    both = [row for row in rows if row.difference is not None]
    if not both:
        return language.gettext("No contender has a comparable figure in the first and in the last of these elections.")
    gain, loss = (end(both, key=lambda row: row.difference or 0) for end in (max, min))
    parts = [movement(row, unit, language) for row in dict.fromkeys((gain, loss))]
    if some := sum(None in row.values for row in rows):
        words = language.ngettext(
            "%(count)s contender has a figure in some of them only",
            "%(count)s contenders have a figure in some of them only",
            some,
        )
        parts.append(words % {"count": some})
    return "; ".join(parts) + "."


def movement(row: Row, unit: str, language: Language) -> str:
    first, last, gap = row.values[0], row.values[-1], row.difference
    assert first is not None and last is not None and gap is not None
    values = {
        "name": row.names[0] or row.name,
        "other": row.names[-1] or row.name,
        "first": units.words(first, unit, language),
        "last": units.words(last, unit, language),
        "difference": gap_words(gap, unit, language),
    }
    if values["name"] == values["other"]:
        return language.gettext("%(name)s went from %(first)s to %(last)s (%(difference)s)") % values
    return language.gettext("%(name)s had %(first)s, %(other)s %(last)s (%(difference)s)") % values


def gap_words(gap: Figure, unit: str, language: Language) -> str:
    """+1.21 points, −3: a difference of percentages is in points."""
    text = ("+" if gap > 0 else "") + language.number(gap)
    return units.points(gap, text, language) if unit == units.PCT else text


def key(rows: Sequence[Row], elections: Sequence[Election], *, language: Language = ENGLISH) -> tuple[Key, ...]:
    """What is annulled, and that thin lines have their names in the table only."""
    found = []
    if len(rows) > MOST_NAMED:
        found.append(Key("line-ew", language.gettext("others, named in the table"), "var(--rule-2)"))
    if any(election.is_annulled for election in elections):
        found.append(Key("circle", language.gettext("annulled"), marks.GONE, is_hollow=True))
    return tuple(found)


def table(
    rows: Sequence[Row], elections: Sequence[Election], *, unit: str = units.PCT, language: Language = ENGLISH
) -> Table:
    """Contender, its figure in each election, the difference between the first and the last."""
    g = language.gettext
    heads = (f"{election.title}, {election.date}" for election in elections)
    return Table(
        (g("Contender"), *heads, g("Difference")),
        tuple(
            (
                row.name,
                *(cell(row, place, unit, language) for place in range(len(elections))),
                "" if row.difference is None else gap_words(row.difference, unit, language),
            )
            for row in rows
        ),
        frozenset(range(1, len(elections) + 2)),
    )


def cell(row: Row, place: int, unit: str, language: Language) -> str:
    """The figure, with the name where that is another one."""
    value = row.values[place]
    if value is None:
        return ""
    text = units.words(value, unit, language)
    name = row.names[place]
    return f"{name}: {text}" if name and name != row.name else text
