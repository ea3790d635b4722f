"""What the engine tells while it evaluates, on its way to the window: thinned out, so that the pipe stays free."""

from __future__ import annotations

import threading
import time as clock
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, get_args

from studio.engine.child.arena import Arena
from studio.engine.child.wire import Message
from studio.engine.events import Event, Evicted, Failed, Finished, Freed, Kept, Started, Stopped, Warned
from studio.engine.failure import NodeError

EVERY = 0.1
"""Seconds between two messages of events that may be thinned out."""


class Teller:
    """Hears the engine's events on the evaluating thread, and sends them in batches from a thread of its own.

    Of a node that starts and finishes within a moment only the finish is sent, of its progress the last; that its
    result was kept is sent once for each graph.

    Args:
        send: Writes a message.
        arena: Told which node computes.

    Attributes:
        blocked: Nodes that may not compute, and why.
        finished: Nodes that did something since this was last emptied.
        evictions: How many results made room.
    """

    def __init__(self, send: Callable[[Message], None], arena: Arena) -> None:
        self._send, self._arena = send, arena
        self.blocked: dict[str, str] = {}
        self.finished: set[str] = set()
        self.evictions = 0
        self.heard: Callable[[], None] = lambda: None
        self._computing: list[str] = []
        self._looked_at = ""
        self._kept: set[str] = set()
        self._waiting: dict[tuple[str, str], Event] = {}
        self._some = threading.Condition()
        threading.Thread(target=self._flush, name="teller", daemon=True).start()

    def hear(self, event: Event) -> None:
        """Receive an event. Raises NodeError where a node starts that is blocked."""
        if isinstance(event, Started):
            if event.node in self.blocked:
                raise NodeError(event.node, self.blocked[event.node])
            self._computing.append(event.node)
            self._note()
        elif isinstance(event, Finished | Failed):
            self._ended(event.node)
        elif isinstance(event, Evicted):
            self.evictions += 1
        if not isinstance(event, Kept) or event.node not in self._kept:
            self._queue(event)
        if isinstance(event, Kept):
            self._kept.add(event.node)
        self.heard()

    def anew(self) -> None:
        """The graph has changed: what is handed out as kept is news again."""
        self._kept.clear()

    def about(self, node: str) -> None:
        """A node is looked at. Raises NodeError where it is blocked."""
        if node in self.blocked:
            raise NodeError(node, self.blocked[node])
        self._looked_at = node
        self._note()

    def over(self) -> None:
        """What was looked at is answered: what still computes was stopped."""
        for node in self._computing:
            self._queue(Stopped(node))
        self._computing.clear()
        self._looked_at = ""
        self._note()

    def _ended(self, node: str) -> None:
        self.finished.add(node)
        if node in self._computing:
            del self._computing[self._computing.index(node) :]
        self._note()

    def _note(self) -> None:
        self._arena.note(self._computing[-1] if self._computing else self._looked_at)

    def _queue(self, event: Event) -> None:
        slot = "" if isinstance(event, Started | Finished | Failed | Stopped) else type(event).__name__
        if isinstance(event, Warned | Freed):
            slot += f" {event}"
        with self._some:
            if not slot:
                self._waiting.pop((event.node, "Progress"), None)
            self._waiting.pop((event.node, slot), None)
            self._waiting[event.node, slot] = event
            self._some.notify()

    def _flush(self) -> None:
        while True:
            with self._some:
                self._some.wait_for(lambda: bool(self._waiting))
                batch = [*self._waiting.values()]
                self._waiting.clear()
            try:
                self._send({"say": "events", "events": [[type(e).__name__, asdict(e)] for e in batch]})
            except (OSError, ValueError):
                return
            clock.sleep(EVERY)


_KINDS = {kind.__name__: kind for kind in get_args(Event)}


def event_of(name: str, fields: dict[str, Any]) -> Event | None:
    """An event from what was sent; None where it is none."""
    found: Event | None = _KINDS[name](**fields) if name in _KINDS else None
    return found
