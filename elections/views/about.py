"""What the site is, and how to cite it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.models import DataVersion
from elections.views.caching import public_page


@require_safe
@public_page
def about(request: HttpRequest) -> HttpResponse:
    address = request.build_absolute_uri(reverse("home"))
    today = timezone.now().date().isoformat()
    version = DataVersion.current()
    told = _(
        "Saylau: the open record of elections in Central Asia. %(address)s, data version %(version)s, read on %(day)s."
    )
    citation = told % {"address": address, "version": version, "day": today}
    return render(request, "about/about.html", {"citation": citation, "version": version})
