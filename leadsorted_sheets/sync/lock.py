"""One sync of a workbook at a time on this machine.

The operating system holds the lock and lets go of it when the process ends, however it ends: a lock that a dead
process left behind is free. The file says who holds it, for the message.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from leadsorted_sheets import errors

_PLACE_OF_LOCK = 1 << 20
"""Beyond the text: what Windows locks nobody else can read."""


@contextlib.contextmanager
def locked(path: Path, name: str) -> Iterator[None]:
    """Hold the lock file `path` for the workbook called `name`. Raises errors.InUse where another process holds it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        if not _taken(handle):
            held_by = os.pread(handle, 100, 0).decode("ascii", "replace") if hasattr(os, "pread") else ""
            raise errors.InUse(name, f"another sync ({held_by})" if held_by else "another sync")
        os.ftruncate(handle, 0)
        os.write(handle, f"process {os.getpid()}".encode())
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)  # which lets go of the lock


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int) -> bool:
        os.lseek(handle, _PLACE_OF_LOCK, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _taken(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
