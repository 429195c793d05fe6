"""Turnout over time: one panel a country, all with the same scales; what was annulled is left out unless asked for.

One country by itself is drawn with a line for each kind of vote and body: offices are never joined with each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from elections.charts import house, marks, panels
from elections.charts.dates import day_number
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language, rounded
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.stacking import Board, spread_out
from elections.charts.text import literal, widest, width
from elections.charts.votes import (
    countries_of,
    is_void,
    kind_words,
    mark_of,
    place_and_day,
    status_words,
    strike,
    together,
)

WIDTH, PHONE_WIDTH = 1200, 358
HEIGHT, PHONE_PANEL = 230, 112
ONE_WIDTH, ONE_HEIGHT = 588, 330
LINES = ("presidential", "parliamentary", "referendum")


@dataclass(frozen=True, slots=True)
class Row:
    """The turnout (per cent) of one vote by the claim shown first, and the span of all claims.

    `kind` and `status` are those of the election; `is_second_round` marks a later round. `others` are the claims of
    others than the authorities, as basis and per cent, drawn where one country stands by itself.
    """

    election: str
    name: str
    country: str
    country_name: str
    date: str
    kind: str
    turnout_pct: Decimal | None
    low_pct: Decimal | None = None
    high_pct: Decimal | None = None
    status: str = "held"
    is_second_round: bool = False
    basis: str = "official_final"
    qualifier: str = ""
    others: tuple[tuple[str, Decimal], ...] = ()
    body: str = ""


def trend(rows: Sequence[Row], include_annulled: bool) -> list[Row]:
    """The rows to draw, by date; annulled and cancelled votes only where asked for."""
    return sorted((row for row in rows if include_annulled or not is_void(row)), key=lambda row: row.date)


@plotted
def figure(
    rows: Sequence[Row],
    *,
    include_annulled: bool = False,
    highlight: str = "",
    phone: bool = False,
    language: Language = ENGLISH,
) -> Spec:
    """Small multiples, for WIDTH or PHONE_WIDTH pixels; `highlight` is the code of the country in colour.

    Raises NothingToDraw.
    """
    drawn = trend(rows, include_annulled)
    by_country = countries_of(drawn)
    if not drawn:
        raise NothingToDraw("no vote to draw")
    if len(by_country) == 1:
        return one_country(drawn, phone, language)
    highest = max([100.0, *(float(row.turnout_pct or 0) for row in drawn)])
    titles = [own[0].country_name for own in by_country.values()]
    start, end, ticks = panels.years(drawn[0].date, drawn[-1].date, 5 if phone else 8)
    x = house.axis(start, end, ticks, type="date", showgrid=False)
    scale = {place: words for place, words in house.share_ticks(language, highest).items() if place % 50 == 0}
    y = house.axis(-6, max(106, highest * 1.04), scale, ticklen=2)
    left = widest(list(scale.values()), house.SMALL) + 8
    if phone:
        gap = 30 / (len(titles) * PHONE_PANEL)
        layout = panels.stacked(titles, x, y, gap)
        height, margin = len(titles) * PHONE_PANEL + 58, {"l": left, "r": 14, "t": 26, "b": 30}
    else:
        layout = panels.side_by_side(titles, x, y)
        height, margin = HEIGHT, {"l": left, "r": 16, "t": 28, "b": 30}
    data = []
    for place, (code, own) in enumerate(by_country.items()):
        colour = "var(--turnout)" if code == highlight or not highlight else "var(--ink-2)"
        data += points(own, colour, *panels.axis_names(place), language)
    return house.figure(data, layout, height, margin)


def points(rows: Sequence[Row], colour: str, x: str, y: str, language: Language) -> list[Spec]:
    """Marks by kind; a cross on the baseline where no turnout is published; the annulled hollow and struck."""
    marked = [mark_of(row, row.turnout_pct, colour) for row in rows]
    spec = house.marks_trace(
        [row.date for row in rows],
        [float(row.turnout_pct) if row.turnout_pct is not None else 0.0 for row in rows],
        together(marked),
        x,
        y,
    )
    spec |= {"customdata": (hover(row, language) for row in rows)} | house.HOVER
    void = [(row.date, float(row.turnout_pct)) for row in rows if is_void(row) and row.turnout_pct is not None]
    return [spec] + ([strike([(date, at, at) for date, at in void], x, y)] if void else [])


def one_country(rows: Sequence[Row], phone: bool, language: Language) -> Spec:
    """One panel: a line for each kind of vote, the span of all claims as a band, each figure printed."""
    start, end, ticks = panels.years(rows[0].date, rows[-1].date, 4 if phone else 3)
    highest = max([100.0, *(float(each or 0) for row in rows for each in (row.turnout_pct, row.low_pct, row.high_pct))])
    data = spans(rows)
    ordered = sorted(rows, key=lambda row: row.kind)
    by_kind = {kind: list(own) for kind, own in groupby(ordered, lambda row: row.kind)}
    data += claims_of_others(rows)
    for kind, own in by_kind.items():
        dash = {"color": "var(--turnout)", "width": 2, "dash": marks.dash_of(LINES.index(kind))}
        for line in lines(own):
            xs, ys = [row.date for row in line], [house.value(row.turnout_pct) for row in line]
            data.append(house.line_trace(xs, ys, dash))
        data += points(own, "var(--turnout)", "x", "y", language)
    names = [kind_words(kind, language) for kind in by_kind]
    left = widest(list(house.share_ticks(language, highest).values()), house.SMALL) + 8
    margin = {"l": left, "r": widest(names, house.SMALL) + 14, "t": 8, "b": 30}
    wide = (PHONE_WIDTH if phone else ONE_WIDTH) - margin["l"] - margin["r"]
    paper = Paper(start, end, -5, max(108, highest * 1.08), wide, ONE_HEIGHT - 38)
    layout: Spec = {
        "annotations": kind_labels(by_kind, paper, language) + figures_at(rows, paper, language),
        "xaxis": house.axis(start, end, ticks, type="date", anchor="y"),
        "yaxis": house.shares_axis(language, highest, anchor="x", ticklen=2) | {"range": [paper.low, paper.high]},
    }
    return house.figure(data, layout, ONE_HEIGHT, margin)


def lines(rows: Sequence[Row]) -> list[list[Row]]:
    """The votes of each line, each for one body: two chambers are two offices."""
    counted = on_line(rows)
    return [[row for row in counted if row.body == body] for body in dict.fromkeys(row.body for row in counted)]


def on_line(rows: Sequence[Row]) -> list[Row]:
    """The votes that a line joins: neither annulled ones nor second rounds."""
    return [row for row in rows if not is_void(row) and not row.is_second_round]


@dataclass(frozen=True, slots=True)
class Paper:
    """About where dates and shares lie on one panel, in pixels from its top left."""

    start: str
    end: str
    low: float
    high: float
    wide: float
    tall: float

    def at(self, date: str, share: float) -> tuple[float, float]:
        days = day_number(self.end) - day_number(self.start)
        x = (day_number(date) - day_number(self.start)) / days * self.wide
        return x, (self.high - share) / (self.high - self.low) * self.tall


def spans(rows: Sequence[Row]) -> list[Spec]:
    """A thick upright band from the lowest to the highest claim of each vote."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    for row in rows:
        if row.low_pct is not None and row.high_pct is not None and row.low_pct < row.high_pct and not is_void(row):
            xs += [row.date, row.date, None]
            ys += [float(row.low_pct), float(row.high_pct), None]
    band = house.line_trace(xs, ys, {"color": "var(--note)", "width": 7})
    return [band | {"opacity": 0.55}] if xs else []


def claims_of_others(rows: Sequence[Row]) -> list[Spec]:
    """What observers, pollsters and the opposition claim, by the mark of its basis; of an annulled vote nothing."""
    found = []
    for basis in marks.BY_BASIS:
        own = [(row.date, share) for row in rows if not is_void(row) for each, share in row.others if each == basis]
        if own:
            found.append(house.marks_trace([d for d, _ in own], [float(s) for _, s in own], marks.BY_BASIS[basis]))
    return found


def figures_at(rows: Sequence[Row], paper: Paper, language: Language) -> list[Spec]:
    """Each figure with one decimal above or below its mark; where there is no room it stays in the table."""
    board = Board(paper.wide, paper.tall)
    for row in rows:
        if row.turnout_pct is not None:
            x, y = paper.at(row.date, float(row.turnout_pct))
            board.take((x - 5, y - 5, x + 5, y + 5))
        if row.low_pct is not None and row.high_pct is not None and not is_void(row):
            x, top = paper.at(row.date, float(row.high_pct))
            board.take((x - 4, top, x + 4, paper.at(row.date, float(row.low_pct))[1]))
    found = []
    for row in rows:
        if row.turnout_pct is None:
            continue
        words = language.number(rounded(row.turnout_pct, 1))
        x, y = paper.at(row.date, float(row.turnout_pct))
        half = width(words, house.SMALL) / 2
        boxes = [(x - half, y - 22, x + half, y - 6), (x - half, y + 6, x + half, y + 22)]
        order = boxes if row.kind == "presidential" else boxes[::-1]
        place = board.first_free(order)
        if place is None:
            continue
        above = order[place] is boxes[0]
        struck = f"<s>{words}</s>" if is_void(row) else words
        look: Spec = {"yanchor": "bottom" if above else "top", "yshift": 6 if above else -6, "bgcolor": marks.PAPER}
        look |= {"font": {"color": marks.GONE if is_void(row) else "var(--turnout)"}}
        found.append(label(struck, row.date, float(row.turnout_pct), **look))
    return found


def kind_labels(by_kind: Mapping[str, Sequence[Row]], paper: Paper, language: Language) -> list[Spec]:
    """The kinds of vote at the right, at the height where their lines end."""
    ends = {
        kind: [row.turnout_pct for row in on_line(own) if row.turnout_pct is not None] for kind, own in by_kind.items()
    }
    known = {kind: float(shares[-1]) for kind, shares in ends.items() if shares}
    gap = 16 * (paper.high - paper.low) / paper.tall
    places = spread_out(list(known.values()), gap, 0, paper.high - gap / 2)
    look: Spec = {"xanchor": "left", "xshift": 4, "font": {"color": "var(--turnout)"}}
    return [
        label(literal(kind_words(kind, language)), paper.end, place, **look)
        for kind, place in zip(known, places, strict=True)
    ]


def hover(row: Row, language: Language) -> str:
    return f"{literal(row.name)}, {language.day(row.date)}<br>{turnout_words(row, language)}"


def turnout_words(row: Row, language: Language) -> str:
    if row.turnout_pct is None:
        return language.gettext("not published")
    return language.qualified(language.percent(row.turnout_pct), row.qualifier)


def key(rows: Sequence[Row], *, include_annulled: bool = False, language: Language = ENGLISH) -> tuple[Key, ...]:
    """Kinds of vote by shape, and what is missing or annulled."""
    drawn = trend(rows, include_annulled)
    kinds = [kind for kind in marks.BY_KIND if any(row.kind == kind for row in drawn)]
    found = [Key(marks.BY_KIND[kind], kind_words(kind, language), "var(--turnout)") for kind in kinds]
    if len(countries_of(drawn)) == 1:
        found += marks.key_of_bases((basis for row in drawn if not is_void(row) for basis, _ in row.others), language)
    if any(row.turnout_pct is None for row in drawn):
        found.append(Key("x-thin", language.gettext("not published"), "var(--ink-3)"))
    if any(is_void(row) for row in drawn):
        found.append(Key("struck", language.gettext("annulled"), marks.GONE, is_hollow=True))
    return tuple(found)


def summary(rows: Sequence[Row], *, include_annulled: bool = False, language: Language = ENGLISH) -> str:
    """One sentence: the lowest and highest printed turnout, what is missing, what was annulled."""
    held = [row for row in rows if not is_void(row)]
    known = [row for row in held if row.turnout_pct is not None]
    void = [row for row in rows if is_void(row)]
    if not known:
        return language.gettext("No turnout is published for these votes.")
    low = min(known, key=lambda row: row.turnout_pct or Decimal(0))
    high = max(known, key=lambda row: row.turnout_pct or Decimal(0))
    parts = [
        language.gettext("Printed turnout lies between %(low)s (%(lowest)s) and %(high)s (%(highest)s)")
        % {
            "low": turnout_words(low, language),
            "lowest": place_and_day(low, language),
            "high": turnout_words(high, language),
            "highest": place_and_day(high, language),
        }
    ]
    if missing := len(held) - len(known):
        parts.append(
            language.ngettext(
                "for %(count)s vote none was published", "for %(count)s votes none was published", missing
            )
            % {"count": missing}
        )
    if void:
        names = language.listed([place_and_day(row, language) for row in void])
        words = (
            language.gettext("annulled and drawn hollow: %(names)s")
            if include_annulled
            else language.gettext("annulled and left out: %(names)s")
        )
        parts.append(words % {"names": names})
    return "; ".join(parts) + "."


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """Every vote as text, the annulled too: vote, country, date, turnout, all claims, status."""
    g = language.gettext
    return Table(
        (g("Vote"), g("Country"), g("Date"), g("Turnout, %"), g("All claims, %"), g("Basis"), g("Status")),
        tuple(
            (
                row.name,
                row.country_name,
                language.day(row.date),
                "" if row.turnout_pct is None else language.qualified(language.number(row.turnout_pct), row.qualifier),
                "" if row.low_pct is None or row.high_pct is None else language.spread(row.low_pct, row.high_pct),
                language.basis(row.basis) if row.turnout_pct is not None else "",
                status_words(row.status, language),
            )
            for row in rows
        ),
        frozenset({3, 4}),
    )
