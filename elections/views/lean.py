"""A page without the blanks that its templates are indented with: a tenth of its bytes, read by nobody."""

import re

from django.http import HttpResponse

AS_WRITTEN = re.compile(rb"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)", re.DOTALL)
INDENT = re.compile(rb"\s*\n\s*")


def lean(response: HttpResponse) -> HttpResponse:
    """The answer with the blanks around each end of line left out, but in what is shown as it is written."""
    if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
        parts = AS_WRITTEN.split(response.content)
        parts[::2] = [INDENT.sub(b"\n", part) for part in parts[::2]]
        response.content = b"".join(parts)
    return response
