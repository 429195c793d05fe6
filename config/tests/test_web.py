"""What a web server loads before it answers."""

import subprocess
import sys

from django.conf import settings

LOADED = """
import sys
from config.wsgi import application
from django.urls import get_resolver
before = set(sys.modules)
routes = [get_resolver().url_patterns]
while routes:
    routes += [each.url_patterns for each in routes.pop() if hasattr(each, "url_patterns")]
read = sorted(each for each in set(sys.modules) - before if each.startswith(("config", "elections", "observers")))
from elections.datasets.caching import build_id
print(build_id.cache_info().currsize, len([each for each in before if ".views" in each]), *read)
"""


def test_every_view_is_read_before_a_process_answers():
    """A process that had not been asked yet read new views beside old modules while an upgrade was fetched: errors."""
    ran = subprocess.run([sys.executable, "-c", LOADED], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    named, views, *read_later = ran.stdout.split()
    assert named == "1" and int(views) > 50 and read_later == []
