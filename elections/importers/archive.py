"""Archived copies of sources: documents as they were read, kept by their SHA-256 beside the record.

A copy is stored when somebody proposes it, and becomes public with the source that names it. One that no source, no
proposal and no history names is forgotten at night.
"""

import hashlib
import re
from dataclasses import dataclass

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from elections.importers.cells import MOMENT_FORM
from elections.models import Change, History, Source, Tombstone

FOLDER = "archive"
LARGEST = 25_000_000  # bytes
LOOKED_AT = 4_096  # bytes at the beginning, which tell the kind
LOCK = 7_214_601  # held while a copy is stored or forgotten
# What a copy is served as. A page of HTML is never handed out as one: it would be a page of ours to a browser.
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "tif": "image/tiff",
    "html": "application/octet-stream",
}
NAME = rf"{FOLDER}/[0-9a-f]{{64}}\.({'|'.join(TYPES)})"
MARKS = [
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
]
HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)


class CopyRefused(Exception):
    """A file that is not kept as a copy; the message says why and what to do."""


@dataclass(frozen=True)
class Copy:
    """A document that may be kept: its name in the storage, its hash, and when it was handed over."""

    name: str
    sha256: str
    retrieved_at: str

    @property
    def cells(self) -> dict[str, str]:
        """The cells of a row of the sources that names it."""
        return {"archived_copy": self.name, "archived_sha256": self.sha256, "retrieved_at": self.retrieved_at}


def look_at(file: File) -> Copy:
    """What a handed over file is, told from its content; raises CopyRefused."""
    if not file.size:
        raise CopyRefused("The file is empty.")
    if file.size > LARGEST:
        raise CopyRefused(
            f"The file has {file.size:,} bytes; at most {LARGEST:,} are kept. Save only the pages that are needed."
        )
    digest, start = hashlib.sha256(), b""
    for piece in file.chunks():
        digest.update(piece)
        start = start or piece[:LOOKED_AT]
    file.seek(0)
    kind = kind_of(start)
    if kind is None:
        raise CopyRefused(
            "The file is none of those that are kept: PDF, HTML, PNG, JPEG, GIF, WebP or TIFF. Its content decides, "
            "not its name; save or print the page as PDF."
        )
    hashed = digest.hexdigest()
    return Copy(f"{FOLDER}/{hashed}.{kind}", hashed, f"{timezone.now():{MOMENT_FORM}}")


def kind_of(start: bytes) -> str | None:
    """The kind of a document, as the ending of its name, by how it begins; None where it is none that is kept."""
    for mark, kind in MARKS:
        if start.startswith(mark):
            return kind
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "webp"
    if b"%PDF-" in start[:1024]:
        return "pdf"
    return "html" if b"\0" not in start and HTML.search(start) else None


def store(copy: Copy, file: File) -> None:
    """Keep the bytes of a copy, once however often they are handed over; in the transaction of what names them."""
    with transaction.atomic():
        hold(shared=True)
        if not default_storage.exists(copy.name):
            default_storage.save(copy.name, file)


def forget_unnamed() -> int:
    """Delete the copies that no source, proposal, tombstone or history names; returns how many."""
    _, names = default_storage.listdir(FOLDER)
    forgotten = 0
    for name in (f"{FOLDER}/{each}" for each in names):
        with transaction.atomic():
            hold(shared=False)
            if not is_named(name):
                default_storage.delete(name)
                forgotten += 1
    return forgotten


def is_named(name: str) -> bool:
    return (
        Source.objects.filter(archived_copy=name).exists()
        or Change.objects.filter(table="sources", values__archived_copy=name).exists()
        or Change.objects.filter(table="sources", before__archived_copy=name).exists()
        or Tombstone.objects.filter(table="sources", values__archived_copy=name).exists()
        or History.objects.filter(table=Source._meta.db_table, row__archived_copy=name).exists()
    )


def hold(shared: bool) -> None:
    """Until the transaction ends nobody forgets copies meanwhile, or nobody stores them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{'_shared' if shared else ''}(%s)", [LOCK])
