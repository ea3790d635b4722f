"""As often as the engine delivers: while it works on one change, only the latest of the next ones waits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from studio.ui.bridge import Bridge

LONGEST = 150
"""Milliseconds after which the next change goes out even where no answer came."""


class Pace(QObject):
    """Lets changes through at the engine's pace."""

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: Callable[[], object] | None = None
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)
        bridge.answered.connect(self._next)

    def offer(self, change: Callable[[], object]) -> None:
        """Make a change now, or once the engine is done with the one before."""
        self._waiting = change
        if not self._busy:
            self._next()

    def flush(self) -> None:
        """Make the change that waits, if one does."""
        self._timer.stop()
        change, self._waiting, self._busy = self._waiting, None, False
        if change is not None:
            change()

    def drop(self) -> None:
        """Forget the change that waits."""
        self._timer.stop()
        self._waiting, self._busy = None, False

    def _next(self, *_: object) -> None:
        change, self._waiting = self._waiting, None
        self._busy = change is not None
        self._timer.stop()
        if change is not None:
            self._timer.start(LONGEST)
            change()
