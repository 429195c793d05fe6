"""The first panel of vote_shares: bars of the claims shown first, spans of all claims, the threshold."""

from collections.abc import Sequence

from elections.charts import house, marks
from elections.charts.house import Spec, label, rule
from elections.charts.share_claims import Contender, Picture, is_exact, words_of
from elections.charts.text import literal, untagged, width, wrapped

NAME_ROOM = 220
PHONE_ROOM = 324
BAR, UNDER, PHONE_UNDER = 0.44, 0.35, 0.3


def name_lines(contender: Contender) -> list[str]:
    return wrapped(contender.name, house.BODY, NAME_ROOM, lines=2)


def bars(picture: Picture) -> list[Spec]:
    """The claims shown first. What is annulled, a bound or computed is hollow; what is annulled is struck as well."""
    drawn = [(y, each) for y, each in zip(picture.places, picture.contenders, strict=True) if each.value is not None]
    hollow = [picture.is_annulled or not is_exact(each.first) for _, each in drawn]
    colours = ["var(--gone)" if picture.is_annulled else each.colour for _, each in drawn]
    found: list[Spec] = [
        {
            "type": "bar",
            "orientation": "h",
            "y": [y for y, _ in drawn],
            "x": [house.value(each.value) for _, each in drawn],
            "width": BAR,
            "marker": {
                "color": [marks.PAPER if open_ else colour for open_, colour in zip(hollow, colours, strict=True)],
                "line": {"color": colours, "width": [1.6 if open_ else 0 for open_ in hollow]},
            },
            "customdata": (f"{literal(each.name)}<br>{words_of(each.first, picture.language)}" for _, each in drawn),
            "hovertemplate": "%{customdata}<extra></extra>",
            "xaxis": "x",
            "yaxis": "y",
        }
    ]
    if picture.is_annulled and drawn:
        found.append(strokes([(y, float(each.value or 0)) for y, each in drawn], picture.highest))
    return found


def strokes(bars: Sequence[tuple[int, float]], highest: float) -> Spec:
    """A diagonal stroke through the middle of each annulled bar."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for y, end in bars:
        middle = max(end / 2, 0.012 * highest)
        xs += [middle - 0.012 * highest, middle + 0.012 * highest, None]
        ys += [y - 0.36, y + 0.36, None]
    return house.line_trace(xs, ys, {"color": "var(--gone)", "width": 1.6})


def spans(picture: Picture) -> list[Spec]:
    """Under each bar a line over all claims."""
    under = PHONE_UNDER if picture.phone else UNDER
    xs: list[float | None] = []
    ys: list[float | None] = []
    for y, each in zip(picture.places, picture.contenders, strict=True):
        if each.span and each.span[0] < each.span[1]:
            xs += [float(each.span[0]), float(each.span[1]), None]
            ys += [y - under, y - under, None]
    colour = "var(--gone)" if picture.is_annulled else "var(--ink)"
    return [house.line_trace(xs, ys, {"color": colour, "width": 3.5})] if xs else []


def unpublished(picture: Picture) -> list[Spec]:
    """A small cross on the baseline where no share is known; a cross at the end of a bar that is computed."""
    places = list(zip(picture.places, picture.contenders, strict=True))
    absent = [y for y, each in places if each.value is None]
    computed = [(y, float(each.value or 0)) for y, each in places if each.first and each.first.is_computed]
    found = []
    for points, mark in (([(y, 0.0) for y in absent], marks.NOT_PUBLISHED), (computed, marks.BY_BASIS["computed"])):
        if points:
            found.append(house.marks_trace([x for _, x in points], [y for y, _ in points], mark))
    return found


def labels(picture: Picture) -> list[Spec]:
    """The share of each contender at its bar; on a phone name and share stand above it."""
    found = []
    for y, each in zip(picture.places, picture.contenders, strict=True):
        words = shown(each, picture)
        if not picture.phone:
            x = float(each.value) if each.value is not None else 0.0
            found.append(label(words, x, y, xanchor="left", xshift=9, **share_look(each, picture)))
            continue
        above: Spec = {"yanchor": "bottom", "yshift": 10}
        found.append(label(words, picture.highest, y, xanchor="right", **above, **share_look(each, picture)))
        room = PHONE_ROOM - width(untagged(words), house.BODY, bold=True) - 10
        name = literal(wrapped(each.name, house.BODY, room, lines=1)[0])
        name = f"<s>{name}</s>" if picture.is_annulled else name
        found.append(label(name, 0, y, xanchor="left", **above, **share_look(each, picture)))
        if picture.has_differences:
            short = literal(wrapped(each.name, house.SMALL, PHONE_ROOM, lines=1)[0])
            above_line: Spec = {
                "xref": "paper",
                "yref": "y2",
                "xanchor": "left",
                "yanchor": "bottom",
                "yshift": 9,
                "bgcolor": marks.PAPER,
            }
            found.append(label(short, 0, y, **above_line))
    return found


def threshold_label(picture: Picture) -> list[Spec]:
    """The name of the threshold above its line."""
    if picture.threshold_pct is None:
        return []
    figure = picture.language.percent(picture.threshold_pct)
    words = picture.language.gettext("%(share)s threshold") % {"share": figure}
    edge: Spec = {"xanchor": "left", "yanchor": "bottom"}
    return [label(literal(words), float(picture.threshold_pct), picture.ends[1], **edge)]


def share_look(contender: Contender, picture: Picture) -> Spec:
    strong = contender.value is not None
    colour = "var(--gone)" if picture.is_annulled else "var(--ink)" if strong else "var(--ink-3)"
    return {"bgcolor": marks.PAPER, "font": {"size": house.BODY, "color": colour}}


def shown(contender: Contender, picture: Picture) -> str:
    """The words at a bar; bold where the figure is printed."""
    words = words_of(contender.first, picture.language, unit=picture.phone)
    if picture.is_annulled and contender.value is not None:
        return f"<s>{words}</s>"
    return f"<b>{words}</b>" if is_exact(contender.first) and contender.value is not None else words


def threshold(picture: Picture) -> list[Spec]:
    """The threshold as a dashed line."""
    line = {"color": "var(--ink-2)", "width": 1, "dash": house.THRESHOLD_DASH}
    low, top = picture.ends
    found = []
    if picture.threshold_pct is not None:
        x = float(picture.threshold_pct)
        layer = "below" if picture.phone else "above"
        found.append(rule(x, low, x, top, line=line, layer=layer))
    return found
