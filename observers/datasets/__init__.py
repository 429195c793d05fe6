"""What pages, files and API share of observation; `elections.datasets` says how a dataset works."""

from observers.datasets.findings import FINDINGS, RESPONSES
from observers.datasets.matrix import MATRIX
from observers.datasets.missions import MISSIONS
from observers.datasets.organisations import ORGANISATIONS
from observers.datasets.recommendations import RATINGS, RECOMMENDATIONS
from observers.datasets.reports import ASSESSMENTS, REPORTS, VERDICTS

OBSERVATION = {
    dataset.name: dataset
    for dataset in (
        ORGANISATIONS,
        MISSIONS,
        REPORTS,
        VERDICTS,
        ASSESSMENTS,
        FINDINGS,
        RESPONSES,
        RECOMMENDATIONS,
        RATINGS,
        MATRIX,
    )
}

__all__ = [
    "ASSESSMENTS",
    "FINDINGS",
    "MATRIX",
    "MISSIONS",
    "OBSERVATION",
    "ORGANISATIONS",
    "RATINGS",
    "RECOMMENDATIONS",
    "REPORTS",
    "RESPONSES",
    "VERDICTS",
]
