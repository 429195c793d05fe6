"""What was announced for each contender, and by how much the claims differ.

Bars are the claims shown first, on a scale from 0 to 100 per cent; a thick line under a bar spans all claims. The
second panel has a scale of its own, in points: each other claim minus the one shown first.
"""

from collections.abc import Sequence
from decimal import Decimal

from elections.charts import house, marks
from elections.charts.house import Spec
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.share_bars import bars, labels, name_lines, spans, threshold, threshold_label, unpublished
from elections.charts.share_claims import PHONE_GAP, PHONE_ROW, Contender, Picture, Row, contenders_of, words_of
from elections.charts.share_differences import difference_axis, difference_marks, difference_ticks, notes
from elections.charts.text import paragraph, widest

__all__ = ["PHONE_WIDTH", "WIDTH", "Row", "figure", "key", "summary", "table"]

WIDTH, PHONE_WIDTH = 1200, 358
TALL, LOW, MANY = 47, 36, 9
LEFT_PANEL, RIGHT_PANEL = (0.0, 0.55), (0.63, 1.0)


@plotted
def figure(
    rows: Sequence[Row],
    *,
    threshold_pct: Decimal | None = None,
    is_annulled: bool = False,
    phone: bool = False,
    language: Language = ENGLISH,
) -> Spec:
    """The picture, for a column of WIDTH pixels or, with `phone`, of PHONE_WIDTH. Raises NothingToDraw."""
    contenders = contenders_of(rows)
    if not contenders:
        raise NothingToDraw("no contender has a result")
    picture = Picture(contenders, threshold_pct, is_annulled, phone, language)
    data = [*bars(picture), *spans(picture), *unpublished(picture)]
    layout: Spec = {"annotations": labels(picture) + threshold_label(picture), "shapes": threshold(picture)}
    if picture.has_differences:
        data += difference_marks(picture)
        layout["annotations"] += notes(picture)
    layout |= axes(picture)
    return house.figure(data, layout, *frame(picture))


def frame(picture: Picture) -> tuple[int, dict[str, float]]:
    """Height and margins in pixels."""
    count = len(picture.contenders)
    ticks = list(difference_ticks(picture).values()) if picture.has_differences else []
    scale = list(house.share_ticks(picture.language, picture.highest).values())
    half = widest([*ticks, *scale], house.SMALL) / 2
    if picture.phone:
        panels = count * PHONE_ROW * (2 if picture.has_differences else 1) + PHONE_GAP * picture.has_differences
        return panels + 54, {"l": max(8, half), "r": max(22, half), "t": 24, "b": 30}
    tall = TALL if count < MANY else LOW
    names = [line for each in picture.contenders for line in name_lines(each)]
    left = max(widest(names, house.BODY), 60) + 16
    shares = [words_of(each.first, picture.language, unit=False) for each in picture.contenders]
    right = half if picture.has_differences else widest(shares, house.BODY, bold=True) + 12
    return count * tall + 58, {"l": left, "r": max(24, half, right), "t": 28, "b": 30}


def axes(picture: Picture) -> Spec:
    """The axes of one or two panels: side by side, or one above the other on a phone."""
    names = [paragraph(name_lines(each)) for each in picture.contenders]
    if picture.is_annulled:
        names = [f"<s>{name}</s>" for name in names]
    x, y = panels(picture)
    found = {
        "xaxis": house.shares_axis(picture.language, picture.highest, domain=x[0], anchor="y"),
        "yaxis": house.axis(
            *picture.ends,
            dict(zip(picture.places, names, strict=True)),
            domain=y[0],
            anchor="x",
            showgrid=False,
            showticklabels=not picture.phone,
            tickfont={"size": house.BODY, "color": "var(--gone)" if picture.is_annulled else "var(--ink)"},
        ),
    }
    if picture.has_differences:
        blank = dict.fromkeys(picture.places, "")
        found["xaxis2"] = difference_axis(picture, domain=x[1], anchor="y2")
        found["yaxis2"] = house.axis(*picture.ends, blank, domain=y[1], anchor="x2", showticklabels=False)
    return found


def panels(picture: Picture) -> tuple[list[list[float]], list[list[float]]]:
    """The domains of the panels, as (x of both, y of both)."""
    whole = [0.0, 1.0]
    if not picture.has_differences:
        return [whole], [whole]
    if not picture.phone:
        return [list(LEFT_PANEL), list(RIGHT_PANEL)], [whole, whole]
    part = picture.second_top
    return [whole, whole], [[1 - part, 1.0], [0.0, part]]


def key(rows: Sequence[Row], language: Language = ENGLISH) -> tuple[Key, ...]:
    """The marks of the second panel in use; the bar and the span are named first."""
    contenders = contenders_of(rows)
    bases = {"computed" if row.is_computed else row.basis for each in contenders for row, _ in each.differences}
    bases |= {"computed" for each in contenders if each.first and each.first.is_computed}
    bar = Key("bar", language.gettext("the claim shown first"))
    span = (
        [Key("line-ew", language.gettext("span of all claims, under the bar"))]
        if any(c.span for c in contenders)
        else []
    )
    return (bar, *span, *marks.key_of_bases(bases, language))


def summary(rows: Sequence[Row], *, is_annulled: bool = False, language: Language = ENGLISH) -> str:
    """One sentence: who comes first with what, and how far the claims for it lie apart."""
    known = [each for each in contenders_of(rows) if each.value is not None]
    if not known:
        return language.gettext("No share of the vote is published for any contender.")
    best = max(known, key=lambda each: each.value or Decimal(0))
    assert best.first
    sentence = language.gettext("%(name)s has %(share)s (%(basis)s)") % {
        "name": best.name,
        "share": words_of(best.first, language),
        "basis": language.basis("computed" if best.first.is_computed else best.first.basis),
    }
    if is_annulled:
        sentence = language.gettext("Annulled: %(sentence)s") % {"sentence": sentence}
    return f"{sentence}{claims_words(best, language)}."


def claims_words(contender: Contender, language: Language) -> str:
    """; all 12 claims lie between 80 and 81.3 %"""
    if not contender.span:
        return ""
    count = 1 + sum(row.drawn_pct is not None for row in contender.others)
    low, high = contender.span
    if low == high:
        return language.ngettext("; the other claim is the same", "; all %(count)s claims are the same", count - 1) % {
            "count": count
        }
    words = language.gettext("; its %(count)s claims lie between %(low)s and %(high)s")
    return words % {"count": count, "low": language.number(low), "high": language.percent(high)}


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """Every claim as text: contender, votes, share and its denominator, who says so, as of when."""
    g = language.gettext
    return Table(
        (g("Contender"), g("Votes"), g("Share, %"), g("Share of"), g("Basis"), g("Claimant"), g("As of")),
        tuple(
            (
                row.name,
                "" if row.votes is None else language.number(row.votes),
                share_cell(row, language),
                language.share_of(row.computed_share_of if row.is_computed else row.share_of),
                language.basis(row.basis),
                row.claimant or g("election commission"),
                language.day(row.as_of),
            )
            for row in rows
        ),
        frozenset({1, 2}),
    )


def share_cell(row: Row, language: Language) -> str:
    """The share as printed, or as computed and said so; a share of seats keeps its own words in the next column."""
    if row.share_pct is not None:
        return language.qualified(language.number(row.share_pct), row.qualifier)
    if row.computed_share_pct is not None:
        return language.gettext("%(share)s, computed") % {"share": language.number(row.computed_share_pct)}
    return language.gettext("in words only") if row.qualifier == "words" else ""
