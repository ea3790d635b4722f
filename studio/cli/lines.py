"""Progress as lines of JSON on the standard output, for the window's render queue."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from types import TracebackType
from typing import Any

from studio.cli.asker import leave_with_asker
from studio.cli.progress import BRIEF, Show, title
from studio.engine.events import Event, Finished, Progress, Warned
from studio.media.film import Film

EVERY = 0.2
"""Seconds between two lines of one stage."""


class Lines(Show):
    """Tells each event that matters in a line of its own. The work ends when the program that asked for it does."""

    def __init__(self) -> None:
        super().__init__()
        self._main = ""
        self._next: dict[str, float] = {}

    def __enter__(self) -> Lines:
        leave_with_asker()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        for warning in self.warnings:
            self._tell({"log": f"note: {warning}"})

    def asked_for(self, node: str) -> None:
        """All work is for this node: its progress is the film's."""
        self._main = node

    def say_done(self, film: Film) -> None:
        """The film is written."""
        self._tell({"film": film.path, "frames": film.frames, "size": film.size, "bytes": film.bytes})

    def listen(self, event: Event) -> None:
        """Receive one event."""
        if isinstance(event, Warned) and event.message not in self.warnings:
            self.warnings.append(event.message)
        elif isinstance(event, Progress) and self._due(event):
            head = {"frame": [event.done, event.total]} if event.node == self._main else {}
            self._tell(head | {"stage": title(event.node), "part": event.done / (event.total or 1), "note": event.note})
        elif isinstance(event, Finished) and event.milliseconds > BRIEF and event.node not in self._seen:
            self._seen.add(event.node)
            self._tell({"log": f"{title(event.node)}: {event.milliseconds / 1000:.1f} s"})

    def _due(self, event: Progress) -> bool:
        now = time.monotonic()
        if event.done < event.total and now < self._next.get(event.node, 0.0):
            return False
        self._next[event.node] = now + EVERY
        return True

    def _tell(self, message: dict[str, Any]) -> None:
        with suppress(OSError, ValueError):
            print(json.dumps(message), flush=True)
