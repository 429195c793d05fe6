"""Servers of a benchmark's own, in a temporary folder that goes with them."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def own_servers() -> Iterator[Path]:
    """The folder under which all servers run that are started in the block; entered before Django is set up."""
    with tempfile.TemporaryDirectory(prefix="saylau-bench-") as folder:
        os.environ["SAYLAU_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        yield Path(folder)


def record_loaded() -> None:
    """Servers of its own under SAYLAU_VAR, with the fact base; `embedded.release()` ends them."""
    import django
    from django.conf import settings

    from config import embedded

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django.setup()
    from django.core.management import call_command

    embedded.need()
    call_command("migrate", verbosity=0)
    call_command("load_fact_base", verbosity=0)
