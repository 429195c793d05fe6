"""What a page weighs on its way to a reader: itself and every file it asks for before anything is touched."""

import re
from functools import cache
from inspect import unwrap
from pathlib import Path

import brotli
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from elections.datasets.caching import BROTLI_QUALITY
from elections.views.lean import lean

ANSWER_HEAD, FILE_HEAD = 700, 450  # bytes of headers, as the site was seen to send them
IMPORTED = re.compile(r'^import .*?"\./([^"]+)"', re.MULTILINE)


def weight_of(html: str) -> int:
    """Bytes over the wire, headers too, for a browser that decodes Brotli."""
    page = brotli.compress(lean(HttpResponse(html)).content, quality=BROTLI_QUALITY)
    return len(page) + ANSWER_HEAD + sum(map(weight_of_file, files_of(html)))


def files_of(html: str) -> set[str]:
    links = re.findall(r"<link\b[^>]*>|<script\b[^>]*>", html)
    wanted = [tag for tag in links if "src=" in tag or 'rel="stylesheet"' in tag or 'rel="icon"' in tag]
    found = {re.search(r'\b(?:href|src)="([^"?]+)"', tag)[1] for tag in wanted}
    scripts = [address for address in found if address.endswith(".js")]
    imported = [(address.rsplit("/", 1)[0], name) for address in scripts for name in IMPORTED.findall(text(address))]
    return found | {f"{folder}/{name}" for folder, name in imported}


@cache
def weight_of_file(address: str) -> int:
    return len(brotli.compress(text(address).encode())) + FILE_HEAD


@cache
def text(address: str) -> str:
    """A static file as it stands, or a style sheet that a view makes."""
    if address.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
        return (Path(settings.STATICFILES_DIRS[0]) / address.split("/", 2)[2]).read_text("utf-8")
    found = resolve(address)
    return unwrap(found.func)(RequestFactory().get(address), **found.kwargs).content.decode()
