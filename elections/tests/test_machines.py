"""Sitemap and robots: every page, in every language, and no page forgotten."""

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import URLPattern, get_resolver

from elections.tests.answers import asked, text
from elections.views.families import FAMILIES, SINGLE, WORDS, families

# Pages that the sitemap leaves out: choices of rows, pictures (a part of pages that it has), files, histories of single
# rows, and what only observers who are signed in can open.
LEFT_OUT = {"search", "picture", "picture-embed", "picture-figure", "picture-file", "changes-feed", "election-citation"}
LEFT_OUT |= {"row-history", "observers-new-report", "observers-filed", "observers-filed-report", "observers-filed-file"}


def page_routes() -> dict[str, URLPattern]:
    """The named routes that are there in every language."""
    prefixed = next(each for each in get_resolver().url_patterns if hasattr(each.pattern, "language_prefix"))
    found, waiting = {}, list(prefixed.url_patterns)
    while waiting:
        each = waiting.pop()
        if hasattr(each, "url_patterns"):
            waiting += each.url_patterns
        else:
            found[each.name] = each
    return found


def test_no_page_is_forgotten():
    """Whoever adds a kind of page adds it to elections.views.families."""
    routes = page_routes()
    assert set(routes) - LEFT_OUT == {*SINGLE, *WORDS, *(family.route for family in families())}
    for name in SINGLE:
        assert not routes[name].pattern.converters
    assert len({family.route for family in FAMILIES}) == len(FAMILIES)


@pytest.mark.django_db
@pytest.mark.usefixtures("record")
class TestSitemap:
    def test_names_pages_that_are_there_in_every_language(self, client):
        answer = asked("/sitemap.xml")
        assert answer["Content-Type"] == "application/xml"
        urls = ElementTree.fromstring(text(answer)).findall("{*}url")
        addresses = [each.find("{*}loc").text for each in urls]
        rows = sum(family.rows().count() for family in families()) + sum(map(len, WORDS.values()))
        assert len(addresses) == len(set(addresses)) == len(settings.LANGUAGES) * (len(SINGLE) + rows)
        for url in urls:
            links = url.findall("{http://www.w3.org/1999/xhtml}link")
            assert [each.get("hreflang") for each in links] == [code for code, _ in settings.LANGUAGES]
            assert {each.get("href") for each in links} <= set(addresses)
        by_family = {re.sub(r"[^/]+/$", "", each): each for each in addresses}
        for address in by_family.values():
            assert client.get(address.removeprefix("http://testserver")).status_code == 200, address

    def test_a_picture_in_a_window_of_its_own_has_the_icon_of_the_site(self, client):
        answer = client.get("/favicon.ico")
        assert answer.status_code == 301 and finders.find(answer.headers["Location"].removeprefix(settings.STATIC_URL))

    def test_robots_may_read_everything_but_admin_and_searches(self):
        assert text(asked("/robots.txt")).splitlines() == [
            "User-agent: *",
            "Disallow: /admin/",
            "Disallow: /search/",
            "Disallow: /ru/search/",
            "Sitemap: http://testserver/sitemap.xml",
        ]
