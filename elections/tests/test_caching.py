"""Public pages for caches: tags, conditional answers, nothing stale, nothing for who is signed in."""

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from redis.exceptions import ConnectionError as CacheIsAway

from elections.datasets import caching
from elections.models import DataVersion, Election
from elections.tests.answers import asked, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]
ADDRESSES = ["/elections/", "/elections/?country=KZ", "/elections.csv", "/sources/", "/sources/kz-iwpr-2005-12/"]


class TestCaching:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_what_is_known_is_not_made_again(self, address):
        first = asked(address)
        text(first)
        assert re.fullmatch('"[0-9a-f]{32}"', first["ETag"])
        assert first["Cache-Control"].startswith("public, ") and "s-maxage=" in first["Cache-Control"]
        assert "Last-Modified" in first.headers and "Set-Cookie" not in first.headers and not first.cookies
        with CaptureQueriesContext(connection) as queries:
            again = asked(address, If_None_Match=first["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"] and again["Cache-Control"] == first["Cache-Control"]
        assert len([each for each in queries if each["sql"].startswith("SELECT")]) == 1
        through_gzip = asked(address, If_None_Match=f"W/{first['ETag']}")
        assert through_gzip.status_code == 304, "the proxy weakens the tag of what it compresses"

    def test_a_page_is_made_once_for_a_data_version(self):
        address = "/elections/?country=UZ"
        first = text(asked(address))
        with CaptureQueriesContext(connection) as queries:
            assert text(asked(address)) == first
        assert len([each for each in queries if each["sql"].startswith("SELECT")]) == 1

    @pytest.mark.parametrize(
        "address",
        [
            "/explore.csv?country=TM",
            "/explore.json?country=TM",
            "/charts/explore/turnout.svg?country=TM",
            "/charts/vote-shares/kz-2012-mazhilis.csv",
            "/charts/vote-shares/kz-2012-mazhilis/embed/",
            "/elections/kz-2012-mazhilis/cite.bib",
            "/elections/kz-2012-mazhilis/",
        ],
    )
    def test_an_answer_that_was_kept_has_the_headers_it_was_made_with(self, address):
        """Its name for whoever saves it, that no search engine lists a file, and that other sites may read it."""
        first, again = asked(address), asked(address)
        assert dict(again.items()) == dict(first.items())
        assert ("Content-Disposition" in again) == ("." in address.rsplit("/", 1)[1])

    def test_a_new_data_version_is_seen_at_once(self):
        address = "/elections/?country=TM"
        before = asked(address)
        assert "Renamed here" not in text(before)
        Election.objects.filter(pk="tm-2017-president").update(name="Renamed here")
        DataVersion.raise_by_one()
        after = asked(address, If_None_Match=before["ETag"])
        assert after.status_code == 200 and after["ETag"] != before["ETag"]
        assert "Renamed here" in text(after)

    def test_addresses_hosts_builds_and_days_do_not_share(self, monkeypatch):
        tags = [asked("/elections/")["ETag"], asked("/elections/?country=KZ")["ETag"]]
        tags.append(asked("/elections/", Host="localhost")["ETag"])
        monkeypatch.setattr(caching, "build_id", lambda: "another")
        tags.append(asked("/elections/")["ETag"])
        tomorrow = caching.timezone.now() + caching.timezone.timedelta(days=1)
        monkeypatch.setattr(caching.timezone, "now", lambda: tomorrow)
        tags.append(asked("/elections/")["ETag"])
        assert len(set(tags)) == 5

    @pytest.mark.parametrize("address", [each for each in ADDRESSES if each != "/elections.csv"])
    def test_nothing_is_kept_for_who_is_signed_in(self, address):
        answer = asked(address, cookies={"sessionid": "x"}, If_None_Match="*")
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store" and "ETag" not in answer.headers
        text(answer)

    @pytest.mark.parametrize("address", ["/elections/?country=ZZ", "/elections.csv?x=1"])
    def test_what_is_refused_is_not_kept(self, address):
        for _ in range(2):
            answer = asked(address)
            assert answer.status_code == 400
            assert "ETag" not in answer.headers and "public" not in answer.headers.get("Cache-Control", "")

    def test_without_a_cache_pages_are_made_all_the_same(self, monkeypatch):
        def away(*arguments, **options):
            raise CacheIsAway("nobody there")

        monkeypatch.setattr(type(cache._connections[cache._alias]), "get", away)
        monkeypatch.setattr(type(cache._connections[cache._alias]), "set", away)
        assert asked("/elections/?country=TJ").status_code == 200

    @pytest.mark.parametrize(
        "address", [*ADDRESSES, "/", "/elections/kz-2012-mazhilis/", "/search/?q=otan", "/methods/"]
    )
    def test_a_proxy_may_keep_it_for_everybody(self, client, address):
        """Through all of the middleware: no cookie is set and the answer is not said to differ by cookie."""
        answer = client.get(address)
        text(answer)
        assert answer.status_code == 200 and answer["Cache-Control"] == caching.PUBLIC
        assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")

    def test_other_methods_are_no_pages(self):
        asked("/elections/?country=KZ")
        assert asked("/elections/?country=KZ", method="post").status_code == 405
        assert asked("/", method="post").status_code == 405

    def test_a_head_is_answered_like_a_get(self):
        answer = asked("/elections/", method="head")
        assert answer.status_code == 200 and answer["ETag"] == asked("/elections/")["ETag"]


def test_the_build_is_the_same_until_the_code_changes():
    assert caching.build_id() == caching.build_id() and re.fullmatch("[0-9a-f]{16}", caching.build_id())


def test_staff_who_are_signed_in_wait_no_longer_than_readers():
    """Their pages are not kept, but what these are worked out from is, and belongs to one moment as well."""
    cookies = {settings.SESSION_COOKIE_NAME: "of-staff"}
    for most in (20, 12):
        with CaptureQueriesContext(connection) as queries:
            answer = asked("/explore/?measure=share", cookies=cookies)
        assert answer["Cache-Control"] == "private, no-store"
        assert len(queries) <= most
