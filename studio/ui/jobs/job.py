"""One render: what is rendered, how far it is, what it said."""

from __future__ import annotations

import json
import time as clock
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from studio.graph.graph import Graph

LINES = 2000
"""Lines of a job's log that are kept."""


class State(Enum):
    """Where a job is; the value is what the artist reads."""

    WAITING = "waiting"
    RUNNING = "rendering"
    PAUSED = "paused"
    STOPPING = "stopping"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self in (State.DONE, State.FAILED, State.STOPPED)

    @property
    def alive(self) -> bool:
        """Whether it has a process."""
        return self in (State.RUNNING, State.PAUSED, State.STOPPING)


@dataclass(eq=False)
class Job:
    """A render, from waiting to its end. The graph is a value: edits made meanwhile do not change it.

    Attributes:
        number: Counted from 1, in the order in which jobs were asked for.
        graph, node, path, frames, scale: What is rendered where.
        written: Frames that are done.
        doing: What it does now, "" for nothing.
        problem: Why it failed, "" where it did not.
        result: What was written, in words.
        log: What it said.
    """

    number: int
    graph: Graph
    node: str
    path: Path
    frames: range
    scale: float
    state: State = State.WAITING
    written: int = 0
    doing: str = ""
    problem: str = ""
    result: str = ""
    log: list[str] = field(default_factory=list)
    _pace: Pace = field(default_factory=lambda: Pace())

    @property
    def part(self) -> float:
        """How much is done, 0 to 1."""
        return 1.0 if self.state is State.DONE else self.written / max(len(self.frames), 1)

    @property
    def left(self) -> float | None:
        """Seconds that it will take from now; None where that is not known yet."""
        return self._pace.left(self.written, len(self.frames)) if self.state.alive else None

    @property
    def took(self) -> float:
        """Seconds that it worked for."""
        return self._pace.worked

    def change(self, state: State) -> None:
        """Go on to another state; time in which it stands still is no working time."""
        self.state = state
        self._pace.run(state is State.RUNNING)
        if state.over:
            self.doing = ""

    def hear(self, line: str) -> None:
        """Take a line that the process printed; one that is none of ours is kept in the log."""
        try:
            message = json.loads(line)
        except ValueError:
            message = None
        if not isinstance(message, dict):
            self.note(line)
            return
        self._take(message)

    def note(self, line: str) -> None:
        """Keep a line in the log."""
        if line.strip():
            self.log.append(line.rstrip())
            del self.log[:-LINES]

    def fail(self, code: int) -> None:
        """It ended badly."""
        self.change(State.FAILED)
        said = next((line for line in reversed(self.log) if line.startswith("vivant: ")), "")
        killed = "it was killed, most likely because memory ran out" if code == 9 else "it ended without a word"
        self.problem = said.removeprefix("vivant: ") or killed
        if not said:
            self.note(self.problem)

    def _take(self, message: dict[str, Any]) -> None:
        if "frame" in message:
            self.written = int(message["frame"][0])
            self._pace.mark(self.written)
            self.doing = ""
        elif "stage" in message:
            self.doing = f"{message['stage']} {100 * message['part']:.0f}%"
        elif "film" in message:
            wide, high = message["size"]
            self.result = f"{message['frames']} frames, {wide} × {high}, {message['bytes'] / 2**20:.1f} MB"
            self.note(f"{message['film']}: {self.result}")
        elif "log" in message:
            self.note(str(message["log"]))


class Pace:
    """How fast frames come, without the time before the first one, and without pauses."""

    def __init__(self) -> None:
        self._worked, self._since = 0.0, 0.0
        self._running = False
        self._first: tuple[float, int] | None = None

    def run(self, running: bool) -> None:
        """Work begins, or stands still."""
        now = clock.monotonic()
        if self._running:
            self._worked += now - self._since
        self._running, self._since = running, now

    def mark(self, written: int) -> None:
        """So many frames are done."""
        if self._first is None and written > 0:
            self._first = self.worked, written

    def left(self, written: int, total: int) -> float | None:
        """Seconds of work that are left; None before the second frame."""
        if self._first is None or written <= self._first[1]:
            return None
        return (self.worked - self._first[0]) / (written - self._first[1]) * (total - written)

    @property
    def worked(self) -> float:
        """Seconds of work, without pauses."""
        return self._worked + (clock.monotonic() - self._since if self._running else 0.0)
