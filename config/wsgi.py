import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# All code is read and named now, in the one process that the web processes come from: one that read its views only
# when it was first asked would take them from an upgrade that is laid into the folder while it runs, and one that
# named its code then would keep old pages under the name of the new.
import_module(settings.ROOT_URLCONF)
import_module("elections.datasets.caching").build_id()
