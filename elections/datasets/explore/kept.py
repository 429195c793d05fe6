"""Rows kept in this process for as long as the data they were made from is the published data."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import TypeVar

from elections.models import DataVersion

MOST_ROWS = 120_000

Rows = TypeVar("Rows", bound=Sequence)


class Kept:
    """The last sequences asked for, by data version and name; the oldest go when there are too many rows in all."""

    def __init__(self, most: int = MOST_ROWS):
        self.most, self.lock = most, Lock()
        self.found: OrderedDict[Hashable, Sequence] = OrderedDict()

    def get(self, version: Hashable, name: Hashable, make: Callable[[], Rows]) -> Rows:
        """What `make` gives for this version; it is not kept where nothing was ever published."""
        if version is None:
            return make()
        key = (version, name)
        with self.lock:
            if key in self.found:
                self.found.move_to_end(key)
                return self.found[key]
        made = make()
        with self.lock:
            for old in [each for each in self.found if each[0] != version]:
                del self.found[old]
            self.found[key] = made
            while len(self.found) > 1 and sum(map(len, self.found.values())) > self.most:
                self.found.popitem(last=False)
        return made


KEPT = Kept()


def version_now() -> Hashable | None:
    """What names the published data: the number, and the moment, since a database put back may use a number again."""
    return DataVersion.objects.filter(pk=1).values_list("number", "raised_at").first()
