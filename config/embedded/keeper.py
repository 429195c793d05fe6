"""The process that starts PostgreSQL and Valkey and stops them when nobody holds a lease any more.

`python -m config.embedded.keeper` prints `ready`, or one sentence that says why not, and then nothing more.
"""

import os
import shutil
import signal
import sys
import threading

import psycopg
import redis

from config.embedded import ENDED, KEEPER, LEASES, READY, RUN, SOCKETS, VAR, EmbeddedError, servers
from config.embedded.locks import try_lock
from config.supervisor import Manager


def main() -> None:
    try:
        keep = try_lock(KEEPER, wait=True)  # held until this process ends
        # SIGINT: PostgreSQL's fast shutdown, Valkey's orderly one
        manager = Manager(open_log(), stop_signal=signal.SIGINT)
        manager.when_started = watch
        manager.add_process("postgres", servers.shell(servers.prepare_postgres()))
        manager.add_process("valkey", servers.shell(servers.prepare_valkey()))
    except (EmbeddedError, OSError) as error:
        sys.exit(print(error))
    manager.loop()
    if manager.ended:
        ENDED.write_text(manager.ended)
    READY.unlink(missing_ok=True)
    if SOCKETS != RUN:
        shutil.rmtree(SOCKETS, ignore_errors=True)  # the short folder is this run's only
    os.close(keep)


def watch() -> None:
    threading.Thread(target=report, daemon=True).start()


def report() -> None:
    """Say when both servers answer; then wait for the last lease to go and ask them to stop."""
    try:
        servers.wait_for_postgres()
        servers.wait_for_valkey()
    except (psycopg.Error, redis.RedisError) as error:
        answer(f"A server does not answer ({servers.last_line(str(error))}); see {VAR / 'log' / 'servers.log'}.")
    else:
        READY.touch()
        answer("ready")
        try_lock(LEASES, wait=True)  # kept: whoever comes now waits until this process has ended
    os.kill(os.getpid(), signal.SIGTERM)


def answer(sentence: str) -> None:
    """Tell whoever started this process, then let go of the pipe so that they can end."""
    print(sentence, flush=True)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def open_log():
    """var/log/servers.log; the one before is kept when it has grown."""
    folder = VAR / "log"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / "servers.log"
    if path.exists() and path.stat().st_size > 5_000_000:
        path.replace(path.with_suffix(".log.1"))
    stream = path.open("a", buffering=1)
    os.dup2(stream.fileno(), 2)
    return stream


if __name__ == "__main__":
    main()
