"""The addresses of observation: pages, and the same rows as files."""

from django.urls import path

from elections.api.urls import files_of
from elections.views import filing, observation
from observers.datasets import MATRIX, OBSERVATION

urlpatterns = [
    path("observers/", observation.mission_matrix, name="observers"),
    path("observers/missions/", observation.mission_list, name="observers-missions"),
    path("observers/missions/<str:mission_id>/", observation.mission_page, name="observers-mission"),
    path("observers/reports/", observation.report_list, name="observers-reports"),
    path("observers/reports/new/", filing.new_report, name="observers-new-report"),
    path("observers/reports/filed/", filing.filed_list, name="observers-filed"),
    path("observers/reports/filed/<int:report_id>/", filing.filed_report, name="observers-filed-report"),
    path("observers/reports/<str:report_id>/", observation.report_page, name="observers-report"),
    path("observers/reports/filed/<int:report_id>/files/<int:file_id>", filing.filed_file, name="observers-filed-file"),
    path("observers/organisations/", observation.organisation_list, name="observers-organisations"),
    path(
        "observers/organisations/<str:organisation_id>/",
        observation.organisation_page,
        name="observers-organisation",
    ),
    path("observers/findings/", observation.finding_list, name="observers-findings"),
    path("observers/findings/categories/", observation.category_list, name="observers-categories"),
    path("observers/findings/<str:name>/", observation.category_page, name="observers-category"),
    path("observers/recommendations/", observation.recommendation_list, name="observers-recommendations"),
]

# Files of rows are the same in every language, so they have one address.
in_no_language = [
    files_of(name, "observers" if dataset is MATRIX else f"observers/{name}") for name, dataset in OBSERVATION.items()
]
