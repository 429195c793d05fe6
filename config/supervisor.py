"""honcho, made to survive `kill -9` of any process it started and to end each the way it likes best."""

import ctypes
import os
import signal
from collections.abc import Callable

import honcho.manager
import honcho.process

from config import logs

honcho.manager.KILL_WAIT = 30  # seconds between asking and killing; a database writes its cache first
PR_SET_PDEATHSIG = 1


class Printer:
    """One JSON object for each line a process prints; what is one already passes as it is."""

    width = 0  # honcho sets it, to align columns we do not have

    def __init__(self, output):
        self.output = output

    def write(self, message) -> None:
        text = message.data.decode("utf-8", "replace") if isinstance(message.data, bytes) else message.data
        for line in filter(str.strip, text.splitlines()):
            try:
                print(
                    line if line.startswith("{") else logs.line(message.name, line),
                    file=self.output,
                    flush=True,
                )
            except OSError:
                pass  # a full disk or a closed pipe must not end the servers


class Process(honcho.process.Process):
    """Runs its command in a process that dies with the manager; the command dies with that one (`tied`)."""

    def run(self, events=None, ignore_signals=False):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        super().run(events, ignore_signals)


class Endings:
    """Asks the process itself, not its group: PostgreSQL's and Celery's own children are theirs to end."""

    def __init__(self, stop_signal: int):
        self.stop_signal = stop_signal

    def terminate(self, pid: int) -> None:
        try:
            os.kill(pid, self.stop_signal)
        except ProcessLookupError:
            pass

    def kill(self, pid: int) -> None:
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


class Manager(honcho.manager.Manager):
    """Runs commands until one of them ends, then ends them all.

    `ended` names the one that ended by itself; it stays empty when the manager was asked to stop.
    """

    ended = ""

    def __init__(self, output, stop_signal: int = signal.SIGTERM):
        super().__init__(Printer(output))
        self._process_ctor = Process
        self._procmgr = Endings(stop_signal)
        self.when_started: Callable[[], None] = lambda: None
        self.when_stopping: Callable[[], None] = lambda: None

    def loop(self) -> None:
        super().loop()
        for process in self._processes.values():
            self._procmgr.kill(process["pid"])  # the group: what a killed process left behind

    def _start(self):
        super()._start()
        self.when_started()

    def terminate(self):
        self.when_stopping()
        super().terminate()

    def _any_stopped(self):
        for name, process in self._processes.items():
            if "returncode" not in process and not process["process"].is_alive():
                process["returncode"] = -signal.SIGKILL  # its watcher was killed, and it with that
            if not self._terminating and "returncode" in process:
                self.ended = self.ended or name
        return super()._any_stopped()

    def _all_stopped(self):
        self._any_stopped()
        return super()._all_stopped()


def tied(command: list[str], sign: str = "TERM") -> list[str]:
    """A command that is sent a signal when whoever started it dies."""
    return ["setpriv", f"--pdeathsig={sign}", *command]
