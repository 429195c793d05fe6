"""What is chosen in explore, read from an address and written back: the address is the whole state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from django.utils.translation import gettext as _

from elections.datasets.definition import single
from elections.datasets.explore.measures import (
    CHART,
    CONTENDERS,
    COUNTRY,
    FIRST,
    LEVELS,
    MEASURES,
    ORDERS,
    PRINTED,
    SHARES_OF,
    VIEWS,
    Measure,
)
from elections.datasets.filters import BadQuery, Period, values_of
from elections.models import ElectionKind
from elections.wording import listed

MOST_CHOSEN = 4
YES = "yes"
PERIOD = Period("date", "Period", "date")
SWITCHES = ("annulled", "later_rounds", "lineage")
SEVERAL = ("country", "kind", "election")
LONGEST = 60  # characters of a bad value that an answer repeats


class BadCombination(BadQuery):
    """Two values that are fine alone and make no sense together."""

    def __init__(self, field: str, value: str, beside: str, choices: Iterable[str]):
        self.beside = beside
        super().__init__(field, value, choices)

    @property
    def sentence(self) -> str:
        words = _("%(field)s=%(value)s does not go with %(beside)s: there %(field)s takes %(choices)s.")
        return words % {"field": self.field, "value": self.value, "beside": self.beside, "choices": self.named}


@dataclass(frozen=True)
class State:
    """Everything that an address of explore says, by the names of its parameters; the defaults are the first view."""

    measure: str = "turnout"
    level: str = COUNTRY
    contenders: str = FIRST
    share_of: str = PRINTED
    basis: str = FIRST
    country: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    date__gte: str = ""
    date__lte: str = ""
    annulled: str = ""
    later_rounds: str = ""
    lineage: str = ""
    election: tuple[str, ...] = ()
    view: str = CHART
    ordering: str = "-date"

    @property
    def what(self) -> Measure:
        return MEASURES[self.measure]

    @property
    def is_comparison(self) -> bool:
        """Whether chosen elections stand side by side."""
        return len(self.election) > 1

    def pairs(self) -> list[tuple[str, str]]:
        """The query string of this state in one spelling: defaults left out, several values one after the other."""
        found = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                found += [(field.name, each) for each in (value if isinstance(value, tuple) else (value,))]
        return found

    def but(self, **changes: object) -> "State":
        return replace(self, **changes)


PARAMETERS = [field.name for field in fields(State)]


def read(query: Mapping[str, Sequence[str]], countries: Iterable[str], elections: Iterable[str]) -> State:
    """The state that a query string asks for. Raises BadQuery for a value, or a combination, that makes no sense."""
    found: dict[str, object] = {}
    known = {
        "measure": [*MEASURES],
        "level": [*LEVELS],
        "contenders": [*CONTENDERS],
        "share_of": [*SHARES_OF],
        "view": [*VIEWS],
        "ordering": [*ORDERS, *(f"-{name}" for name in ORDERS)],
        "country": [*countries],
        "kind": ElectionKind.values,
        "election": [*elections],
        **{name: [YES] for name in SWITCHES},
    }
    for name, choices in known.items():
        if name in SEVERAL:
            if values := values_of(query, name):
                found[name] = tuple(checked(name, value, choices) for value in values)
        elif value := single(query, name):
            found[name] = checked(name, value, choices)
    if basis := single(query, "basis"):
        found["basis"] = checked("basis", basis, MEASURES["turnout"].bases)
    found |= zip(PERIOD.parameters, PERIOD.read(query) or ("", ""), strict=True)
    return sensible(State(**found))


def checked(name: str, value: str, choices: Sequence[str]) -> str:
    if value not in choices:
        raise BadQuery(name, value[:LONGEST], choices)
    return value


def sensible(state: State) -> State:
    """The state itself. Raises BadCombination where its values do not go together."""
    measure = state.what
    beside = f"measure={measure.name}"
    takes = {
        "level": measure.levels,
        "contenders": measure.contenders,
        "share_of": measure.share_of,
        "basis": measure.bases,
    }
    for name, choices in takes.items():
        if getattr(state, name) not in choices:
            raise BadCombination(name, getattr(state, name), beside, choices)
    for kind in state.kind:
        if kind not in measure.kinds:
            raise BadCombination("kind", kind, beside, measure.kinds)
    if state.view not in measure.views(state.level):
        raise BadCombination("view", state.view, f"{beside}&level={state.level}", measure.views(state.level))
    if state.lineage and not measure.is_of_contenders:
        of_contenders = [each.name for each in MEASURES.values() if each.is_of_contenders]
        raise BadCombination("measure", measure.name, "lineage=yes", of_contenders)
    if len(state.election) > MOST_CHOSEN:
        most = _("at most %(count)s elections side by side") % {"count": MOST_CHOSEN}
        raise BadQuery("election", listed(state.election)[:LONGEST], [most])
    return state
