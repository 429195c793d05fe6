"""Files that back a report, stripped before they are kept: what is stored is drawn anew, and shows what it shows.

A photograph carries where and with what it was taken, a document who wrote it. Both are decoded by kept libraries and
written anew from their content; the file that was sent is never stored, nor is its name, which may be a person's.
"""

import hashlib
import io
import struct
import warnings
import zlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from observers.models import Attachment, AttachmentKind, FiledReport

LARGEST = 15_000_000  # bytes of a file
MOST = 6  # files of a report
LARGEST_PICTURE = 25_000_000  # pixels to decode, four bytes each; a JPEG is made smaller while it is decoded
LONGEST_SIDE = 3_000  # pixels of a stored picture: a protocol can be read, and a phone's picture is a tenth
LONGEST_DOCUMENT = 60  # pages
SUFFIXES = {AttachmentKind.PICTURE: "jpg", AttachmentKind.DOCUMENT: "pdf"}
MEDIA_TYPES = {AttachmentKind.PICTURE: "image/jpeg", AttachmentKind.DOCUMENT: "application/pdf"}
POLICY = "default-src 'none'; sandbox"  # a file is looked at and runs nothing
PICTURES = ("JPEG", "PNG", "WEBP")
BROKEN = (ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError)
BROKEN += (TypeError, ValueError, struct.error, zlib.error)  # what the decoders raise at files that are none
# What a page of a PDF may carry beside what it shows: who made it and when, other files, programs, notes.
UNTOLD = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/Annots", "/AA", "/A", "/OpenAction", "/Names")
UNTOLD += ("/AcroForm", "/StructTreeRoot", "/StructParents", "/ID", "/Info", "/Thumb", "/B", "/Measure", "/LGIDict")


NOT_TAKEN = _("The file is not a picture (JPEG, PNG, WebP) or a PDF that can be stripped of what it tells of you.")
LOCKED = _("The PDF is locked with a password; save it without one.")
TOO_LARGE = _("A file may have up to %(megabytes)s MB.")
TOO_MANY = _("A report may have up to %(most)s files.")
TOO_MANY_PIXELS = _("The picture is too large; make it smaller, up to %(millions)s million pixels.")
TOO_MANY_PAGES = _("A PDF may have up to %(pages)s pages.")


class AttachmentRefused(Exception):
    """A file that is not taken; the message says why, for the person."""

    def __init__(self, message, **params):
        super().__init__(str(message) % params if params else str(message))


def attach(report: FiledReport, file) -> Attachment:
    """Strip a file and keep it with a report, once. Raises AttachmentRefused."""
    if file.size > LARGEST:
        raise AttachmentRefused(TOO_LARGE, megabytes=LARGEST // 1_000_000)
    kind, content = stripped(file.read())
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        FiledReport.objects.select_for_update().get(pk=report.pk)
        if same := report.attachments.filter(sha256=sha256).first():
            return same
        if report.attachments.count() >= MOST:
            raise AttachmentRefused(TOO_MANY, most=MOST)
        attachment = Attachment(report=report, kind=kind, sha256=sha256, size=len(content))
        name = f"reports/{sha256}.{SUFFIXES[kind]}"
        if attachment.file.storage.exists(name):
            attachment.file.name = name
        else:
            attachment.file.save(f"{sha256}.{SUFFIXES[kind]}", ContentFile(content), save=False)
        attachment.save()
    return attachment


def detach(attachment: Attachment) -> None:
    """Delete a file of a report; the bytes go with the last report that has them."""
    with transaction.atomic():
        name, storage = attachment.file.name, attachment.file.storage
        attachment.delete()
        if not Attachment.objects.filter(file=name).exists():
            storage.delete(name)


def stripped(content: bytes) -> tuple[AttachmentKind, bytes]:
    """(kind, bytes) of a file written anew from what it shows. Its content says what it is, never its name."""
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return AttachmentKind.DOCUMENT, stripped_document(content)
    return AttachmentKind.PICTURE, stripped_picture(content)


def stripped_picture(content: bytes) -> bytes:
    """The pixels of a picture as a new JPEG, upright and not larger than can be read."""
    from PIL import Image, ImageOps  # only where a file comes: it is large

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the size is looked at below
            sent = Image.open(io.BytesIO(content), formats=PICTURES)
            sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            if sent.width * sent.height > LARGEST_PICTURE:
                raise AttachmentRefused(TOO_MANY_PIXELS, millions=LARGEST_PICTURE // 1_000_000)
            upright = ImageOps.exif_transpose(sent)
            upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except Image.DecompressionBombError:
        raise AttachmentRefused(TOO_MANY_PIXELS, millions=LARGEST_PICTURE // 1_000_000) from None
    except BROKEN:
        raise AttachmentRefused(NOT_TAKEN) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = Image.new("RGB", upright.size, "white")  # a new picture: what the sent one carried stays behind
    drawn.paste(upright, mask=upright.getchannel("A") if upright.mode == "RGBA" else None)
    written = io.BytesIO()
    drawn.save(written, "JPEG", quality=85, optimize=True)
    return written.getvalue()


def stripped_document(content: bytes) -> bytes:
    """The pages of a PDF in a new one, without what stands beside them; photographs in them are stripped too.

    Written twice: pypdf keeps objects that nothing leads to any more, and the second time they are not taken along.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError
    from pypdf.generic import DictionaryObject, StreamObject

    try:
        sent = PdfReader(io.BytesIO(content))
        if sent.is_encrypted:
            raise AttachmentRefused(LOCKED)
        if len(sent.pages) > LONGEST_DOCUMENT:
            raise AttachmentRefused(TOO_MANY_PAGES, pages=LONGEST_DOCUMENT)
        first = copied(sent, PdfWriter())
        for held in first._objects:  # pypdf offers no other way to all of them
            if isinstance(held, DictionaryObject):
                for name in UNTOLD:
                    held.pop(name, None)
            if isinstance(held, StreamObject) and held.get("/Subtype") == "/Image":
                strip_photograph(held)
        written = io.BytesIO()
        first.write(written)
        second = copied(PdfReader(written), PdfWriter())
        written = io.BytesIO()
        second.write(written)
    except (PyPdfError, *BROKEN):
        raise AttachmentRefused(NOT_TAKEN) from None
    return written.getvalue()


def copied(reader, writer):
    """A writer with the pages of a reader and nothing else of it."""
    for page in reader.pages:
        writer.add_page(page)
    writer.metadata = None
    return writer


def strip_photograph(held) -> None:
    """Take what a photograph within a PDF carries beside its pixels; one in a form that hides such is refused."""
    filters = held.get("/Filter")
    names = [filters] if isinstance(filters, str) else list(filters or [])
    if "/JPXDecode" in names:
        raise AttachmentRefused(NOT_TAKEN)
    if names == ["/DCTDecode"]:
        held._data = without_comments(held._data)
    elif "/DCTDecode" in names:
        raise AttachmentRefused(NOT_TAKEN)


def without_comments(jpeg: bytes) -> bytes:
    """A JPEG without its application segments and comments, but for the one that its colours need (Adobe's, APP14).

    Source: ITU T.81, annex B. Segments end where the scan begins (SOS); from there on there are only pixels.
    """
    if jpeg[:2] != b"\xff\xd8":
        raise AttachmentRefused(NOT_TAKEN)
    kept, at = [jpeg[:2]], 2
    while jpeg[at : at + 1] == b"\xff" and jpeg[at + 1 : at + 2] != b"\xda":
        marker, end = jpeg[at + 1], at + 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if end > len(jpeg) or end < at + 4:
            raise AttachmentRefused(NOT_TAKEN)
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker == 0xEE:
            kept.append(jpeg[at:end])
        at = end
    end = jpeg.find(b"\xff\xd9", at)  # a phone may write a second picture behind the end of the first
    if end < 0:
        raise AttachmentRefused(NOT_TAKEN)
    return b"".join([*kept, jpeg[at : end + 2]])
