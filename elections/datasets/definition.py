"""A dataset: named rows with columns, filters and orders; and what of it a query string selects.

Everything that shows or hands out rows (page, JSON, CSV, XLSX, API) goes through `Dataset.select`, so that all of
them give the same rows in the same order, and refuse the same queries in the same words.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, CharField, Count, F, Func, QuerySet, TextField, Value
from django.utils.translation import gettext as _

from elections.datasets.columns import Column
from elections.datasets.filters import BadQuery, Choice, Filter, single
from elections.datasets.kept import once
from elections.models.fields import Published

PAGE_SIZES = (25, 50, 100)
BATCH = 2_000  # rows that a download holds at once

__all__ = ["PAGE_SIZES", "BadQuery", "Column", "Dataset", "Order", "Selection"]


@dataclass(frozen=True, slots=True)
class Order:
    """A way to order the rows by one column; the id makes every order a total one, and unknown comes last."""

    name: str
    label: str
    by: Sequence[str]
    starts_descending: bool = False

    def expressions(self, descending: bool, key: str) -> list:
        def directed(path):
            return F(path).desc(nulls_last=True) if descending else F(path).asc(nulls_last=True)

        if not self.by:
            return [directed(key)]
        return [*map(directed, self.by), F(key).asc()]


@dataclass(frozen=True)
class Facet:
    """One filter with what can be chosen in it: (value, words, how many rows, whether it is chosen now)."""

    filter: Choice
    options: list[tuple[str, str, int, bool]]

    @property
    def is_set(self) -> bool:
        return any(chosen for *_, chosen in self.options)


def listed(model: type[Published], ids: Any) -> Any:
    """Ids of rows as one array of the database; an expression that gives such an array is one already."""
    element = TextField() if isinstance(model._meta.pk, CharField) else BigIntegerField()
    return ids if isinstance(ids, Func) else Value(list(ids), output_field=ArrayField(element))


class AmongThese(Func):
    """Whether a key is one of the ids of an array."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class Default:
    """What a filter is set to where neither it nor any parameter of `aside` is given.

    So annulled votes stay out of what spans several votes, and are shown to who asks for one of them.
    """

    name: str
    values: Sequence[str]
    aside: Sequence[str]

    def holds(self, query: Mapping[str, Sequence[str]]) -> bool:
        return not any(query.get(each) for each in (self.name, *self.aside))


@dataclass(frozen=True)
class Dataset:
    """Rows that readers can list, filter and take away.

    `base` gives the rows with what filters and orders need, `whole` adds what the columns need. `found` narrows
    them to those a text is found in; without it there is no search. The first column is the id. `table` is the name
    that tombstones and redirects know the rows by. `place` names the column with the
    area that a row lies in, for a map. `defaults` are what is chosen where nothing is.
    """

    name: str
    title: str
    about: str
    base: Callable[[], QuerySet]
    whole: Callable[[QuerySet], QuerySet]
    columns: Sequence[Column]
    filters: Sequence[Filter]
    orders: Sequence[Order]
    default_order: str
    found: Callable[[QuerySet, str], QuerySet] | None = None
    table: str = ""
    place: str = ""
    page_size: int = PAGE_SIZES[0]
    defaults: Sequence[Default] = ()

    @property
    def model(self) -> type[Published]:
        return self.base().model

    @property
    def parameters(self) -> list[str]:
        searched = ["search"] if self.found else []
        return [name for each in self.filters for name in each.parameters] + [*searched, "ordering"]

    def order(self, text: str) -> tuple[Order, bool]:
        """The order that `ordering=` names, and whether it is descending. Raises BadQuery."""
        by_name = {order.name: order for order in self.orders}
        if text.removeprefix("-") not in by_name:
            raise BadQuery("ordering", text, [*by_name, *(f"-{name}" for name in by_name)])
        return by_name[text.removeprefix("-")], text.startswith("-")

    def select(self, query: Mapping[str, Sequence[str]], beside: Iterable[str] = ()) -> "Selection":
        """What a query string selects; `query` gives all values of each parameter.

        `beside` names parameters that are not the dataset's but allowed. Raises BadQuery for any other parameter
        and for a value that no row could have.
        """
        allowed = [*self.parameters, *beside]
        for name in query:
            if name not in allowed:
                raise BadQuery(name, "", allowed, unknown=True)
        chosen = {each.name: each.read(query) for each in self.filters}
        by_default = [each for each in self.defaults if each.holds(query)]
        chosen |= {each.name: list(each.values) for each in by_default}
        search = single(query, "search")
        if len(search) > 200:
            raise BadQuery("search", search[:40] + "…", [_("up to %(n)s characters") % {"n": 200}])
        ordering = single(query, "ordering") or self.default_order
        order, descending = self.order(ordering)
        return Selection(self, self.columns, chosen, search, order, descending, [each.name for each in by_default])


@dataclass(frozen=True)
class Selection:
    """The rows of a dataset that one query selects, in its order; with `ids`, those of them on one page."""

    dataset: Dataset
    columns: Sequence[Column]
    chosen: Mapping[str, Any]
    search: str
    order: Order
    descending: bool
    by_default: Sequence[str] = ()
    ids: Sequence[Any] | Func | None = None

    @property
    def ordering(self) -> str:
        return f"-{self.order.name}" if self.descending else self.order.name

    @cached_property
    def choices(self) -> list[Choice]:
        """The filters that are facets."""
        return [each for each in self.dataset.filters if isinstance(each, Choice)]

    @cached_property
    def base(self) -> QuerySet:
        return self.dataset.base()

    def narrowed(self, *, facets: bool) -> QuerySet:
        """The rows that search and filters leave; without `facets` only what is no choice of a facet is applied."""
        rows = self.base
        if self.search:
            rows = self.dataset.found(rows, self.search)
        for each in self.dataset.filters:
            if self.chosen[each.name] and (facets or not isinstance(each, Choice)):
                rows = each.apply(rows, self.chosen[each.name])
        return rows

    @property
    def rows(self) -> QuerySet:
        if self.ids is not None:
            ids = listed(self.dataset.model, self.ids)
            rows = self.dataset.whole(self.base.filter(AmongThese(F("pk"), ids)))
            return rows.order_by(Func(ids, F("pk"), function="array_position"))
        ordered = self.order.expressions(self.descending, "pk")
        return self.dataset.whole(self.narrowed(facets=True)).order_by(*ordered)

    def window(self, first: int, last: int) -> QuerySet:
        """The rows at some places, from 0: found by what orders them alone, then fetched whole by their ids.

        In one question the database would join every row with all that the columns need before it sorts.
        """
        found = list(self.rows.values_list("pk", flat=True)[first:last])
        ordered = self.order.expressions(self.descending, "pk")
        return self.dataset.whole(self.base.filter(pk__in=found)).order_by(*ordered)

    @property
    def values(self) -> QuerySet:
        """The values of the columns of the selected rows, named c0, c1 and so on."""
        named = {f"c{place}": each.expression for place, each in enumerate(self.columns)}
        return self.rows.annotate(**named).values_list(*named)

    def records(self) -> Iterator[tuple]:
        """The values of every row, column by column, fetched a batch at a time."""
        return self.values.iterator(chunk_size=BATCH)

    def only(self, columns: Sequence[Column]) -> "Selection":
        """The same rows with some of the columns."""
        return replace(self, columns=columns)

    def on_page(self, ids: Sequence[Any] | Func) -> "Selection":
        """Those of the rows that have these ids, in the order of the ids."""
        return replace(self, ids=ids)

    @cached_property
    def tally(self) -> list[tuple[tuple, int]]:
        """How many rows each combination of the facets' values has, whatever is chosen in them: one query a version."""
        others = [
            (each.name, repr(self.chosen[each.name])) for each in self.dataset.filters if each not in self.choices
        ]
        return once(("tally", self.dataset.name, self.search, *others), self.count_combinations)

    def count_combinations(self) -> list[tuple[tuple, int]]:
        fields = [each.field for each in self.choices]
        rows = self.narrowed(facets=False).order_by().values_list(*fields).annotate(rows=Count("pk"))
        return [(tuple(each[:-1]), each[-1]) for each in rows]

    @cached_property
    def counts(self) -> tuple[int, list[Counter]]:
        """How many rows are selected, and how many would be by each value of each facet, all other filters kept.

        One pass: a combination that misses one facet only is counted for that facet, one that misses two for none.
        """
        choices = [(each, self.chosen[each.name]) for each in self.choices]
        count, by_facet = 0, [Counter() for _ in choices]
        for values, n in self.tally:
            held = [each.held(value) for (each, _), value in zip(choices, values, strict=True)]
            missed = [
                place
                for place, (_, chosen) in enumerate(choices)
                if chosen and not any(value in chosen for value in held[place])
            ]
            count += 0 if missed else n
            for place in missed if len(missed) == 1 else () if missed else range(len(choices)):
                for value in held[place]:
                    by_facet[place][value] += n
        return count, by_facet

    @property
    def count(self) -> int:
        return self.counts[0]

    @property
    def facets(self) -> list[Facet]:
        """Each facet with counts that follow all other filters, and the search."""
        found = []
        for each, counts in zip(self.choices, self.counts[1], strict=True):
            chosen = self.chosen[each.name]
            found.append(Facet(each, [(v, words, counts[v], v in chosen) for v, words in each.listed(counts, chosen)]))
        return found

    @property
    def query(self) -> list[tuple[str, str]]:
        """The query string of this selection in one spelling: filters in the dataset's order, defaults left out."""
        given = [each for each in self.dataset.filters if each.name not in self.by_default]
        pairs = [pair for each in given for pair in each.pairs(self.chosen[each.name])]
        if self.search:
            pairs.append(("search", self.search))
        if self.ordering != self.dataset.default_order:
            pairs.append(("ordering", self.ordering))
        return pairs

    @property
    def default_pairs(self) -> list[tuple[str, str]]:
        """What is chosen by default, as the query string would say it."""
        by_default = [each for each in self.dataset.filters if each.name in self.by_default]
        return [pair for each in by_default for pair in each.pairs(self.chosen[each.name])]

    @property
    def words(self) -> list[str]:
        """What is applied, in words: one phrase a filter."""
        said = [words for each in self.dataset.filters if (words := each.words(self.chosen[each.name]))]
        return [*said, _("searched for “%(text)s”") % {"text": self.search}] if self.search else said
