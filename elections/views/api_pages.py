"""The pages about the API: the guide for journalists, and the description of every address with a viewer."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from elections.datasets import RESULTS, BadQuery
from elections.datasets.envelope import rights
from elections.datasets.formats import objects
from elections.datasets.questions import QUESTIONS, Question
from elections.datasets.resources import CODES, RESOURCES, ROOT
from elections.models import DataVersion
from elections.views.caching import public_page

SHOWN = ("id", "election", "election_status", "contender", "area", "votes", "share_pct", "share_of",
         "computed_share_pct", "seats", "basis", "preferred", "as_of")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its snippets for this host."""

    question: Question
    address: str
    curl: str
    python: str
    r: str


@require_safe
@public_page
def api_guide(request: HttpRequest) -> HttpResponse:
    host = request.build_absolute_uri("/").rstrip("/")
    asked = [Asked(each, each.address(host), each.curl(host), each.python(host), each.r(host)) for each in QUESTIONS]
    context = {
        "first": asked[0],
        "asked": asked,
        "resources": [(name, dataset.title, dataset.base().count()) for name, dataset in RESOURCES.items()],
        "root": f"{host}{ROOT}",
        "sample": sample(host),
        "refusal": refusal(),
        "anonymous": settings.API_ANONYMOUS_PER_MINUTE,
        "with_key": settings.API_KEY_PER_MINUTE,
        "version": DataVersion.current(),
    }
    return render(request, "api/guide.html", context)


def sample(host: str) -> str:
    """The beginning of a real answer, with some of its fields."""
    selection = RESULTS.select({"contender": ["kz-2012-mazhilis-nur-otan"], "area": ["KZ"], "preferred": ["yes"]})
    columns = [each for each in selection.columns if each.name in SHOWN or each.within]
    rows = [json.loads(text) for text in objects(selection.only(columns))]
    permalink = f"{host}{ROOT}results?contender=kz-2012-mazhilis-nur-otan&area=KZ&preferred=yes"
    about = rights(str(RESULTS.title), permalink, DataVersion.current())
    told = {"count": len(rows), "next": None, **about, "results": rows[:1]}
    return json.dumps(told, ensure_ascii=False, indent=2)


def refusal() -> str:
    """What a misspelt parameter is answered with."""
    try:
        RESULTS.select({"tournout": ["80"]})
    except BadQuery as bad:
        told = {
            "code": "unknown_parameter",
            "field": bad.field,
            "detail": f"{bad.sentence[:60]}…",
            "help": f"{ROOT}docs/",
        }
        return f"HTTP/1.1 400\nContent-Type: application/problem+json\n\n{json.dumps(told, indent=2)}"
    return ""


@require_safe
@public_page
def api_docs(request: HttpRequest) -> HttpResponse:
    codes = [(code, status, meaning) for code, (status, meaning) in CODES.items()]
    return render(request, "api/docs.html", {"root": ROOT, "codes": codes, "version": DataVersion.current()})
