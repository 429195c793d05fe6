"""Public pages for caches: tagged by what they were made from, asked again cheaply, made once for each data version."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from elections.datasets.caching import (
    COME_AGAIN,
    UntilClosed,
    begin,
    build_id,
    found,
    keep,
    labelled,
    tag_of,
)
from elections.models import DataVersion, Taken
from elections.views.lean import lean

__all__ = ["build_id", "public_page"]


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that is the same for everybody: tag, conditional answers, and one making for each data version."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        with ExitStack() as stack:
            try:
                version = begin(stack)
            except Taken:
                return come_again(request)
            request.data_version = version.number
            if settings.SESSION_COOKIE_NAME in request.COOKIES or settings.DEBUG:
                response = until_sent(view(request, *args, **kwargs), stack)
                response.headers.setdefault("Cache-Control", "private, no-store")
                return response
            tag = tag_of(request, version)
            if unchanged := get_conditional_response(request, tag):
                return labelled(unchanged, tag, version)
            response = found(tag)
            if response is None:
                response = until_sent(lean(view(request, *args, **kwargs)), stack)
                if not response.streaming and response.status_code == 200 and version.is_published:
                    keep(tag, response)
            return labelled(response, tag, version) if response.status_code == 200 else response

    return answer


def until_sent(response: HttpResponse, stack: ExitStack) -> HttpResponse:
    """The answer; where it is still read from the database while it is sent, the moment ends when it does."""
    if response.streaming:
        response.streaming_content = UntilClosed(response.streaming_content, stack.pop_all())
    return response


def come_again(request: HttpRequest) -> HttpResponse:
    """503: much was published a moment ago, and what follows from it is not worked out yet."""
    answer = render(request, "503.html", {"seconds": COME_AGAIN}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer["Retry-After"], answer["Cache-Control"] = str(COME_AGAIN), "no-store"
    return answer


def version_of(request: HttpRequest) -> int:
    """The data version that a page is made from: the one its moment has seen, without asking again."""
    seen = getattr(request, "data_version", None)
    return DataVersion.current() if seen is None else seen
