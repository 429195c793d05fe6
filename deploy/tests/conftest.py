"""One site for all tests here: started once, as docker-compose.yml says, and ended whatever happens."""

import os
import shutil
import signal
import ssl
import subprocess
from contextlib import closing
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest

from .containers import ELSEWHERE, Container, Machine, compose, postgres_major, wait
from .image import PROJECT, assemble, build_front_end, stages
from .names import NameServer

NET = f"127.{os.getpid() % 250 + 2}"  # a loopback network of this trial's own
PORTS = (5432, 6379, 8000, 8080, 8443, 8081)
HOST = "record.example"


def port(usual: int) -> int:
    return usual + ELSEWHERE


class Site:
    """The running services by name: `web1` … `web3`, `worker1`, `worker2`, `beat`, `db`, `valkey`, `proxy`."""

    def __init__(self, folder: Path):
        self.file = compose(FRONT_NETWORK="127.0.0.1/32")
        self.images = stages()
        self.machine = Machine(folder, folder / "site", {"db": f"{NET}.0.2", "valkey": f"{NET}.0.3"}, {})
        for usual in PORTS:
            self.machine.replaced[f":{usual}"] = f":{port(usual)}"
            self.machine.replaced[f"--port={usual}"] = f"--port={port(usual)}"
            self.machine.replaced[f"-p {usual}"] = f"-p {port(usual)}"
        self.running: dict[str, Container] = {}
        self.names = NameServer(f"{NET}.0.53", port(53))

    def container(self, name: str, service: str = "", address: str = "", **changes) -> Container:
        service = service or name.rstrip("0123456789")
        image = {"proxy": "proxy", "db": None, "valkey": None}.get(service, "site")
        wanted = {**self.file["services"][service], **changes}
        return Container(self.machine, name, wanted, address, self.images.get(image))

    def start(self, name: str, address: str = "", **changes) -> Container:
        container = self.running[name] = self.container(name, address=address, **changes).start()
        return container

    def start_proxy(self, name: str, address: str, names: NameServer) -> Container:
        self.machine.replaced |= {
            "listen 8080": f"listen {address}:{port(8080)}",
            "listen 8443": f"listen {address}:{port(8443)}",
            "listen 127.0.0.1": f"listen {address}",
            "resolver 127.0.0.11": f"resolver {names.address}",
        }
        container = self.start(name, address, volumes=[f"answers-of-{name}:/var/cache/saylau"])
        wait(container.ask_health, name)
        return container

    def start_web(self, number: int) -> Container:
        return self.start(f"web{number}", f"{NET}.1.{number}")

    def start_db(self) -> Container:
        container = self.container("db", address=self.machine.hosts["db"])
        own = ["-c", f"port={port(5432)}", "-c", f"listen_addresses={container.address}", "-D", data_folder(self)]
        container.start([*container.service["command"], *own])
        self.running["db"] = container
        wait(container.ask_health, "db")
        return container

    def start_valkey(self) -> Container:
        container = self.container("valkey", address=self.machine.hosts["valkey"])
        words = [str(port(6379)) if word == "6379" else word for word in container.service["command"]]
        container.start(words)
        self.running["valkey"] = container
        wait(lambda: "PONG" in ping(container), "valkey")
        return container

    def end(self) -> None:
        """Stop what runs, the last one first."""
        for name, container in reversed(self.running.items()):
            container.stop(signal.SIGINT if name == "db" else signal.SIGTERM)
        self.names.close()


def ping(container: Container) -> str:
    words = ["redis-cli", "-h", container.address, "-p", str(port(6379)), "ping"]
    password = (container.machine.folder / "secrets" / "valkey_password").read_text().strip()
    environment = {**os.environ, "REDISCLI_AUTH": password}
    return subprocess.run(words, capture_output=True, text=True, env=environment).stdout


def data_folder(site: Site) -> str:
    return "/var/lib/postgresql/18/docker"


def make_database(site: Site) -> None:
    """What the entry point of PostgreSQL's image does in an empty volume."""
    options = site.file["services"]["db"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    if postgres_major() < 17:  # before, there was no builtin locale
        options = [option for option in options if "builtin" not in option]
    data = data_folder(site)
    script = f"""
        set -e
        umask 077; mkdir -p {data}
        initdb -D {data} --username=postgres --pwfile=/run/secrets/database_superuser_password \
            --auth-local=trust --auth-host=scram-sha-256 {" ".join(options)}
        echo 'host all all all scram-sha-256' >> {data}/pg_hba.conf
        pg_ctl -D {data} --wait -o "-c listen_addresses=''" start
        sh /docker-entrypoint-initdb.d/make-role.sh
        pg_ctl -D {data} --wait --mode=fast stop
    """
    assert site.container("db").run(["sh", "-c", script]) == 0, (site.machine.folder / "db.log").read_text()


def make_certificate(folder: Path) -> None:
    command = told("openssl req").replace("deploy/secrets/", "")
    subprocess.run(command, shell=True, cwd=folder, check=True, capture_output=True)


def told(beginning: str) -> str:
    """The command in docs/own-servers.md that begins so; what readers are told to type is what is tried."""
    text = (PROJECT / "docs" / "own-servers.md").read_text().replace("\\\n", " ")
    return next(line.strip() for line in text.splitlines() if line.strip().startswith(beginning))


@pytest.fixture(scope="session")
def ground(tmp_path_factory):
    """Secrets and a certificate, nothing running yet; what a test starts here ends with the tests."""
    site = Site(tmp_path_factory.mktemp("own-servers"))
    try:
        secrets = site.machine.folder / "secrets"
        subprocess.run([PROJECT / "deploy" / "make-secrets.sh", secrets], check=True)
        make_certificate(secrets)
        yield site
    finally:
        site.end()


@pytest.fixture(scope="session")
def site(ground):
    """The whole site, with one web server and two workers."""
    build(ground)
    make_database(ground)
    ground.start_db()
    ground.start_valkey()
    prepare = ground.container("prepare")
    assert prepare.run() == 0, prepare.log.read_text()
    ground.start_web(1)
    for name in ("worker1", "worker2", "beat"):
        ground.start(name)
    ground.names.addresses = [ground.running["web1"].address]
    ground.start_proxy("proxy", f"{NET}.2.1", ground.names)
    wait(ground.running["web1"].ask_health, "web1")
    return ground


def build(site: Site) -> None:
    """Lay out what the image `site` holds, by the Dockerfile's own commands."""
    assemble(site.machine.site)
    shutil.copytree(build_front_end(site.machine.folder / "front"), site.machine.site / "static" / "vendor")
    builder = site.container("build", "prepare", building=True, environment={}, secrets=[])
    status = builder.run(["sh", "-c", site.images["build"].all("RUN")[-1]])
    assert status == 0, builder.log.read_text()


@pytest.fixture(scope="session")
def ask(ground):
    """Ask a proxy: `ask(path, tls=, host=, **headers)` gives (status, headers, text)."""
    trusted = ssl.create_default_context(cafile=ground.machine.folder / "secrets" / "tls_certificate")

    class Secure(HTTPSConnection):
        def connect(self):  # the name in the certificate, whatever address it is reached at
            HTTPConnection.connect(self)
            self.sock = trusted.wrap_socket(self.sock, server_hostname=HOST)

    def ask(path, tls=True, host=HOST, proxy="proxy", method="GET", body=None, **headers):
        kind, usual = (Secure, 8443) if tls else (HTTPConnection, 8080)
        with closing(kind(ground.running[proxy].address, port(usual), timeout=20)) as connection:
            return converse(connection, path, method, host, headers, body)

    return ask


def converse(connection, path, method, host, headers, body=None):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, headers={"Host": host, **named})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read().decode(errors="replace")
