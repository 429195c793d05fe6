"""What page, API and download share: for each dataset its rows, columns, filters and order, said once."""

from elections.datasets.areas import AREAS
from elections.datasets.changes import CHANGES
from elections.datasets.columns import Column, Kind
from elections.datasets.contenders import CONTENDERS, EXCLUSIONS
from elections.datasets.definition import PAGE_SIZES, BadQuery, Dataset, Order, Selection
from elections.datasets.elections import ELECTIONS
from elections.datasets.events import ELECTION_EVENTS, PARTY_EVENTS
from elections.datasets.parties import PARTIES
from elections.datasets.results import RESULTS
from elections.datasets.sources import SOURCES
from elections.datasets.turnout import TURNOUT

DATASETS = {
    dataset.name: dataset
    for dataset in (
        ELECTIONS,
        ELECTION_EVENTS,
        CONTENDERS,
        EXCLUSIONS,
        RESULTS,
        TURNOUT,
        PARTIES,
        PARTY_EVENTS,
        AREAS,
        SOURCES,
        CHANGES,
    )
}

__all__ = [
    "AREAS",
    "CHANGES",
    "CONTENDERS",
    "DATASETS",
    "ELECTIONS",
    "ELECTION_EVENTS",
    "EXCLUSIONS",
    "PAGE_SIZES",
    "PARTIES",
    "PARTY_EVENTS",
    "RESULTS",
    "SOURCES",
    "TURNOUT",
    "BadQuery",
    "Column",
    "Dataset",
    "Kind",
    "Order",
    "Selection",
]
