"""The language of a page is a part of its address and of nothing else: `/ru/…`; English has no prefix.

Neither a cookie nor the browser's wish chooses it, so that one address is one answer and caches may keep it.
"""

from django.conf import settings
from django.utils import translation


def speak_as_addressed(get_response):
    """Answer in the language that the address begins with; Django's own middleware would ask the reader's browser."""

    def middleware(request):
        request.LANGUAGE_CODE = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(request.LANGUAGE_CODE):
            response = get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response

    return middleware
