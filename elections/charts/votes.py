"""What pictures of many votes share: countries in order, marks by kind, the stroke through what was annulled."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol, TypeVar

from elections.charts import house, marks, panels
from elections.charts.dates import moved
from elections.charts.house import Spec
from elections.charts.language import Language

SIZES = {"presidential": 9, "parliamentary": 8, "referendum": 10}
SECOND_ROUND = 0.7


class Vote(Protocol):
    """The fields that every row about a vote has."""

    @property
    def country(self) -> str: ...

    @property
    def country_name(self) -> str: ...

    @property
    def date(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def status(self) -> str: ...

    @property
    def is_second_round(self) -> bool: ...


AnyVote = TypeVar("AnyVote", bound=Vote)


def countries_of(rows: Sequence[AnyVote]) -> dict[str, list[AnyVote]]:
    """Rows by country in the fixed order of the record, then any other."""
    known = [code for code in panels.COUNTRIES if any(row.country == code for row in rows)]
    codes = known + sorted({row.country for row in rows} - set(known))
    return {code: [row for row in rows if row.country == code] for code in codes}


def is_void(row: Vote) -> bool:
    return is_void_status(row.status)


def is_void_status(status: str) -> bool:
    """Whether nothing of the vote stands; of a partly annulled one the rest does."""
    return status in ("annulled", "cancelled")


def mark_of(row: Vote, figure: Decimal | None, colour: str) -> marks.Mark:
    """The mark of a vote's kind at a figure: smaller for a second round, hollow if annulled, a cross for none."""
    if figure is None:
        return marks.NOT_PUBLISHED
    size = SIZES[row.kind] * (SECOND_ROUND if row.is_second_round else 1)
    if is_void(row):
        return marks.hollow(marks.BY_KIND[row.kind], size, marks.GONE, 1.4)
    return marks.solid(marks.BY_KIND[row.kind], size, colour)


def together(several: Sequence[marks.Mark]) -> marks.Mark:
    """Several marks as one trace's."""
    return {
        "opacity": 1,
        "symbol": [mark["symbol"] for mark in several],
        "size": [mark["size"] for mark in several],
        "color": [mark["color"] for mark in several],
        "line": {
            "width": [mark["line"]["width"] for mark in several],
            "color": [mark["line"]["color"] for mark in several],
        },
    }


def strike(votes: Sequence[tuple[str, float, float]], x: str, y: str, days: int = 150) -> Spec:
    """A diagonal stroke through each annulled vote, given as date, lowest and highest figure."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    for date, low, high in votes:
        xs += [moved(date, -days), moved(date, days), None]
        ys += [max(-5.0, low - 11), max(high, min(high + 11, 105.0)), None]
    return house.line_trace(xs, ys, {"color": marks.GONE, "width": 1.4}, x, y)


def kind_words(kind: str, language: Language) -> str:
    return {
        "presidential": language.gettext("president"),
        "parliamentary": language.gettext("parliament"),
        "referendum": language.gettext("referendum"),
    }[kind]


def place_and_day(row: Vote, language: Language) -> str:
    return f"{row.country_name}, {language.day(row.date)}"


def status_words(status: str, language: Language) -> str:
    return {
        "held": language.gettext("held"),
        "annulled": language.gettext("annulled"),
        "partly_annulled": language.gettext("partly annulled"),
        "cancelled": language.gettext("cancelled"),
    }.get(status, status)
