"""What a web server loads before it answers, and how it refuses what it cannot read."""

import json
import socket
import subprocess
import sys

import pytest
from django.conf import settings
from gunicorn.http.errors import (
    InvalidHeaderName,
    InvalidHTTPVersion,
    InvalidRequestLine,
    LimitRequestHeaders,
    LimitRequestLine,
)

from config.web import without_secret, worker_class

LOADED = """
import sys
from config.wsgi import application
from django.urls import get_resolver
before = set(sys.modules)
routes = [get_resolver().url_patterns]
while routes:
    routes += [each.url_patterns for each in routes.pop() if hasattr(each, "url_patterns")]
read = sorted(each for each in set(sys.modules) - before if each.startswith(("config", "elections", "observers")))
from elections.datasets.caching import build_id
print(build_id.cache_info().currsize, len([each for each in before if ".views" in each]), *read)
"""


def test_every_view_is_read_before_a_process_answers():
    """A process that had not been asked yet read new views beside old modules while an upgrade was fetched: errors."""
    ran = subprocess.run([sys.executable, "-c", LOADED], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    named, views, *read_later = ran.stdout.split()
    assert named == "1" and int(views) > 50 and read_later == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (InvalidRequestLine("GET /?search=Отан"), "data-urlencode"),
        (LimitRequestLine(9_000, 8_190), "8,190"),
        (InvalidHeaderName("Имя"), "Имя"),
        (LimitRequestHeaders("limit request headers fields size"), "headers"),
        (InvalidHTTPVersion("HTTP/9"), "HTTP/9"),
    ],
)
def test_what_cannot_be_read_is_refused_as_the_api_refuses(error, said):
    """Cyrillic letters as they are typed after curl do not reach Django: the server itself says how to write them."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        worker_class.handle_error(object.__new__(worker_class), None, ours, "", error)
        head, _, body = theirs.recv(4_096).decode().partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 400 ") and "application/problem+json" in head
    assert f"Content-Length: {len(body)}" in head
    assert said in json.loads(body)["detail"] and json.loads(body)["code"] == "bad_request"


def test_a_link_that_sets_a_password_is_not_logged():
    assert without_secret("/admin/invitation/Nw/dirr38-6baa/") == "/admin/invitation/…"
    assert without_secret("/elections/kz-2012-mazhilis/") == "/elections/kz-2012-mazhilis/"
