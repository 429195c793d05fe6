"""What is said where nothing stands: why, a search, and the pages whose address or name is near."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from elections.datasets.text import named, words_of
from elections.views.families import Family, families, name_of

log = logging.getLogger(__name__)

LONGEST = 100  # characters of an address that are looked at
NEAR = 0.3  # similarity of ids from which on an address may be a slip
PART = 0.7  # similarity of a word in an id from which on it may be the part that was written
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Near:
    """A page that may have been meant."""

    address: str
    name: str
    key: str


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, in words. Without a database there is nothing near, and it is said all the same."""
    asked, meant = last_word(request.path), family_of(request.path)
    try:
        with transaction.atomic():
            near = list(near_to(meant, asked)) if asked else []
            others = [] if near or not meant else [page_of(meant, row) for row in meant.rows()[:SHOWN]]
    except DatabaseError as error:
        log.warning("what is near a missing page could not be looked up: %s", error)
        near = others = []
    context = {
        "sentence": sentence_of(exception),
        "near": near,
        "others": others,
        "family": meant,
        "asked": asked.replace("-", " "),
        "exception": exception,
    }
    return render(request, "404.html", context, status=HTTPStatus.NOT_FOUND)


def sentence_of(exception: Exception) -> str:
    """The sentence that a view gave; nothing where no view was found."""
    is_said = isinstance(exception, Http404) and not isinstance(exception, Resolver404) and exception.args
    return str(exception.args[0]) if is_said else ""


def last_word(path: str) -> str:
    """The last part of an address, as far as it can be looked for."""
    word = path.strip("/").rsplit("/", 1)[-1][:LONGEST].rsplit(".", 1)[0]
    return word if word.isprintable() else ""


def near_to(meant: Family | None, asked: str) -> Iterator[Near]:
    """Pages of the family that is meant, or of any: by likeness of the id, the sound of the name, a part of the id."""
    sounds = [sound for _word, sound in words_of(asked.replace("-", " ")) if len(sound) > 2][:6]
    left = SHOWN
    for family in [meant] if meant else families():
        found = {row.pk: row for row in alike(family, asked)[:left]}
        if sounds and len(found) < left:
            found |= {row.pk: row for row in sounding(family, sounds)[:left] if row.pk not in found}
        if meant and not found:
            found = {row.pk: row for row in having(family, asked)[:left]}
        for row in list(found.values())[:left]:
            yield page_of(family, row)
        left -= min(len(found), left)
        if not left:
            return


def page_of(family: Family, row) -> Near:
    return Near(family.address(row.pk), name_of(row), str(row.pk))


def family_of(path: str) -> Family | None:
    try:
        route = resolve(path).url_name
    except Resolver404:
        return None
    return next((family for family in families() if family.route == route), None)


def alike(family: Family, asked: str):
    likeness = TrigramSimilarity("pk", asked)
    return family.rows().annotate(likeness=likeness).filter(likeness__gt=NEAR).order_by("-likeness", "pk")


def having(family: Family, asked: str):
    """Rows with a word in their id that is much like what was asked: a country's code, a year."""
    rows = family.rows().annotate(likeness=TrigramWordSimilarity(asked, "pk"))
    return rows.filter(likeness__gt=PART).order_by("-likeness", "pk")


def sounding(family: Family, sounds: list[str]):
    rows = family.rows()
    if not any(field.name == "search_key" for field in rows.model._meta.get_fields()):
        return rows.none()
    return named(rows, sounds).order_by("-alike", "pk")
