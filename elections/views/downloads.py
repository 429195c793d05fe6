"""The rows of a list as a file, and what is said when a query cannot be answered."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from elections.datasets import BadQuery
from elections.datasets.envelope import address_of, applied, file_name, rights
from elections.datasets.formats import TYPES, as_csv, as_json, as_xlsx
from elections.models import DataVersion


def query_of(request: HttpRequest) -> dict[str, list[str]]:
    """All values of each parameter of the address."""
    return dict(request.GET.lists())


def file_of(request: HttpRequest, selection, form: str) -> StreamingHttpResponse:
    with translation.override(settings.LANGUAGE_CODE):  # a file is the same in every language
        envelope = envelope_of(request, selection)
    if form == "csv":
        content = as_csv(selection)
    elif form == "json":
        content = as_json(selection, envelope)
    else:
        content = as_xlsx(selection, [(name, str(value)) for name, value in envelope.items()])
    response = StreamingHttpResponse(content, content_type=TYPES[form])
    name = file_name(selection.dataset.name, selection.query, form)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    response["Access-Control-Allow-Origin"] = "*"  # as answers of the API
    return response


def envelope_of(request: HttpRequest, selection) -> dict:
    """What the rows are, whose, and how to get them again."""
    name, version = selection.dataset.name, DataVersion.current()
    permalink = address_of(request.build_absolute_uri(reverse(f"{name}-file", args=["json"])), selection.query)
    return {
        "dataset": name,
        "count": selection.count,
        "data_version": version,
        **rights(str(selection.dataset.title), permalink, version),
        "applied_filters": applied(selection.query),
        "ordering": selection.ordering,
    }


def refused(request: HttpRequest, bad: BadQuery, as_page: bool) -> HttpResponse:
    """400, with which parameter, why, and what it could be."""
    if as_page:
        return render(
            request, "400.html", {"bad": bad, "version": DataVersion.current()}, status=HTTPStatus.BAD_REQUEST
        )
    problem = {
        "type": "about:blank",
        "title": _("This query cannot be answered"),
        "status": 400,
        "detail": bad.sentence,
        "code": "unknown_parameter" if bad.unknown else "bad_value",
        "field": bad.field,
        "help": bad.choices[:40],
    }
    return JsonResponse(problem, status=400, content_type="application/problem+json")
