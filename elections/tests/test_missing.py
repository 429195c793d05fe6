"""Where nothing stands: 404 with a search and what is near; a fault is said without database and context."""

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.utils import translation

from elections.tests.markup import Page
from elections.views import missing


@pytest.mark.django_db
@pytest.mark.usefixtures("record")
class TestMissing:
    @pytest.mark.parametrize(
        ("address", "near"),
        [
            ("/elections/kz-2012-mazhiliz/", "/elections/kz-2012-mazhilis/"),
            ("/ru/elections/kz-2012-mazhiliz/", "/ru/elections/kz-2012-mazhilis/"),
            ("/parties/kz-nurotan/", "/parties/kz-nur-otan/"),
            ("/parties/nur-otan/", "/parties/kz-nur-otan/"),
            ("/areas/KZ-ALMATA/", "/areas/KZ-ALA/"),
            ("/sources/kz-iwpr-2005/", "/sources/kz-iwpr-2005-12/"),
            ("/election/kz-2012-mazhilis/", "/elections/kz-2012-mazhilis/"),
            ("/kz-2012-mazhilis", "/elections/kz-2012-mazhilis/"),
        ],
    )
    def test_pages_that_may_be_meant_are_named(self, client, address, near):
        answer = client.get(address)
        assert answer.status_code == 404
        shown = Page(answer.content.decode())
        main = next(each for each in shown.elements if each.attributes.get("id") == "main")
        assert near in [each.attributes["href"] for each in shown.inside(main, "a")]
        assert any(each.attributes.get("role") == "search" for each in shown.inside(main, "form"))
        assert "public" not in answer.headers.get("Cache-Control", "")

    @pytest.mark.parametrize(
        ("address", "first"),
        [
            ("/elections/kz/", "/elections/kz-"),
            ("/ru/elections/2012/", "/ru/elections/"),
            ("/elections/xx/", "/elections/"),
            ("/countries/xx/", "/countries/"),
            ("/parties/xx/", "/parties/"),
            ("/areas/xx/", "/areas/"),
            ("/sources/q/", "/sources/"),
            ("/observers/missions/xx/", "/observers/missions/"),
            ("/observers/reports/xx/", "/observers/reports/"),
            ("/observers/organisations/q/", "/observers/organisations/"),
        ],
    )
    def test_a_short_word_leads_to_what_is_nearest_and_to_the_list(self, client, address, first):
        answer = client.get(address)
        shown = Page(answer.content.decode())
        results = [each for each in shown.all("ul") if each.attributes.get("class") == "results"]
        links = [each.attributes["href"] for found in results for each in shown.inside(found, "a")]
        assert answer.status_code == 404 and 1 <= len(links) <= missing.SHOWN
        assert all(link.startswith(first) and client.get(link).status_code == 200 for link in links), links
        main = next(each for each in shown.elements if each.attributes.get("id") == "main")
        with translation.override("ru" if address.startswith("/ru/") else "en"):
            family = missing.family_of(address)
            assert family.list_address in [each.attributes["href"] for each in shown.inside(main, "a")]

    def test_the_view_says_what_is_missing(self, client):
        assert (
            "The record has no election kz-1999-president."
            in client.get("/elections/kz-1999-president/").content.decode()
        )

    def test_without_a_database_it_is_said_all_the_same(self, client, monkeypatch):
        def away(*arguments):
            raise DatabaseError("nobody there")

        monkeypatch.setattr(missing, "near_to", away)
        answer = client.get("/elections/nothing-like-it/")
        assert answer.status_code == 404 and b"Perhaps you mean" not in answer.content


@pytest.mark.parametrize(("language", "home"), [("en", "/"), ("ru", "/ru/")])
def test_a_fault_is_said_without_database_and_context(language, home):
    with translation.override(language):
        page = Page(render_to_string("500.html"))
    assert [each.attributes["href"] for each in page.all("a")] == [home] and len(page.all("h1")) == 1
    sheets = [each.attributes["href"] for each in page.all("link") if each.attributes["rel"] == "stylesheet"]
    assert sheets and all(finders.find(each.removeprefix(settings.STATIC_URL)) for each in sheets)
