"""Django's Redis cache, its server started when somebody first uses it."""

from django.core.cache.backends import redis
from django.utils.functional import cached_property

from config import embedded


class ValkeyCache(redis.RedisCache):
    @cached_property
    def _cache(self):
        embedded.need()
        return super()._cache
