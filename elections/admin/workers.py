"""Handing work to the workers from a page."""

from django.contrib import messages
from django.db import transaction
from kombu.exceptions import OperationalError


def hand_over(request, task, key: int, unreachable: str) -> None:
    """Have a task done once all is written; where no worker can be reached the person is told, and it waits."""

    def send():
        try:
            task.delay(key)
        except OperationalError:
            messages.warning(request, unreachable)

    transaction.on_commit(send)
