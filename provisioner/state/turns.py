"""One process at a time: a lock on a file that the system lets go of when its holder ends, however that happens."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 90.0
"""Seconds to wait for another process: longer than any request that it may be in the middle of."""
PAUSE = 0.05


@contextmanager
def turn(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Be the only one at ``path`` while the context lasts. TimeoutError when another one does not let go in time.

    Threads of one process wait for each other as well. Never enter the same turn twice.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        ends = time.monotonic() + patience
        while not _taken(handle):
            if time.monotonic() >= ends:
                raise TimeoutError(f"{path} is held by another process")
            time.sleep(PAUSE)
        try:
            yield
        finally:
            _let_go(handle)
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int) -> bool:
        """True when the lock is ours now."""
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _let_go(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(handle: int) -> bool:
        """True when the lock is ours now."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
