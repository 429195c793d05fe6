"""For whoever watches over the site: is this process alive, and does all it depends on answer?"""

import psycopg
from celery.exceptions import CeleryError
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from config.celery import app
from config.embedded import EmbeddedError

PATIENCE = 1.0  # seconds a worker has to answer
SILENCES = (DatabaseError, psycopg.Error, CeleryError, KombuError, RedisError, EmbeddedError, OSError)


def answer_health(get_response):
    """The first middleware: neither the name it is asked by nor TLS matters to these two addresses."""
    answered = {"/healthz": alive, "/readyz": ready}

    def middleware(request):
        return answered.get(request.path_info, get_response)(request)

    return middleware


@never_cache
def alive(request):
    """`{"status": "ok"}` as long as this process answers at all."""
    return JsonResponse({"status": "ok"})


@never_cache
def ready(request):
    """200, or 503 and which of database, broker and worker do not answer. Says no more: it is public."""
    names = silent()
    body = {"status": "unavailable" if names else "ok", "not_answering": names}
    return JsonResponse(body, status=503 if names else 200)


def silent() -> list[str]:
    """What does not answer, of database, broker and worker; without a broker no worker can be asked."""
    names = [] if answers(ask_database) else ["database"]
    if not answers(ask_broker):
        return [*names, "broker", "worker"]
    return names if answers(ask_worker) else [*names, "worker"]


def answers(ask) -> bool:
    try:
        return bool(ask())
    except SILENCES:
        return False


def ask_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def ask_broker() -> bool:
    with app.connection_for_write() as link:
        link.connect()
        return link.connected


def ask_worker() -> bool:
    """One worker's answer is enough; a busy one answers too, its tasks run in processes of their own."""
    return bool(app.control.ping(timeout=PATIENCE, limit=1))
