"""PostgreSQL and Valkey from wheels, for a machine that has no servers.

Whoever needs them calls `need()`. The first caller starts a keeper, which starts the two servers; every
caller holds a lease for as long as it lives; the keeper stops the servers when the last lease is gone. Leases
are file locks, so a process that is killed gives its lease back by dying.
"""

import atexit
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

from config.embedded.locks import is_locked, locked, try_lock

PROJECT = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("SAYLAU_VAR") or PROJECT / "var").resolve()
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")
LONGEST_SOCKET_PATH = 107  # bytes; the kernel's limit
NOBODY = 65534
LEAST_ROOM = 20_000_000  # bytes without which PostgreSQL cannot write its next segment


class EmbeddedError(Exception):
    """A sentence for the person at the keyboard: what is wrong and what to do."""


def socket_folder() -> Path:
    """var/run, or a short folder of this user's own where that path is too long for a socket."""
    folder = VAR / "run"
    if len(os.fsencode(folder)) + LONGEST_SOCKET_NAME <= LONGEST_SOCKET_PATH:
        return folder
    digest = hashlib.sha256(os.fsencode(VAR)).hexdigest()[:12]
    return Path(f"/tmp/saylau-{os.getuid()}-{digest}")


RUN = VAR / "run"
LEASES, KEEPER, STARTING = RUN / "leases", RUN / "keeper", RUN / "starting"  # locks
READY, ENDED = RUN / "ready", RUN / "ended"  # both servers answer; the name of the one that ended by itself
SOCKETS = socket_folder()
VALKEY_SOCKET = SOCKETS / "valkey.sock"

_lease = None


def running() -> bool:
    return is_locked(KEEPER) and READY.exists()


def need() -> None:
    """Return when PostgreSQL and Valkey answer; they stay up at least as long as this process.

    Raises EmbeddedError when they cannot be started.
    """
    global _lease
    make_private(RUN)
    if _lease is None:
        _lease = try_lock(LEASES, shared=True, wait=True)  # waits while a keeper is stopping its servers
        atexit.register(release)
    if running():
        return
    with locked(STARTING):
        if not running():
            start_keeper()


def release() -> None:
    """Give the lease back and, when it was the last one, wait until the servers have stopped."""
    global _lease
    if _lease is None:
        return
    os.close(_lease)
    _lease = None
    deadline = time.monotonic() + 60
    while is_locked(KEEPER) and not leased_by_others() and time.monotonic() < deadline:
        time.sleep(0.01)


def leased_by_others() -> bool:
    """Whether any process holds a lease; a keeper that is stopping its servers does not count."""
    shared = try_lock(LEASES, shared=True)
    if shared is None:
        return False
    os.close(shared)
    alone = try_lock(LEASES)
    if alone is None:
        return True
    os.close(alone)
    return False


def start_keeper() -> None:
    READY.unlink(missing_ok=True)
    ENDED.unlink(missing_ok=True)
    keeper = subprocess.Popen(
        [sys.executable, "-m", "config.embedded.keeper"],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    answer = keeper.stdout.readline().strip()
    keeper.stdout.close()
    if answer != "ready":
        raise EmbeddedError(answer or why_not_started())
    keeper.returncode = 0  # it outlives us on purpose: no warning about a child still running


def why_not_started() -> str:
    if shutil.disk_usage(VAR).free < LEAST_ROOM:
        return f"{VAR} has no room left for the database; make room and try again."
    return f"The embedded servers ended while starting; the end of {VAR / 'log' / 'servers.log'} says why."


def make_private(folder: Path) -> None:
    """Make a folder that only this user can enter; refuse one that somebody else made."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = folder.lstat().st_uid
        if owner == os.getuid():
            folder.chmod(0o700)
    except OSError as error:
        raise EmbeddedError(
            f"Cannot write to {folder} ({error.strerror}); make it writable, or put a clone into a folder of your own."
        ) from None
    if (owner != os.getuid() and os.getuid() != 0) or folder.is_symlink():
        raise EmbeddedError(f"{folder} belongs to somebody else; delete it, or put a clone into a folder of your own.")


def secret_key() -> str:
    """The key of this folder's own run: made once, readable by this user only."""
    path = VAR / "secret_key"
    make_private(RUN)
    if not path.exists():
        draft = RUN / f"secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            path.hardlink_to(draft)  # whoever comes second finds a whole key
        except FileExistsError:
            pass
        draft.unlink()
    return path.read_text()
