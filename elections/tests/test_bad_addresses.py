"""Every public address with anything in it: an answer in words, never a fault of ours."""

import re
from urllib.parse import quote, urlencode

import pytest
from django.urls import get_resolver
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elections.datasets.filters import BadQuery

SAID = {200, 301, 302, 304, 400, 404, 405, 406, 410, 429}
PARAMETERS = (
    *("page", "page_size", "format", "ordering", "search", "q", "country", "kind", "status", "basis", "measure"),
    *(
        "date__gte",
        "date__lte",
        "elections",
        "level",
        "norm",
        "view",
        "cursor",
        "updated_since",
        "as",
        "annulled",
        "lang",
    ),
)
VALUES = (
    *("", "-1", "0", "1", "99999999999999999999", "1e9", "٣", "½", "NaN", "null", "None", "true", "[]", "{}", "csv"),
    *(
        "kz-2012-mazhilis",
        "KZ",
        "kz-nur-otan",
        "-date",
        "'; DROP TABLE x; --",
        "<script>",
        "%",
        "%s",
        "%(x)s",
        "{{ x }}",
    ),
    *("\x00", "\ud7ff", "\u202e", "\ufeff", "a" * 3000, "../../etc/passwd", "2012-13-45", "0000", "é" * 60, "💥"),
)
RAW = (
    "%00",
    "%FF",
    "%C3%28",
    "%ED%A0%80",
    "%2e%2e%2f",
    "%2F",
    "%",
    "%zz",
    "%u0041",
    "+",
    "a%0d%0ab",
    "%25",
    "..;",
    "~",
)


def routes() -> list[str]:
    """The pattern of every address but the admin's, its parts in angle brackets as they stand in the code."""
    found, waiting = [], [("", each) for each in get_resolver().url_patterns]
    while waiting:
        before, each = waiting.pop()
        with translation.override("en"):
            whole = before + str(each.pattern).lstrip("^")
        if whole.startswith("admin/"):
            continue
        if hasattr(each, "url_patterns"):
            waiting += [(whole, inner) for inner in each.url_patterns]
        else:
            found.append(re.sub(r"\(\?P<(\w+)>[^()]*\)", r"<\1>", whole).replace("\\.", ".").rstrip("$").rstrip("\\Z"))
    return sorted(set(found))


ROUTES = routes()
words = st.one_of(
    st.sampled_from(RAW),
    st.sampled_from(VALUES).map(lambda text: quote(text[:200], safe="")),
    st.text(max_size=12).map(lambda text: quote(text, safe="", errors="replace")),
    st.binary(max_size=6).map(lambda raw: quote(raw)),
)
pairs = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(PARAMETERS), st.text(max_size=8)),
        st.one_of(st.sampled_from(VALUES), st.text(max_size=20), st.integers().map(str)),
    ),
    max_size=4,
)
queries = st.one_of(
    pairs.map(lambda given: urlencode(given, errors="replace")),
    pairs.map(lambda given: urlencode([*given, *given], errors="replace")),
    st.binary(max_size=20).map(lambda raw: quote(raw, safe="=&;%+[]")),
)


@st.composite
def addresses(draw) -> str:
    route = draw(st.sampled_from(ROUTES))
    path = re.sub(r"<[^>]*>", lambda _: draw(words), route)
    query = draw(queries)
    return draw(st.sampled_from(["/", "/", "/ru/", "/en/", "//"])) + path + (f"?{query}" if query else "")


@pytest.mark.django_db
@pytest.mark.usefixtures("record")
class TestAnyAddress:
    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
    @given(address=addresses())
    def test_is_answered_in_words(self, client, address):
        answer = client.get(address)
        assert answer.status_code in SAID, (answer.status_code, address)
        if answer.streaming:
            b"".join(answer.streaming_content)

    @pytest.mark.parametrize("route", [each for each in ROUTES if "<" not in each])
    @pytest.mark.parametrize(
        "query",
        ["page=99999999999999999999", "page=-1", "page=1&page=2", "page=%00", "country=KZ&country=ZZ", "q=%FF"],
    )
    def test_pages_that_cannot_be(self, client, route, query):
        answer = client.get(f"/{route}?{query}")
        assert answer.status_code in SAID, answer.status_code
        if answer.streaming:
            b"".join(answer.streaming_content)


def test_a_page_without_parameters_says_so():
    assert BadQuery("x", "1", [], unknown=True).sentence == "There is no parameter 'x' here, nor any other."
