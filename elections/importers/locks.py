"""Locks of the server that one process holds while it does one thing; they end with the process, however it ends."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def only_one(kind: int, number: int):
    """Yield whether this process is the one that does the thing; outside a transaction, for as long as it takes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [kind, number])
        (is_mine,) = cursor.fetchone()
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [kind, number])


def is_held(kind: int, number: int) -> bool:
    """Whether some process does the thing now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 "
            "AND classid = %s AND objid = %s "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [kind, number],
        )
        return cursor.fetchone()[0]
