"""A reader's address comes from the proxy's header, and from it only when the proxy is one we trust."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from config.proxy import believe_trusted_proxy


def address_seen(settings, trusted, peer, forwarded):
    settings.TRUSTED_PROXY = trusted
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})
    seen = believe_trusted_proxy(lambda request: request)(request)
    assert "HTTP_X_FORWARDED_FOR" not in seen.META
    return seen.META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    "trusted, peer, forwarded, seen",
    [
        ("172.31.253.0/24", "172.31.253.7", "192.0.2.9", "192.0.2.9"),
        ("10.0.0.1, 10.0.0.2", "10.0.0.2", "2001:db8::1", "2001:db8::1"),
        ("10.0.0.1", "10.0.0.1", "198.51.100.1, 192.0.2.9", "192.0.2.9"),  # the last is the proxy's own word
        ("", "172.31.253.7", "192.0.2.9", "172.31.253.7"),
        ("172.31.253.0/24", "172.31.254.7", "192.0.2.9", "172.31.254.7"),
        ("172.31.253.0/24", "172.31.253.7", "nobody", "172.31.253.7"),
        ("172.31.253.0/24", "172.31.253.7", "", "172.31.253.7"),
        ("0.0.0.0/0", "", "192.0.2.9", ""),  # a Unix socket has no address to trust
    ],
)
def test_the_header_counts_only_from_a_trusted_proxy(settings, trusted, peer, forwarded, seen):
    assert address_seen(settings, trusted, peer, forwarded) == seen


@pytest.mark.parametrize("everybody", ["*", "proxy", "172.31.253.7/24"])
def test_what_is_no_network_is_refused(settings, everybody):
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXY takes addresses or networks"):
        address_seen(settings, everybody, "172.31.253.7", "192.0.2.9")
