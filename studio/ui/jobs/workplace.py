"""Where a window keeps what its renders read; and how what a killed window left behind is taken away.

A window that renders holds a lock. Whatever lies here without one belongs to nobody: the graphs go, renders that still
go on (one that was paused notices nothing) are ended, and so is what they had begun to write.
"""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from pathlib import Path

import psutil
from PySide6.QtCore import QLockFile

from studio.ui.jobs.process import sweep
from studio.ui.places import state_folder


class Workplace:
    """The files of one queue. Nothing is on the disk before there is a first one."""

    def __init__(self) -> None:
        self._name = secrets.token_hex(8)
        self._lock: QLockFile | None = None

    def put(self, number: int, text: str) -> Path:
        """Keep a job's graph; gives its file. Raises OSError."""
        if self._lock is None:
            self._lock = _lock_of(self._name)
            self._lock.tryLock(0)
        file = self._file(number, "vivant")
        file.write_text(text, encoding="utf-8", newline="\n")
        return file

    def note(self, number: int, process: int, path: Path) -> None:
        """A job has begun: the id of its process, and what it writes."""
        with suppress(OSError, psutil.Error):
            record = {"process": process, "began": psutil.Process(process).create_time(), "path": str(path)}
            self._file(number, "json").write_text(json.dumps(record), encoding="utf-8")

    def clear(self, number: int) -> None:
        """A job is over."""
        for kind in ("vivant", "json"):
            _remove(self._file(number, kind))

    def close(self) -> None:
        """Nothing is rendered any more."""
        if self._lock is not None:
            for file in _folder().glob(f"{self._name}.*.*"):
                _remove(file)
            self._lock.unlock()
            self._lock = None

    def _file(self, number: int, kind: str) -> Path:
        return _folder() / f"{self._name}.{number}.{kind}"


def tidy() -> None:
    """Take away what killed windows left behind. For another thread."""
    for file in sorted(_folder().glob("*.*.*")):
        lock = _lock_of(file.name.split(".")[0])
        if lock.tryLock(0):
            if file.suffix == ".json":
                _end(file)
            _remove(file)
            lock.unlock()


def _end(record: Path) -> None:
    """End a render that goes on without its window, and remove what it had begun to write."""
    with suppress(OSError, ValueError, KeyError, TypeError, psutil.Error):
        told = json.loads(record.read_text(encoding="utf-8"))
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(told["process"])
            if process.create_time() == told["began"]:
                process.kill()
                process.wait(5)
        sweep(Path(told["path"]))


def _folder() -> Path:
    return state_folder("renders")


def _lock_of(name: str) -> QLockFile:
    lock = QLockFile(str(_folder() / f"{name}.lock"))
    lock.setStaleLockTime(0)  # only the end of its process frees it, however long it runs
    return lock


def _remove(file: Path) -> None:
    with suppress(OSError):
        file.unlink(missing_ok=True)
