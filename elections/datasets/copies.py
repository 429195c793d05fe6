"""How the archived copy of a source is handed out: as a file to keep, never as a page of ours."""

from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from elections.importers.archive import TYPES


def handed_out(name: str, called: str) -> FileResponse:
    """The stored copy of a name as a download with another name, which no browser opens, sniffs or runs."""
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404(_("The stored copy is not there.")) from None
    ending = PurePosixPath(name).suffix
    answer = FileResponse(
        file, as_attachment=True, filename=f"{called}{ending}", content_type=TYPES[ending.removeprefix(".")]
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer
