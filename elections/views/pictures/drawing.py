"""The drawing of a picture, kept under the hash of all that it follows from: rows, options, language and code."""

import hashlib
import logging
import zlib
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.core.cache import cache as kept
from django.utils.translation import get_language
from redis.exceptions import RedisError

from elections.charts.geography import Geography
from elections.charts.svg import draw
from elections.views.caching import build_id
from elections.views.pictures.geographies import fingerprint

if TYPE_CHECKING:
    from elections.views.pictures.picture import Picture

log = logging.getLogger(__name__)

KEPT = 7 * 86_400  # seconds: a picture is only made anew when its rows or the code change
PARTING = "\n\0\n"


def drawn(picture: "Picture") -> tuple[str, str]:
    """The picture for a page's column and for a phone. Raises NothingToDraw."""
    key = f"picture:{hash_of(picture)}"
    if found := ask(key):
        return found
    made = (made_for(picture, phone=False), made_for(picture, phone=True))
    keep(key, made)
    return made


def made_for(picture: "Picture", phone: bool) -> str:
    width = picture.family.PHONE_WIDTH if phone else picture.drawn_width
    name = f"{picture.name}-phone" if phone else picture.name
    return draw(picture.drawing(phone), name=name, title=picture.title, summary=picture.summary, width=width)


def hash_of(picture: "Picture") -> str:
    family = f"{picture.family.__name__}.{picture.function}"
    look = (picture.name, picture.title, picture.drawn_width, get_language(), build_id())
    options = {
        name: fingerprint(value) if isinstance(value, Geography) else value for name, value in picture.options.items()
    }
    made_of = (family, look, plainly(picture.rows), sorted(options.items()))
    return hashlib.sha256(repr(made_of).encode()).hexdigest()


def plainly(rows: Sequence[Any]) -> tuple[list[str], list[Any]]:
    """Rows as what tells them apart: the names of their fields, and their values. Their own repr takes ten times as
    long, which counts where a picture has thousands of rows.
    """
    sorts = set(map(type, rows))
    if len(sorts) != 1 or not is_dataclass(sort := sorts.pop()):
        return [], list(rows)
    names = [field.name for field in fields(sort)]
    return names, list(map(attrgetter(*names), rows))


def ask(key: str) -> tuple[str, str] | None:
    """What is kept; None where nothing is, or where the cache does not answer."""
    try:
        found = kept.get(key)
    except (RedisError, OSError) as error:
        log.warning("the cache does not answer, so pictures are drawn anew: %s", error)
        return None
    if not found:
        return None
    wide, phone = zlib.decompress(found).decode().split(PARTING)
    return wide, phone


def keep(key: str, made: tuple[str, str]) -> None:
    try:
        kept.set(key, zlib.compress(PARTING.join(made).encode(), 1), KEPT)
    except (RedisError, OSError) as error:
        log.warning("the cache does not answer, so a picture was not kept: %s", error)
