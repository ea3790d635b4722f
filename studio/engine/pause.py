"""Keeping the garbage collector out of the engine's own bookkeeping.

Plans and requests are many small objects that live long; collecting while they are made visits all of them again and
again and makes the cost of a node grow with the graph. Nodes themselves run with the collector as it was.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_pauses = 0
_was_running = True


def pause() -> None:
    """Stop the garbage collector, until :func:`resume` was called as often, from whatever threads."""
    global _pauses, _was_running
    with _lock:
        if _pauses == 0:
            _was_running = gc.isenabled()
            gc.disable()
        _pauses += 1


def resume() -> None:
    """End one pause."""
    global _pauses
    with _lock:
        _pauses -= 1
        if _pauses == 0 and _was_running:
            gc.enable()


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector for a while."""
    pause()
    try:
        yield
    finally:
        resume()
