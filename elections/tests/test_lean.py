"""Pages lose the blanks of their templates and nothing else."""

from django.http import HttpResponse, StreamingHttpResponse

from elections.views.lean import lean


def test_indents_go_and_what_is_written_as_it_stands_stays():
    page = "<ul>\n    <li>a\u202f%\n\n  </li>\n</ul>\n<pre>\n  one\n    two\n</pre>\n  <p>x  y</p>"
    assert lean(HttpResponse(page)).content.decode() == (
        "<ul>\n<li>a\u202f%\n</li>\n</ul>\n<pre>\n  one\n    two\n</pre>\n<p>x  y</p>"
    )


def test_only_pages_are_touched():
    assert lean(HttpResponse("a\n  b", content_type="text/csv")).content == b"a\n  b"
    assert b"".join(lean(StreamingHttpResponse([b"a\n  b"]))) == b"a\n  b"
