"""The rows of a list as a file, and what is said when a query cannot be answered."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.datasets import BadQuery, Dataset, Selection
from elections.datasets.formats import TYPES, as_csv, as_geojson, as_json, as_xlsx
from elections.models import DataVersion
from elections.names import slug
from elections.views.caching import public_page

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ATTRIBUTION = "Saylau, the open record of elections in Central Asia; keep the source that is given for each row."


def query_of(request: HttpRequest) -> dict[str, list[str]]:
    """All values of each parameter of the address."""
    return dict(request.GET.lists())


@require_safe
@public_page
def download(request: HttpRequest, dataset: Dataset, form: str) -> HttpResponse:
    """Every row that the query selects, in its order, in the form that the address ends with."""
    try:
        selection = dataset.select(query_of(request), beside=["format"])
        if request.GET.get("format", form) != form:
            raise BadQuery("format", request.GET["format"][:20], [form])
    except BadQuery as bad:
        return refused(request, bad, as_page=False)
    return file_of(request, selection, form)


def file_of(request: HttpRequest, selection: Selection, form: str) -> StreamingHttpResponse:
    with translation.override(settings.LANGUAGE_CODE):  # a file is the same in every language
        envelope = envelope_of(request, selection)
    if form == "csv":
        content = as_csv(selection)
    elif form == "json":
        content = as_json(selection, envelope)
    elif form == "geojson":
        content = as_geojson(selection, envelope)
    else:
        content = as_xlsx(selection, [(name, str(value)) for name, value in envelope.items()])
    response = StreamingHttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{file_name(selection, form)}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def envelope_of(request: HttpRequest, selection: Selection) -> dict:
    """What the rows are, whose, and how to get them again."""
    version, today = DataVersion.current(), timezone.now().date().isoformat()
    address = request.build_absolute_uri(reverse(f"{selection.dataset.name}-file", args=["json"]))
    permalink = f"{address}?{urlencode(selection.query)}" if selection.query else address
    return {
        "dataset": selection.dataset.name,
        "count": selection.count,
        "data_version": version,
        "licence": LICENCE,
        "attribution": ATTRIBUTION,
        "cite_as": f"Saylau: {selection.dataset.title}. {permalink}, data version {version}, read on {today}.",
        "permalink": permalink,
        "applied_filters": filters_of(selection),
        "ordering": selection.ordering,
    }


def filters_of(selection: Selection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in selection.query:
        if name != "ordering":
            found.setdefault(name, []).append(value)
    return found


def file_name(selection: Selection, form: str) -> str:
    """saylau-elections-country-kz-2026-11-25.csv"""
    query = slug(" ".join(f"{name} {value}" for name, value in selection.query))[:80].strip("-")
    parts = ["saylau", selection.dataset.name, query, timezone.now().date().isoformat()]
    return f"{'-'.join(part for part in parts if part)}.{form}"


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
