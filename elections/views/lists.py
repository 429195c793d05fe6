"""Pages that list a dataset: filters with counts, search, order, pages, downloads; the address is the whole state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from elections.datasets import PAGE_SIZES, BadQuery, Dataset, Order, Selection
from elections.datasets.cursors import cursor_at
from elections.datasets.envelope import address_of
from elections.datasets.filters import Period, single
from elections.datasets.resources import RESOURCES
from elections.views.caching import version_of
from elections.views.calls import api_call
from elections.views.downloads import file_of, query_of, refused

FORMS = ["json", "csv", "xlsx"]
BESIDE = ["page", "page_size", "format"]


@dataclass(frozen=True)
class Window:
    """One page of a selection: its number, its size, and how many pages there are."""

    number: int
    size: int
    pages: int
    count: int

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.count else 0

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.count)

    @property
    def near(self) -> list[int]:
        """The pages that are worth a link: the first, the last, and those around this one; 0 for a gap."""
        wanted = sorted({1, self.pages, *range(max(1, self.number - 2), min(self.pages, self.number + 2) + 1)})
        found: list[int] = []
        for page in wanted:
            if found and page - found[-1] > 1:
                found.append(0)
            found.append(page)
        return found


def window_of(query: Mapping[str, list[str]], count: int, usual: int = PAGE_SIZES[0]) -> Window:
    """The page that is asked for. Raises BadQuery for one that is not there."""
    size = single(query, "page_size") or str(usual)
    if size not in map(str, PAGE_SIZES):
        raise BadQuery("page_size", size[:20], map(str, PAGE_SIZES))
    pages = max(1, -(-count // int(size)))
    number = single(query, "page") or "1"
    if not (number.isascii() and number.isdigit() and len(number) < 10 and 1 <= int(number) <= pages):
        told = _("a number from 1 to %(n)s") % {"n": pages} if pages > 1 else _("1: all fits on one page")
        raise BadQuery("page", number[:20], [told])
    return Window(int(number), int(size), pages, count)


@dataclass(frozen=True)
class SortLink:
    """The head of a column that the rows can be ordered by."""

    label: str
    address: str
    sorted: str  # ascending, descending, or '' when the rows are ordered otherwise


class Address:
    """Addresses of the same list with something changed; a change of filter or order starts at page 1."""

    def __init__(self, path: str, selection: Selection, window: Window):
        self.path, self.selection, self.window = path, selection, window

    def of(self, pairs: list[tuple[str, str]]) -> str:
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    @property
    def size(self) -> list[tuple[str, str]]:
        return [] if self.window.size == self.selection.dataset.page_size else [("page_size", str(self.window.size))]

    def page(self, number: int) -> str:
        pages = [("page", str(number))] if number > 1 else []
        return self.of([*self.selection.query, *self.size, *pages])

    def ordered(self, order: Order) -> SortLink:
        is_now = order == self.selection.order
        descending = not self.selection.descending if is_now else order.starts_descending
        name = f"-{order.name}" if descending else order.name
        pairs = [pair for pair in self.selection.query if pair[0] != "ordering"]
        if name != self.selection.dataset.default_order:
            pairs.append(("ordering", name))
        now = "descending" if self.selection.descending else "ascending"
        return SortLink(order.label, self.of([*pairs, *self.size]), now if is_now else "")

    def file(self, form: str) -> str:
        path = reverse(f"{self.selection.dataset.name}-file", args=[form])
        return f"{path}?{urlencode(self.selection.query)}" if self.selection.query else path


def list_page(
    request: HttpRequest, dataset: Dataset, template: str, arrange: Callable[[list], dict], empty: str = ""
) -> HttpResponse:
    """One page of a list. `arrange` makes from its rows what the template shows beside the frame."""
    query = query_of(request)
    try:
        selection = dataset.select(query, beside=BESIDE)
        if form := single(query, "format"):
            return other_form(request, selection, query, form)
        window = window_of(query, selection.count, dataset.page_size)
    except BadQuery as bad:
        return refused(request, bad, as_page=True)
    address = Address(request.path, selection, window)
    rows = list(selection.window(window.first - 1, window.last)) if window.count else []
    context = {
        "dataset": dataset,
        "selection": selection,
        "window": window,
        "facets": selection.facets,
        "period": period_of(selection),
        "words": selection.words,
        "sizes": PAGE_SIZES,
        "orders": [
            (f"{sign}{order.name}", order.label, direction)
            for order in dataset.orders
            for sign, direction in (("", _("ascending")), ("-", _("descending")))
        ],
        "sort": {order.name: address.ordered(order) for order in dataset.orders},
        "pages": [(page, address.page(page) if page else "") for page in window.near],
        "previous": address.page(window.number - 1) if window.number > 1 else "",
        "next": address.page(window.number + 1) if window.number < window.pages else "",
        "files": [(form.upper(), address.file(form)) for form in ("csv", "json", "xlsx")],
        "permalink": request.build_absolute_uri(address.page(window.number)),
        "api_call": call_of(request, selection, window),
        "version": version_of(request),
        **arrange(rows),
    }
    return render(request, template, context)


def call_of(request: HttpRequest, selection: Selection, window: Window) -> str:
    """The address of the API that gives exactly the rows of the page shown, in their order."""
    query = [*selection.query, ("page_size", str(window.size))]
    if cursor := cursor_at(selection, window.first - 1 if window.count else 0):
        query.append(("cursor", cursor))
    return api_call(request.build_absolute_uri(), selection.dataset.name, query)


def other_form(request: HttpRequest, selection: Selection, query: Mapping[str, list[str]], form: str) -> HttpResponse:
    """`?format=` on the page's own address: the same file as under its ending. Raises BadQuery."""
    if form not in FORMS:
        raise BadQuery("format", form[:20], FORMS)
    for name in ("page", "page_size"):
        if query.get(name):
            raise BadQuery(name, query[name][0][:20], [_("no value beside format: a file holds all pages")])
    if selection.dataset.name in RESOURCES:
        return redirect(address_of(reverse(f"{selection.dataset.name}-file", args=[form]), selection.query))
    return file_of(request, selection, form)


def period_of(selection: Selection) -> dict | None:
    """The names and values of the two dates of the form, for a dataset that has a period."""
    for each in selection.dataset.filters:
        if isinstance(each, Period):
            first, last = selection.chosen[each.name] or ("", "")
            names = each.parameters
            return {"label": each.label, "from": names[0], "to": names[1], "first": first, "last": last}
    return None
