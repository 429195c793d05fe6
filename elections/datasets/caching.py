"""What public answers are tagged by and kept under: data version, code, address, day.

A tag is made before the answer is, so who has the answer is told so without a query. What was made is kept under its
tag, which no later version shares: nothing has to be thrown away, and nothing stale can be found.
"""

import gzip
import hashlib
import logging
from contextlib import ExitStack
from functools import cache
from time import time

import brotli
from django.conf import settings
from django.core.cache import cache as kept
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date
from redis.exceptions import RedisError

from elections.datasets.derivation import Version, derive, version_seen
from elections.datasets.kept import SEEN
from elections.models import Taken, one_moment

log = logging.getLogger(__name__)

FOR_PROXIES = 2  # seconds that the proxy shows an answer without asking; then it asks by the tag
WHILE_AWAY = 86_400  # seconds that a last good answer may be shown while the site fails
LEVEL, BROTLI_QUALITY = 6, 7
PUBLIC = f"public, max-age=0, s-maxage={FOR_PROXIES}, stale-if-error={WHILE_AWAY}"
PATIENCE = 3  # seconds that a reader waits for what is derived by somebody else
COME_AGAIN = 10  # seconds after which to ask again, where that was not enough
GIVEN_UP: list[tuple] = []  # the data version that was waited for in vain here
TRIES = 5  # publications that a reader may meet while what is derived is made
STARTED = int(time())  # second from which answers are made by this build
CLOCKS = 3_600  # seconds by which the clocks of our servers never differ
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
    for _ in range(TRIES):
        moment = ExitStack()
        moment.enter_context(one_moment())
        version = version_seen()
        if version.is_derived:
            stack.push(moment.pop_all())
            SEEN.set((version.number, version.raised_at) if version.is_published else None)
            stack.callback(SEEN.set, None)
            return version
        moment.close()
        derive_for_reader(version)
    raise RuntimeError(f"The data changed {TRIES} times while what follows from it was worked out.")


def derive_for_reader(version: Version) -> None:
    """Derive, or wait for who does it; raises Taken where that takes long.

    In each process only the first readers of a data version wait, so that they never take all of its threads.
    """
    state = (version.number, version.raised_at)
    try:
        derive(0 if state in GIVEN_UP else PATIENCE)
    except Taken:
        GIVEN_UP[:] = [state]
        raise


class UntilClosed:
    """Content that is still read from the database while it is sent: the transaction ends when the answer does."""

    def __init__(self, content, stack: ExitStack):
        self.content, self.stack = content, stack

    def __iter__(self):
        return iter(self.content)

    def close(self) -> None:
        self.stack.close()


def tag_of(request: HttpRequest, version: Version, accepted: str = "") -> str:
    """A strong tag of all that the answer follows from; `accepted` where it also follows from Accept."""
    today = timezone.now().date().isoformat()
    made_of = (version.number, version.raised_at, build_id(), request.build_absolute_uri(), accepted, today)
    return f'"{hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]}"'


def modified(version: Version) -> int:
    """The second since which answers are what they are, of this data and by this build."""
    return min(max(raised(version), STARTED), int(time()))


def raised(version: Version) -> int:
    return int(version.raised_at.timestamp())


def is_known_since(version: Version, date: str) -> bool:
    """Whether who sends back this Last-Modified has what would be made now.

    Only the very date that was given is trusted: any other is of a clock that nobody here knows. It names one version,
    since no two are raised in one second, unless it is the start of this build, which says nothing of a version
    raised about then; and one that is still to come was given as the moment of the answer.
    """
    at = raised(version)
    is_one = STARTED < at <= time() or at < STARTED - CLOCKS
    return version.is_published and is_one and date == http_date(modified(version))


def labelled(response: HttpResponse, tag: str, version: Version) -> HttpResponse:
    response["ETag"] = tag
    response["Last-Modified"] = http_date(modified(version))
    response["Cache-Control"] = PUBLIC
    return response


def found(tag: str) -> HttpResponse | None:
    """The page kept under a tag; None where there is none, or where the cache does not answer."""
    if not settings.ANSWERS_KEPT:
        return None
    try:
        made = kept.get(f"page:{tag}")
    except (RedisError, OSError) as error:
        log.warning("the cache does not answer, so pages are made anew: %s", error)
        return None
    if not made:
        return None
    response = HttpResponse(gzip.decompress(made[0]["gzip"]), headers=made[1])
    response.kept_as = made[0]
    return response


def keep(tag: str, response: HttpResponse) -> None:
    """Keep an answer as it is sent: compressed, with every header that the view gave it.

    Whoever sends it finds it by its encoding in `kept_as`.
    """
    if not settings.ANSWERS_KEPT:
        return
    response.kept_as = {"gzip": gzip.compress(response.content, LEVEL, mtime=0)}
    if response.get("Content-Type", "").startswith("text/html"):
        response.kept_as["br"] = brotli.compress(response.content, quality=BROTLI_QUALITY)
    try:
        kept.set(f"page:{tag}", (response.kept_as, dict(response.items())), settings.ANSWERS_KEPT)
    except (RedisError, OSError) as error:
        log.warning("the cache does not answer, so a page was not kept: %s", error)
