"""honcho, made to survive `kill -9` of any process it started and to end servers the way they like best."""

import ctypes
import os
import signal

import honcho.manager
import honcho.process

honcho.manager.KILL_WAIT = 30  # seconds between asking and killing; a database writes its cache first
PR_SET_PDEATHSIG = 1


def die_with_parent(sign: int = signal.SIGKILL) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, sign)


class Process(honcho.process.Process):
    def run(self, events=None, ignore_signals=False):
        die_with_parent()
        super().run(events, ignore_signals)


class Endings:
    """Ends the process itself, not its group: PostgreSQL's and Celery's own children are theirs to end."""

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
    """Runs commands until one of them ends, then ends them all. `ended` names the one that ended first."""

    def __init__(self, printer=None, stop_signal: int = signal.SIGTERM):
        super().__init__(printer)
        self._process_ctor = Process
        self._procmgr = Endings(stop_signal)
        self.ended: str | None = None

    def loop(self):
        super().loop()
        for process in self._processes.values():
            self._procmgr.kill(process["pid"])  # children that a killed process left behind

    def _any_stopped(self):
        for name, process in self._processes.items():
            if "returncode" not in process and not process["process"].is_alive():
                process["returncode"] = -signal.SIGKILL  # the watcher was killed and its command with it
            if self.ended is None and not self._terminating and process.get("returncode") is not None:
                self.ended = name
        return super()._any_stopped()

    def _all_stopped(self):
        self._any_stopped()
        return super()._all_stopped()
