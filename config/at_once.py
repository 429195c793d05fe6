"""Answers of the API that were made before, given again before anything else of the site runs.

Each process keeps the last answers whole, with all their headers, as they went out. Before one is given again the
database is asked for the data version; where that is another one, or the day is, the answer is forgotten and made
anew. So nothing is ever stale, whatever process or command published, and whatever was lost on the way.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone

from config.compression import accepts
from elections.api.limits import counted
from elections.datasets.caching import is_known_since
from elections.datasets.derivation import Version, version_at_once
from elections.datasets.resources import ROOT

MOST = 32 << 20  # bytes of answers that a process keeps
LARGEST = 1 << 20  # bytes of one answer
OF_SOMEBODY = ("HTTP_AUTHORIZATION", "HTTP_COOKIE")
OF_THE_READER = ("RateLimit", "RateLimit-Policy")
OF_THE_BODY = ("Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it went out, and what it was made of."""

    version: Version
    day: str
    headers: dict[str, str]
    body: bytes
    is_counted: bool


class Answers:
    """The answers given last, up to so many bytes."""

    def __init__(self):
        self.kept: OrderedDict[tuple, Answer] = OrderedDict()
        self.size, self.lock = 0, Lock()

    def get(self, key: tuple) -> Answer | None:
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
            return self.kept.get(key)

    def put(self, key: tuple, answer: Answer) -> None:
        with self.lock:
            self.drop(key)
            self.kept[key] = answer
            self.size += len(answer.body)
            while self.size > MOST:
                self.drop(next(iter(self.kept)))

    def drop(self, key: tuple) -> None:
        if found := self.kept.pop(key, None):
            self.size -= len(found.body)


ANSWERS = Answers()


def answer_at_once(get_response):
    """For questions to the API that say nothing of who asks: without a key, a cookie or a body."""

    def middleware(request: HttpRequest) -> HttpResponse:
        key = key_of(request)
        if key is None:
            return get_response(request)
        found = ANSWERS.get(key)
        if found and (response := given_again(request, found)):
            return response
        response = get_response(request)
        keep(key, response)
        return response

    return middleware


def key_of(request: HttpRequest) -> tuple | None:
    """All of a request that an answer can depend on; None for one whose answer is not kept."""
    asked = request.META
    if not request.path_info.startswith(ROOT) or request.method not in ("GET", "HEAD") or not settings.ANSWERS_KEPT:
        return None
    if (
        asked.get("HTTP_AUTHORIZATION")
        or asked.get("HTTP_COOKIE")
        or asked.get("CONTENT_LENGTH") not in (None, "", "0")
    ):
        return None
    return (
        *(asked["wsgi.url_scheme"], asked.get("HTTP_HOST"), request.path_info, asked.get("QUERY_STRING")),
        *(asked.get("HTTP_ACCEPT"), "HTTP_X_COMPRESSES" in asked),
        *(accepts(asked.get("HTTP_ACCEPT_ENCODING", ""), encoding) for encoding in ("br", "gzip")),
    )


def given_again(request: HttpRequest, found: Answer) -> HttpResponse | None:
    """The answer, if it still is what would be made now and the reader may have it."""
    if found.version != version_at_once() or found.day != today():
        return None
    tag, since = request.META.get("HTTP_IF_NONE_MATCH"), request.META.get("HTTP_IF_MODIFIED_SINCE")
    if tag == found.headers["ETag"] or (tag is None and since and is_known_since(found.version, since)):
        told = {name: value for name, value in found.headers.items() if name not in OF_THE_BODY}
        return HttpResponseNotModified(headers=told)
    if tag is not None or "HTTP_IF_MATCH" in request.META:
        return None
    response = HttpResponse(found.body, headers=found.headers)
    if found.is_counted and (limit := counted(request, None)):
        if limit.is_reached:
            request.counted = limit
            return None
        for name, value in limit.headers.items():
            response[name] = value
    return response


def keep(key: tuple, response: HttpResponse) -> None:
    version = getattr(response, "made_of", None)
    if version is None or not version.is_published or response.streaming or len(response.content) > LARGEST:
        return
    headers = {name: value for name, value in response.items() if name not in OF_THE_READER}
    ANSWERS.put(key, Answer(version, today(), headers, response.content, response.is_counted))


def today() -> str:
    return timezone.now().date().isoformat()
