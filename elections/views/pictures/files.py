"""A picture as files: its rows as CSV and JSON, the drawing as an SVG that stands alone."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from elections.charts.framed import Frame, framed
from elections.charts.rows import NothingToDraw
from elections.charts.svg import draw
from elections.charts.themes import THEMES
from elections.datasets.envelope import ATTRIBUTION, LICENCE
from elections.datasets.formats import TYPES as DATA_TYPES
from elections.datasets.formats import csv_text, plain
from elections.models import Source
from elections.views.caching import version_of
from elections.views.pictures.colours import own_colours
from elections.views.pictures.picture import Picture
from elections.wording import day

TYPES = {"csv": DATA_TYPES["csv"], "json": DATA_TYPES["json"], "svg": "image/svg+xml; charset=utf-8"}
NAMED = 6  # sources that the drawing names; the rows name all


@dataclass(frozen=True)
class About:
    """What a file says of itself: where it comes from, and which data it holds."""

    permalink: str
    version: int
    today: str

    @classmethod
    def of(cls, picture: Picture, request: HttpRequest) -> "About":
        today = timezone.now().date().isoformat()
        return cls(request.build_absolute_uri(picture.address), version_of(request), today)

    def cite_as(self, picture: Picture) -> str:
        return f"Saylau: {picture.title}. {self.permalink}, data version {self.version}, read on {self.today}."

    def told(self, picture: Picture) -> str:
        """The same for readers, in the language of the page."""
        words = _("Saylau: %(heading)s. Data version %(version)s, read on %(day)s. %(address)s")
        values = {"heading": picture.title, "version": self.version, "day": day(self.today)}
        return words % {**values, "address": self.permalink}


def as_csv(picture: Picture) -> str:
    """The rows as the lists' downloads write them: UTF-8, ISO dates, unknown empty, no formula."""
    text = StringIO()
    write = csv.writer(text, lineterminator="\r\n").writerow
    write([column.name for column in picture.columns])
    for values in picture.values:
        write([csv_text(value) for value in values])
    return text.getvalue()


def as_json(picture: Picture, about: About) -> str:
    names = [column.name for column in picture.columns]
    rows = [dict(zip(names, map(plain, values), strict=True)) for values in picture.values]
    envelope = {
        "chart": picture.kind,
        "subject": picture.subject,
        "options": dict(picture.query),
        "title": picture.title,
        "summary": picture.summary,
        "count": len(rows),
        "data_version": about.version,
        "licence": LICENCE,
        "attribution": ATTRIBUTION,
        "cite_as": about.cite_as(picture),
        "permalink": about.permalink,
        "columns": [{"name": column.name, "help": column.help} for column in picture.columns],
        "sources": [source_entry(source) for source in picture.sources],
        "results": rows,
    }
    return json.dumps(envelope, ensure_ascii=False, indent=1) + "\n"


def source_entry(source: Source) -> dict[str, Any]:
    return {
        "id": source.pk,
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url,
        "published": source.published or None,
    }


def as_svg(picture: Picture, about: About, theme: str) -> str:
    """The drawing with title, summary, key, sources and licence. Raises Http404 where there is nothing to draw."""
    try:
        figure = picture.drawing()
    except NothingToDraw as nothing:
        raise Http404(str(nothing)) from nothing
    width = picture.drawn_width
    svg = draw(figure, name=picture.name, title=picture.title, summary=picture.summary, width=width)
    notes = [picture.about, picture.note, sources_line(picture.sources), about.told(picture), "CC BY 4.0"]
    frame = Frame(picture.title, picture.summary, picture.key, [note for note in notes if note])
    colours = THEMES[theme]
    return framed(svg, (width, figure["layout"]["height"]), frame, {**colours, **own_colours(colours["paper"])})


def sources_line(sources: Sequence[Source]) -> str:
    """The first few by name; how many there are beside them."""
    if not sources:
        return ""
    named = "; ".join(
        ", ".join(filter(None, [source.publisher, source.title, day(source.published)])) for source in sources[:NAMED]
    )
    more = len(sources) - NAMED
    if more > 0:
        return _("Sources: %(named)s; and %(count)s more, named in the rows.") % {"named": named, "count": more}
    return _("Sources: %(named)s.") % {"named": named}
