"""The page about the data and the zip it offers: its state told honestly, the file whole, in part, or not at all."""

import hashlib
import json
import zipfile
from io import BytesIO

import pytest
from celery.exceptions import OperationalError
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from elections import tasks
from elections.datasets.resources import RESOURCES
from elections.importers import package
from elections.models import DataVersion
from elections.tests.answers import asked, content, page, text
from elections.views.parts_of_files import ends

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def folder(tmp_path, settings, tables):
    settings.PACKAGES = tmp_path / "packages"
    cache.clear()
    tables.load()
    return settings.PACKAGES


@pytest.fixture
def no_worker(monkeypatch):
    """Tasks are queued and nobody does them; gives what was queued."""
    queued = []
    monkeypatch.setattr(tasks.make_package, "apply_async", lambda **options: queued.append(options))
    return queued


def said(shown) -> str:
    return " ".join(each.text for each in shown.by_class("status"))


class TestThePage:
    def test_it_has_the_zip_made_and_describes_it(self, folder):
        shown = page("/data/")
        made = package.newest(folder)
        assert not shown.by_class("status") and made.version == DataVersion.current()
        links = [each.attributes["href"] for each in shown.all("a")]
        assert f"/data/saylau-{made.version}.zip" in links and "/data/saylau.zip" in links
        words = " ".join(each.text for each in shown.all("dd"))
        assert made.sha256 in words and f"{made.size:,} bytes" in words and "CC BY 4.0" in words
        files = [each.text for each in shown.all("th") if each.text.endswith(".csv")]
        assert files == [name for name, _, _ in made.tables] and "results.csv" in files

    def test_it_lists_every_dataset_with_its_files(self):
        links = {each.attributes["href"] for each in page("/data/").all("a")}
        for name in RESOURCES:
            assert f"/api/v1/{name}" in links
            for form in ("csv", "json", "xlsx"):
                address = reverse(f"{name}-file", args=[form])
                assert address in links and content(asked(address))
        assert "/data/dictionary/" in links

    def test_without_a_worker_it_says_that_none_is_ready(self, no_worker):
        words = said(page("/data/"))
        assert "No zip of data version 1 yet" in words and "It was asked for at" in words
        assert "none of an earlier version" in words
        page("/data/")
        assert len(no_worker) == 1  # two readers ask once

    def test_with_an_older_zip_it_says_how_old_it_is(self, folder, no_worker):
        tasks.make_package()
        DataVersion.raise_by_one()
        shown = page("/data/")
        words = said(shown)
        assert "No zip of data version 2 yet" in words and "The newest one is of data version 1, made on" in words
        assert "/data/saylau-1.zip" in [each.attributes["href"] for each in shown.all("a")]
        assert content(asked("/data/saylau-1.zip"))[:2] == b"PK"

    def test_while_it_is_made_it_says_so(self, no_worker, monkeypatch):
        monkeypatch.setattr(package, "is_being_made", lambda: True)
        assert "It is being made now" in said(page("/data/"))

    def test_without_a_queue_it_says_so_and_offers_the_lists(self, monkeypatch):
        def refuse(**options):
            raise OperationalError("no broker")

        monkeypatch.setattr(tasks.make_package, "apply_async", refuse)
        shown = page("/data/")
        assert "could not be asked for" in said(shown)
        assert "/elections.csv" in [each.attributes["href"] for each in shown.all("a")]

    def test_few_queries_and_no_cache_keeps_it(self, no_worker):
        with CaptureQueriesContext(connection) as queries:
            answer = asked("/data/")
        assert len(queries) <= MOST_QUERIES and answer["Cache-Control"] == "no-cache"


def test_the_timetable_has_it_made_every_night():
    tasks_of_the_night = [each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()]
    assert tasks.make_package.name in tasks_of_the_night


class TestTheFile:
    @pytest.fixture(autouse=True)
    def made(self, folder):
        tasks.make_package()
        return package.newest(folder)

    def test_it_is_the_file_with_its_checksum(self, made):
        answer = asked("/data/saylau-1.zip")
        body = content(answer)
        assert hashlib.sha256(body).hexdigest() == made.sha256 and len(body) == made.size
        assert answer["ETag"] == f'"{made.sha256}"' and answer["Content-Length"] == str(made.size)
        assert answer["Content-Type"] == "application/zip"
        assert answer["Content-Disposition"] == 'attachment; filename="saylau-1.zip"'
        with zipfile.ZipFile(BytesIO(body)) as zipped:
            assert zipped.testzip() is None
            assert json.loads(zipped.read("datapackage.json"))["version"] == "1"

    def test_who_has_it_gets_nothing(self, made, client):
        answer = client.get("/data/saylau-1.zip", headers={"If-None-Match": f'"{made.sha256}"'})
        assert answer.status_code == 304 and not answer.content
        assert asked("/data/saylau.zip").headers["Location"] == "/data/saylau-1.zip"

    def test_a_part_is_that_part(self, made, client):
        whole = content(asked("/data/saylau-1.zip"))
        for asked_for, part in (
            ("bytes=0-99", whole[:100]),
            ("bytes=100-", whole[100:]),
            ("bytes=-7", whole[-7:]),
            (f"bytes=5-{made.size * 9}", whole[5:]),
        ):
            answer = client.get("/data/saylau-1.zip", headers={"Range": asked_for})
            assert answer.status_code == 206 and content(answer) == part
            assert answer["Content-Length"] == str(len(part))
        answer = client.get("/data/saylau-1.zip", headers={"Range": f"bytes={made.size}-"})
        assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{made.size}")

    @pytest.mark.parametrize("headers", [{"If-Range": '"another"', "Range": "bytes=0-9"}, {"Range": "lines=0-9"},
                                         {"Range": "bytes=0-1,5-6"}])  # fmt: skip
    def test_what_is_no_part_of_this_file_is_the_whole(self, made, client, headers):
        answer = client.get("/data/saylau-1.zip", headers=headers)
        assert answer.status_code == 200 and len(content(answer)) == made.size

    @pytest.mark.parametrize("address", ["/data/saylau-0.zip", "/data/saylau-99999999999999999999.zip"])
    def test_another_version_is_not_there(self, client, address):
        answer = client.get(address)
        assert answer.status_code == 404 and "Only the newest is kept" in text(answer)


def test_before_any_is_made_there_is_none_to_take(client):
    answer = client.get("/data/saylau.zip")
    assert answer.status_code == 404 and "is ready yet" in text(answer)


@given(st.text("0123456789", max_size=15), st.text("0123456789", max_size=15), st.integers(1, 10**6))
def test_a_range_lies_in_the_file_or_is_none(first, last, size):
    start, end = ends(first, last, size)
    assert start > end or 0 <= start <= end < size
