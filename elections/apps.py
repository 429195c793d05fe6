from django.apps import AppConfig
from django.utils import translation


class ElectionsConfig(AppConfig):
    name = "elections"

    def ready(self):
        from elections import wording

        wording.speak_through(translation)
