"""Seats as an arc: one mark a seat, shape and colour by party, from left to right in the order of the rows.

Seats that voters do not elect are hollow. Seats of the chamber that no source gives to anybody are small crosses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from elections.charts import house, marks
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.text import literal, plain

WIDTH, PHONE_WIDTH = 470, 358
HEIGHT, PHONE_HEIGHT = 250, 210
INNER, OUTER = 1.0, 1.64
EDGE = 0.13
MOST = 1000

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """The seats of one contender by the claim shown first; `seats` is None where they are not published."""

    contender: str
    name: str
    colour: str
    seats: int | None
    is_elected: bool = True
    basis: str = "official_final"
    qualifier: str = ""


def arc(count: int) -> list[Place]:
    """So many places on rows of a half circle, ordered from left to right."""
    lanes = max(1, round(sqrt(count / 4.6)))
    step = (OUTER - INNER) / max(1, lanes - 1)
    radii = [INNER + lane * step for lane in range(lanes)] if lanes > 1 else [(INNER + OUTER) / 2]
    shares = shared_out(count, radii)
    places = [
        (pi - (pi * seat / (own - 1) if own > 1 else pi / 2), radius)
        for radius, own in zip(radii, shares, strict=True)
        for seat in range(own)
    ]
    places.sort(key=lambda place: (-round(place[0], 9), place[1]))
    return [(radius * cos(angle), radius * sin(angle)) for angle, radius in places]


def shared_out(count: int, weights: Sequence[float]) -> list[int]:
    """A whole number divided in proportion to the weights, by largest remainders."""
    whole = sum(weights)
    exact = [count * weight / whole for weight in weights]
    found = [int(part) for part in exact]
    rest = sorted(range(len(weights)), key=lambda place: found[place] - exact[place])
    for place in rest[: count - sum(found)]:
        found[place] += 1
    return found


def unknown_seats(rows: Sequence[Row], seats_total: int | None) -> int:
    """Seats of the chamber that the rows do not give to anybody."""
    return max(0, (seats_total or 0) - sum(row.seats or 0 for row in rows))


@plotted
def figure(
    rows: Sequence[Row],
    *,
    seats_total: int | None = None,
    is_annulled: bool = False,
    phone: bool = False,
    language: Language = ENGLISH,
) -> Spec:
    """The arc, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw without a seat or with more than MOST."""
    unknown = unknown_seats(rows, seats_total)
    count = sum(row.seats or 0 for row in rows) + unknown
    if not 0 < count <= MOST or not any(row.seats for row in rows):
        raise NothingToDraw(f"an arc of {count} seats")
    places = arc(count)
    height, width = (PHONE_HEIGHT, PHONE_WIDTH) if phone else (HEIGHT, WIDTH)
    size = mark_size(places, min((height - 8) / (OUTER + 2 * EDGE), (width - 8) / 2 / (OUTER + EDGE)))
    data, start = [], 0
    for number, row in enumerate(rows):
        own = places[start : start + (row.seats or 0)]
        start += len(own)
        if own:
            data.append(seat_marks(own, row, marks.symbol_of(number), size, is_annulled, language))
    if unknown:
        data.append(house.marks_trace(*columns(places[start:]), marks.NOT_PUBLISHED))
    layout: Spec = {
        "xaxis": house.axis(-OUTER - EDGE, OUTER + EDGE, anchor="y"),
        "yaxis": house.axis(-EDGE, OUTER + EDGE, anchor="x", scaleanchor="x", scaleratio=1),
        "annotations": total(rows, count, language),
    }
    return house.figure(data, layout, height, dict.fromkeys("lrtb", 4))


def mark_size(places: Sequence[Place], per_unit: float) -> float:
    """The size in pixels at which neighbours do not touch."""
    nearest = min(
        (
            sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)
            for i, a in enumerate(places)
            for b in places[max(0, i - 8) : i]
        ),
        default=0.3,
    )
    return round(min(15.0, max(1.5, 0.72 * nearest * per_unit)), 1)


def columns(places: Sequence[Place]) -> tuple[list[float], list[float]]:
    return [round(x, 4) for x, _ in places], [round(y, 4) for _, y in places]


def seat_marks(
    places: Sequence[Place], row: Row, symbol: str, size: float, is_annulled: bool, language: Language
) -> Spec:
    colour = "var(--gone)" if is_annulled else row.colour if row.is_elected else "var(--ink-2)"
    size = size / 1.25 if symbol == "diamond" else size
    is_hollow = is_annulled or not row.is_elected
    mark = (
        marks.hollow(symbol, size, colour, 1.5)
        if is_hollow
        else {**marks.solid(symbol, size, colour), "line": {"width": 0}}
    )
    spec = house.marks_trace(*columns(places), mark)
    words = f"{literal(row.name)}: {seats_words(row, language)}"
    return spec | {"customdata": [words] * len(places)} | house.HOVER


def seats_words(row: Row, language: Language) -> str:
    if row.seats is None:
        return language.gettext("not published")
    count = {"count": language.number(row.seats)}
    if row.qualifier not in ("lower_bound", "upper_bound", "about"):
        return language.ngettext("%(count)s seat", "%(count)s seats", row.seats) % count
    words = language.npgettext("after over, at most", "%(count)s seat", "%(count)s seats", row.seats) % count
    return language.qualified(words, row.qualifier)


def total(rows: Sequence[Row], count: int, language: Language) -> list[Spec]:
    """The number of seats in the middle, and how many of them voters elect where that is fewer."""
    others = sum(row.seats or 0 for row in rows if not row.is_elected)
    words = language.ngettext("seat", "seats", count)
    if others:
        words = language.gettext("%(seats)s, %(count)s elected") % {
            "seats": words,
            "count": language.number(count - others),
        }
    large = {"size": 28, "family": house.SERIF, "color": marks.INK}
    return [label(f"<b>{language.number(count)}</b>", 0, 0.17, font=large), label(literal(words), 0, -0.04)]


def key(rows: Sequence[Row], *, is_annulled: bool = False, language: Language = ENGLISH) -> tuple[Key, ...]:
    """Shape and colour of each contender with seats."""
    return tuple(
        Key(
            marks.symbol_of(number),
            f"{plain(row.name)} {language.number(row.seats)}",
            "var(--gone)" if is_annulled else row.colour,
            is_hollow=is_annulled or not row.is_elected,
        )
        for number, row in enumerate(rows)
        if row.seats
    )


def summary(
    rows: Sequence[Row], *, seats_total: int | None = None, is_annulled: bool = False, language: Language = ENGLISH
) -> str:
    """One sentence: who has most seats, of how many, and how many are not accounted for."""
    seated = [row for row in rows if row.seats]
    if not seated:
        return language.gettext("No seats are published for any contender.")
    most = max(row.seats or 0 for row in seated)
    first = [row.name for row in seated if row.seats == most]
    count = sum(row.seats or 0 for row in seated) + unknown_seats(rows, seats_total)
    told = language.ngettext("%(names)s: %(most)s of %(count)s seat", "%(names)s: %(most)s of %(count)s seats", count)
    words = told % {
        "names": language.listed(first),
        "most": language.number(most),
        "count": language.number(count),
    }
    if is_annulled:
        words = language.gettext("Annulled: %(sentence)s") % {"sentence": words}
    if unknown := unknown_seats(rows, seats_total):
        words += language.gettext("; for %(count)s no holder is published") % {"count": language.number(unknown)}
    return words + "."


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """Contender, seats, basis, and whether voters elect them."""
    g = language.gettext
    return Table(
        (g("Contender"), g("Seats"), g("Filled by"), g("Basis")),
        tuple(
            (
                row.name,
                "" if row.seats is None else language.qualified(language.number(row.seats), row.qualifier),
                g("voters") if row.is_elected else g("others than voters"),
                language.basis(row.basis),
            )
            for row in rows
        ),
        frozenset({1}),
    )
