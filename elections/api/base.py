"""What every address of the API does: read the question, tag the answer, count the reader, say errors in one form."""

from contextlib import ExitStack
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponsePermanentRedirect
from django.utils.cache import get_conditional_response
from rest_framework.views import APIView

from elections.api.errors import Moved, Problem, answer_of, problem_of
from elections.api.limits import ApiKeyAuthentication, Limit, counted
from elections.datasets import caching
from elections.datasets.derivation import Version, version_at_once
from elections.datasets.resources import CODES

LONGEST = 16_384  # characters of a query string
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Content-Disposition, ETag, Last-Modified, Link, RateLimit, RateLimit-Policy, Retry-After"
    ),
    "X-Robots-Tag": "noindex",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Authorization, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, OPTIONS",
    "Cache-Control": "public, max-age=86400",
}


class ApiView(APIView):
    """One address. `answer` makes what is not kept; `varies` names the request headers that it depends on."""

    authentication_classes = [ApiKeyAuthentication]
    permission_classes = []
    http_method_names = ["get", "head", "options"]
    varies = "Accept"
    is_bulk = False

    def initial(self, request, *args, **kwargs):
        """Before any query: the address is text, no body comes, the key is good, the question is understood."""
        self.perform_authentication(request)
        if request.method in ("GET", "HEAD"):
            if request.META.get("CONTENT_LENGTH", "0") not in ("", "0"):
                raise Problem("unsupported_media_type", "The API reads no body; put what you ask into the address.")
            self.query = query_of(request)
            self.understand(request, **kwargs)

    def understand(self, request, **kwargs) -> None:
        """Read what is asked, as far as no rows are needed for it."""

    def answer(self, request, version: Version) -> HttpResponse:
        raise NotImplementedError

    def get(self, request, *args, **kwargs) -> HttpResponse:
        if unchanged := self.unchanged(request):
            return unchanged
        limit = self.counted(request)
        response, version = self.made(request)
        if response.status_code == 200:
            caching.labelled(response, self.tag(request, version), version)
            response.made_of, response.is_counted = version, not self.is_bulk  # for config/at_once.py
        if request.method == "HEAD" and response.streaming:
            response.streaming_content = ()  # the server would have a file of a million rows written, to drop it
        for name, value in (limit.headers if limit else {}).items():
            response[name] = value
        return response

    def unchanged(self, request) -> HttpResponse | None:
        """304 where the reader has what would be made now; a tag that is sent decides alone."""
        since = request.META.get("HTTP_IF_MODIFIED_SINCE")
        if not since and "HTTP_IF_NONE_MATCH" not in request.META:
            return None
        version = version_at_once()
        tag = self.tag(request, version)
        if not version.is_derived:
            return None
        if "HTTP_IF_NONE_MATCH" in request.META:
            answer = get_conditional_response(request, tag)
        else:
            answer = HttpResponseNotModified() if caching.is_known_since(version, since) else None
        return answer and caching.labelled(answer, tag, version)

    def tag(self, request, version: Version) -> str:
        return caching.tag_of(request, version, request.META.get("HTTP_ACCEPT", "") if self.varies else "")

    def counted(self, request) -> Limit | None:
        """Count the reader's question, unless it was counted on its way here. Raises Problem at the limit."""
        limit = getattr(request, "counted", None) or (None if self.is_bulk else counted(request, request.auth))
        if limit and limit.is_reached:
            raise Problem(
                "too_many_requests",
                f"{limit.quota} questions a minute are allowed; ask again in {limit.seconds} seconds. A free key "
                f"allows {settings.API_KEY_PER_MINUTE}; whole resources as files are not counted.",
                headers={"Retry-After": str(limit.seconds), **limit.headers},
            )
        return limit

    def made(self, request) -> tuple[HttpResponse, Version]:
        """The answer, made within one moment, and of which data version it is."""
        with ExitStack() as stack:
            version = caching.begin(stack)
            response = self.answer(request, version)
            if response.streaming:
                response.streaming_content = caching.UntilClosed(response.streaming_content, stack.pop_all())
            return response, version

    def options(self, request, *args, **kwargs) -> HttpResponse:
        return HttpResponse(status=204, headers=PREFLIGHT)

    def handle_exception(self, error):
        if isinstance(error, Moved):
            query = self.request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{error.address}{'?' if query else ''}{query}")
        problem = problem_of(error)
        if problem is None:
            raise error
        return answer_of(self.request, problem)

    def finalize_response(self, request, response, *args, **kwargs):
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if self.varies:
            response["Vary"] = self.varies
        if request.META.get("HTTP_AUTHORIZATION") and response.get("Cache-Control") == caching.PUBLIC:
            response["Cache-Control"] = "private, max-age=0"  # what a key is allowed is nobody else's
        return response


def beyond_views(request: HttpRequest, code: str) -> HttpResponse:
    """What is said where no view was reached, or none knew what else to say: what the code means."""
    answer = answer_of(request, Problem(code, CODES[code][1]))
    for name, value in HEADERS.items():
        answer[name] = value
    return answer


def query_of(request) -> dict[str, list[str]]:
    """All values of each parameter of the address. Raises Problem where it is no text."""
    raw = request.META.get("QUERY_STRING", "")
    if len(raw) > LONGEST:
        raise Problem("bad_request", f"The query has {len(raw):,} characters; up to {LONGEST:,} are read.")
    try:
        unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        raise Problem("bad_request", "The query is not UTF-8.") from None
    query = dict(request._request.GET.lists())
    for name, values in query.items():
        if not all(value.strip() for value in values):
            raise Problem(
                "bad_value", f"{name[:60]} has no value; leave it out where nothing is asked.", name[:60], valid=[]
            )
    return query
