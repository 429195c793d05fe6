from django.urls import path, re_path

from elections.api import described, views

FORM = r"(?:\.(?P<suffix>[a-z]+))?"
NAME = r"(?P<name>[a-z]+(?:-[a-z]+)*)"

urlpatterns = [
    path("", views.RootView.as_view(), name="api-root"),
    re_path(r"^search(?:\.json)?$", views.SearchView.as_view(), name="api-search"),
    re_path(r"^schema(?:/|\.json)$", described.SchemaView.as_view(), name="api-schema"),
    re_path(rf"^{NAME}{FORM}$", views.ListView.as_view(), name="api-list"),
    re_path(rf"^{NAME}/(?P<row_id>[^/.]+){FORM}$", views.DetailView.as_view(), name="api-detail"),
    re_path(r"^(?!docs/$)(?P<path>.*)$", views.NowhereView.as_view()),  # docs/ is a page, in every language
]


def files_of(name: str, path: str):
    """The files of a page's list: the API's own answers, whole, at the page's address with an ending."""
    files = r"(?P<suffix>csv|json|xlsx|geojson)"
    return re_path(
        rf"^{path}\.{files}$", views.ListView.as_view(), {"name": name, "is_file": True}, name=f"{name}-file"
    )
