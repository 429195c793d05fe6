"""Reading the record as of one moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """All queries within see the data as of one moment, so that what is made of them never mixes two versions."""
    with transaction.atomic():
        if len(connection.atomic_blocks) == 1:  # begun here; within another one its moment is decided already
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
