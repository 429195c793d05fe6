"""Uploaded files from the first byte to a set in review; each step leaves a clear state, whoever is killed when."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple
from datetime import timedelta
from pathlib import Path

import psycopg
from billiard.exceptions import SoftTimeLimitExceeded
from django.core.cache import cache
from django.core.files import File as DjangoFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from elections.importers import changes
from elections.importers.faults import Fault, LoadRefused
from elections.importers.locks import is_held, only_one
from elections.importers.mapping import tidy
from elections.importers.previewing import File, preview
from elections.importers.tables import Table
from elections.models import ChangeChannel, ChangeState, Upload, UploadState

LARGEST = 150_000_000  # bytes of an upload
LONGEST = 600  # seconds that a file may take to read
KEPT = timedelta(days=30)  # uploads that nobody confirms
TOLD = 300  # seconds that the last progress is remembered
LOCK = 7_214_600  # with the id of an upload, the lock of the one process that reads it
SUFFIXES = (".csv", ".xlsx")


class UploadRefused(Exception):
    """A file that is not taken; the message says why."""


def take(content, name: str, user, *, table: str = "", is_whole: bool = False) -> Upload:
    """Keep an uploaded file; raises UploadRefused for what cannot be a table."""
    if Path(name).suffix.lower() == ".xlsm":
        raise UploadRefused("A workbook with macros is not taken; save it as .xlsx, which leaves them out.")
    if Path(name).suffix.lower() not in SUFFIXES:
        raise UploadRefused("A table is a .csv or .xlsx file; save the file as one of them.")
    if content.size > LARGEST:
        raise UploadRefused(f"The file has {content.size:,} bytes; at most {LARGEST:,} are taken. Split it.")
    digest = hashlib.sha256()
    for piece in content.chunks():
        digest.update(piece)
    content.seek(0)
    upload = Upload(
        name=Path(name).name[-300:],
        sha256=digest.hexdigest(),
        size=content.size,
        table=table,
        is_whole=is_whole,
        uploaded_by=user,
        state=UploadState.WAITING if table else UploadState.UNMAPPED,
    )
    upload.file.save(f"{digest.hexdigest()}{Path(name).suffix.lower()}", DjangoFile(content), save=False)
    upload.save()
    return upload


def same_before(upload: Upload):
    """The newest earlier upload of the very same bytes that was confirmed, if one was."""
    earlier = Upload.objects.filter(sha256=upload.sha256, state=UploadState.CONFIRMED, pk__lt=upload.pk)
    return earlier.select_related("change_set").first()


def progress_of(upload: Upload) -> dict | None:
    """{"step", "position", "size"} as the reader last told; None where no process reads it."""
    if not is_held(LOCK, upload.pk):
        return None
    return cache.get(f"upload:{upload.pk}") or {"step": "", "position": 0, "size": upload.size}


def read(upload_id: int, tables: list[Table]) -> None:
    """Read an upload and fill its preview. Safe to run twice and at once: one runs, and a finished one stays."""
    with only_one(LOCK, upload_id) as is_mine:
        upload = Upload.objects.filter(pk=upload_id).first()
        if not is_mine or upload is None or upload.state not in (UploadState.WAITING, UploadState.READING):
            return
        upload.state = UploadState.READING
        upload.save(update_fields=["state"])
        try:
            outcome = make_preview(upload, tables)
        except LoadRefused as refused:
            listed = [astuple(fault) for fault in sorted(refused.faults.listed, key=lambda each: each.line or 0)]
            outcome = {"state": UploadState.FAULTY, "faults": listed, "fault_count": refused.faults.count}
        except SoftTimeLimitExceeded:
            told = f"It took longer than {LONGEST // 60} minutes; split the file."
            outcome = {"state": UploadState.FAILED, "message": told}
        except (DatabaseError, psycopg.Error) as error:
            outcome = {"state": UploadState.FAILED, "message": f"The database said: {str(error).splitlines()[0]}"}
        Upload.objects.filter(pk=upload_id, state=UploadState.READING).update(read_at=timezone.now(), **outcome)
        cache.delete(f"upload:{upload_id}")


@contextmanager
def on_disk(upload: Upload) -> Iterator[Path]:
    """The uploaded file, in a folder of its own for the time of the block."""
    with tempfile.TemporaryDirectory(prefix="saylau-upload-") as folder:
        path = Path(folder, f"upload{Path(upload.name).suffix.lower()}")
        with path.open("wb") as copy, upload.file.open("rb") as kept:
            for piece in iter(lambda: kept.read(1 << 20), b""):
                copy.write(piece)
        yield path


def make_preview(upload: Upload, tables: list[Table]) -> dict:
    """The outcome of reading an upload, as values of its fields. All of it is written, or nothing."""
    by_name = {table.name: table for table in tables}

    def tell(step, position, size):
        cache.set(f"upload:{upload.pk}", {"step": step, "position": position, "size": size}, timeout=TOLD)

    tell("reading", 0, upload.size)
    with on_disk(upload) as path:
        if upload.table:
            files = [File(by_name[upload.table], path, upload.name)]
        else:
            made = tidy(path, upload.name, upload.mapping, path.parent)
            files = [File(by_name[name], where, f"{upload.name} → {name}") for name, where in made.items()]
        with transaction.atomic():
            change_set = changes.begin(upload.uploaded_by, upload.name, ChangeChannel.IMPORT)
            load, rows_read = preview(change_set, files, tables, is_whole=upload.is_whole, progress=tell)
            if not change_set.changes.exists():
                change_set.delete()
                change_set = None
    counts = {name: asdict(each) for name, each in load.by_table.items() if each != type(each)()}
    return {"state": UploadState.READY, "change_set": change_set, "rows_read": rows_read, "counts": counts}


def faults_of(upload: Upload) -> list[Fault]:
    """The faults that were found in a file, the first of very many."""
    return [Fault(*each) for each in upload.faults]


def confirm(upload: Upload, reason: str) -> None:
    """Hand the preview in for review: from then on it is a set of changes like any other."""
    with transaction.atomic():
        locked = Upload.objects.select_for_update().get(pk=upload.pk)
        if locked.state != UploadState.READY or locked.change_set is None:
            raise changes.ChangeRefused("Only a file that was read, and that changes something, can be handed in.")
        if locked.change_set.state == ChangeState.DRAFT:
            locked.change_set.reason = reason.strip() or locked.change_set.reason
            locked.change_set.save()
            changes.hand_in(locked.change_set)
        locked.state = UploadState.CONFIRMED
        locked.save(update_fields=["state"])


def start_anew(upload: Upload) -> None:
    """Forget the preview of an upload that was not confirmed, to read it once more against the record of now."""
    with transaction.atomic():
        locked = Upload.objects.select_for_update().get(pk=upload.pk)
        if locked.state == UploadState.CONFIRMED:
            raise changes.ChangeRefused("This file is handed in; what becomes of it is told by its set of changes.")
        drop_preview(locked)
        locked.state, locked.message, locked.faults, locked.fault_count = UploadState.WAITING, "", [], None
        locked.counts, locked.rows_read, locked.read_at = {}, None, None
        locked.save()


def drop_preview(upload: Upload) -> None:
    change_set, upload.change_set = upload.change_set, None
    if change_set is not None and change_set.state == ChangeState.DRAFT:
        upload.save(update_fields=["change_set"])
        changes.throw_away(change_set)


def discard(upload: Upload) -> None:
    """Delete an upload that was not confirmed, with its preview and its file."""
    with transaction.atomic():
        locked = Upload.objects.select_for_update().get(pk=upload.pk)
        if locked.state == UploadState.CONFIRMED:
            raise changes.ChangeRefused("This file is handed in; withdraw its set of changes instead.")
        drop_preview(locked)
        name, storage = locked.file.name, locked.file.storage
        locked.delete()
        if not Upload.objects.filter(file=name).exists():
            storage.delete(name)


def forget_old() -> int:
    """Discard what nobody confirmed for 30 days; returns how many uploads that were."""
    old = Upload.objects.exclude(state=UploadState.CONFIRMED).filter(uploaded_at__lt=timezone.now() - KEPT)
    found = list(old)
    for upload in found:
        discard(upload)
    return len(found)
