"""Explore: figures of many votes by one measure. Its state is its address; its rows are one dataset."""

from elections.datasets.explore.dataset import EXPLORE, Explore, Selected, countries_of
from elections.datasets.explore.measures import MEASURES, Measure
from elections.datasets.explore.rows import Row, Vote
from elections.datasets.explore.state import BadCombination, State

__all__ = [
    "EXPLORE",
    "MEASURES",
    "BadCombination",
    "Explore",
    "Measure",
    "Row",
    "Selected",
    "State",
    "Vote",
    "countries_of",
]
