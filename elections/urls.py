from django.urls import path, re_path

from elections import views
from elections.datasets import DATASETS

FORMS = "csv|json|xlsx"

urlpatterns = [
    path("", views.home, name="home"),
    path("elections/", views.election_list, name="elections"),
    path("elections/<str:election_id>/", views.election_page, name="election"),
    path("sources/", views.source_list, name="sources"),
    path("sources/<str:source_id>/", views.source_page, name="source"),
    *[
        re_path(rf"^{name}\.(?P<form>{FORMS})$", views.download, {"dataset": dataset}, name=f"{name}-file")
        for name, dataset in DATASETS.items()
    ],
]
