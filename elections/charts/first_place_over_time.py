"""The share of whoever came first, over time: one panel a country, all with the same scales.

Offices are never joined with each other, so that there are no lines. A cross on the baseline: no share of the vote was
published. Annulled votes are left out unless asked for, and then hollow and struck through; second rounds are smaller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import plotly.graph_objects as go

from elections.charts import house, marks, panels
from elections.charts.house import Spec
from elections.charts.language import ENGLISH, Language
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

__all__ = ["PHONE_WIDTH", "WIDTH", "Row", "figure", "key", "summary", "table"]

WIDTH, PHONE_WIDTH = 1200, 358
HEIGHT, PHONE_PANEL = 230, 112


@dataclass(frozen=True, slots=True)
class Row:
    """The share (per cent) of `first_name`, who came first in one vote by the claims shown first."""

    election: str
    name: str
    country: str
    country_name: str
    date: str
    kind: str
    share_pct: Decimal | None
    first_name: str = ""
    share_of: str = ""
    basis: str = "official_final"
    qualifier: str = ""
    status: str = "held"
    is_second_round: bool = False


def in_order(rows: Sequence[Row], include_annulled: bool) -> list[Row]:
    """The rows to draw, by date; annulled and cancelled votes only where asked for."""
    return sorted((row for row in rows if include_annulled or not is_void(row)), key=lambda row: row.date)


def figure(
    rows: Sequence[Row], *, include_annulled: bool = False, phone: bool = False, language: Language = ENGLISH
) -> go.Figure:
    """Small multiples, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw."""
    drawn = in_order(rows, include_annulled)
    if not any(row.share_pct is not None for row in drawn):
        raise NothingToDraw("no share of a first place")
    by_country = countries_of(drawn)
    titles = [own[0].country_name for own in by_country.values()]
    start, end, ticks = panels.years(drawn[0].date, drawn[-1].date, 5 if phone else 8)
    x = house.axis(start, end, ticks, type="date", showgrid=False)
    scale = {place: words for place, words in house.share_ticks(language).items() if place % 50 == 0}
    y = house.axis(-6, 106, scale, ticklen=2)
    left = widest(list(scale.values()), house.SMALL) + 8
    if phone:
        layout = panels.stacked(titles, x, y, 30 / (len(titles) * PHONE_PANEL))
        height, margin = len(titles) * PHONE_PANEL + 58, {"l": left, "r": 14, "t": 26, "b": 30}
    else:
        layout = panels.side_by_side(titles, x, y)
        height, margin = HEIGHT, {"l": left, "r": 16, "t": 28, "b": 30}
    data = [
        trace
        for place, own in enumerate(by_country.values())
        for trace in points(own, *panels.axis_names(place), language)
    ]
    return house.figure(data, layout, height, margin)


def points(rows: Sequence[Row], x: str, y: str, language: Language) -> list[Spec]:
    """Marks by kind of vote, and a stroke through what was annulled."""
    spec = house.marks_trace(
        [row.date for row in rows],
        [0.0 if row.share_pct is None else float(row.share_pct) for row in rows],
        together([mark_of(row, row.share_pct, marks.INK) for row in rows]),
        x,
        y,
    )
    spec |= {"customdata": [hover(row, language) for row in rows]} | house.HOVER
    void = [(row.date, float(row.share_pct)) for row in rows if is_void(row) and row.share_pct is not None]
    return [spec] + ([strike([(date, at, at) for date, at in void], x, y)] if void else [])


def hover(row: Row, language: Language) -> str:
    first = f"{literal(row.first_name)} {share_words(row, language)}".strip()
    return f"{literal(row.name)}, {language.day(row.date)}<br>{first}"


def share_words(row: Row, language: Language) -> str:
    if row.share_pct is None:
        return language.gettext("not published")
    return language.qualified(language.percent(row.share_pct), row.qualifier)


def key(rows: Sequence[Row], *, include_annulled: bool = False, language: Language = ENGLISH) -> tuple[Key, ...]:
    """Kinds of vote by shape, and what is missing or annulled."""
    drawn = in_order(rows, include_annulled)
    kinds = [kind for kind in marks.BY_KIND if any(row.kind == kind for row in drawn)]
    found = [Key(marks.BY_KIND[kind], kind_words(kind, language)) for kind in kinds]
    if any(row.share_pct is None for row in drawn):
        found.append(Key("x-thin", language.gettext("no vote share published"), "var(--ink-3)"))
    if any(is_void(row) for row in drawn):
        found.append(Key("struck", language.gettext("annulled"), marks.GONE, is_hollow=True))
    return tuple(found)


def summary(rows: Sequence[Row], *, include_annulled: bool = False, language: Language = ENGLISH) -> str:
    """One sentence: the lowest and the highest share of a first place, and how many are not published."""
    drawn = [row for row in in_order(rows, include_annulled) if not is_void(row)]
    known = [row for row in drawn if row.share_pct is not None]
    if not known:
        return language.gettext("No share of the vote is published for any first place.")
    low, high = (chosen(known, key=lambda row: row.share_pct or Decimal(0)) for chosen in (min, max))
    words = language.gettext(
        "First places were won with %(low)s (%(first_of_low)s; %(lowest)s) to %(high)s (%(first_of_high)s; %(highest)s)"
    ) % {
        "low": share_words(low, language),
        "first_of_low": low.first_name,
        "lowest": place_and_day(low, language),
        "high": share_words(high, language),
        "first_of_high": high.first_name,
        "highest": place_and_day(high, language),
    }
    if missing := len(drawn) - len(known):
        count = language.ngettext(
            "for %(count)s vote no share was published", "for %(count)s votes no share was published", missing
        )
        words += "; " + count % {"count": missing}
    return words + "."


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """Every vote as text, the annulled too."""
    g = language.gettext
    return Table(
        (g("Vote"), g("Country"), g("Date"), g("First place"), g("Share, %"), g("Share of"), g("Basis"), g("Status")),
        tuple(
            (
                row.name,
                row.country_name,
                language.day(row.date),
                row.first_name,
                "" if row.share_pct is None else language.qualified(language.number(row.share_pct), row.qualifier),
                "" if row.share_pct is None else language.share_of(row.share_of),
                "" if row.share_pct is None else language.basis(row.basis),
                status_words(row.status, language),
            )
            for row in rows
        ),
        frozenset({4}),
    )
