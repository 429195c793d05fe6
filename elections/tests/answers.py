"""Asking the site for a page or a file in tests: through the view itself, with its caching, without middleware.

The language of the address is spoken, as the middleware would have it.
"""

import json

from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from elections.tests.markup import Page


def asked(address: str, method: str = "get", cookies: dict | None = None, **headers):
    """The answer to one question; headers are written with underscores."""
    request = getattr(RequestFactory(), method)(address, headers={k.replace("_", "-"): v for k, v in headers.items()})
    request.COOKIES.update(cookies or {})
    with translation.override(translation.get_language_from_path(request.path) or "en"):
        found = resolve(request.path)
        return found.func(request, *found.args, **found.kwargs)


def content(response) -> bytes:
    """The whole answer, ended as a server ends it, but for the connection: the test's transaction lives in it."""
    whole = b"".join(response.streaming_content) if response.streaming else response.content
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)
    return whole


def text(response) -> str:
    return content(response).decode()


def page(address: str, status: int = 200) -> Page:
    response = asked(address)
    assert response.status_code == status, text(response)
    return Page(text(response))


def rows_of(address: str) -> list[dict]:
    """The rows of a JSON file."""
    return json.loads(text(asked(address)))["results"]
