"""Archived copies of sources: handed over, told by their content, reviewed, served as downloads, and never lost."""

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from elections.admin.record import SetChoice
from elections.importers import LoadRefused, archive
from elections.models import ChangeSet, Source, StoredPart
from elections.tests.test_staff import address, final, typed
from observers.importers import RECORD

pytestmark = pytest.mark.django_db(transaction=True)

PDF = b"%PDF-1.7\n" + b"1" * 2_500_000
HTML = b"\xef\xbb\xbf\n<!DOCTYPE html><html><body><script>alert(document.cookie)</script></body></html>"


@pytest.fixture
def loaded(tables):
    tables.load()
    return tables


def file(content, name="protocol.pdf"):
    return SimpleUploadedFile(name, content, content_type="text/html")


def stored():
    return sorted(default_storage.listdir("archive")[1])


def proposed(entry, content, source="cec", **cells):
    return typed(entry, f"/admin/elections/source/{source}/change/", copy=file(content), **cells)


def published(entry, reviewer, answer):
    entry.post(answer.url, {"action": "hand_in", "reason": "The page is gone."})
    assert reviewer.post(answer.url, {"action": "approve"}).status_code == 302
    assert ChangeSet.objects.latest("pk").state == "published"


@pytest.fixture
def kept(loaded, staff):
    """A source whose copy two people have published, and these two."""
    entry, reviewer = staff("entry"), staff("reviewer")
    published(entry, reviewer, proposed(entry, PDF))
    return entry, reviewer


def test_a_copy_is_public_only_with_its_source_and_comes_as_a_download(loaded, staff, client):
    entry, reviewer = staff("entry"), staff("reviewer")
    answer = proposed(entry, PDF)
    change = ChangeSet.objects.get().changes.get()
    draft = f"/admin/elections/changeset/{change.change_set_id}/copy/{change.pk}/"
    assert client.get("/sources/cec/copy").status_code == 404
    assert staff("viewer").get(draft).status_code == 404 and client.get(draft).status_code == 302
    entry.post(answer.url, {"action": "hand_in", "reason": "The page is gone."})
    assert draft in reviewer.get(answer.url).content.decode()
    assert b"".join(reviewer.get(draft)) == PDF
    reviewer.post(answer.url, {"action": "approve"})
    page = client.get("/sources/cec/").content.decode()
    digest = hashlib.sha256(PDF).hexdigest()
    assert digest in page and "2.4" in page and 'href="/sources/cec/copy"' in page
    told = client.get("/api/v1/sources/cec").json()["result"]
    assert told["archived_sha256"] == digest
    assert client.get("/api/v1/sources/wiki").json()["result"]["archived_copy"] is None
    copy = client.get(told["archived_copy"])
    assert b"".join(copy) == PDF
    said = {name: copy[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")}
    assert said == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="cec.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    assert "sandbox" in copy["Content-Security-Policy"] and "Set-Cookie" not in copy
    assert client.get("/sources/cec/copy", headers={"If-None-Match": copy["ETag"]}).status_code == 304


def test_a_page_is_never_served_as_one_of_ours(loaded, staff, client):
    entry, reviewer = staff("entry"), staff("reviewer")
    published(entry, reviewer, proposed(entry, HTML, source="wiki"))
    copy = client.get("/sources/wiki/copy")
    assert b"".join(copy) == HTML
    assert copy["Content-Type"] == "application/octet-stream"
    assert copy["Content-Disposition"] == 'attachment; filename="wiki.html"'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"GIF89a", "gif"),
        (b"RIFF....WEBPVP8 ", "webp"),
        (b"II*\x00", "tif"),
        (b"%PDF-1.4", "pdf"),
        (b"\n<HTML lang=ru>", "html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", None),
        (b"<?php system('id');", None),
        (b"PK\x03\x04", None),
        (b"MZ\x90\x00", None),
        (b"\x7fELF", None),
        (b"RIFF....WAVEfmt ", None),
        (b"<html>\0", None),
        (b"just words", None),
    ],
)
def test_the_content_tells_the_kind(content, kind):
    assert archive.kind_of(content) == kind


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00" * 9, "The file is none of those that are kept: PDF, HTML"),
        (b"", "empty"),
        (b"%PDF-1.4" + b"1" * archive.LARGEST, "bytes; at most 25,000,000 are kept"),
    ],
)
def test_what_is_no_document_or_too_large_is_refused_with_a_sentence(loaded, staff, content, said):
    answer = proposed(staff("entry"), content)
    assert answer.status_code == 200 and said in answer.content.decode()
    assert not ChangeSet.objects.exists() and not StoredPart.objects.exists()


def test_a_source_made_in_place_brings_its_copy(loaded, staff, client):
    entry, reviewer = staff("entry"), staff("reviewer")
    new = {
        "new-publisher": "Kaktus",
        "new-title": "Итоги",
        "new-language": "ru",
        "new-published": "2020-10-05",
        "new-kind": "news",
        "new-copy": file(HTML, "itogi.html"),
    }
    answer = typed(entry, address(final()), votes="7", **new)
    assert answer.status_code == 302, answer.context["new_source"].errors
    published(entry, reviewer, answer)
    source = final().source
    assert source.archived_sha256 == hashlib.sha256(HTML).hexdigest()
    assert b"".join(client.get(f"/sources/{source.pk}/copy")) == HTML


def test_the_same_bytes_are_stored_once_and_what_nothing_names_goes_at_night(kept):
    entry, _ = kept
    proposed(entry, PDF, source="wiki")
    proposed(entry, HTML, source="blog")
    assert len(stored()) == 2
    for draft in ChangeSet.objects.filter(state="draft"):
        entry.post(f"/admin/elections/changeset/{draft.pk}/change/", {"action": "throw_away"})
    assert archive.forget_unnamed() == 1
    assert [name.partition(".")[0] for name in stored()] == [hashlib.sha256(PDF).hexdigest()]


def test_a_copy_is_kept_by_loads_and_by_history_and_comes_back(kept, loaded, client):
    entry, reviewer = kept
    loaded.load()
    assert Source.objects.get(pk="cec").archived_sha256
    published(entry, reviewer, typed(entry, "/admin/elections/source/cec/change/", no_copy="on"))
    assert client.get("/sources/cec/copy").status_code == 404
    assert "There is no stored copy." in client.get("/sources/cec/").content.decode()
    assert archive.forget_unnamed() == 0
    history = "/admin/elections/source/cec/history/"
    newest = entry.get(history).context["versions"][0].kept
    answer = entry.post(history, {"version": newest.pk})
    published(entry, reviewer, answer)
    assert b"".join(client.get("/sources/cec/copy")) == PDF


def test_files_of_tables_know_no_copies(loaded, kept, tmp_path):
    loaded.path("sources").write_text(
        loaded.path("sources").read_text().replace("kind\n", "kind,archived_copy\n", 1), encoding="utf-8"
    )
    with pytest.raises(LoadRefused) as refused:
        loaded.load()
    assert "'archived_copy' is not a column of sources" in str(refused.value.faults.listed[0])


def test_a_backup_brings_copies_back(kept, tmp_path, client):
    call_command("make_backup", str(tmp_path / "saylau.dump"))
    StoredPart.objects.all().delete()
    assert client.get("/sources/cec/copy").status_code == 404
    call_command("restore_backup", str(tmp_path / "saylau.dump"))
    assert b"".join(client.get("/sources/cec/copy")) == PDF


def test_no_column_of_a_table_has_the_name_of_a_field_about_its_set():
    own = set(SetChoice.declared_fields)
    assert not {table.name: own & set(table.changeable) for table in RECORD if own & set(table.changeable)}
