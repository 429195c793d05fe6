import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# Read before there are threads, as two that ask first could each read half of the views and wait for the other's half.
import_module(settings.ROOT_URLCONF)
