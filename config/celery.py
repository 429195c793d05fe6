"""Celery: `celery -A config worker`. Tasks live in each app's tasks.py, the timetable in settings."""

import os
from logging.config import dictConfig

import celery
from celery.signals import setup_logging, worker_ready
from django.conf import settings

from config import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Celery(celery.Celery):
    def connection_for_read(self, *args, **kwargs):
        self.need_broker()
        return super().connection_for_read(*args, **kwargs)

    def connection_for_write(self, *args, **kwargs):
        self.need_broker()
        return super().connection_for_write(*args, **kwargs)

    def need_broker(self):
        if str(embedded.VALKEY_SOCKET) in self.conf.broker_url:
            embedded.need()


app = Celery("saylau")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**options):
    """Celery leaves logging alone when this signal has a receiver."""
    dictConfig(settings.LOGGING)


@worker_ready.connect
def derive_at_start(sender, **options):
    """After an upgrade the rules may be others: what follows by them is made anew here, before a reader must do it."""
    sender.app.send_task("elections.tasks.derive_record")
