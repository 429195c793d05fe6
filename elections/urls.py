from django.urls import include, path, re_path

from elections import views
from elections.api.urls import files_of
from elections.datasets import DATASETS
from elections.datasets.reconciliation import RECONCILIATION
from elections.views import pictures
from elections.views.caching import public_page

FORMS = "csv|json|xlsx"
CHART = "charts/(?P<kind>[a-z-]+)/(?P<subject>[A-Za-z0-9_-]+)"

urlpatterns = [
    path("", public_page(views.home), name="home"),
    path("elections/", views.election_list, name="elections"),
    path("elections/<str:election_id>/", public_page(views.election_page), name="election"),
    path("countries/", views.country_list, name="countries"),
    path("countries/<str:code>/", views.country_page, name="country"),
    path("areas/<str:area_id>/", views.area_page, name="area"),
    path("parties/", views.party_list, name="parties"),
    path("parties/<str:party_id>/", views.party_page, name="party"),
    re_path(
        r"^elections/(?P<election_id>[a-z0-9-]+)/cite\.(?P<form>txt|bib|json)$",
        public_page(views.election_citation),
        name="election-citation",
    ),
    path("sources/", views.source_list, name="sources"),
    path("sources/<str:source_id>/", views.source_page, name="source"),
    path("changes/", views.change_list, name="changes"),
    path("changes/feed.atom", views.change_feed, name="changes-feed"),
    path("changes/<slug:table>/<str:row_id>/", views.row_history, name="row-history"),
    path("explore/", views.explore, name="explore"),
    path("search/", views.search, name="search"),
    path("methods/", views.methods, name="methods"),
    path("about/", views.about, name="about"),
    path("data/", views.data, name="data"),
    path("data/api/", views.api_guide, name="api-guide"),
    path("api/v1/docs/", views.api_docs, name="api-docs"),
    path("data/dictionary/", views.dictionary, name="dictionary"),
    re_path(rf"^{CHART}/$", pictures.picture_page, name="picture"),
    re_path(rf"^{CHART}/embed/$", pictures.picture_embed, name="picture-embed"),
    re_path(rf"^{CHART}/figure\.json$", pictures.picture_figure, name="picture-figure"),
    re_path(rf"^{CHART}\.(?P<form>svg|json|csv)$", pictures.picture_file, name="picture-file"),
]

# What is the same in every language and so has one address: files of rows, and what machines ask for.
in_no_language = [
    path("api/v1/", include("elections.api.urls")),
    path("data/saylau.zip", views.newest_package, name="newest-package"),
    path("data/saylau-<int:version>.zip", views.package_file, name="package"),
    path("charts/parties.css", pictures.party_colours_sheet, name="party-colours"),
    path("sources/<str:source_id>/copy", views.source_copy, name="source-copy"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    re_path(rf"^explore\.(?P<form>{FORMS})$", views.explore_file, name="explore-file"),
    *[files_of(name, name) for name in (*DATASETS, RECONCILIATION.name)],
]
