from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "config"

    def ready(self):
        from config import celery  # noqa: F401  shared tasks find their broker through it
