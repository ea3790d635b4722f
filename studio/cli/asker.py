"""The program that asked for some work, at the other end of the pipes: once it is gone, nobody wants the result."""

from __future__ import annotations

import _thread
import os
import signal
import threading
import time
from contextlib import suppress

PATIENCE = 20.0
"""Seconds in which work has to end by itself."""


def leave_with_asker() -> None:
    """End this process as SIGTERM would, when whoever holds the other end of its standard input is gone."""
    threading.Thread(target=_wait_for_the_end, name="asker", daemon=True).start()


def _wait_for_the_end() -> None:
    with suppress(OSError):
        while os.read(0, 4096):
            pass
    end = time.monotonic() + PATIENCE
    while signal.getsignal(signal.SIGTERM) is signal.SIG_DFL and time.monotonic() < end:
        time.sleep(0.05)  # nobody listens yet
    _thread.interrupt_main(signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)
