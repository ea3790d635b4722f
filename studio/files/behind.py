"""Work done in a thread behind the one that makes the frames: rendering and encoding overlap."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")


class Behind(Generic[T]):
    """Hand items over one by one; they are worked on in order, in one thread.

    Leaving the block without an exception waits until everything is done; leaving it with one drops what waits. An
    exception of the work is raised in :meth:`put` or on leaving.
    """

    def __init__(self, work: Callable[[T], None], waiting: int = 3) -> None:
        self._work = work
        self._queue: queue.Queue[tuple[T] | None] = queue.Queue(waiting)
        self._error: BaseException | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="vivant-behind", daemon=True)

    def put(self, item: T) -> None:
        """Hand an item over; waits while too many are waiting."""
        while not self._stop.is_set():
            try:
                self._queue.put((item,), timeout=0.2)
                break
            except queue.Full:
                continue
        self._raise()

    def __enter__(self) -> Behind[T]:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._stop.set()
        try:
            self._finish()
        except BaseException:
            self._stop.set()
            self._thread.join()
            raise
        if kind is None:
            self._raise()

    def _finish(self) -> None:
        while self._thread.is_alive() and not self._stop.is_set():
            try:
                self._queue.put(None, timeout=0.2)
                break
            except queue.Full:
                continue
        self._thread.join()

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                try:
                    item = self._queue.get(timeout=0.2)
                except queue.Empty:
                    continue
                if item is None:
                    return
                self._work(item[0])
        except BaseException as error:
            self._error = error
            self._stop.set()
