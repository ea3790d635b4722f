"""Keeping the garbage collector out of the engine's own bookkeeping.

Plans and requests are many small objects that live long; collecting while they are made visits all of them again and
again and makes the cost of a node grow with the graph. Nodes themselves run with the collector as it was.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector, where it runs."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
