"""The form of explore: what can be chosen, in words, with how many votes each choice has figures for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from elections.datasets.explore import MEASURES, Selected, State, Vote, countries_of
from elections.datasets.explore.measures import (
    ALL,
    BASES,
    CONTENDERS,
    FIRST,
    LEVELS,
    ORDERS,
    SHARES_OF,
    VIEWS,
    Measure,
)
from elections.datasets.explore.state import MOST_CHOSEN
from elections.models import ElectionKind

MOST_LISTED = 200  # elections that a list to choose from holds
FEWEST_LISTS = 2


@dataclass(frozen=True)
class Option:
    """One choice: its value, its words, for how many votes it has figures, and whether it is chosen."""

    value: str
    words: str
    count: int | None
    is_chosen: bool
    without: str = ""  # the kinds of vote that a measure is not asked of, with blanks between


@dataclass(frozen=True)
class Control:
    """A parameter with its choices."""

    name: str
    label: str
    options: list[Option]


@dataclass(frozen=True)
class ElectionList:
    """A list to choose one election from: groups by country, each with its votes."""

    number: int
    chosen: str
    groups: list[tuple[str, list[Vote]]]


@dataclass(frozen=True)
class Controls:
    """Everything the form shows."""

    selects: list[Control]
    facets: list[Control]
    switches: list[Control]
    lists: list[ElectionList]
    views: list[tuple[str, str, bool]]
    orders: list[tuple[str, object, str]]
    is_cut: bool


def controls_of(selected: Selected, path: str) -> Controls:
    state, measure = selected.state, selected.state.what
    lists, is_cut = lists_of(selected)
    return Controls(
        selects=[each for each in selects_of(selected, measure) if len(each.options) > 1],
        facets=[
            facet("country", _("Country"), places_of(selected), selected),
            facet("kind", _("Kind"), dict(ElectionKind.choices), selected),
        ],
        switches=switches_of(selected),
        lists=lists,
        views=[(address(path, state.but(view=view)), str(words), view == state.view) for view, words in views(state)],
        orders=[
            (f"{sign}{name}", label, direction)
            for name, label in ORDERS.items()
            for sign, direction in (("", _("ascending")), ("-", _("descending")))
        ],
        is_cut=is_cut,
    )


def address(path: str, state: State) -> str:
    """Where a state is."""
    pairs = state.pairs()
    return f"{path}?{urlencode(pairs)}" if pairs else path


def views(state: State) -> Iterable[tuple[str, object]]:
    """The views of a measure; a map, which only regions have, takes the level with it."""
    return [(view, words) for view, words in VIEWS.items() if view in state.what.views(state.level)]


def selects_of(selected: Selected, measure: Measure) -> list[Control]:
    state = selected.state

    def control(name: str, label: str, words: Mapping[str, object], takes: Iterable[str], count) -> Control:
        now = getattr(state, name)
        return Control(
            name, label, [Option(v, str(capfirst(words[v])), count(v), v == now, without(name, v)) for v in takes]
        )

    def of_measure(name: str) -> int | None:
        other = MEASURES[name]
        level = state.level if state.level in other.levels else other.levels[0]
        return selected.with_figures(name, level) if other.has_claims else None

    def of_basis(basis: str) -> int | None:
        return None if basis in (FIRST, ALL) else selected.with_figures(measure.name, state.level, basis)

    bases = [basis for basis in measure.bases if of_basis(basis) != 0 or basis == state.basis]
    labels = {name: each.label for name, each in MEASURES.items()}
    level_count = (lambda level: selected.with_figures(measure.name, level)) if measure.has_claims else nothing
    whose = () if state.is_comparison else measure.contenders
    return [
        control("measure", _("Measure"), labels, MEASURES, of_measure),
        control("contenders", _("Whose"), CONTENDERS, whose, nothing),
        control("level", _("Level"), LEVELS, measure.levels, level_count),
        control("share_of", _("Share of"), SHARES_OF, measure.share_of, nothing),
        control("basis", _("Claims"), BASES, bases, of_basis),
    ]


def without(name: str, value: str) -> str:
    kinds = MEASURES[value].kinds if name == "measure" else ElectionKind.values
    return " ".join(kind for kind in ElectionKind.values if kind not in kinds)


def nothing(value: str) -> None:
    """The count of a choice that has none."""


def facet(name: str, label: str, words: Mapping[str, object], selected: Selected) -> Control:
    counts, chosen = selected.counts(name), getattr(selected.state, name)
    options = [
        Option(v, str(capfirst(w)), counts[v], v in chosen) for v, w in words.items() if counts[v] or v in chosen
    ]
    return Control(name, label, options)


def switches_of(selected: Selected) -> list[Control]:
    """What is left out by default, with how many votes a switch brings back."""
    state = selected.state
    annulled = sum(vote.is_void for vote in selected.fitting)
    later = sum(bool(vote.round_of) for vote in selected.fitting)
    found = []
    if annulled or state.annulled:
        found.append(switch("annulled", _("Include annulled"), annulled, state))
    if state.what.is_of_contenders and (state.contenders == ALL or state.is_comparison):
        found.append(switch("lineage", _("Join lines of parties"), None, state))
    if later or state.later_rounds:
        found.append(switch("later_rounds", _("Include second rounds"), later, state))
    return found


def switch(name: str, words: str, count: int | None, state: State) -> Control:
    return Control(name, words, [Option("yes", words, count, bool(getattr(state, name)))])


def places_of(selected: Selected) -> dict[str, str]:
    """The countries that have votes, in their usual order, by their names in the page's language."""
    titles = {vote.country: vote.place for vote in selected.held}
    return {code: titles[code] for code in countries_of(selected.held)}


def lists_of(selected: Selected) -> tuple[list[ElectionList], bool]:
    """A list for each election chosen and one for the next; the votes that fit the filters, the newest of many."""
    chosen = selected.state.election
    shown = selected.fitting[:MOST_LISTED]
    lists = min(MOST_CHOSEN, max(FEWEST_LISTS, len(chosen) + 1))
    by_id = {vote.id: vote for vote in selected.held}
    places, found = places_of(selected).values(), []
    for number in range(lists):
        now = chosen[number] if number < len(chosen) else ""
        groups: dict[str, list[Vote]] = {place: [] for place in places}
        for vote in shown if not now or by_id[now] in shown else [by_id[now], *shown]:
            groups[vote.place].append(vote)
        found.append(ElectionList(number + 1, now, [(name, votes) for name, votes in groups.items() if votes]))
    return found, len(selected.fitting) > len(shown)
