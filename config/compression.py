"""Answers compressed, where no proxy in front does it: with Brotli for those who decode it, else with gzip.

An answer has one strong tag for each encoding: what is `"abc"` plain is `"abc-gzip"` or `"abc-br"` compressed, so that
a cache never puts the bytes of one behind the tag of the other. What is kept compressed already is sent as it is kept.
"""

import gzip
import re

import brotli
from django.conf import settings
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_sequence

SMALLEST = 500  # bytes; below, the frame costs more than it saves
LEVEL, QUALITY = 6, 5
TYPES = re.compile(r"text/|application/(json|xml|javascript|[a-z.-]+\+json|[a-z.-]+\+xml)\b|image/svg\+xml")
TAGS = re.compile(r'-(gzip|br)(?=")')


def compress(get_response):
    """Compress what is worth it. What is somebody's own stays plain, as its size could tell of its secrets."""

    def middleware(request):
        given = request.META.get("HTTP_IF_NONE_MATCH", "")
        known = TAGS.search(given)
        if known:
            request.META["HTTP_IF_NONE_MATCH"] = TAGS.sub("", given)
        response = get_response(request)
        if response.status_code == 304:
            if not request.META.get("HTTP_X_COMPRESSES"):
                patch_vary_headers(response, ["Accept-Encoding"])  # as its whole answer says
            if known:
                mark(response, known[1])
        elif may_be_compressed(request, response):
            if not request.META.get("HTTP_X_COMPRESSES"):  # a proxy that compresses itself keeps the plain answer only
                patch_vary_headers(response, ["Accept-Encoding"])
            if encoding := best_of(request.META.get("HTTP_ACCEPT_ENCODING", ""), response):
                encode(response, encoding)
        return response

    return middleware


def may_be_compressed(request, response) -> bool:
    if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies or response.status_code == 206:
        return False
    if response.has_header("Content-Encoding") or not TYPES.match(response.get("Content-Type", "")):
        return False
    return response.streaming or len(response.content) >= SMALLEST


def best_of(header: str, response) -> str:
    """The encoding to send an answer in; '' for none. A stream is compressed as it goes, which only gzip does here."""
    names = ["gzip"] if response.streaming else ["br", "gzip"]
    return next((name for name in names if accepts(header, name)), "")


def accepts(header: str, encoding: str) -> bool:
    """Whether a reader takes an encoding: named, or gzip for any at all, and not with weight 0."""
    weights = {}
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        weights[name.strip()] = weight.replace(" ", "")
    weight = weights.get(encoding, weights.get("*") if encoding == "gzip" else None)
    return weight is not None and not re.fullmatch(r"q=0(\.0*)?", weight)


def encode(response, encoding: str) -> None:
    if response.streaming:
        response.streaming_content = compress_sequence(response.streaming_content)
        del response["Content-Length"]
    else:
        kept = getattr(response, "kept_as", {})
        response.content = kept.get(encoding) or compressed(response.content, encoding)
        response["Content-Length"] = str(len(response.content))
    response["Content-Encoding"] = encoding
    mark(response, encoding)


def compressed(content: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return brotli.compress(content, quality=QUALITY)
    return gzip.compress(content, LEVEL, mtime=0)


def mark(response, encoding: str) -> None:
    """Give the tag of an answer the ending that its compressed form has."""
    if tag := response.get("ETag"):
        response["ETag"] = f'{tag[:-1]}-{encoding}"'
