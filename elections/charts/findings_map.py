"""Where findings were reported: the number of entries on each region, and a shade only where there is a rate.

A rate is a number of places with the finding out of the places observed there; without observers' denominators more
findings only mean that more was watched or written down, so such a region stays plain, however many it has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from elections.charts import classes, house, marks
from elections.charts.geography import Geography, Ring
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language, rounded
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.text import literal
from elections.charts.turnout_map import HEIGHT, PHONE_HEIGHT, PHONE_WIDTH, WIDTH, on_sheet, outline, sheet_of

__all__ = ["PHONE_WIDTH", "WIDTH", "Row", "figure", "key", "summary", "table"]

EDGES = (2, 5, 10, 20, 40)


@dataclass(frozen=True, slots=True)
class Row:
    """One region: its findings, and places with a finding out of places observed, where that was published."""

    area: str
    name: str
    findings: int
    counted: Decimal | None = None
    observed: int | None = None

    @property
    def rate_pct(self) -> Decimal | None:
        """In per cent of the places observed; None without a denominator."""
        if self.counted is None or not self.observed:
            return None
        return rounded(self.counted * 100 / self.observed, 1)


@plotted
def figure(rows: Sequence[Row], geography: Geography, *, phone: bool = False, language: Language = ENGLISH) -> Spec:
    """The map, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw where no row has a place on it."""
    by_area = {row.area: row for row in rows if row.area in geography.by_area}
    if not by_area:
        raise NothingToDraw("no area with a place on the map")
    names = tuple(sorted((area, row.name) for area, row in by_area.items()))
    sheet = sheet_of(geography, names, phone)
    data = [land(sheet.rings[each.area], by_area.get(each.area), language) for each in geography.regions if each.rings]
    notes = []
    for area, row in by_area.items():
        if area in sheet.labels:
            notes.append(figure_at(row, sheet.labels[area], sheet.size, language))
        elif area in sheet.callouts:
            point, place = geography.by_area[area].centre[0], sheet.callouts[area]
            line = {"color": "var(--ink-2)", "width": 1}
            data.append(house.line_trace([point[0], place[0]], [point[1], place[1]], line))
            disc = marks.solid("circle", 8, shade(row)) | {"line": {"width": 1.4, "color": marks.INK}}
            told = {"customdata": [hover(row, language)]} | house.HOVER
            data.append(house.marks_trace([point[0]], [point[1]], disc) | told)
            words = f"<b>{literal(row.name)}</b><br>{literal(words_of(row, language))}"
            font = {"size": sheet.size, "color": marks.INK}
            notes.append(label(words, *place, bgcolor=marks.PAPER, font=font))
    return on_sheet(sheet.paper, data, notes, PHONE_HEIGHT if phone else HEIGHT)


def land(rings: Sequence[Ring], row: Row | None, language: Language) -> Spec:
    """The region: shaded by its rate, plain with findings but no rate, hatched where no finding names it."""
    words = hover(row, language) if row else language.gettext("no finding names this region")
    spec = outline(rings, {"color": "var(--rule-2)", "width": 0.9}, words)
    if row is None:
        return spec | {"fillcolor": marks.PAPER, "fillpattern": classes.HATCH}
    return spec | {"fillcolor": shade(row)}


def shade(row: Row) -> str:
    """The colour of a rate, for a region and the disc of a city alike; that of none without one."""
    return "var(--rule)" if row.rate_pct is None else f"var(--seq-{classes.class_of(row.rate_pct, EDGES) + 1})"


def figure_at(row: Row, point: tuple[float, float], size: float, language: Language) -> Spec:
    rate = row.rate_pct
    is_dark = rate is not None and classes.class_of(rate, EDGES) >= classes.DARK_FROM
    colour = marks.INK if rate is None else "var(--seq-on-dark)" if is_dark else "var(--seq-on-light)"
    words = language.number(row.findings) if rate is None else language.percent(rate)
    return label(literal(words), *point, font={"size": size, "color": colour})


def words_of(row: Row, language: Language) -> str:
    if row.rate_pct is not None:
        return language.percent(row.rate_pct)
    return language.number(row.findings)


def hover(row: Row, language: Language) -> str:
    found = language.ngettext("%(count)s finding", "%(count)s findings", row.findings) % {
        "count": language.number(row.findings)
    }
    return f"{literal(row.name)}: {found}; {rate_words(row, language)}"


def rate_words(row: Row, language: Language) -> str:
    if row.rate_pct is None or row.counted is None or row.observed is None:
        return language.gettext("no rate: the places observed are not published")
    words = language.gettext("%(counted)s of %(observed)s places observed, %(rate)s")
    return words % {
        "counted": language.number(row.counted),
        "observed": language.number(row.observed),
        "rate": language.percent(row.rate_pct),
    }


def key(rows: Sequence[Row], language: Language = ENGLISH) -> tuple[Key, ...]:
    """What plain, shaded and hatched regions mean."""
    found = []
    if any(row.rate_pct is None for row in rows):
        found.append(Key("area", language.gettext("number of findings; no rate, so no shade"), "var(--rule)"))
    if any(row.rate_pct is not None for row in rows):
        for place, low in enumerate((0, *EDGES)):
            high = EDGES[place] if place < len(EDGES) else None
            words = f"{low}–{language.percent(high)}" if high else f"≥ {language.percent(low)}"
            found.append(Key("area", words, f"var(--seq-{place + 1})"))
    return (*found, Key("hatch", language.gettext("no finding names this region"), "var(--hatch)"))


def summary(rows: Sequence[Row], language: Language = ENGLISH) -> str:
    """One sentence: how many findings in how many regions, and for how many there is a rate."""
    if not rows:
        return language.gettext("No finding names a region.")
    count = sum(row.findings for row in rows)
    words = language.gettext("%(findings)s name one of %(regions)s; a rate can be given for %(rates)s of them.")
    return words % {
        "findings": language.ngettext("%(count)s finding", "%(count)s findings", count)
        % {"count": language.number(count)},
        "regions": language.ngettext("%(count)s region", "%(count)s regions", len(rows))
        % {"count": language.number(len(rows))},
        "rates": language.number(sum(row.rate_pct is not None for row in rows)),
    }


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """Region, findings, and the rate with its numerator and denominator."""
    g = language.gettext
    return Table(
        (g("Region"), g("Findings"), g("Places with it"), g("Places observed"), g("Rate, %")),
        tuple(
            (
                row.name,
                language.number(row.findings),
                "" if row.counted is None else language.number(row.counted),
                "" if row.observed is None else language.number(row.observed),
                "" if row.rate_pct is None else language.number(row.rate_pct),
            )
            for row in rows
        ),
        frozenset({1, 2, 3, 4}),
    )
