import logging

from django.apps import AppConfig
from django.utils import translation
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class ElectionsConfig(AppConfig):
    name = "elections"

    def ready(self):
        from elections import wording
        from elections.models import published

        wording.speak_through(translation)
        published.connect(derive_soon)


def derive_soon(**kwargs):
    """Let the worker derive what was published, so that no reader waits; without a broker the first reader does it."""
    from elections.tasks import derive_record

    try:
        derive_record.apply_async(retry=False)
    except (KombuError, RedisError, OSError) as error:
        log.warning("the broker does not answer, so the first reader derives: %s", error)
