"""What a page is made of, for tests: its elements in order, each with its attributes and its text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "use", "path", "rect", "circle", "br", "img", "input"}


@dataclass(eq=False)
class Element:
    tag: str
    attributes: dict
    parents: tuple
    pieces: list = field(default_factory=list)
    own: list = field(default_factory=list)  # texts that no element within has

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())


class Page(HTMLParser):
    """A page taken apart; one that closes what it did not open is refused."""

    def __init__(self, html: str):
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(html)
        assert not self.open, f"never closed: {[each.tag for each in self.open]}"

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes), tuple(self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.elements.append(Element(tag, dict(attributes), tuple(self.open)))

    def handle_endtag(self, tag):
        assert self.open and self.open[-1].tag == tag, (
            f"</{tag}> closes {self.open[-1].tag if self.open else 'nothing'}"
        )
        self.open.pop()

    def handle_data(self, data):
        for element in self.open:
            element.pieces.append(data)
        if self.open:
            self.open[-1].own.append(data)

    def all(self, *tags) -> list[Element]:
        return [each for each in self.elements if each.tag in tags]

    def by_class(self, name: str) -> list[Element]:
        return [each for each in self.elements if name in (each.attributes.get("class") or "").split()]

    def by_id(self, identifier: str) -> Element:
        return next(each for each in self.elements if each.attributes.get("id") == identifier)

    def inside(self, element: Element, *tags) -> list[Element]:
        return [each for each in self.all(*tags) if element in each.parents]
