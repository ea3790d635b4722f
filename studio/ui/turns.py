"""Work of the window's thread in pieces, so that everything else has its turn between two of them."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

SLICE = 0.012
"""Seconds of a turn."""


class Turns(QObject):
    """Takes the steps of a generator, a few in a turn; one at a time: the next work takes the place of the last."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[object] | None = None
        # a timer and no call to come: those are all made before anything else has its turn
        self._timer = QTimer(self, interval=1)
        self._timer.timeout.connect(self._go_on)

    def begin(self, steps: Iterator[object]) -> None:
        """Begin: the first of the steps are taken now."""
        self._steps = steps
        self._timer.start()
        self._go_on()

    def finish(self) -> None:
        """Take all that are left, now."""
        steps, self._steps = self._steps, None
        self._timer.stop()
        for _ in steps or ():
            pass

    def drop(self) -> None:
        """Take no more of them."""
        self._steps = None
        self._timer.stop()

    def _go_on(self) -> None:
        steps, end = self._steps, perf_counter() + SLICE
        for _ in steps or ():
            if perf_counter() > end or self._steps is not steps:
                return
        if self._steps is steps:
            self.drop()
