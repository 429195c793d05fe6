"""The kinds of filter a dataset has. Each reads its parameters, says what is wrong with them, and narrows rows."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Left, Length

from elections.wording import listed

LISTED = 40  # choices that a message or a facet names at most


class BadQuery(Exception):
    """A parameter that no dataset understands: which, why, and what it could be."""

    def __init__(self, field: str, value: str, choices: Iterable[str], unknown: bool = False):
        self.field, self.value, self.choices, self.unknown = field, value, list(choices), unknown
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        if self.unknown:
            return f"There is no parameter {self.field!r} here. The parameters are {self.named}."
        return f"{self.field}={self.value} cannot be answered: {self.field} takes {self.named}."

    @property
    def named(self) -> str:
        more = len(self.choices) - LISTED
        return listed(self.choices[:LISTED]) + (f", and {more} more" if more > 0 else "")


def values_of(query: Mapping[str, Sequence[str]], name: str, split: bool = True) -> list[str]:
    """The values of a parameter, given once with commas or several times; empty ones are none at all.

    A value that a text in the database cannot hold is refused here, before any query.
    """
    given = query.get(name, ())
    parts = [part.strip() for value in given for part in (value.split(",") if split else [value])]
    values = list(dict.fromkeys(part for part in parts if part))
    for value in values:
        if not value.isprintable():
            raise BadQuery(name, "a character that cannot be printed", ["letters, digits and signs that can be seen"])
    return values


@dataclass(frozen=True, slots=True)
class Choice:
    """Some of a column's words; a facet of the page.

    `words` gives what can be chosen as value → words. `largest_first` lists the most frequent first, and of many
    only the first dozen; otherwise the order is that of the words.
    """

    name: str
    label: str
    field: str
    words_of: Callable[[], Mapping[str, str]]
    help: str = ""
    largest_first: bool = False

    @property
    def parameters(self) -> list[str]:
        return [self.name]

    def read(self, query: Mapping[str, Sequence[str]]) -> list[str]:
        values = values_of(query, self.name, split=not self.largest_first)
        known = self.words_of() if values else {}
        for value in values:
            if value not in known:
                raise BadQuery(self.name, value[:60], known)
        return values

    def apply(self, rows: QuerySet, chosen: list[str]) -> QuerySet:
        return rows.filter(**{f"{self.field}__in": chosen})

    def listed(self, counts: Counter, chosen: list[str]) -> list[tuple[str, str]]:
        """The choices to show: all, or of many those with most rows; what is chosen always."""
        words = self.words_of()
        if not self.largest_first:
            return [(value, label) for value, label in words.items() if counts[value] or value in chosen]
        most = [value for value, _ in counts.most_common(12)]
        return [(value, words[value]) for value in dict.fromkeys([*chosen, *most])]

    def pairs(self, chosen: list[str]) -> list[tuple[str, str]]:
        return [(self.name, value) for value in chosen]

    def words(self, chosen: list[str]) -> str:
        known = self.words_of() if chosen else {}
        return f"{self.label.lower()}: {' or '.join(known[value] for value in chosen)}" if chosen else ""


@dataclass(frozen=True, slots=True)
class Period:
    """Rows dated from one day, month or year to another, both included, as precisely as either is known."""

    name: str
    label: str
    field: str

    @property
    def parameters(self) -> list[str]:
        return [f"{self.name}__gte", f"{self.name}__lte"]

    def read(self, query: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
        ends = []
        for name in self.parameters:
            values = values_of(query, name)
            if len(values) > 1 or values and not is_partial_date(values[0]):
                raise BadQuery(name, listed(values)[:60], ["one year, month or day: 2012, 2012-01 or 2012-01-15"])
            ends.append(values[0] if values else "")
        first, last = ends
        if first and last and last[: len(first)] < first[: len(last)]:
            raise BadQuery(self.parameters[1], last, [f"a date not before {first}"])
        return (first, last) if first or last else None

    def apply(self, rows: QuerySet, chosen: tuple[str, str]) -> QuerySet:
        for end, lookup in zip(chosen, ("gte", "lte"), strict=True):
            if end:
                name = f"_{self.name}_{lookup}"
                rows = rows.alias(**{name: Left(F(self.field), Length(Value(end)))}).filter(
                    **{f"{name}__{lookup}": Left(Value(end), Length(F(self.field)))}
                )
        return rows

    def pairs(self, chosen: tuple[str, str] | None) -> list[tuple[str, str]]:
        return [(name, end) for name, end in zip(self.parameters, chosen or ("", ""), strict=True) if end]

    def words(self, chosen: tuple[str, str] | None) -> str:
        if not chosen:
            return ""
        first, last = chosen
        return " ".join(part for part in (first and f"from {first}", last and f"to {last}") if part)


Filter = Choice | Period


def is_partial_date(text: str) -> bool:
    """Whether a text is YYYY, YYYY-MM or YYYY-MM-DD."""
    parts = text.split("-")
    shapes = [len(part) for part in parts]
    if shapes not in ([4], [4, 2], [4, 2, 2]) or not all(part.isascii() and part.isdigit() for part in parts):
        return False
    return all(low <= int(part) <= high for part, (low, high) in zip(parts[1:], ((1, 12), (1, 31)), strict=False))


def words_of_choices(choices: Any) -> Callable[[], dict[str, str]]:
    """The words of a TextChoices class."""
    return lambda: {value: str(label) for value, label in choices.choices}
