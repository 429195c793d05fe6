"""Working on the record as of one moment, and one process at a time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

import psycopg
from django.db import connection, transaction

BETWEEN = 0.05  # seconds between two looks at a lock
PREPARED_FROM = 2  # times that a text is asked before the database keeps its plan


@contextmanager
def one_moment(*, writing: bool = False) -> Iterator[None]:
    """All queries within see the data as of one moment, so that what is made of them never mixes two versions."""
    with transaction.atomic():
        if len(connection.atomic_blocks) == 1:  # begun here; within another one its moment is decided already
            with connection.cursor() as cursor:
                cursor.execute(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ{'' if writing else ' READ ONLY'}")
        yield


class Taken(Exception):
    """Somebody else is at it, and for longer than one was ready to wait."""


@contextmanager
def alone(lock: int, patience: float | None = None, *, to_the_end: bool = False) -> Iterator[None]:
    """One process at a time; taken before a transaction, whose moment then comes after the wait.

    With `to_the_end` of the transaction that is open, nobody begins before what was made there is to be seen.
    Raises Taken after `patience` seconds; without it one waits however long it takes.
    """
    kind = "xact_lock" if to_the_end else "lock"
    with connection.cursor() as cursor:
        if patience is None:
            cursor.execute(f"SELECT pg_advisory_{kind}(%s)", [lock])
        else:
            wait(cursor, f"SELECT pg_try_advisory_{kind}(%s)", lock, patience)
        if to_the_end:
            yield
            return
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])


def wait(cursor, query: str, lock: int, patience: float) -> None:
    until = monotonic() + patience
    while True:
        cursor.execute(query, [lock])
        if cursor.fetchone()[0]:
            return
        if monotonic() >= until:
            raise Taken
        sleep(BETWEEN)


def one_question(query: str, parameters: Sequence[Any]) -> tuple:
    """The first row that a query gives, asked by itself: it sees one moment without a transaction around it.

    The database plans a text once that is asked again. Whether the connection still stands is found out by asking: one
    that was lost since the last request is made anew, once.
    """
    is_new = connection.connection is None
    connection.health_check_done = True
    connection.ensure_connection()
    raw = connection.connection
    raw.prepare_threshold = PREPARED_FROM
    if connection.queries_logged:
        connection.queries_log.append({"sql": query.strip(), "time": ""})
    try:
        return psycopg.Cursor(raw).execute(query, parameters).fetchone()
    except psycopg.OperationalError:
        if is_new or connection.in_atomic_block or not raw.closed:
            raise
    connection.close()
    return one_question(query, parameters)
