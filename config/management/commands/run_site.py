import signal
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from config import embedded, run


class Command(BaseCommand):
    help = "Run the whole site (servers where none are given, web, worker, beat) until stopped."
    requires_system_checks = []
    password = ""

    def add_arguments(self, parser):
        parser.add_argument("bind", nargs="?", default="127.0.0.1")
        parser.add_argument("port", nargs="?", type=int, default=8000)

    def handle(self, bind, port, **options):
        for sign in (signal.SIGINT, signal.SIGTERM):  # also where a background job starts with SIGINT ignored
            signal.signal(sign, signal.default_int_handler)
        try:
            claim = run.Claim(f"http://{bind}:{port}/")
        except run.AlreadyRunning as second:
            raise CommandError(str(second)) from None
        try:
            self.run(bind, port, claim)
        except KeyboardInterrupt:
            pass
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            self.tell_password()  # stopped before it was ready: the account is there all the same
            embedded.release()
            claim.leave()
        self.say("stopped")

    def run(self, bind, port, claim):
        if settings.EMBEDDED:
            self.say("starting PostgreSQL and Valkey")
        try:
            self.password = run.fill(self.say)
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {str(error).splitlines()[0]}") from None
        run.collect_static(self.say)
        self.say("starting web, worker and beat")
        ended = run.supervise(bind, port, self.when_ready, claim.stopping)
        if ended:
            raise CommandError(f"{ended} ended by itself, so everything was stopped; `make run` starts it again.")

    def when_ready(self, address, silent):
        if silent:
            self.say(f"{' and '.join(silent)} did not answer in {run.PATIENCE} s; the lines above say why")
        else:
            self.say(f"ready at {address} (Ctrl-C stops it)")
        self.tell_password()

    def tell_password(self):
        if self.password:
            self.say(f"sign in at /admin/ as {run.ADMIN} with the password {self.password}")
            self.say("it is kept nowhere, so write it down; `make admin` makes a new one")
            self.password = ""

    def say(self, sentence):
        sys.stdout.write(f"saylau: {sentence}\n")
        sys.stdout.flush()
