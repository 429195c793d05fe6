"""How often one reader may ask: counted in Valkey, so that all processes and servers count together.

An address is known by a keyed hash that changes every day, and only for the minute it is counted. A network of one
reader (IPv6 /64) counts as one address. Without Valkey nobody is limited: reading goes on.
"""

import hashlib
import hmac
import ipaddress
import logging
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from redis.exceptions import RedisError
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from elections.models import ApiKey

log = logging.getLogger(__name__)

WINDOW = 60  # seconds
COUNT = """
local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {n, redis.call('TTL', KEYS[1])}
"""


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Api-Key saylau_…`. No key is needed; a wrong one is refused, so that nobody relies on it."""

    def authenticate(self, request):
        scheme, _, key = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if not scheme:
            return None
        if scheme.lower() != "api-key":
            raise AuthenticationFailed("Send a key as `Authorization: Api-Key …`, or nothing: reading needs no key.")
        found = ApiKey.of(key.strip())
        if found is None:
            raise AuthenticationFailed("This key is not one of ours, or it was revoked. Reading needs no key.")
        return (None, found)

    def authenticate_header(self, request):
        return "Api-Key"


@dataclass(frozen=True, slots=True)
class Limit:
    """What one reader has left of what is allowed in a minute."""

    policy: str
    quota: int
    used: int
    seconds: int

    @property
    def is_reached(self) -> bool:
        return self.used > self.quota

    @property
    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers says: the policy, and what is left until when."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={WINDOW}',
            "RateLimit": f'"{self.policy}";r={max(0, self.quota - self.used)};t={self.seconds}',
        }


def counted(request: HttpRequest, key: ApiKey | None) -> Limit | None:
    """Count one question of a reader; None where nobody counts."""
    policy, quota, who = reader(request, key)
    if quota <= 0:
        return None
    name = cache.make_key(f"limit:{policy}:{who}")
    try:
        client = cache._cache.get_client(name, write=True)
        used, seconds = client.eval(COUNT, 1, name, WINDOW)
    except (RedisError, OSError) as error:
        log.warning("the cache does not answer, so nobody is limited: %s", error)
        return None
    return Limit(policy, quota, int(used), max(1, int(seconds)))


def reader(request: HttpRequest, key: ApiKey | None) -> tuple[str, int, str]:
    """By which policy somebody is counted, how often they may ask in a minute, and under what name."""
    if key is not None:
        quota = settings.API_KEY_PER_MINUTE if key.per_minute is None else key.per_minute
        return "key", quota, str(key.pk)
    salted = f"{timezone.now().date()} {network(request.META.get('REMOTE_ADDR', ''))}"
    name = hmac.new(settings.SECRET_KEY.encode(), salted.encode(), hashlib.sha256).hexdigest()[:24]
    return "anonymous", settings.API_ANONYMOUS_PER_MINUTE, name


def network(address: str) -> str:
    """The address, or the network that one reader has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6 and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
