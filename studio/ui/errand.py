"""An errand: something that waits for a disk, run outside of the window's thread; its end is told inside of it.

For files alone (a photo that was dropped, a thumbnail, a journal to flush). What computes belongs to the engine's
process, behind the bridge.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot
from shiboken6 import isValid

_running: set[Errand] = set()


class Errand(QObject):
    """One errand under way."""

    _done = Signal(object, object)

    def __init__(self, then: Callable[[Any, BaseException | None], None]) -> None:
        super().__init__()
        self._then = then
        self._done.connect(self._finish, type=Qt.ConnectionType.QueuedConnection)

    @Slot(object, object)
    def _finish(self, result: Any, problem: Any) -> None:
        _running.discard(self)
        self._then(result, problem)


class _Work(QRunnable):
    def __init__(self, run: Callable[[], Any], errand: Errand) -> None:
        super().__init__()
        self._run, self._errand = run, errand

    def run(self) -> None:
        result, problem = None, None
        try:
            result = self._run()
        except Exception as error:
            problem = error
        with suppress(RuntimeError):  # the application ended meanwhile
            self._errand._done.emit(result, problem)


def send(run: Callable[[], Any], then: Callable[[Any, BaseException | None], None]) -> None:
    """Run ``run`` in another thread; afterwards ``then(result, exception or None)`` in this one."""
    errand = Errand(then)
    _running.add(errand)
    QThreadPool.globalInstance().start(_Work(run, errand))


def alive(thing: QObject) -> bool:
    """Whether something of Qt is still there, when an answer comes for it."""
    return bool(isValid(thing))  # type: ignore[no-untyped-call]
