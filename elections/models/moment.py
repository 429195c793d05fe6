"""Working on the record as of one moment, and one process at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment(*, writing: bool = False) -> Iterator[None]:
    """All queries within see the data as of one moment, so that what is made of them never mixes two versions."""
    with transaction.atomic():
        if len(connection.atomic_blocks) == 1:  # begun here; within another one its moment is decided already
            with connection.cursor() as cursor:
                cursor.execute(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ{'' if writing else ' READ ONLY'}")
        yield


@contextmanager
def alone(lock: int) -> Iterator[None]:
    """One process at a time; taken before a transaction, whose moment then comes after the wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [lock])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])
