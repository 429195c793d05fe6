"""The whole site, started and ended in every way it may be."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from config.tests.conftest import READ, WRITE, Folder, new_folder

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


class Site:
    """`make run` on a folder and a free port of its own."""

    def __init__(self, folder: Folder):
        self.folder = folder

    def start(self, *variables: str) -> "Site":
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.log = self.folder.var / f"site-{self.port}.log"
        command = ["make", "run", f"PORT={self.port}", f"PYTHON={sys.executable}", *variables]
        with self.log.open("w") as log:
            streams = {"stdout": log, "stderr": subprocess.STDOUT, "start_new_session": True}
            self.make = self.folder.start(*command, **streams)
        return self

    def get(self, address: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{address}", timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read()
        except OSError:
            return 0, b""

    def wait_until(self, is_so, seconds=120) -> None:
        deadline = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)

    def wait_until_ready(self) -> "Site":
        self.wait_until(lambda: "ready at http" in self.said() or self.make.poll() is not None)
        assert self.get("/readyz")[0] == 200, self.said()
        return self

    def said(self) -> str:
        return self.log.read_text()

    def sentences(self) -> list[str]:
        """What is said to the person at the keyboard."""
        return [line for line in self.said().splitlines() if not line.startswith("{")]


@pytest.fixture(scope="module")
def first_folder():
    with new_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def first_run(first_folder):
    """What the first run said, and that it ended at SIGTERM."""
    site = Site(first_folder).start().wait_until_ready()
    os.killpg(site.make.pid, signal.SIGTERM)
    site.make.wait(60)
    first_folder.wait_until_empty()
    return site.sentences()


@pytest.fixture(scope="module")
def kept_site(first_folder, first_run):
    return Site(first_folder).start().wait_until_ready()


@pytest.fixture
def site(kept_site):
    """A site that has run before; started again where the test before has ended it."""
    if kept_site.make.poll() is not None:
        kept_site.folder.end()
        kept_site.start().wait_until_ready()
    return kept_site


def test_the_first_run_loads_the_fact_base_and_tells_a_password_once(first_run, first_folder):
    said = "\n".join(first_run)
    assert "loading the fact base" in said and "inserted" in said
    assert "with the password" in said and said.index("ready at") < said.index("with the password")
    password = said.split("with the password ")[1].split()[0]
    kept = [path for path in first_folder.var.rglob("*") if path.is_file() and password.encode() in path.read_bytes()]
    assert [path.suffix for path in kept] == [".log"] and kept[0].name.startswith("site-")


def test_later_runs_load_nothing_and_are_quick(site):
    assert not any(word in site.said() for word in ("loading", "inserted", "password", "installing", "collecting"))
    assert site.get("/")[0] == 200
    assert json.loads(site.get("/readyz")[1]) == {"status": "ok", "not_answering": []}


def test_any_command_works_beside_a_running_site(site):
    assert site.folder.shell("from elections.models import Election; print(Election.objects.count() > 50)") == "True"
    assert site.get("/readyz")[0] == 200


QUEUE = "from elections.tasks import check_data; check_data.delay()"
DONE = "from elections.models import CheckRun; print(CheckRun.objects.filter(finished_at__isnull=False).count())"


def test_a_task_that_was_queued_is_done_even_after_all_were_killed(site):
    site.make.terminate()
    site.make.wait(60)
    site.folder.hold()
    before = int(site.folder.shell(DONE))
    site.folder.shell(QUEUE)
    site.folder.end()  # nobody could take it, and everything was killed
    site.start().wait_until_ready()
    site.wait_until(lambda: int(site.folder.shell(DONE)) == before + 1)


def test_a_second_run_beside_it_is_one_sentence(site):
    second = Site(site.folder).start()
    assert second.make.wait(30) == 2
    assert f"already runs from this folder at http://127.0.0.1:{site.port}/" in second.sentences()[0]
    assert len(second.sentences()) == 2  # the other is make's own
    assert site.get("/readyz")[0] == 200


def test_lines_are_json_without_queries_or_addresses(site):
    site.get("/nowhere/?name=Observer")
    site.wait_until(lambda: "/nowhere/" in site.said())
    assert "Observer" not in site.said()
    for line in site.said().splitlines():
        if line.startswith("{"):
            assert {"at", "logger", "message"} <= json.loads(line).keys()


def test_a_silent_worker_is_named(site):
    workers = [number for number, words in site.folder.processes().items() if VICTIMS["worker"] in words]
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    status, body = site.get("/readyz")
    for worker in workers:
        os.kill(worker, signal.SIGCONT)
    assert (status, json.loads(body)["not_answering"]) == (503, ["worker"])
    assert site.get("/healthz")[0] == 200


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_stop_everything(site, sign):
    os.killpg(site.make.pid, sign)
    site.make.wait(60)
    site.folder.wait_until_empty(5)
    assert "Traceback" not in site.said() and "saylau: stopped" in site.sentences()


def test_sigterm_to_make_alone_stops_everything(site):
    site.make.terminate()
    site.make.wait(60)
    site.folder.wait_until_empty(20)


VICTIMS = {
    "make": "make run",
    "the supervisor": "manage.py run_site",
    "web": "gunicorn",
    "worker": "celery -A config --quiet worker",
    "beat": "celery -A config --quiet beat",
    "the keeper": "config.embedded.keeper",
    "postgres": "bin/postgres",
    "valkey": "valkey-server",
}


@pytest.mark.parametrize("victim", VICTIMS)
def test_the_death_of_one_ends_all_and_loses_nothing(site, victim):
    name = f"before {victim} died"
    site.folder.shell(WRITE.replace("kept", name))
    os.kill(site.folder.process(VICTIMS[victim]), signal.SIGKILL)
    site.folder.wait_until_empty(40)
    if victim in ("web", "worker", "beat", "postgres", "valkey"):
        assert f"{victim} ended by itself" in site.said()
    site.make.wait()
    site.start().wait_until_ready()
    assert name in site.folder.shell(READ)


@pytest.mark.parametrize("victim", ["make", "the supervisor", "postgres"])
def test_the_next_run_may_come_at_once(site, victim):
    os.kill(site.folder.process(VICTIMS[victim]), signal.SIGKILL)
    site.start().wait_until_ready()


def test_a_watcher_that_is_killed_ends_all(site):
    """honcho watches each command from a process of its own; those look like the supervisor."""
    supervisor, *watchers = sorted(
        number for number, words in site.folder.processes().items() if "manage.py run_site" in words
    )
    os.kill(watchers[0], signal.SIGKILL)
    site.folder.wait_until_empty(40)
    assert "ended by itself" in site.said()


def test_all_killed_at_once_is_survived(site):
    site.folder.shell(WRITE.replace("kept", "before the lights went out"))
    for number in site.folder.processes():
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            pass
    site.make.wait()
    site.start().wait_until_ready()
    assert "before the lights went out" in site.folder.shell(READ)


def test_a_first_start_that_is_killed_while_it_loads_starts_anew(empty_folder):
    first = Site(empty_folder).start()
    first.wait_until(lambda: "loading the fact base" in first.said())
    empty_folder.end()
    again = Site(empty_folder).start().wait_until_ready()
    assert "inserted" in again.said() and "with the password" in again.said()


def test_bind_lets_others_in_by_this_machines_own_names(site):
    os.killpg(site.make.pid, signal.SIGINT)
    site.make.wait(60)
    name = socket.gethostname()
    opened = Site(site.folder).start("BIND=0.0.0.0").wait_until_ready()
    for host, status in ((name, 200), ("127.0.0.1", 200), ("elsewhere.example", 400)):
        request = urllib.request.Request(f"http://127.0.0.1:{opened.port}/", headers={"Host": host})
        try:
            answer = urllib.request.urlopen(request, timeout=10).status
        except urllib.error.HTTPError as error:
            answer = error.code
        assert answer == status, host
    site.folder.end()
