"""What machines ask a site for: which pages there are, in which languages, and what to leave out."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from elections.views.caching import public_page
from elections.views.families import SINGLE, WORDS, families


@dataclass(frozen=True, slots=True)
class Listed:
    """One page in one language, with its address in each and the day it last changed, where that is known."""

    address: str
    in_languages: list[tuple[str, str]]
    changed: date | None


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read; nothing is won by walking through the admin or every search."""
    prefixes = ["", *(f"/{code}" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]
    lines = ["User-agent: *", "Disallow: /admin/", *(f"Disallow: {prefix}/search/" for prefix in prefixes)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for beside a file that is no page and so names no icon, such as a picture."""
    return redirect(static("icon.svg"), permanent=True)


@require_safe
@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that is not a choice of rows, in every language."""
    paths: list[tuple[str, date | None]] = [(reverse(name), None) for name in SINGLE]
    paths += [(reverse(name, args=[word]), None) for name, words in WORDS.items() for word in words]
    for family in families():
        for key, changed in family.rows().order_by("pk").values_list("pk", "updated_at"):
            paths.append((family.address(key), changed.date()))
    root = request.build_absolute_uri("/").rstrip("/")
    pages = [listed for path, changed in paths for listed in in_every_language(root, path, changed)]
    return render(request, "sitemap.xml", {"pages": pages}, content_type="application/xml")


def in_every_language(root: str, path: str, changed: date | None) -> list[Listed]:
    addresses = [
        (code, f"{root}{path}" if code == settings.LANGUAGE_CODE else f"{root}/{code}{path}")
        for code, _name in settings.LANGUAGES
    ]
    return [Listed(address, addresses, changed) for _code, address in addresses]
