"""One quantity, several claimants: a row of marks by basis on a band from the lowest to the highest claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from elections.charts import house, marks
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language, order_of
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.text import literal, paragraph, widest, width, wrapped

WIDTH, PHONE_WIDTH = 690, 358
ROW_HEIGHT, PHONE_ROW = 38, 48
NAME_ROOM = 210
BAND = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One claim (per cent) of one quantity: a turnout, or one contender's share.

    `quantity` keeps the claims of one quantity together, `name` says what it is.
    """

    quantity: str
    name: str
    value_pct: Decimal | None
    basis: str
    claimant: str = ""
    qualifier: str = ""
    margin_pct: Decimal | None = None
    is_shown_first: bool = False


def quantities_of(rows: Sequence[Row]) -> list[list[Row]]:
    """The claims by quantity, in the order of the rows; claims in words only are left to the table."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.value_pct is not None:
            found.setdefault(row.quantity, []).append(row)
    return list(found.values())


def ends_of(claims: Sequence[Row]) -> tuple[Decimal, Decimal]:
    values = [row.value_pct for row in claims if row.value_pct is not None]
    return min(values), max(values)


@plotted
def figure(rows: Sequence[Row], *, phone: bool = False, language: Language = ENGLISH) -> Spec:
    """The picture on a scale from 0 to 100, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw."""
    quantities = quantities_of(rows)
    if not quantities:
        raise NothingToDraw("no claim with a figure")
    places = list(range(len(quantities) - 1, -1, -1))
    reach = [float((row.value_pct or 0) + (row.margin_pct or 0)) for claims in quantities for row in claims]
    highest = max([100.0, *reach])
    names = [wrapped(claims[0].name, 13, NAME_ROOM, lines=2) for claims in quantities]
    spread = [literal(spread_words(claims, language)) for claims in quantities]
    half = widest(list(house.share_ticks(language, highest).values()), house.SMALL) / 2
    ends = (-0.55, len(quantities) - (0.1 if phone else 0.45))
    layout: Spec = {
        "annotations": words_beside(quantities, places, spread, highest, phone),
        "xaxis": house.shares_axis(language, highest, anchor="y"),
        "yaxis": house.axis(
            *ends,
            dict(zip(places, map(paragraph, names), strict=True)),
            anchor="x",
            showgrid=False,
            showticklabels=not phone,
            tickfont={"size": 13, "color": marks.INK},
        ),
    }
    left = 0 if phone else widest([line for lines in names for line in lines], 13) + 14
    right = 12 if phone else widest(spread, house.SMALL) + 20
    margin = {"l": max(left, half, 8), "r": max(right, half + 2), "t": 8, "b": 30}
    data = bands(quantities, places) + claim_marks(quantities, places, language)
    return house.figure(data, layout, len(quantities) * (PHONE_ROW if phone else ROW_HEIGHT) + 38, margin)


def spread_words(claims: Sequence[Row], language: Language) -> str:
    """30–85.1, or the one figure with its qualifier and margin."""
    if len(claims) > 1:
        return language.spread(*ends_of(claims))
    [row] = claims
    return claim_words(row, language)


def claim_words(row: Row, language: Language) -> str:
    """over 80 %, 56.0 ± 1.7 %"""
    assert row.value_pct is not None
    if row.margin_pct:
        return f"{language.number(row.value_pct)} ± {language.percent(row.margin_pct)}"
    return language.qualified(language.percent(row.value_pct), row.qualifier)


def bands(quantities: Sequence[Sequence[Row]], places: Sequence[int]) -> list[Spec]:
    """A band from the lowest to the highest claim of each quantity."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for y, claims in zip(places, quantities, strict=True):
        low, high = ends_of(claims)
        if low < high:
            xs += [float(low), float(high), None]
            ys += [y, y, None]
    band = house.line_trace(xs, ys, {"color": "var(--note)", "width": BAND})
    return [band | {"opacity": 0.55}] if xs else []


def claim_marks(quantities: Sequence[Sequence[Row]], places: Sequence[int], language: Language) -> list[Spec]:
    """Each claim as the mark of its basis, with its stated margin."""
    by_basis: dict[str, list[tuple[int, Row]]] = {}
    for y, claims in zip(places, quantities, strict=True):
        for row in claims:
            by_basis.setdefault(row.basis, []).append((y, row))
    found = []
    for basis in sorted(by_basis, key=order_of):
        own = by_basis[basis]
        xs, ys = [house.value(row.value_pct) for _, row in own], [y for y, _ in own]
        spec = house.marks_trace(xs, ys, marks.BY_BASIS[basis])
        margins = [float(row.margin_pct or 0) for _, row in own]
        if any(margins):
            downs = [min(margin, float(row.value_pct or 0)) for margin, (_, row) in zip(margins, own, strict=True)]
            error = {"type": "data", "symmetric": False, "array": margins, "arrayminus": downs}
            spec["error_x"] = error | {"color": marks.INK, "thickness": 1.5, "width": 5}
        spec["customdata"] = (hover(row, language) for _, row in own)
        found.append(spec | house.HOVER)
    return found


def hover(row: Row, language: Language) -> str:
    who = literal(row.claimant) or language.basis(row.basis)
    return f"{literal(row.name)}<br>{who}: {claim_words(row, language)}"


def words_beside(
    quantities: Sequence[Sequence[Row]], places: Sequence[int], spread: Sequence[str], highest: float, phone: bool
) -> list[Spec]:
    """The spread at the right of the marks; on a phone above them, with the name."""
    found = []
    for y, claims, words in zip(places, quantities, spread, strict=True):
        if phone:
            room = PHONE_WIDTH - 50 - width(words, house.SMALL)
            name = literal(wrapped(claims[0].name, 13, room, lines=1)[0])
            above: Spec = {"yanchor": "bottom", "yshift": 8, "bgcolor": marks.PAPER}
            found.append(label(name, 0, y, xanchor="left", font={"size": 13, "color": marks.INK}, **above))
            found.append(label(words, highest, y, xanchor="right", **above))
        else:
            x = max(float((row.value_pct or 0) + (row.margin_pct or 0)) for row in claims)
            found.append(label(words, x, y, xanchor="left", xshift=11, bgcolor=marks.PAPER))
    return found


def key(rows: Sequence[Row], language: Language = ENGLISH) -> tuple[Key, ...]:
    """The marks in use."""
    return marks.key_of_bases((row.basis for row in rows if row.value_pct is not None), language)


def summary(rows: Sequence[Row], language: Language = ENGLISH) -> str:
    """One sentence: where the claims lie farthest apart, and who says what there; of one claim each, what it says."""
    quantities = quantities_of(rows)
    if not quantities:
        return language.gettext("No figure is published.")
    if not any(claims[1:] for claims in quantities):
        return "; ".join(alone(claim, language) for [claim] in quantities) + "."
    widest_apart = max(quantities, key=lambda claims: ends_of(claims)[1] - ends_of(claims)[0])
    low = min(widest_apart, key=lambda row: row.value_pct or Decimal(0))
    high = max(widest_apart, key=lambda row: row.value_pct or Decimal(0))
    if low.value_pct == high.value_pct:
        words = language.gettext("%(name)s: %(share)s in every claim")
    elif len(quantities) == 1:
        words = language.gettext("%(name)s: %(low)s (%(lowest)s) to %(high)s (%(highest)s)")
    else:
        words = language.gettext("The widest gap is in %(name)s: %(low)s (%(lowest)s) to %(high)s (%(highest)s)")
    said = words % {
        "name": low.name,
        "share": claim_words(low, language),
        "low": claim_words(low, language),
        "lowest": low.claimant or language.basis(low.basis),
        "high": claim_words(high, language),
        "highest": high.claimant or language.basis(high.basis),
    }
    return said + "."


def alone(row: Row, language: Language) -> str:
    """What the one claim of a quantity says, and who says it."""
    said_by = row.claimant or language.basis(row.basis)
    words = language.gettext("%(name)s: %(share)s (%(said_by)s)")
    return words % {"name": row.name, "share": claim_words(row, language), "said_by": said_by}


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """Every claim as text: quantity, figure, stated margin, basis, claimant."""
    g = language.gettext
    return Table(
        (g("Quantity"), g("Claim, %"), g("Margin, points"), g("Basis"), g("Claimant")),
        tuple(
            (
                row.name,
                g("in words only")
                if row.value_pct is None
                else language.qualified(language.number(row.value_pct), row.qualifier),
                "" if row.margin_pct is None else f"±{language.number(row.margin_pct)}",
                language.basis(row.basis),
                row.claimant or g("election commission"),
            )
            for row in rows
        ),
        frozenset({1, 2}),
    )
