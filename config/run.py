"""`make run` once everything is installed: servers, tables, fact base, then web, worker and beat."""

import hashlib
import os
import secrets
import shlex
import socket
import sys
import threading
import time
import urllib.request

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from config import embedded, health
from config.embedded.locks import try_lock
from config.supervisor import Manager, tied

FACT_BASE = [str(settings.BASE_DIR / app / "data") for app in ("elections", "observers")]
ADMIN = "admin"
PATIENCE = 60  # seconds until web and worker answer
ALONE = "--hostname=worker@saylau --without-mingle --without-gossip"  # no other worker to look for
AS_ROOT = "ignore:You're running the worker with superuser privileges"  # whoever starts us so knows


class AlreadyRunning(Exception):
    pass


class Claim:
    """The one lock of a running site; whoever comes second finds its address in it, or nothing while it stops."""

    def __init__(self, address: str):
        path = embedded.RUN / "site"
        embedded.make_private(embedded.RUN)
        self.file = try_lock(path)
        if self.file is None:
            raise AlreadyRunning(f"Saylau already runs from this folder at {path.read_text()}.")
        os.ftruncate(self.file, 0)
        os.write(self.file, address.encode())

    def stopping(self) -> None:
        os.ftruncate(self.file, 0)

    def leave(self) -> None:
        self.stopping()
        os.close(self.file)


def fill(say) -> str:
    """Bring the tables up to date, the fact base into empty ones, and make an administrator.

    Returns the administrator's password when it was made just now, else ''.
    """
    say("bringing the tables up to date")
    call_command("migrate", interactive=False, verbosity=0)
    load_fact_base(say)
    users = get_user_model().objects
    return "" if users.filter(is_superuser=True).exists() else renew_password()


def load_fact_base(say) -> None:
    """At first start only: never again once anything was loaded."""
    if apps.get_model("elections", "ImportBatch").objects.exists():
        return
    say("loading the fact base")
    call_command("load_tables", *FACT_BASE)


def renew_password() -> str:
    """Give the administrator, made where missing, a new password; it is kept nowhere but as a hash."""
    password = secrets.token_urlsafe(12)
    users = get_user_model()
    admin = users.objects.filter(username=ADMIN).first() or users(username=ADMIN)
    admin.is_staff = admin.is_superuser = admin.is_active = True
    admin.set_password(password)
    admin.save()
    return password


def collect_static(say) -> None:
    """Collect static files when any of them changed since the last time."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = os.stat(storage.path(name))
            seen.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    stamp = settings.STATIC_ROOT / "collected"
    if stamp.exists() and stamp.read_text() == seen.hexdigest():
        return
    say("collecting static files")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(seen.hexdigest())


def supervise(bind: str, port: int, when_ready, when_stopping) -> str:
    """Run the site until told to stop. Returns the name of the process that ended by itself, or ''."""
    manager = Manager(sys.stdout)
    watcher = threading.Thread(target=announce, args=(bind, port, when_ready), daemon=True)
    manager.when_started, manager.when_stopping = watcher.start, when_stopping
    environment = {**os.environ, "ALLOWED_HOSTS": ",".join(allowed_hosts(bind))}
    for name, command in commands(bind, port).items():
        manager.add_process(name, f"exec {shlex.join(tied([]))} {command}", env=environment, cwd=settings.BASE_DIR)
    manager.loop()
    return embedded.ENDED.read_text() if manager.ended == "servers" and embedded.ENDED.exists() else manager.ended


def commands(bind: str, port: int) -> dict[str, str]:
    address = shlex.quote(f"[{bind}]:{port}" if ":" in bind else f"{bind}:{port}")
    python = shlex.quote(sys.executable)
    celery = f"{python} -W {shlex.quote(AS_ROOT)} -m celery -A config --quiet"
    schedule = shlex.quote(str(embedded.RUN / "beat-schedule"))
    site = {
        "web": f"{python} -m gunicorn -c python:config.web -b {address} config.wsgi",
        "worker": f"{celery} worker --loglevel=INFO --concurrency=2 {ALONE}",
        "beat": f"{celery} beat --loglevel=INFO --schedule={schedule} --pidfile=",
    }
    if settings.EMBEDDED:  # ends when the servers' keeper does
        site["servers"] = f"flock --shared {shlex.quote(str(embedded.KEEPER))} true"
    return site


def allowed_hosts(bind: str) -> list[str]:
    """The names in ALLOWED_HOSTS; beyond loopback, where none are given, this machine's own."""
    if "ALLOWED_HOSTS" in os.environ or bind in ("127.0.0.1", "::1", "localhost"):
        return settings.ALLOWED_HOSTS
    name = socket.gethostname()
    try:
        own = {found[4][0] for found in socket.getaddrinfo(name, None)}
    except OSError:
        own = set()
    return [*settings.ALLOWED_HOSTS, name, *sorted(own), *([bind] if bind not in ("0.0.0.0", "::") else [])]


def announce(bind: str, port: int, when_ready) -> None:
    """Ask until the whole site answers, then say so once."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bind, bind)
    address = f"http://[{reachable}]:{port}/" if ":" in reachable else f"http://{reachable}:{port}/"
    deadline, silent = time.monotonic() + PATIENCE, ["web"]
    while silent and time.monotonic() < deadline:
        time.sleep(0.1)
        if answers(address + "healthz"):
            silent = health.silent()
    when_ready(address, silent)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        return False
