"""A process that is really killed in the middle of what it does, with no chance to tidy up."""

import os
import signal
import time

from django.core.cache import cache
from django.db import connections


def killed_in(work) -> None:
    """Run `work(stop)` in a process of its own, and kill that where the work calls `stop`."""
    connections.close_all()  # a child must not share what the parent goes on talking through
    cache.close()
    reached, tell = os.pipe()
    child = os.fork()
    if not child:

        def stop(*anything, **more):
            os.write(tell, b"x")
            time.sleep(60)

        try:
            work(stop)
        finally:
            os._exit(1)  # it was never killed
    os.close(tell)
    try:
        assert os.read(reached, 1), "the work ended before it could be killed"
    finally:
        os.close(reached)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
