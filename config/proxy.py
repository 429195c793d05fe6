"""Who asks, where a proxy stands between: what it says counts if it comes from an address in TRUSTED_PROXY."""

import ipaddress

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def believe_trusted_proxy(get_response):
    """The first middleware: REMOTE_ADDR is the reader's address, and nobody sees X-Forwarded-For after it."""
    trusted = networks(settings.TRUSTED_PROXY)

    def middleware(request):
        claimed = request.META.pop("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        peer = address(request.META.get("REMOTE_ADDR", ""))
        if peer and address(claimed) and any(peer in network for network in trusted):
            request.META["REMOTE_ADDR"] = claimed
        return get_response(request)

    return middleware


def networks(text: str) -> list:
    try:
        return [ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"TRUSTED_PROXY takes addresses or networks with commas between, for example 172.31.253.0/24: {error}."
        ) from None


def address(text: str):
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
