"""The resources: lists, single rows, search, and the root that explains them."""

import json

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse

from elections.api.base import ApiView
from elections.api.columns import chosen_columns
from elections.api.errors import Moved, Problem
from elections.api.forms import form_of, forms_of
from elections.api.withdrawn import AFTER, place_in, withdrawn_since
from elections.datasets import BadQuery, Dataset, Selection, caching
from elections.datasets.counting import Count, counted
from elections.datasets.derivation import Version
from elections.datasets.envelope import address_of, applied, file_name, rights
from elections.datasets.filters import single, values_of
from elections.datasets.formats import TYPES, as_csv, as_geojson, as_json, as_xlsx
from elections.datasets.pages import Page, page_of, rows_of
from elections.datasets.resources import RESOURCES, ROOT, VERSION
from elections.models import Redirect, Tombstone

BESIDE = ["fields", "format", "page_size", "cursor", "bom", AFTER]
SIZE, LARGEST = 100, 1_000
ALL = "all"


class Resource(ApiView):
    """What lists and single rows have in common."""

    is_file = False

    def understand(self, request, name: str, suffix: str = "", **kwargs):
        self.dataset = RESOURCES.get(name)
        if name in ("docs", "schema"):
            raise Moved(f"{ROOT}{name}/")
        if self.dataset is None:
            raise Http404(f"The API has no resource {name[:40]}; {ROOT} lists what it has.")
        forms = forms_of(self.dataset)
        if suffix and suffix not in forms:
            raise Http404(f"{name} is given as {', '.join(forms)}, not as {suffix}.")
        self.form = form_of(request, self.query, suffix, forms)
        self.varies = "" if suffix or self.query.get("format") else "Accept"

    def file(self, request, selection: Selection, envelope: dict, query) -> HttpResponse:
        """The whole selection in any form, written while it is read."""
        if self.form == "csv":
            content = as_csv(selection)
            if single(self.query, "bom"):
                content = with_bom(content)
        elif self.form == "xlsx":
            content = as_xlsx(selection, [(key, said(value)) for key, value in envelope.items()])
        elif self.form == "geojson":
            content = as_geojson(selection, envelope)
        else:
            content = as_json(selection, envelope)
        answer = StreamingHttpResponse(content, content_type=TYPES[self.form])
        if self.form != "json" or self.is_file:
            name = file_name(selection.dataset.name, query, self.form)
            answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


class ListView(Resource):
    """The rows of a resource that a query selects: a page of them, or all as a file.

    The files of a page's list are these answers too, under an address that is the page's with an ending: `is_file`.
    """

    def understand(self, request, is_file: bool = False, **kwargs):
        super().understand(request, **kwargs)
        self.is_file = is_file
        self.size = size_of(self.query) or (ALL if is_file else "")
        if single(self.query, "bom") not in ("", "yes"):
            raise BadQuery("bom", single(self.query, "bom")[:20], ["yes"])
        self.cursor, self.after = single(self.query, "cursor"), place_in(self.query)
        is_page = self.form == "json" or self.size or self.cursor
        self.is_whole = self.size == ALL or not is_page
        if self.cursor and self.size == ALL:
            raise BadQuery("page_size", ALL, ["a number where there is a cursor"])
        narrowing = set(self.query) - {"format", "page_size", "bom", "fields", "ordering"}
        self.is_bulk = self.is_whole and not narrowing

    def made(self, request):
        """A page of rows is one question to the database; what is more than that is made within one moment."""
        if self.form == "json" and not self.is_whole and "updated_since" not in self.query:
            for _ in range(caching.TRIES):
                response, version = self.page(request)
                if not version.is_derived:
                    break
                if response is not None:
                    return response, version
        return super().made(request)

    def answer(self, request, version):
        if self.form == "json" and not self.is_whole:
            return self.page(request)[0]
        selection, query = self.selected(request)
        if self.form == "csv" and self.is_whole:
            return self.file(request, selection, {}, query)
        envelope = self.envelope(request, selection, query, version, counted(selection, version))
        if not self.is_whole:
            page = page_of(selection, self.cursor, int(self.size or SIZE))
            self.place(request, envelope, query, page)
            selection = selection.on_page(page.ids)
        return self.linked(self.file(request, selection, envelope, query), envelope)

    def page(self, request) -> tuple[HttpResponse | None, Version]:
        """A page as JSON and the version it is of; no answer where rows and count were not of one version."""
        selection, query = self.selected(request)
        page = page_of(selection, self.cursor, int(self.size or SIZE))
        count = counted(selection, page.version)
        if count is None:
            return None, page.version
        envelope = self.envelope(request, selection, query, page.version, count)
        self.place(request, envelope, query, page)
        body = f'{opened(envelope)}, "results": [\n{page.rows}\n]}}\n'
        return self.linked(HttpResponse(body, content_type=TYPES["json"]), envelope), page.version

    def selected(self, request) -> tuple[Selection, list[tuple[str, str]]]:
        """What is asked for, and its query string in one spelling."""
        selection = self.dataset.select(self.query, BESIDE)
        selection = selection.only(chosen_columns(request, selection, self.query))
        fields = [("fields", ",".join(self.query["fields"]))] if single_given(self.query, "fields") else []
        return selection, [*selection.query, *fields]

    def here(self, request) -> str:
        return request.build_absolute_uri(f"{ROOT}{self.dataset.name}.{self.form}")

    def envelope(self, request, selection: Selection, query, version: Version, count: Count) -> dict:
        envelope = {"count": count.rows, "count_is_exact": count.is_exact, "next": None, "previous": None}
        envelope |= rights(self.dataset.title, address_of(self.here(request), query), version.number)
        envelope |= {
            "data_version": version.number,
            "applied_filters": applied([*selection.query, *selection.default_pairs]),
            "applied_by_default": list(selection.by_default),
            "ordering": selection.ordering,
        }
        if since := selection.chosen.get("updated_since"):
            address = address_of(self.here(request), [*query, *self.sized()])
            envelope["withdrawn"] = withdrawn_since(request, self.dataset, since, self.after, address)
        return envelope

    def place(self, request, envelope: dict, query, page: Page) -> None:
        """Say where the pages beside this one are."""
        for name, cursor in (("next", page.next), ("previous", page.previous)):
            if cursor:
                envelope[name] = address_of(self.here(request), [*query, *self.sized(), ("cursor", cursor)])

    def sized(self) -> list[tuple[str, str]]:
        return [("page_size", self.size if self.size == ALL else str(int(self.size)))] if self.size else []

    def linked(self, answer: HttpResponse, envelope: dict) -> HttpResponse:
        rels = {"next": envelope["next"], "prev": envelope["previous"]}
        if links := [f'<{address}>; rel="{rel}"' for rel, address in rels.items() if address]:
            answer["Link"] = ", ".join(links)
        return answer


class DetailView(Resource):
    """One row by its id; where it moved to, or why it is gone."""

    def understand(self, request, row_id: str = "", **kwargs):
        super().understand(request, **kwargs)
        for name in self.query:
            if name not in ("fields", "format"):
                raise BadQuery(name, "", ["fields", "format"], unknown=True)
        self.row_id = row_id

    def answer(self, request, version):
        dataset = self.dataset
        key = key_of(dataset, self.row_id)
        selection = dataset.select({}).on_page([key] if key is not None else [])
        selection = selection.only(chosen_columns(request, selection, self.query))
        row = rows_of(selection, selection.ids) if selection.ids else ""
        if not row:
            self.elsewhere(request)
        here = request.build_absolute_uri(f"{ROOT}{dataset.name}/{self.row_id}")
        envelope = {
            **rights(f"{dataset.title}, {self.row_id}", here, version.number),
            "data_version": version.number,
        }
        if self.form != "json":
            return self.file(request, selection, envelope, [("id", self.row_id)])
        return HttpResponse(f'{opened(envelope)}, "result": {row}}}\n', content_type=TYPES["json"])

    def elsewhere(self, request):
        """301 for an id that moved, 410 for one that was withdrawn, 404 for one that never was."""
        name, table, row_id = self.dataset.name, self.dataset.table, self.row_id
        if not row_id.isprintable() or len(row_id) > 100:
            raise Http404("An id has letters, digits and hyphens, 100 at most.")
        if moved := Redirect.objects.filter(table=table, old_id=row_id).first():
            raise self.moved_to(moved.new_id)
        if gone := Tombstone.objects.filter(table=table, row_id=row_id).first():
            successor = request.build_absolute_uri(f"{ROOT}{name}/{gone.successor}") if gone.successor else None
            raise Problem(
                "gone",
                f"{row_id} was withdrawn on {gone.withdrawn_at.date()}: {gone.reason}",
                reason=gone.reason,
                withdrawn_at=gone.withdrawn_at.isoformat().replace("+00:00", "Z"),
                successor=successor,
                history=request.build_absolute_uri(reverse("row-history", args=[table, row_id])),
            )
        usual = self.dataset.model._default_manager.filter(pk__iexact=row_id).values_list("pk", flat=True).first()
        if usual is not None and str(usual) != row_id:
            raise self.moved_to(usual)
        raise Http404(f"{name} has no {row_id}.")

    def moved_to(self, row_id):
        suffix = f".{self.kwargs['suffix']}" if self.kwargs.get("suffix") else ""
        return Moved(f"{ROOT}{self.dataset.name}/{row_id}{suffix}")


def opened(envelope: dict) -> str:
    """The envelope as JSON, with its end left open for the rows."""
    return json.dumps(envelope, ensure_ascii=False).removesuffix("}")


def key_of(dataset: Dataset, text: str):
    """The key that an id in an address is, or None where no row could have it."""
    if dataset.columns[0].kind == "whole":
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 and str(int(text)) == text else None
    return text if text.isprintable() and len(text) <= 100 else None


def single_given(query, name: str) -> bool:
    return any(value.strip(", ") for value in query.get(name, ()))


def size_of(query) -> str:
    """The rows of a page as they are asked for: a number, `all`, or '' for the usual."""
    text = single(query, "page_size")
    if text and text != ALL:
        is_number = text.isascii() and text.isdigit() and len(text) <= 4
        if not is_number or not 1 <= int(text) <= LARGEST:
            raise BadQuery("page_size", text[:20], [f"a number from 1 to {LARGEST:,}", ALL])
    return text


def with_bom(content):
    """Marks the file as UTF-8 for spreadsheets that would guess otherwise."""
    yield b"\xef\xbb\xbf"
    yield from content


def said(value) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class RootView(ApiView):
    """What the API has, and where it is explained."""

    varies = ""

    def understand(self, request, **kwargs):
        refuse_all_but(self.query, ())

    def answer(self, request, version):
        root = request.build_absolute_uri(ROOT)
        told = {
            "title": "The Saylau API",
            "about": (
                "Every published figure of elections in Central Asia with who claims it and where. A figure is a "
                "claim: two sources that differ are two rows. Null is unknown, never 0. Shares are texts, so that "
                "80.90 stays as it was printed; votes are whole numbers. No key is needed to read."
            ),
            "version": VERSION,
            "data_version": version.number,
            "updated_at": version.raised_at.isoformat().replace("+00:00", "Z"),
            "documentation": f"{root}docs/",
            "guide": request.build_absolute_uri(reverse("api-guide")),
            "schema": f"{root}schema/",
            "search": f"{root}search?q=",
            **rights("the API", root, version.number),
            "resources": {
                name: {
                    "title": str(dataset.title),
                    "about": str(dataset.about),
                    "address": f"{root}{name}",
                    "forms": forms_of(dataset),
                    "parameters": [*dataset.parameters, *BESIDE],
                    "fields": [each.name for each in dataset.columns],
                }
                for name, dataset in RESOURCES.items()
            },
        }
        return HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type=TYPES["json"])


class SearchView(ApiView):
    """What has a text in its names: the best of each resource, and where to get all of them."""

    varies = ""
    most = 10

    def understand(self, request, **kwargs):
        refuse_all_but(self.query, ("q", "resource", "format"))
        form_of(request, self.query, "json", ["json"])
        self.text = single(self.query, "q")
        if not self.text or len(self.text) > 100:
            raise BadQuery("q", f"{self.text[:30]}…" if self.text else "", ["a text of 1 to 100 characters"])
        searched = [name for name, dataset in RESOURCES.items() if dataset.found]
        self.names = values_of(self.query, "resource") or searched
        for name in self.names:
            if name not in searched:
                raise BadQuery("resource", name[:40], searched)

    def answer(self, request, version):
        here = request.build_absolute_uri(f"{ROOT}search")
        query = self.query.get("resource") and [("q", self.text), ("resource", ",".join(self.names))]
        groups = [self.group(request, RESOURCES[name], version) for name in self.names]
        told = {
            **rights(f"search for {self.text}", address_of(here, query or [("q", self.text)]), version.number),
            "data_version": version.number,
            "count": sum(group["count"] for group in groups),
            "results": [group for group in groups if group["count"]],
        }
        return HttpResponse(json.dumps(told, ensure_ascii=False), content_type=TYPES["json"])

    def group(self, request, dataset: Dataset, version) -> dict:
        selection = dataset.select({"search": [self.text]})
        columns = chosen_columns(request, selection, {"fields": [",".join(named_columns(dataset))]})
        page = page_of(selection.only(columns), "", self.most)
        all_at = request.build_absolute_uri(f"{ROOT}{dataset.name}")
        return {
            "resource": dataset.name,
            "count": counted(selection, version).rows,
            "all": address_of(all_at, [("search", self.text)]),
            "rows": json.loads(f"[{page.rows}]"),
        }


def named_columns(dataset: Dataset) -> list[str]:
    """The columns that tell what a row is."""
    telling = ("id", "name", "title", "contender_name", "summary", "country", "date", "election", "kind", "address")
    return [each.name for each in dataset.columns if each.name in telling] + ["address"]


class NowhereView(ApiView):
    """Any other address under the API's."""

    def understand(self, request, path: str = "", **kwargs):
        if path.endswith("/") and path.strip("/"):
            raise Moved(f"{ROOT}{path.rstrip('/')}")
        raise Http404(f"There is nothing at {ROOT}{path[:60]}; {ROOT} lists what there is.")


def refuse_all_but(query, allowed) -> None:
    for name in query:
        if name not in allowed:
            raise BadQuery(name[:60], "", list(allowed) or ["none"], unknown=True)
