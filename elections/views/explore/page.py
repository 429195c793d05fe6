"""The page of explore: the address is the whole state, a plain form makes the address."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.datasets import BadQuery
from elections.datasets.definition import single
from elections.datasets.envelope import address_of
from elections.datasets.explore import EXPLORE, Row, Selected, State
from elections.datasets.explore.comparison import by_place, lines_of
from elections.datasets.explore.measures import ORDERS, REGIONS, TABLE
from elections.lineage import LINEAGE_RULE
from elections.models import SHOWN_FIRST_RULE, DataVersion
from elections.views.caching import public_page
from elections.views.downloads import file_of, query_of, refused
from elections.views.explore.controls import address, controls_of
from elections.views.explore.notes import advice, count_of, sentences
from elections.views.explore.refusals import refused_here
from elections.views.explore.table import beside, caption, cells_of, heads_of
from elections.views.lists import BESIDE, SortLink, Window, other_form, window_of
from elections.views.pictures.exploring import explored, regional_votes, vote_and_day

MOST_OTHERS = 30
MOST_DRAWN = 200  # rows of the table beside a picture that is of some of the rows
FORMS = ("csv", "json", "xlsx")


@require_safe
@public_page
def explore(request: HttpRequest) -> HttpResponse:
    query = query_of(request)
    try:
        selected = EXPLORE.select(query, beside=BESIDE)
        if form := single(query, "format"):
            return other_form(request, selected, query, form)
        window = window_of(query, selected.count)
    except BadQuery as bad:
        return refused_here(request, bad, query)
    return render(request, "explore/page.html", context_of(request, selected, window))


@require_safe
@public_page
def explore_file(request: HttpRequest, form: str) -> HttpResponse:
    """Every row of a view as a file; with `page` or `page_size` those of that page of its table."""
    query = query_of(request)
    try:
        selected = EXPLORE.select(query, beside=BESIDE)
        if single(query, "format") not in ("", form):
            raise BadQuery("format", single(query, "format")[:20], [form])
        if "page" in query or "page_size" in query:
            window = window_of(query, selected.count)
            paged = [("page", str(window.number)), ("page_size", str(window.size))]
            selected = replace(selected, first=max(window.first - 1, 0), last=window.last, paged=paged)
    except BadQuery as bad:
        return refused(request, bad, as_page=False)
    return file_of(request, selected, form)


def context_of(request: HttpRequest, selected: Selected, window: Window) -> dict:
    state, path = selected.state, request.path
    title, about = caption(selected)
    here = address(path, state)
    picture = explored(selected) if state.view != TABLE else None
    rows = selected.rows if picture is None else picture.records
    return {
        "picture": picture,
        "state": state,
        "controls": controls_of(selected, path),
        "is_first_view": not state.pairs(),
        "title": title if picture is None else picture.title,
        "about": about,
        "votes": count_of(selected),
        "sentences": sentences(selected),
        "lineage_rule": _(LINEAGE_RULE) if state.lineage and picture is None else "",
        "rule": SHOWN_FIRST_RULE if state.basis == "first" and state.what.has_claims else "",
        "files": [(form.upper(), address_of_file(state, form)) for form in FORMS],
        "here": here,
        "permalink": request.build_absolute_uri(here),
        "path": path,
        "version": DataVersion.current(),
        "others": others(selected, path) if picture and state.level == REGIONS else [],
        **table_of(request, selected, rows, window),
    }


def address_of_file(state: State, form: str) -> str:
    return address(reverse("explore-file", args=[form]), state)


def call_of(request: HttpRequest, selected: Selected, rows: Sequence[Row], window: Window) -> str:
    """The address of the rows shown as JSON. No resource holds them, as they are made of many: it is the page's own.

    Beside a picture of some votes the table has the rows of these.
    """
    state = selected.state
    if len(rows) < selected.count:
        state = state.but(election=tuple(dict.fromkeys(row.vote.id for row in rows)), ordering="-date")
    call = address_of_file(state, "json")
    if window.pages > 1:
        pairs = [*state.pairs(), ("page", str(window.number)), ("page_size", str(window.size))]
        call = address_of(reverse("explore-file", args=["json"]), pairs)
    return request.build_absolute_uri(call)


def others(selected: Selected, path: str) -> list[tuple[str, str]]:
    """The votes with figures by region beside the one that is drawn, with where these are drawn."""
    votes = regional_votes(selected)[1:MOST_OTHERS] if not selected.state.election else []
    return [(vote_and_day(vote), address(path, selected.state.but(election=(vote.id,)))) for vote in votes]


def table_of(request: HttpRequest, selected: Selected, rows: Sequence[Row], window: Window) -> dict:
    """The rows of one page of the table, or the elections side by side; beside a picture of some rows, these."""
    state, path = selected.state, request.path
    if not selected.count:
        return {"advice": advice(selected)}
    if state.is_comparison and state.what.is_of_contenders:
        lines = lines_of(selected.rows, selected.votes)
        if not lines:
            return {"advice": advice(selected)}
        return {
            "compared": selected.votes,
            "by_place": by_place(selected.votes),
            "lines": [beside(each) for each in lines],
            "call": request.build_absolute_uri(address_of_file(state, "json")),
        }
    if len(rows) < selected.count:
        window = Window(1, MOST_DRAWN, 1, len(rows))
    shown = rows[window.first - 1 : window.last]
    pages = state.but(view=TABLE)
    return {
        "heads": heads_of(state),
        "cells": [cells_of(row) for row in shown],
        "window": window,
        "call": call_of(request, selected, rows, window),
        "sort": {name: sort_link(path, selected, name) for name in ORDERS},
        "pages": [(number, page_address(path, pages, number, window) if number else "") for number in window.near],
        "previous": page_address(path, pages, window.number - 1, window) if window.number > 1 else "",
        "next": page_address(path, pages, window.number + 1, window) if window.number < window.pages else "",
    }


def page_address(path: str, state: State, number: int, window: Window) -> str:
    pairs = [*state.pairs(), *([("page", number)] if number > 1 else [])]
    pairs += [("page_size", window.size)] if window.size != 25 else []
    return f"{path}?{urlencode(pairs)}" if pairs else path


def sort_link(path: str, selected: Selected, name: str) -> SortLink:
    """The head of a column: the first click puts the largest or newest on top, but names in their order."""
    state = selected.state
    is_now = state.ordering.removeprefix("-") == name
    is_descending = state.ordering.startswith("-")
    turned = not is_descending if is_now else name in ("date", "value", "claims")
    ordering = f"-{name}" if turned else name
    now = "descending" if is_descending else "ascending"
    return SortLink(str(ORDERS[name]), address(path, state.but(view=TABLE, ordering=ordering)), now if is_now else "")
