"""File locks that end with the process that holds them."""

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path


def try_lock(path: Path, shared: bool = False, wait: bool = False) -> int | None:
    """Lock a file, made where missing. Returns an open descriptor, or None while another process holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
    try:
        fcntl.flock(descriptor, how)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


@contextmanager
def locked(path: Path):
    descriptor = try_lock(path, wait=True)
    try:
        yield
    finally:
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    descriptor = try_lock(path, shared=True)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False
