"""One picture: rows with a family that draws them, the same rows as data, and what a page says around it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from inspect import signature
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from elections.charts.keys import mark_svg
from elections.charts.plotted import Spec, with_words
from elections.charts.rows import Key, NothingToDraw, Table
from elections.datasets.records import Column
from elections.models import Source
from elections.names import slug
from elections.views.pictures.drawing import drawn
from elections.views.pictures.languages import language_now

WIDE = 1000  # pixels from which a picture is switched to its phone variant early: its words would shrink too much
SIZE = re.compile(r' width="(\d+)" height="(\d+)"')
PHONE = 480  # pixels to which the phone variant grows, as pictures.css has it
AROUND = 330  # pixels of title, key, summary and sources in a frame
NAMED = 4  # sources that stand under a picture; the rows name all


@dataclass(frozen=True)
class Picture:
    """What is drawn, and the same rows as data.

    `kind` and `subject` make the address, `query` the options that stand in it. `family` draws `rows` with
    `options` (its keyword arguments); `words` has `summary`, `table` and `key` where they are another module's.
    `records` are the rows that `columns` read, in the order of `rows`: what CSV and JSON hold.
    """

    kind: str
    subject: str
    title: str
    family: Any
    rows: Sequence[Any]
    columns: Sequence[Column]
    records: Sequence[Any]
    sources: Sequence[Source]
    options: Mapping[str, Any] = field(default_factory=dict)
    query: Sequence[tuple[str, str]] = ()
    about: str = ""  # the measure, its unit and denominator, in one line under the title
    note: str = ""  # what a reader must know of the picture: the vintage of boundaries, what is left out
    function: str = "figure"
    words: Any = None
    key_of: Callable[..., tuple[Key, ...]] | None = None
    width: int = 0  # where it is not the family's WIDTH

    @property
    def name(self) -> str:
        """Unique on a page; begins every id in the picture."""
        pieces = [self.kind, self.subject, *(value for _, value in self.query)]
        return slug(" ".join(pieces))

    @property
    def drawn_width(self) -> int:
        return self.width or self.family.WIDTH

    @property
    def size(self) -> str:
        """The class that says at which width of its column the phone variant takes over."""
        return "wide" if self.drawn_width >= WIDE else "half"

    # Addresses

    def _address(self, name: str, *more: str) -> str:
        form = {"form": more[0]} if more else {}
        address = reverse(name, kwargs={"kind": self.kind, "subject": self.subject, **form})
        return f"{address}?{urlencode(self.query)}" if self.query else address

    @property
    def address(self) -> str:
        """The page that is about just this picture: the permalink."""
        return self._address("picture")

    @property
    def embed_address(self) -> str:
        return self._address("picture-embed")

    @property
    def figure_address(self) -> str:
        return self._address("picture-figure")

    @property
    def svg_address(self) -> str:
        return self._address("picture-file", "svg")

    @property
    def csv_address(self) -> str:
        return self._address("picture-file", "csv")

    @property
    def json_address(self) -> str:
        return self._address("picture-file", "json")

    # What it shows

    def figure(self, phone: bool = False) -> Spec:
        """Data and layout of the plotly figure in the language of the page. Raises NothingToDraw."""
        return with_words(self.drawing(phone))

    def drawing(self, phone: bool = False) -> Spec:
        """The same without the words that stand on hover."""
        return self._asked(getattr(self.family, self.function).drawing, phone=phone)

    def _asked(self, function: Callable[..., Any], **more: Any) -> Any:
        known = keywords_of(function)
        given = {**self.options, **more, "language": language_now()}
        return function(self.rows, **{name: value for name, value in given.items() if name in known})

    @cached_property
    def svgs(self) -> tuple[str, str] | None:
        """The picture for a page's column and for a phone, as markup; None where there is nothing to draw."""
        try:
            return drawn(self)
        except NothingToDraw:
            return None

    @cached_property
    def summary(self) -> str:
        return self._asked((self.words or self.family).summary)

    @cached_property
    def table(self) -> Table:
        return self._asked((self.words or self.family).table)

    @cached_property
    def key(self) -> tuple[Key, ...]:
        function = self.key_of or getattr(self.words or self.family, "key", None)
        return self._asked(function) if function else ()

    @property
    def marks(self) -> list[tuple[str, str]]:
        """The key as markup and words."""
        return [(mark_svg(entry, f"{self.name}-key-{place}"), entry.words) for place, entry in enumerate(self.key)]

    @property
    def embed_height(self) -> int:
        """Pixels that hold the picture with its words on a page of the usual width, where a wide one is the phone's."""
        drawn = SIZE.search(self.svgs[self.size == "wide"]) if self.svgs else None
        if drawn is None:
            return AROUND
        width, height = int(drawn[1]), int(drawn[2])
        return (round(height * PHONE / width) if self.size == "wide" else height) + AROUND

    @property
    def named_sources(self) -> Sequence[Source]:
        return self.sources[:NAMED]

    @property
    def more_sources(self) -> int:
        return max(0, len(self.sources) - NAMED)

    @property
    def values(self) -> list[list[Any]]:
        """The rows as data: plain values, column by column."""
        return [[column.value(record) for column in self.columns] for record in self.records]


@cache
def keywords_of(function: Callable[..., Any]) -> frozenset[str]:
    return frozenset(signature(function).parameters)
