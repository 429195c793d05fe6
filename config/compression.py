"""Answers compressed with gzip, the one encoding that every reader decodes, where no proxy in front does it.

An answer has one strong tag for each encoding: what is `"abc"` plain is `"abc-gzip"` compressed, so that a cache never
puts the bytes of one behind the tag of the other. A page that is kept compressed already is sent as it is kept.
"""

import gzip
import re

from django.conf import settings
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_sequence

SMALLEST = 500  # bytes; below, the frame costs more than it saves
LEVEL = 6
TYPES = re.compile(r"text/|application/(json|xml|javascript|[a-z.-]+\+json|[a-z.-]+\+xml)\b|image/svg\+xml")
ENDING = "-gzip"
TAGS = re.compile(rf'{ENDING}(?=")')


def compress(get_response):
    """Compress what is worth it. What is somebody's own stays plain, as its size could tell of its secrets."""

    def middleware(request):
        given = request.META.get("HTTP_IF_NONE_MATCH", "")
        if TAGS.search(given):
            request.META["HTTP_IF_NONE_MATCH"] = TAGS.sub("", given)
        response = get_response(request)
        if response.status_code == 304:
            if not request.META.get("HTTP_X_COMPRESSES"):
                patch_vary_headers(response, ["Accept-Encoding"])  # as its whole answer says
            if TAGS.search(given):
                mark(response)
        elif may_be_compressed(request, response):
            if not request.META.get("HTTP_X_COMPRESSES"):  # a proxy that compresses itself keeps the plain answer only
                patch_vary_headers(response, ["Accept-Encoding"])
            if accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
                encode(response)
        return response

    return middleware


def may_be_compressed(request, response) -> bool:
    if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies or response.status_code == 206:
        return False
    if response.has_header("Content-Encoding") or not TYPES.match(response.get("Content-Type", "")):
        return False
    return response.streaming or len(response.content) >= SMALLEST


def accepts_gzip(header: str) -> bool:
    """Whether a reader takes gzip: named, or any encoding at all, and not with weight 0."""
    weights = {}
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        weights[name.strip()] = weight.replace(" ", "")
    weight = weights.get("gzip", weights.get("*"))
    return weight is not None and not re.fullmatch(r"q=0(\.0*)?", weight)


def encode(response) -> None:
    if response.streaming:
        response.streaming_content = compress_sequence(response.streaming_content)
        del response["Content-Length"]
    else:
        response.content = getattr(response, "kept_as", None) or gzip.compress(response.content, LEVEL, mtime=0)
        response["Content-Length"] = str(len(response.content))
    response["Content-Encoding"] = "gzip"
    mark(response)


def mark(response) -> None:
    """Give the tag of an answer the ending that its compressed form has."""
    if tag := response.get("ETag"):
        response["ETag"] = f'{tag[:-1]}{ENDING}"'
