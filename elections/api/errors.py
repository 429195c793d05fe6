"""What is wrong with a question, in the form of RFC 9457, the same for every error."""

import json
from difflib import get_close_matches
from http import HTTPStatus

from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.exceptions import APIException, AuthenticationFailed, MethodNotAllowed, NotAcceptable, Throttled

from elections.datasets import BadQuery
from elections.datasets.caching import COME_AGAIN
from elections.datasets.resources import CODES, ROOT
from elections.models import Taken

TYPE = "application/problem+json"
VALID = 40  # values that an answer lists at most


class Problem(Exception):
    """A question that cannot be answered: the code says why."""

    def __init__(self, code: str, detail: str, field: str = "", headers: dict | None = None, **more):
        self.code, self.detail, self.field, self.headers, self.more = code, detail, field, headers or {}, more
        super().__init__(detail)

    @property
    def status(self) -> int:
        return CODES[self.code][0]


class Moved(Exception):
    """What is asked for is elsewhere: 301, with the query."""

    def __init__(self, address: str):
        self.address = address


def problem_of(error: Exception) -> Problem | None:
    """The problem that an exception means, or None for a fault of ours."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, BadQuery):
        return bad_query(error)
    if isinstance(error, Taken):
        return Problem(
            "being_worked_out",
            "Much was published just now, and what follows from it is being worked out; nothing is shown before, so "
            f"that no answer mixes two versions of the data. Ask again in {COME_AGAIN} seconds.",
            headers={"Retry-After": str(COME_AGAIN)},
        )
    if isinstance(error, Http404):
        return Problem("not_found", str(error) or "There is nothing at this address.")
    if isinstance(error, SuspiciousOperation):
        return Problem("bad_request", "The address has too many parameters, or is no text.")
    if isinstance(error, APIException):
        return of_framework(error)
    return None


def bad_query(error: BadQuery) -> Problem:
    detail = error.sentence[:2000]
    near = get_close_matches(error.field if error.unknown else error.value, error.choices, 1)
    if near and len(error.choices) > 1:  # one alone says in words what is taken
        detail += f" Did you mean {near[0]}?"
    code = "unknown_parameter" if error.unknown else "bad_value"
    return Problem(code, detail, error.field, valid=[str(each) for each in error.choices[:VALID]])


def of_framework(error: APIException) -> Problem:
    if isinstance(error, MethodNotAllowed):
        return Problem("method_not_allowed", str(error.detail), headers={"Allow": "GET, HEAD, OPTIONS"})
    if isinstance(error, NotAcceptable):
        return Problem("not_acceptable", str(error.detail))
    if isinstance(error, AuthenticationFailed):
        return Problem("bad_key", str(error.detail), "Authorization", {"WWW-Authenticate": "Api-Key"})
    if isinstance(error, Throttled):
        return Problem("too_many_requests", str(error.detail), headers={"Retry-After": str(error.wait)})
    return Problem("bad_request", str(error.detail))


def answer_of(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The answer that says what is wrong."""
    try:
        help_at = request.build_absolute_uri(f"{ROOT}docs/")
    except DisallowedHost:
        help_at = f"{ROOT}docs/"
    told = {
        "type": f"{help_at}#{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "field": problem.field or None,
        "help": help_at,
        **problem.more,
    }
    answer = HttpResponse(json.dumps(told, ensure_ascii=False), status=problem.status, content_type=TYPE)
    for name, value in {"Cache-Control": "no-store", **problem.headers}.items():
        answer[name] = value
    return answer
