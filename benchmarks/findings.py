"""How fast findings and missions answer when the record holds 50,000 findings; no page is kept between the requests.

    make bench WHAT=findings
    make bench WHAT=findings ARGS='--findings 200000 --rounds 3'

The fact base is loaded and its missions and findings are repeated under other ids. Each page is made anew in this
process, by the view, from the address to the last byte: first with nothing worked out for the data version, as its
first reader finds it, then as all others do. Servers of its own run in a temporary folder and go with it.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
AIM = 100  # milliseconds
ADDRESSES = (
    "/observers/findings/",
    "/observers/findings/?country=KG&severity=serious",
    "/observers/findings/?search=ballots+stuffed",
    "/observers/findings/?family=domestic&ordering=category",
    "/observers/findings/?organisation=osce-odihr&page=2",
    "/observers/findings/ballot-box-stuffing/",
    "/observers/missions/",
    "/observers/missions/?country=KZ&basis=accredited",
    "/observers/missions/kz-2005-president-ieom/",
    "/api/v1/findings?country=KG&severity=serious",
    "/api/v1/missions?page_size=100",
)
MISSIONS_FOR = 10  # of so many findings that are repeated one has a mission of its own: 2,000 missions at 50,000
REPEAT = """
INSERT INTO observers_mission SELECT (m).* FROM (
    SELECT jsonb_populate_record(m, jsonb_build_object('id', m.id || '-' || n, 'same_as_id', null)) AS m
    FROM observers_mission m, generate_series(1, %(missions)s) n) again;
INSERT INTO observers_missionorganisation (mission_id, organisation_id, position)
    SELECT mission_id || '-' || n, organisation_id, position
    FROM observers_missionorganisation, generate_series(1, %(missions)s) n;
INSERT INTO observers_finding SELECT (f).* FROM (
    SELECT jsonb_populate_record(
        f,
        jsonb_build_object('id', f.id || '-' || n, 'mission_id', f.mission_id || '-' || (1 + n %% %(missions)s))
    ) AS f
    FROM observers_finding f, generate_series(1, %(times)s) n) again;
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--findings", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="saylau-bench-") as folder:
        os.environ["SAYLAU_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        sys.path.insert(0, str(PROJECT))
        measure(options.findings, options.rounds)


def measure(findings, rounds):
    import django
    from django.conf import settings

    from config import embedded

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from elections.datasets.kept import KEPT

    embedded.need()
    call_command("migrate", verbosity=0)
    call_command("load_fact_base", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM observers_finding")
        times = -(-findings // cursor.fetchone()[0]) - 1
        cursor.execute(REPEAT, {"times": times, "missions": max(1, times // MISSIONS_FOR)})
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT (SELECT count(*) FROM observers_finding), (SELECT count(*) FROM observers_mission)")
        print(
            "{:,} findings of {:,} missions; milliseconds: first, median (slowest)".format(*cursor.fetchone()),
            flush=True,
        )
    slow = 0
    for address in ADDRESSES:
        asked(address)  # code and templates are read once a process
        KEPT.forget()
        first, *spent = [asked(address) for _ in range(rounds + 1)]
        slow += statistics.median(spent) > AIM
        print(f"{first:7.0f} {statistics.median(spent):5.0f} ({max(spent):.0f})  {address}", flush=True)
    connection.close()
    embedded.release()
    print(f"{slow} of {len(ADDRESSES)} over {AIM} ms" if slow else f"all within {AIM} ms")


def asked(address: str) -> float:
    """The time of one answer that is made anew, in milliseconds; pictures are kept by their rows, as on a site."""
    from django.test import RequestFactory
    from django.urls import resolve

    from elections.views import caching

    caching.found = lambda tag: None  # no page is kept
    request = RequestFactory().get(address, headers={"host": "localhost"})
    found = resolve(request.path)
    start = time.perf_counter()
    response = found.func(request, *found.args, **found.kwargs)
    assert response.status_code == 200 and response.content, address
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
