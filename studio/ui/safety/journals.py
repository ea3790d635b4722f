"""A journal for each document of each window; and those that a crash left behind.

Every window that runs holds a lock; a journal whose window's lock can be had was left by one that ended unexpectedly.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile

from studio.graph.journal import Journal
from studio.ui.places import state_folder


class Journals:
    """The journals of this window, and orphans of others.

    Attributes:
        present: The journal of the document that is open.
    """

    def __init__(self) -> None:
        self._folder = state_folder("journals")
        self._name = secrets.token_hex(8)
        self._count = 0
        self._lock = self._lock_of(self._name)
        self._lock.tryLock(0)
        self.present: Journal | None = None
        self._flushed = 0

    def _lock_of(self, name: str) -> QLockFile:
        lock = QLockFile(str(self._folder / f"{name}.lock"))
        lock.setStaleLockTime(0)  # only the end of its process frees it, however long it runs
        return lock

    def new(self) -> Journal:
        """A journal for the next document."""
        self._count += 1
        self.present = Journal(self._folder / f"{self._name}.{self._count}.journal")
        return self.present

    def orphans(self) -> list[Path]:
        """Journals that a crash left behind, the latest first."""
        found = [path for path in self._folder.glob("*.journal") if self._is_orphan(path)]
        return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)

    def _is_orphan(self, path: Path) -> bool:
        name = path.name.split(".")[0]
        if name == self._name:
            return False
        lock = self._lock_of(name)
        free = lock.tryLock(0)
        if free:
            lock.unlock()
        return free

    def waits(self) -> Iterator[Path]:
        """The present journal, where something was written to it since it was last flushed."""
        with suppress(OSError):
            if self.present is not None and (changed := self.present.path.stat().st_mtime_ns) != self._flushed:
                self._flushed = changed
                yield self.present.path

    def close(self) -> None:
        """Let go of the lock."""
        self._lock.unlock()


def flush(path: Path) -> None:
    """Wait until a journal is on the disk, so that not even a power cut loses it. For another thread."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
