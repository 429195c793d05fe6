"""Compression: only for those who decode it, one tag for each encoding, nothing of what is somebody's own."""

import gzip

import brotli
import pytest
from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.test import RequestFactory

from config.compression import accepts, compress

TEXT = "the same words again and again " * 100


def answer(made=None, **headers):
    """What the middleware makes of a page with the tag "abc"; `made` answers instead of it."""

    def view(request):
        response = made() if made else HttpResponse(TEXT, headers={"ETag": '"abc"'})
        if request.META.get("HTTP_IF_NONE_MATCH") == '"abc"':
            response = HttpResponseNotModified(headers={"ETag": '"abc"'})
        return response

    request = RequestFactory().get("/", headers={name.replace("_", "-"): value for name, value in headers.items()})
    return compress(view)(request)


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("br;q=1.0, GZIP;q=0.8", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("*;q=0", False),
        ("br", False),
        ("xgzip", False),
    ],
)
def test_who_decodes_gzip(header, takes):
    assert accepts(header, "gzip") is takes


def test_each_encoding_has_a_tag_of_its_own():
    plain, packed = answer(), answer(Accept_Encoding="gzip")
    assert (plain["ETag"], plain.content.decode()) == ('"abc"', TEXT) and "Content-Encoding" not in plain
    assert (packed["ETag"], packed["Content-Encoding"]) == ('"abc-gzip"', "gzip")
    assert gzip.decompress(packed.content).decode() == TEXT and int(packed["Content-Length"]) == len(packed.content)
    assert plain["Vary"] == packed["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("tag", ['"abc"', '"abc-gzip"'])
def test_what_is_known_in_either_encoding_is_not_sent_again(tag):
    again = answer(Accept_Encoding="gzip", If_None_Match=tag)
    assert (again.status_code, again["ETag"]) == (304, tag)


def test_a_stream_is_compressed_as_it_is_sent():
    def lines():
        return StreamingHttpResponse((line.encode() for line in TEXT), content_type="text/csv")

    packed = answer(lines, Accept_Encoding="gzip")
    assert packed.streaming and gzip.decompress(b"".join(packed.streaming_content)).decode() == TEXT


def test_a_page_that_is_kept_compressed_is_sent_as_it_is_kept():
    def page():
        response = HttpResponse(TEXT)
        response.kept_as = {"gzip": b"kept", "br": b"kept smaller"}
        return response

    assert answer(page, Accept_Encoding="gzip").content == b"kept"
    assert answer(page, Accept_Encoding="gzip, br").content == b"kept smaller"


@pytest.mark.parametrize(
    ("header", "encoding"),
    [("gzip, deflate, br, zstd", "br"), ("br;q=0, gzip", "gzip"), ("*", "gzip"), ("br", "br"), ("zstd", None)],
)
def test_brotli_where_it_is_named(header, encoding):
    packed = answer(Accept_Encoding=header)
    assert packed.get("Content-Encoding") == encoding
    if encoding == "br":
        assert packed["ETag"] == '"abc-br"' and brotli.decompress(packed.content).decode() == TEXT
        again = answer(Accept_Encoding=header, If_None_Match='"abc-br"')
        assert (again.status_code, again["ETag"]) == (304, '"abc-br"')


def own():
    response = HttpResponse(TEXT)
    response.set_cookie("csrftoken", "x")
    return response


@pytest.mark.parametrize(
    "made",
    [
        own,
        lambda: HttpResponse("short"),
        lambda: HttpResponse(TEXT, content_type="application/zip"),
        lambda: HttpResponse(TEXT, headers={"Content-Encoding": "br"}),
        lambda: HttpResponse(TEXT, status=206),
    ],
    ids=["sets a cookie", "short", "packed already", "encoded already", "a part"],
)
def test_what_is_left_as_it_is(made):
    assert answer(made, Accept_Encoding="gzip").content == made().content


def test_who_is_signed_in_gets_nothing_compressed():
    assert answer(Accept_Encoding="gzip", Cookie="sessionid=x").content.decode() == TEXT


def test_a_proxy_that_compresses_itself_is_told_of_one_answer():
    assert "Vary" not in answer(X_Compresses="yes")
