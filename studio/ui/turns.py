"""Work of the window's thread in pieces, so that everything else has its turn between two of them."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

SLICE = 0.012
"""Seconds of a turn."""
GAP = 0.002
"""Seconds after a turn in which no other work has one: timers that are due at once are all heard at once."""


class Turns(QObject):
    """Takes the steps of a generator, a few in a turn; one at a time: the next work takes the place of the last."""

    _over = 0.0
    """When the last turn of any of them was over."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[object] | None = None
        # a timer and no call to come: those are all made before anything else has its turn
        self._timer = QTimer(self, interval=1)
        self._timer.timeout.connect(self._go_on)

    def begin(self, steps: Iterator[object], now: bool = True) -> None:
        """Begin: the first of the steps are taken now, or at the next turn."""
        self._steps = steps
        self._timer.start()
        if now:
            self._take()

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
        if perf_counter() - Turns._over > GAP:
            self._take()

    def _take(self) -> None:
        steps, end = self._steps, perf_counter() + SLICE
        for _ in steps or ():
            Turns._over = perf_counter()
            if Turns._over > end or self._steps is not steps:
                return
        if self._steps is steps:
            self.drop()
