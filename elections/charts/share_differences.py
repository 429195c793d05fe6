"""The second panel of vote_shares: every other claim minus the one shown first, in points."""

from decimal import Decimal
from math import ceil, floor

from elections.charts import house, marks
from elections.charts.house import Spec, label
from elections.charts.language import Language, order_of
from elections.charts.share_claims import Contender, Picture, Row, words_of
from elections.charts.text import literal

MOST_NOTES = 3


def difference_axis(picture: Picture, **more: object) -> Spec:
    """The scale in points, a little wider than its ticks."""
    ticks = difference_ticks(picture)
    room = 0.06 * (max(ticks) - min(ticks)) or 0.1
    return house.axis(min(ticks) - room, max(ticks) + room, ticks, **more)


def difference_ticks(picture: Picture) -> dict[float, str]:
    """A few round places around all differences, with signs; the unit on the last, where no heading says it."""
    low, high = picture.reach
    step = house.step_for(max(high - low, 0.2), 3 if picture.phone else 4)
    first, last = min(-1, floor(low / float(step))), max(1, ceil(high / float(step)))
    ticks = {float(step * place): signed(step * place, picture.language) for place in range(first, last + 1)}
    if not picture.phone:
        ticks[max(ticks)] += f" {picture.language.gettext('points')}"
    return ticks


def signed(points: Decimal, language: Language) -> str:
    return language.points(points) if points else "0"


def zero_line(picture: Picture) -> Spec:
    """The claims shown first."""
    return house.line_trace([0, 0], list(picture.ends), {"color": marks.INK, "width": 2}, "x2", "y2")


def difference_marks(picture: Picture) -> list[Spec]:
    """Every competing claim as the mark of its basis, with its stated margin."""
    by_basis: dict[str, list[tuple[int, Contender, Row, Decimal]]] = {}
    for y, each in zip(picture.places, picture.contenders, strict=True):
        for row, points in each.differences:
            by_basis.setdefault("computed" if row.is_computed else row.basis, []).append((y, each, row, points))
    found = [zero_line(picture)]
    for basis in sorted(by_basis, key=order_of):
        claims = by_basis[basis]
        mark = marks.BY_BASIS[basis]
        mark = marks.in_colour(mark, marks.GONE) if picture.is_annulled else mark
        trace = house.marks_trace([float(d) for *_, d in claims], [y for y, *_ in claims], mark, "x2", "y2")
        margins = [float(row.margin_pct) if row.margin_pct else 0.0 for _, _, row, _ in claims]
        if any(margins):
            trace["error_x"] = {"type": "data", "array": margins, "color": marks.INK, "thickness": 1.4, "width": 4}
        trace["customdata"] = (hover(each, row, points, picture.language) for _, each, row, points in claims)
        found.append(trace | house.HOVER)
    return found


def hover(contender: Contender, row: Row, points: Decimal, language: Language) -> str:
    who = literal(row.claimant) or language.basis(row.basis)
    return f"{literal(contender.name)}<br>{who}: {words_of(row, language)} ({language.points(points)})"


def notes(picture: Picture) -> list[Spec]:
    """The title of the panel, and at most three claims that are bounds."""
    language = picture.language
    found: list[Spec] = []
    if picture.phone:
        title = language.gettext("Other claims minus the first, in points")
        found.append(house.heading(literal(title), 0, picture.second_top, yshift=8))
    else:
        first = language.gettext("shown first")
        found.append(label(literal(first), 0, picture.ends[1], xref="x2", yref="y2", yanchor="bottom"))
    bounds = [
        (y, row, points)
        for y, each in zip(picture.places, picture.contenders, strict=True)
        for row, points in each.differences
        if row.qualifier and not row.is_computed
    ]
    used: set[int] = set()
    for y, row, points in bounds:
        if y in used or len(used) == MOST_NOTES or picture.phone:
            continue
        used.add(y)
        low, high = min(difference_ticks(picture)), max(difference_ticks(picture))
        part = (float(points) - low) / (high - low)
        side = "left" if part < 0.2 else "right" if part > 0.8 else "center"
        place: Spec = {
            "xanchor": side,
            "xref": "x2",
            "yref": "y2",
            "yanchor": "top",
            "yshift": -8,
            "bgcolor": marks.PAPER,
        }
        found.append(label(literal(f"“{words_of(row, language)}”"), float(points), y, **place))
    return found
