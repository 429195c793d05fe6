"""Settings of api_plain: the site's own database, and as little else as plain DRF needs."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.api_plain"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "elections", "observers", "rest_framework"]
MIDDLEWARE = ["django.middleware.http.ConditionalGetMiddleware", "django.middleware.common.CommonMiddleware"]
REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}
