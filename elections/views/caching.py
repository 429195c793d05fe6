"""Public pages for caches: tagged by what they were made from, asked again cheaply, made once for each data version."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from elections.datasets.caching import UntilClosed, begin, build_id, found, keep, labelled, tag_of
from elections.datasets.derivation import derive, version_seen

__all__ = ["build_id", "public_page"]


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that is the same for everybody: tag, conditional answers, and one making for each data version."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or settings.DEBUG:
            if not version_seen().is_derived:
                derive()
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        with ExitStack() as stack:
            version = begin(stack)
            tag = tag_of(request, version)
            modified = int(version.raised_at.timestamp())
            if unchanged := get_conditional_response(request, tag):
                return labelled(unchanged, tag, modified)
            response = found(tag)
            if response is None:
                response = view(request, *args, **kwargs)
                if response.streaming:
                    response.streaming_content = UntilClosed(response.streaming_content, stack.pop_all())
                elif response.status_code == 200 and version.is_published:
                    keep(tag, response)
            return labelled(response, tag, modified) if response.status_code == 200 else response

    return answer
