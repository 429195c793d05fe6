"""Keys that raise the limit of the API for who asks for one; free, and no condition of reading anything."""

import hashlib
import secrets

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from elections.models.fields import CountField

PREFIX = "saylau_"


class ApiKey(models.Model):
    """A key that a reader sends with each question to be allowed more of them a minute; only its hash is kept."""

    name = models.CharField(max_length=200, help_text="Who uses it and for what, in a few words.")
    contact = models.CharField(
        max_length=200, blank=True, default="", help_text="Where to write when something is wrong with its use."
    )
    beginning = models.CharField(
        max_length=16, editable=False, help_text="The beginning of the key, by which people tell keys apart."
    )
    key_sha256 = models.CharField(
        max_length=64, unique=True, editable=False, help_text="The SHA-256 of the key, in hexadecimal."
    )
    per_minute = CountField(help_text="Questions a minute; empty for what every key is allowed.")
    made_at = models.DateTimeField(db_default=Now(), editable=False, help_text="When the key was made.")
    revoked_at = models.DateTimeField(null=True, blank=True, help_text="When it stopped being good; empty while it is.")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(key_sha256__regex="^[0-9a-f]{64}$"),
                name="apikey_sha256_valid",
                violation_error_message="A SHA-256 has 64 hexadecimal digits.",
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.beginning}…)"

    def make(self) -> str:
        """Give this row a new key, unsaved, and return the key: the only time that anybody sees it."""
        key = PREFIX + secrets.token_urlsafe(32)
        self.beginning, self.key_sha256 = key[: len(PREFIX) + 6], hashed(key)
        return key

    @classmethod
    def of(cls, key: str) -> "ApiKey | None":
        """The good key that this text is, if it is one."""
        return cls.objects.filter(key_sha256=hashed(key), revoked_at__isnull=True).first()


def hashed(key: str) -> str:
    """A key is 256 bits of chance, so one round of SHA-256 keeps it."""
    return hashlib.sha256(key.encode()).hexdigest()
