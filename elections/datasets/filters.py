"""The kinds of filter a dataset has. Each reads its parameters, says what is wrong with them, and narrows rows."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Left, Length
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from elections.models import one_question
from elections.models.fields import PrintedNumberField
from elections.wording import count, day, either, listed

LISTED = 40  # choices that a message or a facet names at most
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # what no text that people write has
MOST_VALUES = 200  # values of one parameter


class BadQuery(Exception):
    """A parameter that no dataset understands: which, why, and what it could be."""

    def __init__(self, field: str, value: str, choices: Iterable[str], unknown: bool = False):
        self.field, self.value, self.choices, self.unknown = field, value, list(choices), unknown
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        if self.unknown and not self.choices:
            return _("There is no parameter '%(field)s' here, nor any other.") % {"field": self.field}
        if self.unknown:
            return _("There is no parameter '%(field)s' here. The parameters are %(choices)s.") % {
                "field": self.field,
                "choices": self.named,
            }
        return _("%(field)s=%(value)s cannot be answered: %(field)s takes %(choices)s.") % {
            "field": self.field,
            "value": self.value,
            "choices": self.named,
        }

    @property
    def named(self) -> str:
        more = len(self.choices) - LISTED
        if more <= 0:
            return listed(self.choices)
        told = ngettext("%(choices)s, and %(n)s more", "%(choices)s, and %(n)s more", more)
        return told % {"choices": ", ".join(self.choices[:LISTED]), "n": count(more)}


def values_of(query: Mapping[str, Sequence[str]], name: str, split: bool = True) -> list[str]:
    """The values of a parameter, given once with commas or several times; empty ones are none at all.

    A value that a text in the database cannot hold is refused here, before any query.
    """
    given = query.get(name, ())
    parts = [part.strip() for value in given for part in (value.split(",") if split else [value])]
    if len(parts) > MOST_VALUES:
        raise BadQuery(name, f"{len(parts):,} values", [f"up to {MOST_VALUES} values"])
    values = list(dict.fromkeys(part for part in parts if part))
    for value in values:
        if CONTROLS.search(value):
            raise BadQuery(
                name, _("a character that cannot be printed"), [_("letters, digits and signs that can be seen")]
            )
    return values


def single(query: Mapping[str, Sequence[str]], name: str) -> str:
    """The one value of a parameter, or '' where it is not given. Raises BadQuery when it is given twice."""
    values = values_of(query, name, split=False)
    if len(values) > 1:
        raise BadQuery(name, listed(values)[:60], [_("one value")])
    return values[0] if values else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Some of a column's words; a facet of the page.

    `field` is a path, or an expression: the tables it needs are joined only where the facet is chosen or counted.
    `words_of` gives what can be chosen as value → words. `largest_first` lists the most frequent first, and of many
    only the first dozen; otherwise the order is that of the words.
    """

    name: str
    label: str
    field: str | Combinable
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

    def held(self, value: Any) -> Sequence[Any]:
        """What a row with this value in its column counts for."""
        return (value,)

    def apply(self, rows: QuerySet, chosen: list[str]) -> QuerySet:
        if isinstance(self.field, str):
            return rows.filter(**{f"{self.field}__in": chosen})
        return rows.alias(**{f"_{self.name}": self.field}).filter(**{f"_{self.name}__in": chosen})

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
        if not chosen:
            return ""
        choices = either(known[value] for value in chosen)
        return _("%(filter)s: %(choices)s") % {"filter": str(self.label).lower(), "choices": choices}


@dataclass(frozen=True, slots=True)
class Several(Choice):
    """Some of the words of a column that holds several of them, parted and surrounded by blanks."""

    def held(self, value: str) -> Sequence[str]:
        return value.split()

    def apply(self, rows: QuerySet, chosen: list[str]) -> QuerySet:
        found = Q()
        for value in chosen:
            found |= Q(**{f"{self.field}__contains": f" {value} "})
        return rows.filter(found)


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
                raise BadQuery(name, listed(values)[:60], [_("one year, month or day: 2012, 2012-01 or 2012-01-15")])
            ends.append(values[0] if values else "")
        first, last = ends
        if first and last and last[: len(first)] < first[: len(last)]:
            raise BadQuery(self.parameters[1], last, [_("a date not before %(date)s") % {"date": first}])
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
        if first and last:
            return _("from %(first)s to %(last)s") % {"first": day(first), "last": day(last)}
        return _("from %(first)s") % {"first": day(first)} if first else _("to %(last)s") % {"last": day(last)}


@dataclass(frozen=True, slots=True)
class Reference:
    """Rows that name one of some rows of a table, by its id: those of an election, a contender, a party."""

    name: str
    label: str
    field: str
    model: type[models.Model]

    @property
    def parameters(self) -> list[str]:
        return [self.name]

    def read(self, query: Mapping[str, Sequence[str]]) -> list[str]:
        values = values_of(query, self.name)
        known = self.known(values) if values else ()
        for value in values:
            if value not in known:
                raise BadQuery(self.name, value[:60], self.near(value[:100]))
        return values

    def known(self, values: list[str]) -> list[str]:
        """Which of these ids there are."""
        return one_question(f"SELECT ARRAY(SELECT id FROM {self.model._meta.db_table} WHERE id = ANY (%s))", [values])[
            0
        ]

    def near(self, value: str) -> list[str]:
        """The ids most like one that is none."""
        alike = self.model._default_manager.order_by(TrigramSimilarity("id", value).desc(), "pk")
        return list(alike.values_list("pk", flat=True)[:8])

    def apply(self, rows: QuerySet, chosen: list[str]) -> QuerySet:
        if len(chosen) == 1:
            return rows.filter(**{self.field: chosen[0]})
        return rows.filter(**{f"{self.field}__in": chosen})

    def pairs(self, chosen: list[str]) -> list[tuple[str, str]]:
        return [(self.name, value) for value in chosen]

    def words(self, chosen: list[str]) -> str:
        if not chosen:
            return ""
        return _("%(filter)s: %(choices)s") % {"filter": str(self.label).lower(), "choices": either(chosen)}


@dataclass(frozen=True, slots=True)
class Span:
    """Rows whose number lies between two, both included; rows without the number lie nowhere."""

    name: str
    label: str
    field: str

    @property
    def parameters(self) -> list[str]:
        return [f"{self.name}__gte", f"{self.name}__lte"]

    def read(self, query: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
        ends = [single(query, name) for name in self.parameters]
        for name, end in zip(self.parameters, ends, strict=True):
            if end and not is_number(end):
                raise BadQuery(name, end[:20], [_("a number such as 5, 0.5 or 1200000")])
        return (ends[0], ends[1]) if any(ends) else None

    def apply(self, rows: QuerySet, chosen: tuple[str, str]) -> QuerySet:
        for end, lookup in zip(chosen, ("gte", "lte"), strict=True):
            if end:
                # compared as numbers of any size and precision, whatever the column can hold
                rows = rows.alias(**{f"_{self.name}": Cast(F(self.field), PrintedNumberField())}).filter(
                    **{f"_{self.name}__{lookup}": Decimal(end)}
                )
        return rows

    def pairs(self, chosen: tuple[str, str] | None) -> list[tuple[str, str]]:
        return [(name, end) for name, end in zip(self.parameters, chosen or ("", ""), strict=True) if end]

    def words(self, chosen: tuple[str, str] | None) -> str:
        if not chosen:
            return ""
        first, last = chosen
        return " ".join(
            [str(self.label).lower(), *(part for part in (first and f"≥ {first}", last and f"≤ {last}") if part)]
        )


@dataclass(frozen=True, slots=True)
class Since:
    """Rows that changed at or after a moment."""

    name: str = "updated_since"
    label: str = gettext_lazy("Changed since")
    fields: Sequence[str] = ("updated_at",)

    @property
    def parameters(self) -> list[str]:
        return [self.name]

    def read(self, query: Mapping[str, Sequence[str]]) -> datetime | None:
        text = single(query, self.name).replace(" ", "+")  # a plus sign that was not escaped
        return moment_of(self.name, text) if text else None

    def apply(self, rows: QuerySet, chosen: datetime) -> QuerySet:
        changed = Q()
        for field in self.fields:
            changed |= Q(**{f"{field}__gte": chosen})
        return rows.filter(changed)

    def pairs(self, chosen: datetime | None) -> list[tuple[str, str]]:
        return [(self.name, chosen.isoformat().replace("+00:00", "Z"))] if chosen else []

    def words(self, chosen: datetime | None) -> str:
        return _("changed since %(moment)s") % {"moment": chosen.isoformat()} if chosen else ""


Filter = Choice | Period | Reference | Span | Since


def moment_of(name: str, text: str) -> datetime:
    """A moment in UTC from an ISO 8601 date or moment; without a time it is midnight, without a zone UTC."""
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadQuery(name, text[:40], [_("a date or a moment: 2026-11-28 or 2026-11-28T12:00:00Z")]) from None


def is_number(text: str) -> bool:
    """Whether a text is a plain decimal number within what any count or percentage can be."""
    whole, _point, decimals = text.removeprefix("-").partition(".")
    digits = whole + decimals
    return digits.isascii() and digits.isdigit() and 1 <= len(whole) <= 12 and len(decimals) <= 4


def is_partial_date(text: str) -> bool:
    """Whether a text is YYYY, YYYY-MM or YYYY-MM-DD."""
    parts = text.split("-")
    shapes = [len(part) for part in parts]
    if shapes not in ([4], [4, 2], [4, 2, 2]) or not all(part.isascii() and part.isdigit() for part in parts):
        return False
    return all(low <= int(part) <= high for part, (low, high) in zip(parts[1:], ((1, 12), (1, 31)), strict=False))


def words_of_choices(choices: Any) -> Callable[[], dict[str, str]]:
    """The words of a TextChoices class; the empty one cannot be asked for."""
    return lambda: {value: str(label) for value, label in choices.choices if value}
