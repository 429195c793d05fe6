"""The description of the API for machines: its shape from the datasets, its words and examples from the record."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from elections.api.base import ApiView
from elections.api.errors import Problem, answer_of, bad_query
from elections.api.forms import forms_of
from elections.api.schema import schema
from elections.api.schema.examples import SEARCHED, Examples, Known, values_asked
from elections.api.views import BESIDE, DetailView, ListView, RootView, SearchView, refuse_all_but
from elections.datasets import BadQuery, Dataset
from elections.datasets.derivation import Version
from elections.datasets.filters import Choice, Reference
from elections.datasets.resources import CODES, RESOURCES

OPENAPI = "application/vnd.oai.openapi+json;version=3.1"
LISTED = 150  # words of a filter that the description lists


class SchemaView(ApiView):
    """The description of the API for machines."""

    varies = ""
    is_bulk = True

    def understand(self, request, **kwargs):
        refuse_all_but(self.query, ())

    def answer(self, request, version):
        asked = {"q": [SEARCHED], "resource": ["contenders"]}
        known = Known(
            choices=choices_known(),
            examples={name: examples_of(request, version, dataset) for name, dataset in RESOURCES.items()},
            root=json.loads(answered(RootView(), request, version, {})),
            search=json.loads(answered(SearchView(), request, version, asked)),
            refusals=refusals(request),
        )
        told = schema(request.build_absolute_uri("/").rstrip("/"), known)
        return HttpResponse(json.dumps(told, ensure_ascii=False), content_type=OPENAPI)


def choices_known() -> dict[str, dict[str, list[str]]]:
    """The words of every filter that has few enough to list."""
    found: dict[str, dict[str, list[str]]] = {}
    for name, dataset in RESOURCES.items():
        of_dataset = found.setdefault(name, {})
        for each in dataset.filters:
            if isinstance(each, Choice):
                words = [*each.words_of()]
            elif isinstance(each, Reference) and each.model._default_manager.count() <= LISTED:
                words = [*each.model._default_manager.order_by("pk").values_list("pk", flat=True)]
            else:
                continue
            if len(words) <= LISTED and not any("," in word for word in words):
                of_dataset[each.name] = words
    return found


def examples_of(request: HttpRequest, version: Version, dataset: Dataset) -> Examples:
    """What can be asked of a resource and what is answered now, of one row, in each form that is text."""
    forms = [form for form in forms_of(dataset) if form != "xlsx"]

    def told(view: ApiView, form: str, **more) -> Any:
        query = {"format": [form]} | ({"page_size": ["1"]} if isinstance(view, ListView) else {})
        text = answered(view, request, version, query, name=dataset.name, **more)
        return text if form == "csv" else json.loads(text)

    listed = {form: told(ListView(), form) for form in forms}
    rows = listed["json"]["results"]
    if not rows:
        return Examples(values_asked(dataset, {}), listed=listed)
    [first] = rows
    alone = {form: told(DetailView(), form, row_id=str(first["id"])) for form in forms if form != "csv"}
    alone["csv"] = listed["csv"]  # a file of one row, which says nothing but the row
    return Examples(values_asked(dataset, first), first["id"], listed, alone)


def answered(view: ApiView, request: HttpRequest, version: Version, query: Mapping[str, list[str]], **kwargs) -> str:
    """What an address of the API answers to a query, asked from within."""
    view.query = query
    view.understand(request, **kwargs)
    answer = view.answer(request, version)
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def refusals(request: HttpRequest) -> dict[str, Any]:
    """What is said with each code: of a real question for the commonest two, else what the code means."""
    problems = {code: Problem(code, meaning) for code, (_, meaning) in CODES.items()}
    for query in ({"tournout": ["80"]}, {"country": ["XX"]}):
        try:
            RESOURCES["results"].select(query, BESIDE)
        except BadQuery as bad:
            problem = bad_query(bad)
            problems[problem.code] = problem
    return {code: json.loads(answer_of(request, problem).content) for code, problem in problems.items()}
