"""What must hold of every picture: valid for plotly, drawn without an unknown, whole, legible."""

import json
import re
from xml.etree import ElementTree

import plotly.graph_objects as go
from hypothesis import Phase, settings

from elections.charts import svg, text

SVG = "{http://www.w3.org/2000/svg}"
BROKEN = re.compile(r"\b(nan|inf|none)\b", re.IGNORECASE)
SLACK = 1.0
# A failing example of twenty rows takes minutes to make small, and says enough as it is.
QUICK = settings(deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])


def drawn(figure: go.Figure, width: int) -> ElementTree.Element:
    """The picture as an element tree, after everything that holds of all pictures has been asserted."""
    sent = figure.to_json()
    assert "bdata" not in sent and '"template"' not in sent
    assert go.Figure(json.loads(sent)).to_plotly_json()["data"] == json.loads(sent)["data"]
    markup = svg.draw(figure, name="tried", title="A picture", summary="What it says.", width=width)
    assert "style=" not in markup
    assert markup == svg.draw(figure, name="tried", title="A picture", summary="What it says.", width=width)
    root = ElementTree.fromstring(markup)
    assert root.get("role") == "img"
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not BROKEN.search(value.replace("none", "", 1) if name == "fill" else value), (name, value)
    outside = texts_outside(root, width, figure.layout.height)
    assert not outside, outside
    return root


def lines(root: ElementTree.Element):
    """Each line of text with its left, right and baseline in pixels, by the widths of DejaVu Sans."""
    for element in root.iter(f"{SVG}text"):
        size, anchor = float(element.get("font-size")), element.get("text-anchor")
        if element.get("x"):
            yield (
                *placed(element.text or "", float(element.get("x")), size, anchor, is_bold(element)),
                float(element.get("y")),
            )
            continue
        x = y = 0.0
        words = wide = 0
        for span in [*element, None]:
            if span is None or span.get("x"):
                if words:
                    left = x - {"start": 0, "middle": 0.5, "end": 1}[anchor] * wide
                    yield (words, left, left + wide, y)
                if span is not None:
                    x, y, words, wide = float(span.get("x")), float(span.get("y")), "", 0
            if span is not None:
                words += span.text or ""
                wide += text.width(span.text or "", float(span.get("font-size", size)), is_bold(span))


def placed(words, x, size, anchor, bold):
    wide = text.width(words, size, bold)
    left = x - {"start": 0, "middle": 0.5, "end": 1}[anchor] * wide
    return words, left, left + wide


def is_bold(element) -> bool:
    return element.get("font-weight") == "700"


def texts_outside(root, width, height):
    return [
        (words, round(left), round(right), round(y))
        for words, left, right, y in lines(root)
        if words.strip() and not (left >= -SLACK and right <= width + SLACK and 8 <= y <= height + SLACK - 2)
    ]


def texts_overlapping(root) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes meet by more than a pixel or two."""
    boxes = [(words, left, right, y - 9, y + 2) for words, left, right, y in lines(root) if words.strip()]
    return [
        (a[0], b[0])
        for place, a in enumerate(boxes)
        for b in boxes[place + 1 :]
        if a[1] + 1 < b[2] and b[1] + 1 < a[2] and a[3] < b[4] and b[3] < a[4]
    ]


def words(root) -> list[str]:
    return [line[0] for line in lines(root)]


def rects(root) -> list[dict[str, str]]:
    return [dict(element.attrib) for element in root.iter(f"{SVG}rect")]


def paths(root) -> list[dict[str, str]]:
    return [dict(element.attrib) for element in root.iter(f"{SVG}path")]
