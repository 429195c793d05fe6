"""Words in a picture: plotly's text with its few tags, as SVG text, and the annotations that carry it."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from elections.charts.drawing.markup import CannotDraw, element, escape
from elections.charts.text import LINE, width

if TYPE_CHECKING:
    from elections.charts.drawing.axes import Axis

TAGS = re.compile(r"(<[^<>]*>)")
SIZED = re.compile(r'<span style="font-size:([\d.]+)px">')
MIDDLE = 0.35
ASCENT, DESCENT = 0.93, 0.24
ANCHORS = {"left": "start", "center": "middle", "right": "end"}


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look."""

    letters: str
    size: float
    is_bold: bool
    is_struck: bool

    @property
    def width(self) -> float:
        return width(self.letters, self.size, self.is_bold)


def lines_of(words: str, size: float) -> list[list[Run]]:
    """plotly's text as lines of runs. It may hold <b>, <s>, <br> and a span with a font size, nothing else."""
    lines: list[list[Run]] = [[]]
    bold = struck = False
    sizes = [size]
    for piece in TAGS.split(str(words)):
        if piece == "<br>":
            lines.append([])
        elif piece in ("<b>", "</b>"):
            bold = piece == "<b>"
        elif piece in ("<s>", "</s>"):
            struck = piece == "<s>"
        elif sized := SIZED.fullmatch(piece):
            sizes.append(float(sized[1]))
        elif piece == "</span>" and len(sizes) > 1:
            sizes.pop()
        elif piece.startswith("<"):
            raise CannotDraw(f"the tag {piece} in {words!r}")
        elif piece:
            lines[-1].append(Run(html.unescape(piece), sizes[-1], bold, struck))
    return lines


def text(lines: Sequence[Sequence[Run]], x: float, y: float, anchor: str, font: Mapping[str, Any]) -> str:
    """Lines of text; `y` is the baseline of the first one."""
    size = font["size"]
    look = {"fill": font["color"], "font-size": size, "text-anchor": anchor}
    if family := font.get("family"):
        look["font-family"] = family
    runs = [run for line in lines for run in line]
    if not runs:
        return ""
    if len(runs) == 1:
        return element("text", {"x": x, "y": y} | look | look_of(runs[0], size), escape(runs[0].letters))
    spans = []
    for place, line in enumerate(lines):
        for first, run in enumerate(line):
            start = {"x": x, "y": y + place * LINE * size} if first == 0 else {}
            spans.append(element("tspan", start | look_of(run, size), escape(run.letters)))
    return element("text", look, *spans)


def look_of(run: Run, size: float) -> dict[str, object]:
    look: dict[str, object] = {}
    if run.is_bold:
        look["font-weight"] = 700
    if run.is_struck:
        look["text-decoration"] = "line-through"
    if run.size != size:
        look["font-size"] = run.size
    return look


def annotation(note: Mapping[str, Any], axes: Mapping[str, "Axis"], plot: tuple[float, float, float, float]) -> str:
    """A label, with a ground of its own where it has one."""
    font = note["font"]
    size, pad = font["size"], note.get("borderpad", 1)
    lines = lines_of(note["text"], size)
    broad = max(sum(run.width for run in line) for line in lines) + 2 * pad
    tall = (len(lines) - 1) * LINE * size + (ASCENT + DESCENT) * size + 2 * pad
    left = place(note, "x", axes, plot) + note.get("xshift", 0) - broad * share(note, "xanchor", "left", "right")
    top = place(note, "y", axes, plot) - note.get("yshift", 0) - tall * share(note, "yanchor", "top", "bottom")
    align = note.get("align", "center") if len(lines) > 1 else note.get("xanchor", "center")
    x = left + pad + (broad - 2 * pad) * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    words = text(lines, x, top + pad + ASCENT * size, ANCHORS[align], font)
    if "bgcolor" not in note:
        return words
    ground = {"x": left, "y": top, "width": broad, "height": tall, "fill": note["bgcolor"]}
    return element("rect", ground) + words


def share(note: Mapping[str, Any], name: str, first: str, last: str) -> float:
    """Which part of the label lies before the point it is anchored to."""
    where = note.get(name, "auto")
    if where not in (first, last, "center", "middle"):
        raise CannotDraw(f"an annotation needs its {name}, not {where!r}")
    return {first: 0.0, last: 1.0}.get(where, 0.5)


def place(item: Mapping[str, Any], name: str, axes: Mapping[str, "Axis"], plot: tuple[float, ...]) -> float:
    """The pixel of x, x0, y1 ... by its reference: an axis, or the whole plot from 0 to 1."""
    reference = item[name[0] + "ref"]
    if reference in axes:
        return axes[reference].at(item[name])
    if reference != "paper":
        raise CannotDraw(f"the reference {reference!r}")
    left, top, right, bottom = plot
    start, end = (left, right) if name[0] == "x" else (bottom, top)
    return start + float(item[name]) * (end - start)
