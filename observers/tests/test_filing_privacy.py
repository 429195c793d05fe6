"""Who files, and whom they name, stays with the staff: after a full run nothing public and no log has a trace."""

import gzip
import io
import logging
import pickle
import zipfile

import pytest
from celery import Task
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from config.logs import JsonFormatter
from elections.datasets.resources import RESOURCES
from elections.importers import package
from elections.models import StoredPart
from elections.tests.test_public_changes import read
from observers.datasets import OBSERVATION
from observers.importers import TABLES, attachments, filing
from observers.models import Finding, Mission, Report
from observers.tests.filing_steps import FILED, NEW, SEEN, VOTE, answers, filed, reviewed, seen
from observers.tests.telling_files import document, photograph

pytestmark = pytest.mark.django_db(transaction=True)

MARKERS = ["zq-user", "zq-first", "zq-last", "zq-mail", "zq-contact", "555 010 203", "zq-town", "zq-station"]
MARKERS += ["zq-exif", "zq-pdf", "zq-file", "zq-note"]
PRIVATE = {"contact": "zq-contact, +996 555 010 203, zq-town street 7"}
PLACED = {**SEEN, "town": "zq-town", "station": "zq-station"}


@pytest.fixture
def logged():
    """Everything that is logged, at any level, as a running site writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)  # it says each query in DEBUG only
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def queued(monkeypatch):
    """Whatever is put into the queue of the worker."""
    told, put = [], Task.apply_async

    def tell(task, args=None, kwargs=None, **options):
        told.append((task.name, args, kwargs, options))
        return put(task, args, kwargs, **options)

    monkeypatch.setattr(Task, "apply_async", tell)
    return told


@pytest.fixture
def laid_down(settings, tmp_path, monkeypatch):
    """The names of files that lie in the folder for uploads while these are read; each upload goes there."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE, settings.FILE_UPLOAD_TEMP_DIR = 0, folder
    names, attach = [], attachments.attach

    def look(report, file):
        names.append([each.name for each in folder.iterdir()])
        return attach(report, file)

    monkeypatch.setattr(attachments, "attach", look)
    return names


@pytest.fixture
def run(observer, staff, logged, queued, laid_down, monkeypatch):
    """A full run: wrong and right password, drafts, faults, an error, files, sending back and forth, publication."""
    cache.clear()
    client = observer("zq-user")
    person = client.user
    person.first_name, person.last_name, person.email = "zq-first", "zq-last", "zq-mail@example.org"
    person.save()
    signing = Client()
    for password in ("wrong", "x"):
        signing.post(f"/admin/login/?next={NEW}", {"username": "zq-user", "password": password})
    pages = [client.get("/observers/reports/filed/99/"), client.get("/observers/reports/zq/")]
    refused = client.post(NEW, answers(PLACED | {"summary": "Call zq-mail@example.org"}, action="send", **PRIVATE))
    assert "Take out the phone number" in refused.content.decode()
    own = client.post(NEW, answers(PLACED | {"summary": "I, zq-last, saw it."}, action="send"))
    assert "Take out your own name" in own.content.decode()
    files = [
        SimpleUploadedFile("zq-file.jpg", photograph("zq-exif"), "image/jpeg"),
        SimpleUploadedFile("zq-file.pdf", document("zq-pdf"), "application/pdf"),
    ]
    report = filed(client, PLACED, files=files, **PRIVATE)
    reviewer = staff("reviewer")
    reviewed(reviewer, report, "send_back", note="zq-note: ask zq-last.")
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(filing, "compose", fail)
        again = {**answers(PLACED, action="send", **PRIVATE), "seen": seen(report)}
        pages.append(client.post(f"{FILED}{report.pk}/", again))
    assert pages[-1].status_code == 500
    report.refresh_from_db()
    client.post(f"{FILED}{report.pk}/", {**answers(PLACED, action="send", **PRIVATE), "seen": seen(report)})
    reviewed(reviewer, report)
    assert report.state == "published" and report.attachments.count() == 2
    return pages


def fail(report):
    cause = f"new row violates a check\nDETAIL:  Failing row contains ({report.contact}, \n\nzq-last)."
    raise IntegrityError(cause)


def addresses():
    finding, mission = Finding.objects.get(pk__contains="-field-"), Mission.objects.get(pk__endswith="-odihr")
    report = Report.objects.get(kind="field")
    yield from ["/", "/elections/", f"/elections/{VOTE}/", "/countries/KZ/", "/areas/KZ-ALA/", "/sources/", "/changes/"]
    yield from ["/changes/feed.atom", "/search/?q=zq", "/sitemap.xml", "/data/", "/data/dictionary/", "/explore/"]
    yield from ["/observers/", "/observers/missions/", f"/observers/missions/{mission.pk}/", "/observers/reports/"]
    yield from [f"/observers/reports/{report.pk}/", "/observers/organisations/odihr/", "/observers/findings/"]
    yield from [
        f"/observers/findings/{finding.category}/".replace("_", "-"),
        "/observers/findings/?search=protocol",
        "/observers/organisations/",
    ]
    yield from ["/ru/observers/findings/", "/ru/changes/", f"/sources/{finding.source_id}/"]
    yield from [
        f"/changes/findings/{finding.pk}/",
        f"/changes/missions/{mission.pk}/",
        f"/changes/reports/{report.pk}/",
    ]
    yield from [f"/api/v1/{name}" for name in RESOURCES]
    yield from ["/api/v1/search?q=zq", f"/api/v1/findings/{finding.pk}", f"/api/v1/missions/{mission.pk}"]
    yield from [
        reverse(f"{name}-file", args=[form]) for name in {**RESOURCES, **OBSERVATION} for form in ("json", "csv")
    ]
    yield from ["/observers/findings.xlsx", "/observers/findings.geojson", "/changes.xlsx"]


def test_nothing_public_has_a_trace_of_a_person(run, client, logged, tmp_path):
    reached = 0
    for address in addresses():
        answer = client.get(address)
        assert answer.status_code in (200, 404), address  # some files have fewer forms than others
        reached += answer.status_code == 200
        text = whole(read_bytes(answer))
        found = [marker for marker in MARKERS if marker in text.replace("q=zq", "")]
        assert not found, f"{address}: {found}"
    assert reached > 60
    assert SEEN["summary"] in read(client.get(f"/observers/findings/?election={VOTE}"))
    made = package.make(tmp_path, TABLES)
    with zipfile.ZipFile(tmp_path / made.file) as inside:
        text = "".join(inside.read(name).decode() for name in inside.namelist())
    assert SEEN["summary"] in text and not [marker for marker in MARKERS if marker in text]
    for page in run:
        assert page.status_code in (404, 500)
        assert not [marker for marker in MARKERS if marker in page.content.decode()]
    assert not [marker for marker in MARKERS if marker in logged.getvalue()], logged.getvalue()[-3_000:]
    assert "new row violates a check" in logged.getvalue(), "the error itself is logged"
    kept = b"".join(bytes(part.content) for part in StoredPart.objects.all())
    assert kept and not [marker for marker in MARKERS if marker.encode() in kept]
    decoded = [session.get_decoded() for session in Session.objects.all()]
    assert not [marker for marker in MARKERS if marker in str(decoded)] and not mail.outbox


def test_no_file_lies_under_a_name_while_it_is_read(run, laid_down):
    """What is sent tells of a person until it is stripped; a process that is killed must not leave it behind."""
    assert laid_down == [[], []]


def test_the_queue_and_the_cache_have_no_trace_of_a_person(run, queued, client):
    assert "derive_record" in str(queued) and settings.CELERY_TASK_IGNORE_RESULT
    assert not [marker for marker in MARKERS if marker in str(queued)]
    for address in addresses():
        read_bytes(client.get(address))
    kept = cache._cache.get_client()
    keys = list(kept.scan_iter())
    text = "".join(f"{key} {in_clear(kept.get(key))}" for key in keys if kept.type(key) == b"string")
    assert len(keys) > 30 and SEEN["summary"] in text
    assert not [marker for marker in MARKERS if marker in text.replace("q=zq", "")]


def in_clear(value: bytes) -> str:
    """What the cache holds, as text: a number, or what Django pickled; pages are compressed in it."""
    held = pickle.loads(value) if value[:1] == b"\x80" else value  # noqa: S301  of our own making
    pages = held[0] if isinstance(held, tuple) else None
    page = gzip.decompress(pages["gzip"]).decode() if isinstance(pages, dict) and "gzip" in pages else ""
    return f"{held!r} {page}"


def read_bytes(answer) -> bytes:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return content


def whole(content: bytes) -> str:
    """The text of an answer, of a workbook that of its sheets."""
    if content[:2] != b"PK":
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


def test_a_finer_place_is_shown_only_where_the_observer_says_so(observer, staff, client):
    for name, shown, expected in (("a", "area", "zq-town"), ("b", "station", "zq-town, polling station zq-station")):
        report = filed(observer(name), PLACED, shown=shown)
        reviewed(staff("reviewer", f"reviewer-{name}"), report)
        finding = Finding.objects.get(pk__contains=f"-field-{report.pk}-")
        assert (finding.area_id, finding.place) == ("KZ-ALA", expected)
        page = read(client.get(f"/observers/findings/?election={VOTE}"))
        assert expected in page and ("zq-station" in page) == (shown == "station")


def test_forms_leave_nothing_in_shared_caches(observer, client):
    report = filed(observer(), action="keep")
    for address in (NEW, FILED, f"{FILED}{report.pk}/"):
        answer = client.get(address)
        assert answer.status_code == 302 and answer.url.startswith(settings.LOGIN_URL.replace("/accounts", "/admin"))
        assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]


def test_only_tables_of_the_staff_hold_a_trace(run):
    """All that is public is made of other tables, files of reports among them, so that no page need be thought of."""
    sought = [f"%{each}%" for marker in MARKERS for each in (marker, marker.encode().hex())]
    holding = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {table} AS each WHERE each::text ILIKE ANY(%s)", [sought])
            if cursor.fetchone()[0]:
                holding.add(table)
    assert holding == {"auth_user", "observers_filedreport", "elections_changeset"}, (
        "who, what they typed, what a reviewer wrote"
    )
