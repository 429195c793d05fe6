"""The resources of the API: the datasets, in the order in which the root lists them. A new one is one line here."""

from elections.datasets import DATASETS, Dataset
from observers.datasets import OBSERVATION

RESOURCES: dict[str, Dataset] = {**DATASETS, **OBSERVATION}

ROOT = "/api/v1/"
VERSION = "1.0.0"
