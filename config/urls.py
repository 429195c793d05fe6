"""Pages are there in every language, under its prefix; what is the same in all of them has one address.

The same in all: files of rows, the sitemap, robots, the admin, the API. A picture's words are in a language, so
pictures are pages here.
"""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views import defaults

import elections.urls
import observers.urls
from elections.admin.people import InvitationView
from elections.api.base import beyond_views
from elections.datasets.resources import ROOT

handler404 = "elections.views.missing.not_found"


def handler400(request, exception):
    """What none of ours could read: in the form of the API's errors where the API was asked, else as a page."""
    is_of_api = request.path.startswith(ROOT)
    return beyond_views(request, "bad_request") if is_of_api else defaults.bad_request(request, exception)


def handler500(request):
    """A fault of ours, in the same two forms."""
    return beyond_views(request, "failed") if request.path.startswith(ROOT) else defaults.server_error(request)


urlpatterns = [
    path("admin/invitation/<uidb64>/<token>/", InvitationView.as_view(), name="invitation"),
    path("admin/", admin.site.urls),
    *elections.urls.in_no_language,
    *observers.urls.in_no_language,
    *i18n_patterns(
        path("", include("elections.urls")),
        path("", include("observers.urls")),
        prefix_default_language=False,
    ),
]
