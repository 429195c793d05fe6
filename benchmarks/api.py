"""How fast the API is, against the same query through a bare WSGI function and against plain DRF.

    make bench WHAT=api                                  1,000,000 results, five interleaved rounds
    make bench WHAT=api ARGS='--rows 100000 --rounds 1'
    make bench WHAT=api ARGS='--sizes 100000 5000000'    what a page costs as the record grows

100 rows of one of 50 elections in order of votes, by wrk (apt-get install wrk) at several numbers of connections. All
servers are gunicorn with the same processes and threads on one PostgreSQL; L is the same query as `json_agg` through
a bare WSGI function. Servers of its own run in a temporary folder and go with it.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from io import StringIO
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
LOCAL = "http://127.0.0.1"
LUA = """
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", string.format(os.getenv("BENCH_PATH"), 1950 + n % 50), {HEADERS})
end
"""
API = "/api/v1/results?election=kz-%d-bench&ordering=-votes"
PLAIN = "/plain/%d"
DATASETTE = "/bench/results.json?election=kz-%d-bench&_sort_desc=votes&_size=100&_shape=objects&_nocount=1"
PATHS = {"L": PLAIN, "plain DRF": PLAIN, "Datasette": DATASETTE}  # all others are asked as the API is


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="a multiple of 1,000 (default 1,000,000)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without-datasette", action="store_true", help="leave it out, as where no index is at hand")
    parser.add_argument("--seconds", type=int, default=8, help="of each measurement")
    parser.add_argument("--sizes", type=int, nargs="+", help="only what a page costs at each of these numbers of rows")
    parser.add_argument("--page-only", action="store_true", help="only what a page costs")
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 16, 64, 256])
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: apt-get install wrk")
    if options.sizes:
        growth(options)
        return
    with tempfile.TemporaryDirectory(prefix="saylau-bench-") as folder:
        os.environ |= {"SAYLAU_VAR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        os.environ |= {"API_ANONYMOUS_PER_MINUTE": "0", "PYTHONPATH": str(PROJECT)}
        os.chdir(PROJECT)
        sys.path.insert(0, str(PROJECT))
        measure(Path(folder), options)


def measure(folder, options):
    import django

    from config import embedded

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from benchmarks import api_datasette
    from benchmarks.tables import write_tables

    print(f"Loading {options.rows:,} results …", flush=True)
    (folder / "tables").mkdir()
    write_tables(folder / "tables", options.rows)
    embedded.need()
    call_command("migrate", verbosity=0)
    call_command("load_tables", str(folder / "tables"), stdout=StringIO())
    with connection.cursor() as cursor:
        write_derived(cursor)
        cursor.execute("VACUUM ANALYZE")
    connection.close()
    if options.page_only:
        page_only(folder, options)
        connection.close()
        embedded.release()
        return
    datasette = None if options.without_datasette else api_datasette.prepare(folder)
    servers = {
        "L": serve(8611, "benchmarks.api_bare:application"),
        "plain DRF": serve(
            8612, "benchmarks.api_plain:application", DJANGO_SETTINGS_MODULE="benchmarks.api_plain_settings"
        ),
        "API": serve(8613, "config.wsgi:application"),
        "API, rows not kept": serve(8614, "config.wsgi:application", ANSWERS_KEPT="0"),
    }
    if datasette:
        command = [*datasette, "--host", "127.0.0.1", "--port", "8615"]
        servers["Datasette"] = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), 8615
    try:
        rounds(servers, folder, options)
    finally:
        for process, _ in servers.values():
            process.terminate()
            process.wait()
        connection.close()
        embedded.release()  # while the folder is still there


def write_derived(cursor):
    """What is derived, as it comes out for these rows: each is the only claim, so each is shown first.

    Working that out, and all the checks, takes much longer than all that is measured here, which is reading.
    """
    from elections.datasets.derivation import rules

    cursor.execute(
        "INSERT INTO elections_derivedelection (changed_at, election_id, status, fingerprint) "
        "SELECT now(), id, 'held', '' FROM elections_election"
    )
    cursor.execute(
        "INSERT INTO elections_derivedresult (changed_at, result_id, election_id, votes, is_first_for_votes, "
        "is_first_for_seats, is_fallback_for_votes, is_fallback_for_seats, computed_share_of) "
        "SELECT now(), r.id, c.election_id, r.votes, true, false, false, false, '' "
        "FROM elections_result r JOIN elections_contender c ON c.id = r.contender_id"
    )
    cursor.execute(
        "INSERT INTO elections_derivation (id, number, made_by) SELECT 1, number, %s FROM elections_dataversion",
        [rules()],
    )


def page_only(folder, options):
    """What a filtered page costs at this size, from which growth is told: the median of the rounds, in ms."""
    process, port = serve(8616, "config.wsgi:application", ANSWERS_KEPT="0")
    try:
        first_answer(f"{LOCAL}:{port}{API % 1950}")
        took = [wrk(folder, port, API, 1, options.seconds, "")["p50"] for _ in range(options.rounds + 1)][1:]
        print(f"PAGE {statistics.median(took):.3f}")
    finally:
        process.terminate()
        process.wait()


def growth(options):
    """The cost of a page at each of some sizes, each in servers of its own."""
    cost = {}
    for rows in options.sizes:
        command = [sys.executable, __file__, "--page-only", "--rows", str(rows), "--rounds", str(options.rounds)]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        cost[rows] = float(re.search(r"PAGE ([\d.]+)", told)[1])
        print(f"A page of {rows:9,} rows: {cost[rows]:6.2f} ms, {cost[rows] / cost[options.sizes[0]]:.2f} × the first")


def serve(port, application, **environment):
    command = [sys.executable, "-m", "gunicorn", "--config", "python:config.web", "--bind", f"127.0.0.1:{port}"]
    log = subprocess.DEVNULL
    process = subprocess.Popen([*command, application], stdout=log, stderr=log, env={**os.environ, **environment})
    return process, port


def rounds(servers, folder, options):
    asked = {name: PATHS.get(name, API) for name in servers}
    for name, (_, port) in servers.items():
        first_answer(f"{LOCAL}:{port}{asked[name] % 1950}")
    tags = {name: tag(servers[name][1], asked[name]) for name in ("plain DRF", "API")}
    works = [(name, port, asked[name], "") for name, (_, port) in servers.items()]
    works += [(f"{name}, 304", servers[name][1], asked[name], tags[name]) for name in tags]
    for _name, port, path, known in works:  # every thread has its connection, and every connection its plans
        wrk(folder, port, path, 16, options.seconds, known)
    seen: dict[tuple, list] = {}
    for number in range(options.rounds):
        for connections in options.connections:
            for name, port, path, known in works:
                seen.setdefault((name, connections), []).append(
                    wrk(folder, port, path, connections, options.seconds, known)
                )
        print(f"Round {number + 1} done", flush=True)
    for (name, connections), results in seen.items():
        base = [each["rate"] for each in seen["L", connections]]
        rates = [each["rate"] for each in results]
        ratio = statistics.median(rate / other for rate, other in zip(rates, base, strict=True))
        p50, p99 = (statistics.median(each[key] for each in results) for key in ("p50", "p99"))
        errors = sum(each["errors"] for each in results)
        print(
            f"{name:22} {connections:4} connections {statistics.median(rates):8.0f}/s {ratio:6.2f} × L"
            f"   p50 {p50:7.1f} ms   p99 {p99:7.1f} ms   errors {errors}"
        )
    whole_file(servers)


def tag(port, path):
    """The tags of two answers: known to the reader, so each is told that nothing changed."""
    return [(each, first_answer(f"{LOCAL}:{port}{path % each}")) for each in (1950,)]


def first_answer(address):
    """The tag of an answer; waits for a server that is starting."""
    for _ in range(120):
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                answer.read()
                return answer.headers.get("ETag", "")
        except OSError:
            time.sleep(0.5)
    sys.exit(f"{address} does not answer.")


def wrk(folder, port, path, connections, seconds, known):
    """One measurement: answers a second, half and 99 of 100 within so many milliseconds, and how many errors."""
    headers = "{}"
    if known:
        path, headers = path.replace("%d", str(known[0][0])), '{["If-None-Match"]=' + json.dumps(known[0][1]) + "}"
    script = folder / "ask.lua"
    script.write_text(LUA.replace("{HEADERS}", headers))
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s", "-s", str(script)]
    done = subprocess.run(
        [*command, f"{LOCAL}:{port}"], capture_output=True, text=True, env={**os.environ, "BENCH_PATH": path}
    )
    text = done.stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    sockets = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    return {
        "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),
        "p50": milliseconds(re.search(r"^ +50% +(\S+)", text, re.MULTILINE)[1]),
        "p99": milliseconds(re.search(r"^ +99% +(\S+)", text, re.MULTILINE)[1]),
        "errors": (int(failed[1]) if failed else 0) + (sum(map(int, sockets.groups())) if sockets else 0),
    }


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)?", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000, None: 0}[unit]  # none: nothing came back


def whole_file(servers):
    """CSV of all rows, against COPY of the same columns through a bare WSGI function."""
    for name, path in (("L", "/copy"), ("API", "/api/v1/results.csv?country=KZ")):
        process, port = servers[name]
        before = memory(process.pid)
        begun = time.perf_counter()
        with urllib.request.urlopen(f"{LOCAL}:{port}{path}") as answer:
            answer.read(1)
            first, size = time.perf_counter() - begun, 1
            while piece := answer.read(1 << 20):
                size += len(piece)
        seconds = time.perf_counter() - begun
        grown = max(after - then for after, then in zip(memory(process.pid), before, strict=True))
        took = f"{size / 1e6:.0f} MB in {seconds:.2f} s, first byte after {first * 1000:.0f} ms"
        print(f"CSV, {name}: {took}, {grown:.0f} MB more memory")


def memory(pid):
    """The largest size so far of each worker of a server, in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [
        int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{child}/status").read_text())[1]) / 1024 for child in children
    ]


if __name__ == "__main__":
    main()
