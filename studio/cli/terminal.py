"""What the command line prints: one error line, and progress as bars on a terminal or plain lines elsewhere."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any

from studio.engine.cancel import Cancel
from studio.engine.events import Event, Finished, Progress, Started, Warned


def error(message: str) -> None:
    """One line on the standard error."""
    print(f"vivant: {' '.join(message.split())}", file=sys.stderr, flush=True)


def say(message: str) -> None:
    """One line on the standard output."""
    print(message, flush=True)


@contextmanager
def cancelling() -> Iterator[Cancel]:
    """A token that Ctrl-C sets, so that work ends at its next check; a second Ctrl-C ends it at once."""
    cancel = Cancel()

    def stop(number: int, frame: FrameType | None) -> None:
        if cancel.cancelled:
            raise KeyboardInterrupt
        cancel.cancel()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)


class Show:
    """Shows the engine's events: bars with time left on a terminal, a plain line a stage elsewhere.

    Use it as a context manager and hand :meth:`listen` to the engine.
    """

    def __init__(self) -> None:
        self._bars: Any = None
        self._tasks: dict[str, Any] = {}
        self._told: dict[str, float] = {}
        self.warnings: list[str] = []

    def __enter__(self) -> Show:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
            from rich.progress import Progress as Bars

            columns = (
                TextColumn("{task.description:<18}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(),
                TextColumn("left"), TimeRemainingColumn(), TextColumn("{task.fields[note]}"),
            )  # fmt: skip
            self._bars = Bars(*columns, console=Console(stderr=True), transient=False)
            self._bars.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.__exit__(kind, problem, trace)
        for warning in self.warnings:
            print(f"note: {warning}", file=sys.stderr, flush=True)

    def listen(self, event: Event) -> None:
        """Receive one event."""
        if isinstance(event, Warned) and event.message not in self.warnings:
            self.warnings.append(event.message)
        elif isinstance(event, Progress):
            self._progressed(event.node, event.done, event.total, event.note)
        elif isinstance(event, Started):
            self._told.setdefault(event.node, time.monotonic())
        elif isinstance(event, Finished):
            self._finished(event.node, event.milliseconds)

    def _progressed(self, node: str, done: float, total: float, note: str) -> None:
        if self._bars is not None:
            if node not in self._tasks:
                self._tasks[node] = self._bars.add_task(title(node), total=total, note=note)
            self._bars.update(self._tasks[node], completed=done, total=total, note=note)
        elif total and time.monotonic() - self._told.get(node, 0.0) > 5:
            self._told[node] = time.monotonic()
            print(f"{title(node)}: {100 * done / total:.0f}% {note}".rstrip(), file=sys.stderr, flush=True)

    def _finished(self, node: str, milliseconds: float) -> None:
        if self._bars is not None:
            if node not in self._tasks and milliseconds > 200:
                self._tasks[node] = self._bars.add_task(title(node), total=1, completed=1, note="")
            elif node in self._tasks:
                task = self._bars.tasks[self._tasks[node]]
                self._bars.update(self._tasks[node], completed=task.total)
        elif milliseconds > 200:
            print(f"{title(node)}: done in {milliseconds / 1000:.1f} s", file=sys.stderr, flush=True)


def title(node: str) -> str:
    """A node's id as a person reads it: "detect_people_1" is "detect people"."""
    name, _, number = node.rpartition("_")
    return (name if number.isdigit() and name else node).replace("_", " ")
