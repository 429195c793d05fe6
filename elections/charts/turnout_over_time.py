"""Turnout over time: one panel a country, all with the same scales; what was annulled is left out unless asked for.

One country by itself is drawn with a line for each kind of vote: offices are never joined with each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

import plotly.graph_objects as go

from elections.charts import house, marks, panels
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language, rounded
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.text import literal, widest
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
HEIGHT, PHONE_PANEL, ONE_HEIGHT = 230, 112, 330


@dataclass(frozen=True, slots=True)
class Row:
    """The turnout (per cent) of one vote by the claim shown first, and the span of all claims.

    `kind` and `status` are those of the election; `is_second_round` marks a later round.
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


def trend(rows: Sequence[Row], include_annulled: bool) -> list[Row]:
    """The rows to draw, by date; annulled and cancelled votes only where asked for."""
    return sorted((row for row in rows if include_annulled or not is_void(row)), key=lambda row: row.date)


def figure(
    rows: Sequence[Row],
    *,
    include_annulled: bool = False,
    highlight: str = "",
    phone: bool = False,
    language: Language = ENGLISH,
) -> go.Figure:
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
    spec |= {"customdata": [hover(row, language) for row in rows]} | house.HOVER
    void = [(row.date, float(row.turnout_pct)) for row in rows if is_void(row) and row.turnout_pct is not None]
    return [spec] + ([strike([(date, at, at) for date, at in void], x, y)] if void else [])


def one_country(rows: Sequence[Row], phone: bool, language: Language) -> go.Figure:
    """One panel: a line for each kind of vote, the span of all claims as a band, each figure printed."""
    start, end, ticks = panels.years(rows[0].date, rows[-1].date, 4 if phone else 3)
    highest = max([100.0, *(float(row.high_pct or row.turnout_pct or 0) for row in rows)])
    data = spans(rows)
    notes = []
    ordered = sorted((row for row in rows), key=lambda row: row.kind)
    for place, (kind, own) in enumerate((kind, list(each)) for kind, each in groupby(ordered, lambda row: row.kind)):
        line = [row for row in own if not is_void(row) and not row.is_second_round]
        dash = marks.dash_of(0 if place == 0 else place + 1)
        ys = [house.value(row.turnout_pct) for row in line]
        data.append(
            house.line_trace([row.date for row in line], ys, {"color": "var(--turnout)", "width": 2, "dash": dash})
        )
        data += points(own, "var(--turnout)", "x", "y", language)
        notes += figures_at(own, language)
        notes += kind_label(kind, line, end, language)
    layout: Spec = {
        "annotations": notes,
        "xaxis": house.axis(start, end, ticks, type="date", anchor="y"),
        "yaxis": house.shares_axis(language, highest * 1.0, anchor="x", ticklen=2)
        | {"range": [-5, max(108, highest * 1.08)]},
    }
    names = [kind_words(kind, language) for kind in {row.kind for row in rows}]
    left = widest(list(house.share_ticks(language, highest).values()), house.SMALL) + 8
    margin = {"l": left, "r": widest(names, house.SMALL) + 14, "t": 8, "b": 30}
    return house.figure(data, layout, ONE_HEIGHT, margin)


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


def figures_at(rows: Sequence[Row], language: Language) -> list[Spec]:
    """Each figure with one decimal, presidents above their mark and the others below."""
    font = {"color": "var(--turnout)"}
    found = []
    for row in rows:
        if row.turnout_pct is None:
            continue
        above = row.kind == "presidential"
        words = language.number(rounded(row.turnout_pct, 1))
        words = f"<s>{words}</s>" if is_void(row) else words
        look: Spec = {"yanchor": "bottom" if above else "top", "yshift": 6 if above else -6, "bgcolor": marks.PAPER}
        found.append(label(words, row.date, float(row.turnout_pct), font=font, **look))
    return found


def kind_label(kind: str, line: Sequence[Row], end: str, language: Language) -> list[Spec]:
    """The kind of vote at the end of its line."""
    known = [row for row in line if row.turnout_pct is not None]
    if not known:
        return []
    look: Spec = {"xanchor": "left", "xshift": 2, "font": {"color": "var(--turnout)"}}
    return [label(literal(kind_words(kind, language)), end, float(known[-1].turnout_pct or 0), **look)]


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
