"""How fast findings and missions answer when the record holds 50,000 findings; no page is kept between the requests.

    make bench WHAT=findings
    make bench WHAT=findings ARGS='--findings 200000 --rounds 3'

The fact base is loaded and its missions and findings are repeated under other ids. Each page is made anew in this
process, by the view, from the address to the last byte: first with nothing worked out for the data version, as its
first reader finds it, then as all others do. Servers of its own run in a temporary folder and go with it.
"""

import argparse
import statistics

from benchmarks.answers import asked
from benchmarks.servers import own_servers, record_loaded

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
    with own_servers():
        measure(options.findings, options.rounds)


def measure(findings, rounds):
    record_loaded()
    from django.db import connection

    from config import embedded
    from elections.datasets.kept import KEPT

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
        first, *spent = [asked(address).clock for _ in range(rounds + 1)]
        slow += statistics.median(spent) > AIM
        print(f"{first:7.0f} {statistics.median(spent):5.0f} ({max(spent):.0f})  {address}", flush=True)
    connection.close()
    embedded.release()
    print(f"{slow} of {len(ADDRESSES)} over {AIM} ms" if slow else f"all within {AIM} ms")


if __name__ == "__main__":
    main()
