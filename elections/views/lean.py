"""A page without the blanks that its templates are indented with: a tenth of its bytes, read by nobody."""

import re

from django.http import HttpResponse

AS_WRITTEN = re.compile(rb"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)", re.DOTALL)
INDENT = re.compile(rb"\s*\n\s*")


def lean(response: HttpResponse) -> HttpResponse:
    """The answer with every run of blanks around an end of line as that end alone; what is written as it stands stays."""
    if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
        parts = AS_WRITTEN.split(response.content)
        parts[::2] = [INDENT.sub(b"\n", part) for part in parts[::2]]
        response.content = b"".join(parts)
    return response
