"""What was worked out from the published data, kept in this process for as long as the data stays what it was."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from contextvars import ContextVar
from threading import Lock
from typing import TypeVar

MOST_ROWS = 120_000

Rows = TypeVar("Rows", bound=Sized)


class Kept:
    """The last collections asked for, by data version and name; the oldest go when there are too many rows in all."""

    def __init__(self, most: int = MOST_ROWS):
        self.most, self.lock = most, Lock()
        self.version: Hashable | None = None
        self.found: OrderedDict[Hashable, Sized] = OrderedDict()
        self.rows = 0

    def get(self, version: Hashable | None, name: Hashable, make: Callable[[], Rows]) -> Rows:
        """What `make` gives for this version; it is not kept where nothing was ever published."""
        if version is None:
            return make()
        with self.lock:
            if version == self.version and name in self.found:
                self.found.move_to_end(name)
                return self.found[name]
        made = make()
        with self.lock:
            if version != self.version:
                self.found.clear()
                self.version, self.rows = version, 0
            self.rows += len(made) - len(self.found.pop(name, ()))
            self.found[name] = made
            while len(self.found) > 1 and self.rows > self.most:
                self.rows -= len(self.found.popitem(last=False)[1])
        return made

    def forget(self) -> None:
        with self.lock:
            self.version, self.rows = None, 0
            self.found.clear()


KEPT = Kept()
# The version that the moment at hand sees: the number, and the moment it was raised, since a database put back may use
# a number again. None where no moment was begun, so that nothing is kept.
SEEN: ContextVar[Hashable | None] = ContextVar("version_seen", default=None)


def once(name: Hashable, make: Callable[[], Rows]) -> Rows:
    """What `make` gives, made once for the data version that the moment at hand sees."""
    return KEPT.get(SEEN.get(), name, make)
