"""Files that back a report are drawn anew: what they show is kept, and nothing of who made them, where and when."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from elections.models import StoredPart
from observers.importers import attachments, filing
from observers.models import FiledReport
from observers.tests.filing_steps import FILED, NEW, SEEN, answers, filed, reviewed, seen
from observers.tests.telling_files import document, photograph

pytestmark = pytest.mark.django_db


class TestAttachments:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_a_picture_keeps_what_it_shows_and_nothing_else(self, kind):
        from PIL import Image

        what, content = attachments.stripped(photograph(kind=kind))
        kept = Image.open(io.BytesIO(content))
        assert what == "picture" and kept.format == "JPEG" and not kept.getexif()
        assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"} and b"zq-" not in content
        assert kept.size == (48, 64), "it stands upright without being told so"

    def test_a_document_keeps_its_pages_and_nothing_else(self):
        from pypdf import PdfReader

        what, content = attachments.stripped(document(pages=2))
        kept = PdfReader(io.BytesIO(content))
        assert what == "document" and len(kept.pages) == 2 and kept.pages[0].images[0].image.size == (64, 48)
        assert b"zq-" not in content and not kept.attachments and kept.xmp_metadata is None
        assert not (kept.metadata or {}).get("/Author")

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"GIF89a" + b"0" * 40,
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"PK\x03\x04",
            b"%PDF-1.7\n" + b"0" * 99,
        ]
        + [photograph()[:300], b"<script>alert(1)</script>", b"MZ" + b"\0" * 99],
    )
    def test_whatever_else_it_is_it_is_refused(self, content):
        with pytest.raises(attachments.AttachmentRefused):
            attachments.stripped(content)

    def test_pages_and_pixels_have_a_limit(self):
        with pytest.raises(attachments.AttachmentRefused, match="up to 60 pages"):
            attachments.stripped(document(pages=61))
        with pytest.raises(attachments.AttachmentRefused, match="million pixels"):
            attachments.stripped(photograph(size=(5100, 5000), kind="PNG"))

    def test_files_are_kept_by_their_hash_and_seen_by_whom_they_may_be_seen(self, observer, staff, client):
        mine = observer()
        sent = SimpleUploadedFile("ivan-petrov.jpg", photograph(), "image/jpeg")
        report = filed(mine, action="keep", files=[sent, SimpleUploadedFile("b.pdf", document(), "application/pdf")])
        picture, paper = report.attachments.all()
        at = f"{FILED}{report.pk}/files/{picture.pk}"
        assert picture.file.name == f"reports/{picture.sha256}.jpg" and picture.size < 2_000
        answer = mine.get(at)
        assert answer["Content-Type"] == "image/jpeg" and "attachment" in answer["Content-Disposition"]
        assert hashlib.sha256(answer.getvalue()).hexdigest() == picture.sha256
        others = [observer("colleague"), observer("stranger", "pace"), staff("reviewer"), staff("entry"), client]
        assert [each.get(at).status_code for each in others] == [404, 404, 404, 403, 302]
        mine.post(f"{FILED}{report.pk}/", {**answers(SEEN), "seen": seen(report), "action": f"detach:{paper.pk}"})
        report.refresh_from_db()
        mine.post(f"{FILED}{report.pk}/", {**answers(SEEN), "seen": seen(report), "action": "send"})
        assert [each.get(at).status_code for each in others] == [200, 404, 200, 403, 302]
        assert set(StoredPart.objects.values_list("name", flat=True)) == {picture.file.name}
        refused = mine.post(NEW, answers(SEEN, action="keep", files=SimpleUploadedFile("a.jpg", b"no picture")))
        assert "not a picture" in refused.content.decode() and FiledReport.objects.count() == 2


def test_what_was_kept_for_the_review_is_forgotten_in_time(observer, staff, monkeypatch):
    sent = SimpleUploadedFile("a.jpg", photograph(), "image/jpeg")
    report = filed(observer(), contact="by the co-ordinator", files=sent)
    reviewed(staff("reviewer"), report)
    assert filing.forget_old() == 0
    monkeypatch.setattr(filing, "REMEMBERED", timedelta(days=-1))
    assert filing.forget_old() == 1
    report.refresh_from_db()
    assert not report.contact and not report.attachments.exists() and not StoredPart.objects.exists()
    assert filing.forget_old() == 0
