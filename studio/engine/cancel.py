"""A token with which another thread stops an evaluation."""

from __future__ import annotations

import threading

from studio.media.errors import Cancelled


class Cancel:
    """Set once, from any thread; the evaluating thread looks at it between and inside nodes."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise Cancelled when it was asked to stop."""
        if self._event.is_set():
            raise Cancelled
