"""What explore says to an address that makes no sense, with links to those nearest to it that do."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from elections.datasets import BadQuery
from elections.models import DataVersion
from elections.views.lists import BESIDE

MOST_LINKS = 8


def refused_here(request: HttpRequest, bad: BadQuery, query: Mapping[str, Sequence[str]]) -> HttpResponse:
    """400 with the sentence, the likely meaning first, and each valid choice as a link that keeps the rest."""
    context = {
        "bad": bad,
        "choices": links(request.path, bad, query),
        "version": DataVersion.current(),
        "path": request.path,
    }
    return render(request, "explore/refused.html", context, status=HTTPStatus.BAD_REQUEST)


def links(path: str, bad: BadQuery, query: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """The valid choices as (words, address), those that look like what was asked for first."""
    if bad.unknown:
        meant = get_close_matches(bad.field, bad.choices, n=1, cutoff=0.6)
        renamed = [(name, {**without(query, bad.field), name: query.get(bad.field, [])}) for name in meant]
        return [(name, of(path, pairs)) for name, pairs in renamed]
    if any(" " in choice for choice in bad.choices):
        return [("", of(path, without(query, bad.field)))]
    near = get_close_matches(bad.value, bad.choices, n=3, cutoff=0.5)
    choices = [*near, *(each for each in bad.choices if each not in near)][:MOST_LINKS]
    kept = without(query, bad.field)
    return [(f"{bad.field}={choice}", of(path, {**kept, bad.field: [choice]})) for choice in choices]


def without(query: Mapping[str, Sequence[str]], name: str) -> dict[str, Sequence[str]]:
    return {key: values for key, values in query.items() if key != name and key not in BESIDE}


def of(path: str, query: Mapping[str, Sequence[str]]) -> str:
    pairs = [(name, value) for name, values in query.items() for value in values if value]
    return f"{path}?{urlencode(pairs, errors='replace')}" if pairs else path
