"""What page, API and download share: for each dataset its rows, columns, filters and order, said once."""

from elections.datasets.definition import PAGE_SIZES, BadQuery, Column, Dataset, Order, Selection
from elections.datasets.elections import ELECTIONS
from elections.datasets.sources import SOURCES

DATASETS = {dataset.name: dataset for dataset in (ELECTIONS, SOURCES)}

__all__ = [
    "DATASETS",
    "ELECTIONS",
    "PAGE_SIZES",
    "SOURCES",
    "BadQuery",
    "Column",
    "Dataset",
    "Order",
    "Selection",
]
