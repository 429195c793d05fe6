"""All votes on one line a country: a stem from turnout to the share of the first place, by kind and status.

Turnout is a blue dash, the share a filled mark of the kind of vote. A cross on the baseline: no share of the vote was
published. Annulled votes stay, hollow and struck through; second rounds are smaller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from elections.charts import house, marks, panels
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.text import cut, literal, plain, widest
from elections.charts.votes import (
    SECOND_ROUND,
    countries_of,
    is_void,
    kind_words,
    mark_of,
    place_and_day,
    status_words,
    strike,
    together,
)
from elections.wording import NARROW

WIDTH, PHONE_WIDTH = 1200, 358
PANEL, PHONE_PANEL = 112, 112
SCALE_STEP = 50
NAME_ROOM = 190
NOTHING = -5.0


@dataclass(frozen=True, slots=True)
class Row:
    """One vote: turnout and the share of `first_name`, who came first (per cent), by the claims shown first."""

    election: str
    name: str
    country: str
    country_name: str
    date: str
    kind: str
    turnout_pct: Decimal | None
    share_pct: Decimal | None
    first_name: str = ""
    country_native: str = ""
    status: str = "held"
    is_second_round: bool = False


@plotted
def figure(rows: Sequence[Row], *, phone: bool = False, language: Language = ENGLISH) -> Spec:
    """The picture, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw."""
    by_country = countries_of(sorted(rows, key=lambda row: row.date))
    if not by_country:
        raise NothingToDraw("no vote to draw")
    dates = sorted(row.date for row in rows)
    highest = max([100.0, *(float(each or 0) for row in rows for each in (row.turnout_pct, row.share_pct))])
    start, end, ticks = panels.years(dates[0], dates[-1], 5 if phone else 1)
    x = house.axis(start, end, ticks, type="date")
    scale = {0: "0", SCALE_STEP: language.number(SCALE_STEP), 100: f"{language.number(100)}{NARROW}%"}
    y = house.axis(-10, max(108, highest * 1.05), scale, side="left" if phone else "right", ticklen=2)
    titles = [own[0].country_name for own in by_country.values()]
    count = len(titles)
    gap = (30 if phone else 16) / (count * PANEL)
    layout = panels.stacked(titles, x, y, gap)
    if not phone:
        layout["annotations"] = [
            at_left(own, place, count, gap, language) for place, own in enumerate(by_country.values())
        ]
    layout["annotations"] += annulled_labels(by_country, y["range"][1], phone, language)
    data = [
        trace
        for place, own in enumerate(by_country.values())
        for trace in traces(own, *panels.axis_names(place), 150 if phone else 70, language)
    ]
    scale_width = widest(list(scale.values()), house.SMALL) + 8
    names = widest([cut(plain(title), 15, NAME_ROOM, bold=True) for title in titles], 15, bold=True)
    natives = widest([words for own in by_country.values() for words in small_words(own, language)], 12)
    left = scale_width if phone else max(names, natives) + 26
    margin = {"l": left, "r": 14 if phone else scale_width + 4, "t": 26 if phone else 8, "b": 30}
    return house.figure(data, layout, count * (PHONE_PANEL if phone else PANEL) + 56, margin)


def at_left(rows: Sequence[Row], place: int, count: int, gap: float, language: Language) -> Spec:
    """Country, its own name and the number of votes beside its panel."""
    low, high = panels.domains(count, gap)[::-1][place]
    small = [literal(words) for words in small_words(rows, language)]
    words = "".join(f'<br><span style="font-size:12px">{line}</span>' for line in small)
    return label(
        f"<b>{literal(cut(plain(rows[0].country_name), 15, NAME_ROOM, bold=True))}</b>{words}",
        0,
        (low + high) / 2,
        xref="paper",
        yref="paper",
        xanchor="right",
        align="right",
        xshift=-14,
        font={"size": 15, "color": marks.INK},
    )


def small_words(rows: Sequence[Row], language: Language) -> list[str]:
    number = language.ngettext("%(count)s vote", "%(count)s votes", len(rows)) % {"count": len(rows)}
    return [cut(plain(words), 12, NAME_ROOM) for words in (rows[0].country_native, number) if words]


def traces(rows: Sequence[Row], x: str, y: str, days: int, language: Language) -> list[Spec]:
    """Stems, dashes of turnout, marks of the first place, strokes through the annulled."""
    found = [stems(rows, x, y)]
    counted = [row for row in rows if row.turnout_pct is not None]
    if counted:
        dash = [
            marks.stroke("line-ew", 11 * small(row), 2.6, marks.GONE if is_void(row) else "var(--turnout)")
            for row in counted
        ]
        spec = house.marks_trace(
            [row.date for row in counted], [house.value(row.turnout_pct) for row in counted], together(dash), x, y
        )
        found.append(spec | {"customdata": (hover(row, language) for row in counted)} | house.HOVER)
    places = [NOTHING if row.share_pct is None else float(row.share_pct) for row in rows]
    spec = house.marks_trace(
        [row.date for row in rows], places, together([mark_of(row, row.share_pct, marks.INK) for row in rows]), x, y
    )
    found.append(spec | {"customdata": (hover(row, language) for row in rows)} | house.HOVER)
    void = [(row.date, *ends) for row in rows if is_void(row) and (ends := ends_of(row))]
    return found + ([strike(void, x, y, days)] if void else [])


def small(row: Row) -> float:
    return SECOND_ROUND if row.is_second_round else 1


def ends_of(row: Row) -> tuple[float, float] | None:
    """The lower and the higher of turnout and share; None where neither is known."""
    known = [float(each) for each in (row.turnout_pct, row.share_pct) if each is not None]
    return (min(known), max(known)) if known else None


def stems(rows: Sequence[Row], x: str, y: str) -> Spec:
    """A thin line between turnout and share where both are known."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    for row in rows:
        if row.turnout_pct is not None and row.share_pct is not None:
            xs += [row.date, row.date, None]
            ys += [float(row.turnout_pct), float(row.share_pct), None]
    return house.line_trace(xs or [None], ys or [None], {"color": "var(--rule-2)", "width": 1}, x, y)


def annulled_labels(by_country: dict[str, list[Row]], top: float, phone: bool, language: Language) -> list[Spec]:
    """Beside the first annulled vote of a country the word; on a phone above its panel, where no mark can be."""
    found = []
    for place, own in enumerate(by_country.values()):
        void = [row for row in own if is_void(row) and ends_of(row)]
        if not void:
            continue
        ends = ends_of(void[0])
        assert ends
        x, y = panels.axis_names(place)
        words = literal(status_words(void[0].status, language))
        look: Spec = {"xref": x, "yref": y, "xanchor": "right"}
        look |= {"yanchor": "bottom", "xshift": 12} if phone else {"xshift": -4, "bgcolor": marks.PAPER}
        found.append(label(words, void[0].date, top if phone else min(ends[1] + 20, 100.0), **look))
    return found


def hover(row: Row, language: Language) -> str:
    first = f"{literal(row.first_name)} {percent(row.share_pct, language)}".strip()
    turnout = language.gettext("turnout %(share)s") % {"share": percent(row.turnout_pct, language)}
    return f"{literal(row.name)}, {language.day(row.date)}<br>{turnout}<br>{first}"


def percent(share: Decimal | None, language: Language) -> str:
    return language.gettext("not published") if share is None else language.percent(share)


def key(rows: Sequence[Row], language: Language = ENGLISH) -> tuple[Key, ...]:
    """Turnout, the kinds of vote in use, and what is missing or annulled."""
    kinds = [kind for kind in marks.BY_KIND if any(row.kind == kind for row in rows)]
    found = [Key("line-ew", language.gettext("turnout"), "var(--turnout)")]
    found += [Key(marks.BY_KIND[kind], kind_words(kind, language)) for kind in kinds]
    if any(row.share_pct is None for row in rows):
        found.append(Key("x-thin", language.gettext("no vote share published"), "var(--ink-3)"))
    if any(is_void(row) for row in rows):
        found.append(Key("struck", language.gettext("annulled"), marks.GONE, is_hollow=True))
    return tuple(found)


def summary(rows: Sequence[Row], language: Language = ENGLISH) -> str:
    """One sentence: the range of turnout, how many shares are missing, what was annulled."""
    known = [row for row in rows if row.turnout_pct is not None and not is_void(row)]
    parts = []
    if known:
        low = min(known, key=lambda row: row.turnout_pct or Decimal(0))
        high = max(known, key=lambda row: row.turnout_pct or Decimal(0))
        words = language.gettext("Printed turnout lies between %(low)s (%(lowest)s) and %(high)s (%(highest)s)")
        parts.append(
            words
            % {
                "low": percent(low.turnout_pct, language),
                "lowest": place_and_day(low, language),
                "high": percent(high.turnout_pct, language),
                "highest": place_and_day(high, language),
            }
        )
    else:
        parts.append(language.gettext("No turnout is published for these votes"))
    if missing := sum(row.share_pct is None for row in rows):
        words = language.ngettext(
            "for %(count)s vote no share was published", "for %(count)s votes no share was published", missing
        )
        parts.append(words % {"count": missing})
    if void := [place_and_day(row, language) for row in rows if is_void(row)]:
        parts.append(language.gettext("annulled: %(names)s") % {"names": language.listed(void)})
    return "; ".join(parts) + "."


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """Every vote as text."""
    g = language.gettext
    return Table(
        (g("Vote"), g("Country"), g("Date"), g("Turnout, %"), g("First place"), g("Share, %"), g("Status")),
        tuple(
            (
                row.name,
                row.country_name,
                language.day(row.date),
                "" if row.turnout_pct is None else language.number(row.turnout_pct),
                row.first_name,
                "" if row.share_pct is None else language.number(row.share_pct),
                status_words(row.status, language),
            )
            for row in rows
        ),
        frozenset({3, 5}),
    )
