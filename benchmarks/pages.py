"""How heavy and how fast the readers' pages are: Lighthouse's mobile profile, and the server's own time.

    make bench WHAT=pages
    make bench WHAT=pages ARGS='--rounds 20 --no-lighthouse /explore/'

Runs a site of its own on a free port, as `make run` does, in a temporary folder that goes with it. Lighthouse comes
from benchmarks/package.json (`npm install --prefix benchmarks`) and drives Debian's Chromium.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.servers import own_servers

PROJECT = Path(__file__).resolve().parent.parent
LIGHTHOUSE = PROJECT / "benchmarks/node_modules/.bin/lighthouse"
PAGES = ["/", "/elections/kz-2012-mazhilis/", "/elections/kg-2020-jogorku-kenesh/", "/countries/KZ/", "/explore/"]
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# Lighthouse's own words for a trace that it failed to record: they say nothing about the page. Any other error does.
STUMBLE = re.compile(r"\((NO_NAVSTART|NO_TRACING_STARTED)\)")
AGAIN = 2  # times
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", default=PAGES, help="addresses; without any: home, elections, country …")
    parser.add_argument("--rounds", type=int, default=10, help="requests a page for the server's time (default 10)")
    parser.add_argument("--no-lighthouse", action="store_true")
    parser.add_argument("--reports", type=Path, help="a folder that keeps Lighthouse's reports")
    options = parser.parse_args()
    if not options.no_lighthouse and not LIGHTHOUSE.exists():
        sys.exit("Lighthouse is not installed here: npm install --prefix benchmarks --ignore-scripts")
    with own_servers() as folder:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        site = subprocess.Popen(
            [sys.executable, "manage.py", "run_site", "127.0.0.1", str(port)], cwd=PROJECT, stdout=subprocess.DEVNULL
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, site)
            times(address, options)
            if not options.no_lighthouse:
                lighthouse(address, options, folder)
        finally:
            site.send_signal(signal.SIGINT)
            site.wait()


def wait_for(address, site):
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        if site.poll() is not None:
            sys.exit("The site did not start; see what it printed above.")
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=5)
            return
        except OSError:
            time.sleep(0.5)
    sys.exit("The site was not ready within three minutes.")


def get(address):
    """(seconds to the last byte, bytes over the wire, bytes of the page)."""
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    start = time.perf_counter()
    with urllib.request.urlopen(asked, timeout=60) as answer:
        body = answer.read()
        packed = answer.headers["Content-Encoding"] == "gzip"
    return time.perf_counter() - start, len(body), len(gzip.decompress(body)) if packed else len(body)


def times(address, options):
    print(f"{'page':44}{'first':>9}{'again':>9}{'slowest':>9}{'wire':>9}{'page':>9}")
    for page in options.pages:
        first, wire, whole = get(address + page)
        again = [get(address + page)[0] * 1000 for _ in range(options.rounds)]
        print(
            f"{page:44}{first * 1000:6.0f} ms{statistics.median(again):6.1f} ms{max(again):6.1f} ms"
            f"{wire / 1000:6.1f} KB{whole / 1000:6.1f} KB",
            flush=True,
        )


def lighthouse(address, options, folder):
    print(f"\n{'page':44}{'perf':>5}{'a11y':>5}{'best':>5}{'seo':>5}{'FCP':>8}{'LCP':>8}{'CLS':>7}{'wire':>9}")
    for place, page in enumerate(options.pages):
        report = audited(address + page, folder / f"{place}.json")
        if options.reports:
            options.reports.mkdir(parents=True, exist_ok=True)
            shutil.copy(folder / f"{place}.json", options.reports)
        scores = "".join(f"{round(100 * report['categories'][each]['score']):5}" for each in CATEGORIES)
        audit = {name: each.get("numericValue") for name, each in report["audits"].items()}
        print(
            f"{page:44}{scores}{audit['first-contentful-paint']:5.0f} ms{audit['largest-contentful-paint']:5.0f} ms"
            f"{audit['cumulative-layout-shift']:7.3f}{audit['total-byte-weight'] / 1000:6.1f} KB",
            flush=True,
        )
        for name in failing(report):
            print(f"    {name}: {report['audits'][name]['title']}")


def audited(address, output):
    """Lighthouse's report. Where its own recording began too late, it is asked again, and what is printed says so."""
    command = [LIGHTHOUSE, address, "--output=json", f"--output-path={output}", f"--chrome-flags={FLAGS}"]
    command += ["--quiet", "--no-enable-error-reporting", f"--only-categories={','.join(CATEGORIES)}"]
    browser = {"CHROME_PATH": shutil.which("chromium") or ""}
    for again in range(AGAIN + 1):
        done = subprocess.run(command, env=os.environ | browser, capture_output=True, text=True)
        if not done.returncode:
            return json.loads(output.read_text())
        stumbled = STUMBLE.search(done.stderr)
        if not stumbled or again == AGAIN:
            break
        print(
            f"    {address}: Lighthouse stumbled ({stumbled[1]}) and is asked again, {again + 1} of {AGAIN}", flush=True
        )
    sys.exit(f"Lighthouse failed on {address}:\n{done.stderr[-2000:]}")


def failing(report):
    """The audits that keep a category below 100."""
    for each in CATEGORIES:
        for reference in report["categories"][each]["auditRefs"]:
            score = report["audits"][reference["id"]]["score"]
            if reference["weight"] and score is not None and score < 0.9:
                yield reference["id"]


if __name__ == "__main__":
    main()
