"""Pages on observation: who watched, what they published, found and asked for, and who answered."""

from elections.views.observation.categories import category_list, category_page
from elections.views.observation.findings import finding_list
from elections.views.observation.lists import mission_list, organisation_list, report_list
from elections.views.observation.matrix import mission_matrix
from elections.views.observation.missions import mission_page
from elections.views.observation.organisations import organisation_page
from elections.views.observation.recommendations import recommendation_list
from elections.views.observation.reports import report_page

__all__ = [
    "category_list",
    "category_page",
    "finding_list",
    "mission_list",
    "mission_matrix",
    "mission_page",
    "organisation_list",
    "organisation_page",
    "recommendation_list",
    "report_list",
    "report_page",
]
