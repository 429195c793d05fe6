"""Explore as a dataset: what a query string selects, as rows that page, chart, CSV, JSON, XLSX and API share."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from elections.datasets.explore import coverage
from elections.datasets.explore.fetching import votes
from elections.datasets.explore.indicators import indicator_rows
from elections.datasets.explore.measures import ALL
from elections.datasets.explore.results import result_rows
from elections.datasets.explore.rows import COLUMNS, Row, Vote
from elections.datasets.explore.spreads import spread_rows
from elections.datasets.explore.state import PARAMETERS, PERIOD, State, read
from elections.datasets.explore.turnout import turnout_rows
from elections.datasets.filters import BadQuery
from elections.datasets.kept import once
from elections.datasets.records import Column

COUNTRIES = ("KZ", "KG", "TJ", "TM", "UZ")


@dataclass(frozen=True)
class Explore:
    """Figures of many votes by one measure, chosen by country, kind, period, basis, level and whole."""

    name: str = "explore"
    title: object = _("Explore")
    about: object = _("Figures of many votes by one measure, each with its basis and source.")
    columns: Sequence[Column] = tuple(COLUMNS)
    parameters: Sequence[str] = tuple(PARAMETERS)

    def select(self, query: Mapping[str, Sequence[str]], beside: Iterable[str] = ()) -> "Selected":
        """What a query string selects. `beside` names further parameters that are allowed. Raises BadQuery."""
        allowed = [*self.parameters, *beside]
        for name in query:
            if name not in allowed:
                raise BadQuery(name[:60], "", allowed, unknown=True)
        held = once(("votes", get_language()), votes)
        return Selected(self, read(query, countries_of(held), [vote.id for vote in held]), held)


EXPLORE = Explore()


def countries_of(held: Sequence[Vote]) -> dict[str, str]:
    """The countries that have votes, in the usual order of the five, then any other by name."""
    names = {vote.country: vote.country_name for vote in held}
    places = {code: place for place, code in enumerate(COUNTRIES)}
    return dict(sorted(names.items(), key=lambda pair: (places.get(pair[0], len(places)), pair[1])))


@dataclass(frozen=True)
class LeftOut:
    """How many votes fit the choices and are not among the rows, by reason."""

    annulled: int
    later_rounds: int


@dataclass(frozen=True)
class Selected:
    """The rows of explore that one state selects, in its order, and what can be chosen beside it.

    Files hold the rows from `first` to `last`: all, or one page of them, which `paged` says in the words of an address.
    """

    dataset: Explore
    state: State
    held: tuple[Vote, ...]
    first: int = 0
    last: int | None = None
    paged: Sequence[tuple[str, str]] = ()

    @property
    def query(self) -> list[tuple[str, str]]:
        return [*self.state.pairs(), *self.paged]

    @property
    def ordering(self) -> str:
        return self.state.ordering

    def fits(self, vote: Vote, leaving_out: str = "") -> bool:
        """Whether a vote is among those chosen, whatever is chosen in one of the filters."""
        state = self.state
        return (
            vote.kind in state.what.kinds
            and (leaving_out == "country" or not state.country or vote.country in state.country)
            and (leaving_out == "kind" or not state.kind or vote.kind in state.kind)
            and (not state.date__gte or vote.date[: len(state.date__gte)] >= state.date__gte[: len(vote.date)])
            and (not state.date__lte or vote.date[: len(state.date__lte)] <= state.date__lte[: len(vote.date)])
        )

    def stands(self, vote: Vote) -> bool:
        """Whether a vote is in by default, or by a switch: annulled ones and later rounds are out."""
        state = self.state
        return (bool(state.annulled) or not vote.is_void) and (bool(state.later_rounds) or not vote.round_of)

    @cached_property
    def fitting(self) -> list[Vote]:
        """The votes that fit all filters, the annulled and later rounds too."""
        return [vote for vote in self.held if self.fits(vote)]

    @cached_property
    def votes(self) -> list[Vote]:
        """The votes whose figures are shown: those chosen one by one, or else those that fit all filters."""
        if self.state.election:
            by_id = {vote.id: vote for vote in self.held}
            return [by_id[key] for key in self.state.election]
        return [vote for vote in self.fitting if self.stands(vote)]

    @cached_property
    def left_out(self) -> LeftOut:
        if self.state.election:
            return LeftOut(0, 0)
        annulled = sum(vote.is_void for vote in self.fitting) if not self.state.annulled else 0
        later = [vote for vote in self.fitting if vote.round_of and not vote.is_void and not self.state.later_rounds]
        return LeftOut(annulled, len(later))

    @cached_property
    def everything(self) -> Sequence[Row]:
        """The rows of every vote by this measure, level, basis and whole; kept while the data is the same."""
        state = self.state
        contenders = ALL if state.is_comparison and state.what.is_of_contenders else state.contenders
        asked = (state.measure, state.level, contenders, state.basis, state.share_of, bool(state.lineage))

        def make() -> tuple[Row, ...]:
            if state.what.is_indicator:
                return tuple(indicator_rows(self.held, state.measure))
            if state.measure == "spread":
                return tuple(spread_rows(self.held))
            if state.what.is_of_contenders:
                return tuple(result_rows(self.held, *asked))
            return tuple(turnout_rows(self.held, state.measure, state.level, state.basis, state.share_of))

        return once((*asked, get_language()), make)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows selected, in their order: unknown figures last, equal ones by date, vote, area and contender."""
        rows = [row for row in self.everything if row.vote.id in self.shown]
        return ordered(rows, self.state.ordering)

    @property
    def count(self) -> int:
        return len(self.rows)

    def records(self) -> Iterator[list]:
        """The values of every row from the first to the last of the page, column by column."""
        values = [column.value for column in self.dataset.columns]
        for row in self.rows[self.first : self.last]:
            yield [value(row) for value in values]

    def counts(self, name: str) -> Counter:
        """How many votes each choice of a filter has, whatever is chosen in it now."""
        fitting = (vote for vote in self.held if self.fits(vote, leaving_out=name) and self.stands(vote))
        return Counter(getattr(vote, name) for vote in fitting)

    def with_figures(self, measure: str, level: str, basis: str = "") -> int:
        """How many of the votes shown have a figure of a measure at a level, on one basis or on any."""
        [covered] = once("coverage", coverage.coverage)
        return len(coverage.covered(covered, measure, level, basis) & self.shown)

    @cached_property
    def shown(self) -> set[str]:
        """The ids of the votes whose figures are shown."""
        return {vote.id for vote in self.votes}

    @property
    def period(self) -> tuple[str, str]:
        return tuple(getattr(self.state, name) for name in PERIOD.parameters)


def ordered(rows: list[Row], ordering: str) -> list[Row]:
    """Sorted twice, as Python's sort keeps the order of equals: first the rest of the key, then what is asked for."""
    name, is_descending = ordering.removeprefix("-"), ordering.startswith("-")
    rows = sorted(rows, key=lambda row: (row.part, row.area_name, -(row.value or 0), row.contender, row.source))
    rows.sort(key=lambda row: (row.vote.date, row.vote.id), reverse=True)
    keys = {
        "date": lambda row: row.vote.date,
        "value": lambda row: row.value,
        "country": lambda row: row.vote.country_name,
        "area": lambda row: row.area_name,
        "claims": lambda row: row.claims,
    }
    known = [row for row in rows if keys[name](row) is not None]
    known.sort(key=keys[name], reverse=is_descending)
    return known + [row for row in rows if keys[name](row) is None]
