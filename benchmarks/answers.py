"""One answer of the site made anew in this process, and what it cost: for benchmarks over large records."""

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """Milliseconds of one answer: by the clock, of this process's processor, and of waiting for the database."""

    clock: float
    processor: float
    database: float
    queries: int

    @property
    def work(self) -> float:
        """What the answer costs whoever else is waiting on the machine."""
        return self.processor + self.database


def asked(address: str, with_pictures: bool = True) -> Cost:
    """An answer from its address to the last byte. No page is kept; pictures are, by their rows, as on a site.

    Without `with_pictures` they are drawn anew too.
    """
    from django.db import connection
    from django.test import RequestFactory
    from django.urls import resolve

    from elections.views import caching
    from elections.views.pictures import drawing

    caching.found = lambda tag: None
    ask = drawing.ask
    spent = []

    def timed(execute, *args):
        start = time.perf_counter()
        try:
            return execute(*args)
        finally:
            spent.append((time.perf_counter() - start) * 1000)

    request = RequestFactory().get(address, headers={"host": "localhost"})
    found = resolve(request.path)
    if not with_pictures:
        drawing.ask = lambda key: None
    try:
        with connection.execute_wrapper(timed):
            clock, processor = time.perf_counter(), time.process_time()
            response = found.func(request, *found.args, **found.kwargs)
            cost = (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000
    finally:
        drawing.ask = ask
    assert response.status_code == 200 and response.content, address
    return Cost(*cost, sum(spent), len(spent))
