"""Addresses that moved, are gone or never were, and a site without data."""

import pytest
from django.test import Client

from elections.models import Area, Election, Redirect, Source, Tombstone
from elections.tests.markup import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def election():
    source = Source.objects.create(pk="a-source", publisher="Somebody", title="A title", kind="news")
    country = Area.objects.create(pk="KZ", country_id="KZ", kind="country", name="Kazakhstan")
    return Election.objects.create(
        pk="kz-2011-president",
        country=country,
        date="2011-04",
        kind="presidential",
        name="2011 presidential election",
        system="majoritarian",
        source=source,
    )


def test_an_empty_database_says_how_to_load_it(client):
    answer = client.get("/")
    text = Page(answer.content.decode()).by_id("main").text
    assert answer.status_code == 200
    assert "make run" in text
    assert "manage.py load_tables elections/data observers/data" in text


def test_an_election_without_any_claim_has_a_page(client, election):
    text = Page(client.get("/elections/kz-2011-president/").content.decode()).by_id("main").text
    assert "Kazakhstan: Presidential election, April 2011" in text
    assert "No result by contender was found in the sources read. No turnout was found in the sources read." in text


def test_an_election_without_any_claim_stands_on_the_home_page(client, election):
    assert "2011 presidential election" in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["/elections/xx-1999-nothing/", "/no/such/page/", "/elections/%00/"])
def test_what_never_was_is_not_found_in_the_same_look(address):
    answer = Client().get(address)
    shown = Page(answer.content.decode())
    assert answer.status_code == 404
    assert shown.all("h1")[0].text == "There is no such page"
    assert "/" in [each.attributes["href"] for each in shown.all("a")]
    assert "Resolver404" not in shown.by_id("main").text


@pytest.mark.parametrize("spelling", ["KZ-2011-President", "kz_2011_president", "kz-2011 president"])
def test_other_spellings_redirect(client, election, spelling):
    answer = client.get(f"/elections/{spelling}/")
    assert (answer.status_code, answer.headers.get("Location")) == (301, "/elections/kz-2011-president/")


def test_an_id_that_moved_redirects(client, election):
    Redirect.objects.create(table="elections", old_id="kz-2011-prezident", new_id="kz-2011-president")
    for spelling in ("kz-2011-prezident", "KZ-2011-Prezident"):
        answer = client.get(f"/elections/{spelling}/", follow=True)
        assert [status for _, status in answer.redirect_chain] == [301] * len(answer.redirect_chain)
        assert answer.redirect_chain[-1][0] == "/elections/kz-2011-president/"


@pytest.mark.parametrize("successor", ["", "kz-2011-president"])
def test_what_was_withdrawn_is_gone_with_reason_and_successor(client, election, successor):
    Tombstone.objects.create(
        table="elections", row_id="kz-2010-president", reason="Never held <b>at all</b>", successor=successor
    )
    answer = client.get("/elections/kz-2010-president/")
    shown = Page(answer.content.decode())
    assert answer.status_code == 410
    assert "Never held <b>at all</b>" in shown.by_id("main").text
    assert (f"/elections/{successor}/" in [each.attributes["href"] for each in shown.all("a")]) is bool(successor)


def test_a_page_only_answers_readers(client, election):
    assert client.post("/").status_code == 405
    assert client.head("/elections/kz-2011-president/").status_code == 200


def test_every_answer_carries_the_policy(client, election):
    for address in ("/", "/elections/kz-2011-president/", "/elections/nothing/"):
        assert "default-src 'self'" in client.get(address).headers["Content-Security-Policy"]
