"""Progress of a computation, as bars on a terminal or plain lines elsewhere, and how it is stopped."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any

from studio.cli.terminal import say
from studio.engine.cancel import Cancel
from studio.engine.events import Event, Failed, Finished, Progress, Started, Warned
from studio.media.film import Film

PATIENCE = 1.0
"""Seconds in which stopped work may reach its next check; after them it is interrupted where it is."""
BRIEF = 200.0
"""Milliseconds under which a stage is not worth a line."""
EVERY = 5.0
"""Seconds between plain lines of one stage."""


@contextmanager
def cancelling() -> Iterator[Cancel]:
    """A token that Ctrl-C or SIGTERM sets, so that work ends at its next check, and at once when that takes long."""
    cancel = Cancel()

    def stop(number: int, frame: FrameType | None) -> None:
        if cancel.cancelled:
            raise KeyboardInterrupt
        cancel.cancel()
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, PATIENCE)

    numbers = [signal.SIGINT, signal.SIGTERM, *([signal.SIGALRM] if hasattr(signal, "SIGALRM") else [])]
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield cancel
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


class Show:
    """Shows the engine's events: bars with time left on a terminal, a plain line a stage elsewhere.

    Use it as a context manager and hand :meth:`listen` to the engine.
    """

    def __init__(self) -> None:
        self._bars: Any = None
        self._tasks: dict[str, Any] = {}
        self._told: dict[str, float] = {}
        self._seen: set[str] = set()
        self._moved: set[str] = set()
        self._inside: list[float] = []
        self.warnings: list[str] = []

    def __enter__(self) -> Show:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
            from rich.progress import Progress as Bars

            columns = (
                TextColumn("{task.description:<18}"), BarColumn(24), TaskProgressColumn(), TimeElapsedColumn(),
                TextColumn("left"), TimeRemainingColumn(), TextColumn("{task.fields[note]}"),
            )  # fmt: skip
            self._bars = Bars(*columns, console=Console(stderr=True))
            self._bars.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            for task in [task for task in self._bars.tasks if task.total is None]:
                self._bars.remove_task(task.id)
            self._bars.__exit__(kind, problem, trace)
        for warning in self.warnings:
            print(f"note: {warning}", file=sys.stderr, flush=True)

    def asked_for(self, node: str) -> None:
        """All work is for this node."""

    def say_done(self, film: Film) -> None:
        """The film is written."""
        size = f" of {film.size[0]} x {film.size[1]}" if all(film.size) else ""
        say(f"{film.path}: {film.frames} frames{size}")

    def listen(self, event: Event) -> None:
        """Receive one event."""
        if isinstance(event, Warned) and event.message not in self.warnings:
            self.warnings.append(event.message)
        elif isinstance(event, Progress):
            self._progressed(event)
        elif isinstance(event, Started):
            self._started(event.node)
        elif isinstance(event, Finished):
            self._finished(event.node, event.milliseconds)
        elif isinstance(event, Failed):
            self._inside.clear()

    def _started(self, node: str) -> None:
        self._inside.append(0.0)
        self._told.setdefault(node, time.monotonic())
        if self._bars is not None and node not in self._tasks and node not in self._seen:
            self._tasks[node] = self._bars.add_task(title(node), total=None, note="")

    def _progressed(self, event: Progress) -> None:
        node, note = event.node, event.note
        if self._bars is not None and node in self._tasks:
            self._move_down(node, event.done)
            self._bars.update(self._tasks[node], completed=event.done, total=event.total or None, note=note)
        elif event.total and time.monotonic() - self._told.get(node, 0.0) > EVERY:
            self._told[node] = time.monotonic()
            print(f"{title(node)}: {100 * event.done / event.total:.0f}% {note}".rstrip(), file=sys.stderr, flush=True)

    def _move_down(self, node: str, done: float) -> None:
        """Begin the bar of a stage anew, below those that it waited for, so that its time left is its own."""
        if done and self._bars.tasks[-1].id != self._tasks[node] and node not in self._moved:
            self._moved.add(node)
            self._bars.remove_task(self._tasks[node])
            self._tasks[node] = self._bars.add_task(title(node), total=None, note="")

    def _finished(self, node: str, milliseconds: float) -> None:
        """A stage's own time is what it took, without stages that it waited for; what comes with each frame counts."""
        own = milliseconds - (self._inside.pop() if self._inside else 0.0)
        if self._inside and node not in self._seen:
            self._inside[-1] += milliseconds
        if self._bars is not None and node in self._tasks:
            self._close_bar(node, own)
        elif self._bars is None and own > BRIEF and node not in self._seen:
            print(f"{title(node)}: done in {own / 1000:.1f} s", file=sys.stderr, flush=True)
        self._seen.add(node)

    def _close_bar(self, node: str, own: float) -> None:
        """A brief stage's bar is taken away, but not that of what was asked for, which all others worked for."""
        task = self._tasks.pop(node)
        if own < BRIEF and self._inside:
            self._bars.remove_task(task)
        else:
            total = next((found.total for found in self._bars.tasks if found.id == task), None) or 1
            self._bars.update(task, total=total, completed=total, note="")


def title(node: str) -> str:
    """A node's id as a person reads it: "detect_people_1" is "detect people"."""
    name, _, number = node.rpartition("_")
    return (name if number.isdigit() and name else node).replace("_", " ")
