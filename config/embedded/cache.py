"""Django's Redis cache, its server started when somebody first uses it."""

from django.core.cache.backends import redis

from config import embedded


class ValkeyCache(redis.RedisCache):
    @property
    def _cache(self):
        embedded.need()
        return super()._cache
