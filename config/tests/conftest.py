import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
LEFT_OUT = ("DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
READ = "from django.contrib.auth.models import Group; print(*Group.objects.values_list('name', flat=True))"
WRITE = "from django.contrib.auth.models import Group; Group.objects.create(name='kept')"


class Folder:
    """A var/ of its own, and everything that runs on it."""

    def __init__(self, var: Path):
        self.var = var
        self.started: list[subprocess.Popen] = []
        self.environment = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        self.environment["SAYLAU_VAR"] = str(var)

    def start(self, *command, **options) -> subprocess.Popen:
        streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        place = {"cwd": PROJECT, "env": self.environment, "text": True}
        process = subprocess.Popen(command, **place | streams)
        self.started.append(process)
        return process

    def end(self) -> None:
        for number in self.processes():
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                pass  # it was ending anyway
        self.wait_until_empty()
        for process in self.started:
            process.wait()
            for stream in filter(None, (process.stdin, process.stdout, process.stderr)):
                stream.close()

    def command(self, *arguments) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=100,
        )

    def shell(self, code: str) -> str:
        done = self.command("shell", "--verbosity=0", "-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def hold(self) -> subprocess.Popen:
        """A command that has used both servers and stays until its input ends."""
        code = (
            "from django.core.cache import cache; cache.set('a', 1); " + READ + "; print('held', flush=True); input()"
        )
        holder = self.start(sys.executable, "manage.py", "shell", "--verbosity=0", "-c", code)
        while "held" not in (line := holder.stdout.readline()):
            assert line, holder.stderr.read()
        return holder

    def processes(self) -> dict[int, str]:
        """Number and command line of all that runs on this folder: it is in their environment, or they live there."""
        mark, found = f"SAYLAU_VAR={self.var}\0".encode(), {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
                lives_here = os.readlink(process / "cwd").startswith(f"{self.var}/")
                if words and (lives_here or mark in (process / "environ").read_bytes()):
                    found[int(process.name)] = words
            except OSError:
                continue
        return found

    def process(self, part: str) -> int:
        """The eldest process whose command line has this part."""
        return min(number for number, words in self.processes().items() if part in words)

    def children(self, parent: int) -> list[int]:
        """What a process has started itself, servers left out."""
        forks = [number for number, words in self.processes().items() if words == self.processes()[parent]]
        return [number for number in forks if number != parent]

    def wait_until_empty(self, seconds: float = 40) -> None:
        deadline = time.monotonic() + seconds
        while left := self.processes():
            assert time.monotonic() < deadline, f"still running: {left}"
            time.sleep(0.1)


@contextmanager
def new_folder():
    with tempfile.TemporaryDirectory(prefix="saylau-test-") as name:
        folder = Folder(Path(name))
        yield folder
        folder.end()


@pytest.fixture
def empty_folder():
    with new_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def migrated():
    """A folder whose database has the accounts' tables, its servers stopped."""
    with new_folder() as folder:
        assert folder.command("migrate", "auth", "--verbosity=0").returncode == 0
        yield folder


@pytest.fixture
def folder(migrated):
    """A copy of that for each test."""
    with new_folder() as folder:
        shutil.copytree(migrated.var, folder.var, dirs_exist_ok=True)
        yield folder
