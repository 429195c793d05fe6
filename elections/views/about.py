"""What the site is, and what machines ask a site for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.models import DataVersion, Election, Party, Source
from elections.views.caching import public_page

PAGES = ("home", "elections", "parties", "sources", "methods", "about", "data", "dictionary")


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


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read; nothing is won by walking through the admin or every search."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /search/"]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that is not a choice of rows, with the day it last changed where that is known."""
    addresses = [(reverse(name), None) for name in PAGES]
    for name, model in (("election", Election), ("party", Party), ("source", Source)):
        for pk, changed in model.objects.order_by("pk").values_list("pk", "updated_at"):
            addresses.append((reverse(name, args=[pk]), changed.date()))
    pages = [(request.build_absolute_uri(address), changed) for address, changed in addresses]
    return render(request, "sitemap.xml", {"pages": pages}, content_type="application/xml")
