"""A file that is sent whole or in part, as `Range` asks, so that a download that broke off can go on."""

import re
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from elections.datasets.caching import PUBLIC

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class Part:
    """So many bytes of an open file, from where it stands."""

    def __init__(self, file: BinaryIO, size: int):
        self.file, self.left = file, size

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(chunk)
        return chunk

    def close(self) -> None:
        self.file.close()


def file_answer(request: HttpRequest, file: BinaryIO, size: int, tag: str, kind: str, name: str) -> HttpResponse:
    """A file by its tag: not at all for a reader that has it, in part where one range is asked for, or whole.

    Several ranges at once, and a range of another state of the file, get the whole one, as RFC 9110 allows.
    """
    if unchanged := get_conditional_response(request, tag):
        file.close()
        return described(unchanged, tag)
    asked = request.headers.get("If-Range", tag) == tag and RANGE.fullmatch(request.headers.get("Range", ""))
    first, last = ends(asked[1], asked[2], size) if asked else (0, size - 1)
    if first > last:
        file.close()
        return described(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}), tag)
    file.seek(first)
    answer = FileResponse(Part(file, last - first + 1), as_attachment=True, filename=name, content_type=kind)
    answer.block_size = 1 << 16
    answer["Content-Length"] = last - first + 1
    if asked:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    return described(answer, tag)


def described(answer: HttpResponse, tag: str) -> HttpResponse:
    answer["ETag"], answer["Accept-Ranges"] = tag, "bytes"
    answer["Cache-Control"] = PUBLIC  # a proxy that may not keep it would ask for all of it, whatever is asked for
    return answer


def ends(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and the last byte of a range, `500-999`, `500-` or `-500`; beyond each other where it has none."""
    if not first:
        return (size - min(int(last), size), size - 1) if last and int(last) else (size, size - 1)
    return int(first), min(int(last), size - 1) if last else size - 1
