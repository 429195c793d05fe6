"""Public pages for caches: tagged by what they were made from, asked again cheaply, made once for each data version.

A page follows from the published data, the code, its address and the day (a citation names it). So its tag is made
of these before the page is, and a reader or proxy that has it is told so without another query. What was made is
kept under its tag, which no later version shares: nothing has to be thrown away, and nothing stale can be found.
"""

import hashlib
import logging
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache, wraps

from django.conf import settings
from django.core.cache import cache as kept
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from redis.exceptions import RedisError

from elections.datasets.derivation import Version, derive, version_seen
from elections.models import one_moment

log = logging.getLogger(__name__)

FOR_PROXIES = 5  # seconds that the proxy shows an answer without asking; then it asks by the tag
WHILE_AWAY = 86_400  # seconds that a last good answer may be shown while the site fails
KEPT = 300  # seconds that a page is kept here: many addresses can be asked for, and each takes its memory
PUBLIC = f"public, max-age=0, s-maxage={FOR_PROXIES}, stale-if-error={WHILE_AWAY}"
CODE = ("config", "elections", "observers", "templates", "static", "locale")


@cache
def build_id() -> str:
    """What the pages are made by: the code, templates and styles, as one short hash; the same in every process."""
    digest = hashlib.sha256()
    for folder in CODE:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".css", ".js", ".svg", ".po") and "tests" not in path.parts:
                digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def begin(stack: ExitStack) -> Version:
    """Begin a moment that ends with `stack` and in which what is derived belongs to the data; derive if need be."""
    while True:
        moment = ExitStack()
        moment.enter_context(one_moment())
        version = version_seen()
        if version.is_derived:
            stack.push(moment.pop_all())
            return version
        moment.close()
        derive()


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


class UntilClosed:
    """Content that is still read from the database while it is sent: the transaction ends when the answer does."""

    def __init__(self, content, stack: ExitStack):
        self.content, self.stack = content, stack

    def __iter__(self):
        return iter(self.content)

    def close(self) -> None:
        self.stack.close()


def tag_of(request: HttpRequest, version: Version) -> str:
    """A strong tag of all that the answer follows from."""
    today = timezone.now().date().isoformat()
    made_of = (version.number, version.raised_at, build_id(), request.build_absolute_uri(), today)
    return f'"{hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]}"'


def labelled(response: HttpResponse, tag: str, modified: int) -> HttpResponse:
    response["ETag"] = tag
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = PUBLIC
    return response


def found(tag: str) -> HttpResponse | None:
    """The page kept under a tag; None where there is none, or where the cache does not answer."""
    try:
        made = kept.get(f"page:{tag}")
    except (RedisError, OSError) as error:
        log.warning("the cache does not answer, so pages are made anew: %s", error)
        return None
    return HttpResponse(zlib.decompress(made[0]), content_type=made[1]) if made else None


def keep(tag: str, response: HttpResponse) -> None:
    try:
        kept.set(f"page:{tag}", (zlib.compress(response.content, 1), response["Content-Type"]), KEPT)
    except (RedisError, OSError) as error:
        log.warning("the cache does not answer, so a page was not kept: %s", error)
