"""How fast the API is, against the same query through a bare WSGI function and against plain DRF.

    make bench WHAT=api                                  1,000,000 results, five interleaved rounds
    make bench WHAT=api ARGS='--rows 100000 --rounds 1'

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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="a multiple of 1,000 (default 1,000,000)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=8, help="of each measurement")
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 16, 64, 256])
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: apt-get install wrk")
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

    from benchmarks.tables import write_tables
    from elections.datasets.derivation import derive

    print(f"Loading {options.rows:,} results …", flush=True)
    (folder / "tables").mkdir()
    write_tables(folder / "tables", options.rows)
    embedded.need()
    call_command("migrate", verbosity=0)
    call_command("load_tables", str(folder / "tables"), stdout=StringIO())
    begun = time.perf_counter()
    derive()
    print(f"Derived what is shown first in {time.perf_counter() - begun:.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()
    servers = {
        "L": serve(8611, "benchmarks.api_bare:application"),
        "plain DRF": serve(
            8612, "benchmarks.api_plain:application", DJANGO_SETTINGS_MODULE="benchmarks.api_plain_settings"
        ),
        "API": serve(8613, "config.wsgi:application"),
        "API, rows not kept": serve(8614, "config.wsgi:application", ANSWERS_KEPT="0"),
    }
    try:
        rounds(servers, folder, options)
    finally:
        for process, _ in servers.values():
            process.terminate()
            process.wait()
        connection.close()
        embedded.release()  # while the folder is still there


def serve(port, application, **environment):
    command = [sys.executable, "-m", "gunicorn", "--config", "python:config.web", "--bind", f"127.0.0.1:{port}"]
    log = subprocess.DEVNULL
    process = subprocess.Popen([*command, application], stdout=log, stderr=log, env={**os.environ, **environment})
    return process, port


def rounds(servers, folder, options):
    wait = [(port, (PLAIN if name in ("L", "plain DRF") else API) % 1950) for name, (_, port) in servers.items()]
    for port, path in wait:
        first_answer(f"{LOCAL}:{port}{path}")
    tags = {name: tag(servers[name][1], PLAIN if name == "plain DRF" else API) for name in ("plain DRF", "API")}
    works = [(name, port, PLAIN if name in ("L", "plain DRF") else API, "") for name, (_, port) in servers.items()]
    works += [(f"{name}, 304", servers[name][1], PLAIN if name == "plain DRF" else API, tags[name]) for name in tags]
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
        "p50": milliseconds(re.search(r"50%\s+(\S+)", text)[1]),
        "p99": milliseconds(re.search(r"99%\s+(\S+)", text)[1]),
        "errors": (int(failed[1]) if failed else 0) + (sum(map(int, sockets.groups())) if sockets else 0),
    }


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]


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
