"""What every test may rely on: nothing reaches a site that runs beside the tests."""

import os

from django.conf import settings


def pytest_configure(config):
    mine = "test-" + os.environ.get("PYTEST_XDIST_WORKER", "alone") + "-"
    settings.CACHES["default"]["KEY_PREFIX"] = mine
    settings.CELERY_TASK_ALWAYS_EAGER = True
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": mine}
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
