"""A picture as a file that stands alone: title, summary and key above it, sources below, colours resolved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from elections.charts.drawing.markup import element, escape
from elections.charts.keys import SIZE, mark_of
from elections.charts.rows import Key
from elections.charts.svg import NAMESPACE, standalone
from elections.charts.text import width as width_of
from elections.charts.text import wrapped

EDGE, GAP = 16, 10
TITLE, BODY, SMALL = 16, 14, 12.5
MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page says around a picture: `notes` are the lines under it, sources and licence among them."""

    title: str
    summary: str
    key: Sequence[Key] = ()
    notes: Sequence[str] = ()


class Sheet:
    """A column of text, filled from the top. `y` is where the next line begins."""

    def __init__(self, width: int) -> None:
        self.room = width - 2 * EDGE
        self.y = float(EDGE)
        self.drawn: list[str] = []

    def write(self, words: str, size: float, colour: str, bold: bool = False) -> None:
        for line in wrapped(words, size, self.room, MOST_LINES, bold):
            self.y += size * 1.35
            look = {"x": EDGE, "y": self.y - size * 0.3, "font-size": size, "fill": colour}
            self.drawn.append(element("text", look | ({"font-weight": 700} if bold else {}), escape(line)))

    def write_key(self, entries: Sequence[Key]) -> None:
        """The entries in reading order, as many in a line as fit."""
        x = float(EDGE)
        for place, entry in enumerate(entries):
            wide = SIZE + 6 + width_of(entry.words, SMALL) + 18
            if x > EDGE and x + wide > EDGE + self.room:
                x, self.y = float(EDGE), self.y + SIZE + 6
            mark = mark_of(entry, f"key-{place}")
            self.drawn.append(element("g", {"transform": f"translate({x:.1f},{self.y:.1f})"}, mark))
            look = {"x": x + SIZE + 6, "y": self.y + 12.5, "font-size": SMALL, "fill": "var(--ink-2)"}
            self.drawn.append(element("text", look, escape(entry.words)))
            x += wide
        self.y += (SIZE + 6) * bool(entries)


def framed(svg: str, size: tuple[int, int], frame: Frame, theme: Mapping[str, str]) -> str:
    """The file: `svg` as `svg.draw` made it, `size` its width and height in pixels, colours of a theme."""
    wide = size[0] + 2 * EDGE
    sheet = Sheet(wide)
    sheet.write(frame.title, TITLE, "var(--ink)", bold=True)
    sheet.write(frame.summary, BODY, "var(--ink-2)")
    sheet.y += GAP
    sheet.write_key(frame.key)
    place = f"translate({EDGE},{sheet.y:.1f})"
    sheet.drawn.append(element("g", {"transform": place}, svg))
    sheet.y += size[1] + GAP
    for note in frame.notes:
        sheet.write(note, SMALL, "var(--ink-2)")
    high = round(sheet.y + EDGE)
    outer = {
        "xmlns": NAMESPACE,
        "viewBox": f"0 0 {wide} {high}",
        "width": wide,
        "height": high,
        "font-family": "var(--sans)",
    }
    words = element("title", {}, escape(frame.title)) + element("desc", {}, escape(frame.summary))
    return standalone(element("svg", outer, words, *sheet.drawn), theme)
