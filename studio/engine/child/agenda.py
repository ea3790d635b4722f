"""What the evaluating thread shall do, in which order; the reading thread fills it, and stops what is overtaken."""

from __future__ import annotations

import threading
import time as clock
from collections import deque
from collections.abc import Iterable

from studio.engine.child.task import Look, Task
from studio.engine.child.wire import Message
from studio.graph.graph import Graph

GRACE = 0.3
"""Seconds for which a look at the same output may go on once a newer one waits: what is quick is shown while it is
dragged instead of never; what was stopped all the same may take twice as long the next time."""
LONGEST_GRACE = 20.0
FAIR = 0.25
"""Seconds after which a fetch has its turn before newer looks."""
TURN = 0.03
"""Seconds that a fetch may still take when a look comes."""
QUIET = 0.15
"""Seconds without a question after which frames are filled."""


class Agenda:
    """Looks, then fetches, then whatever else there is to do.

    Attributes:
        graph, serial: The graph that all is about, and its number.
        followed: What is filled while there is nothing else to do.
        halted: Stopped by the artist, until something is asked.
        closed: The window is gone.
        turn: Number of the last message that made work.
    """

    def __init__(self) -> None:
        self.graph, self.serial = Graph(), 0
        self.followed: Look | None = None
        self.halted = self.closed = False
        self.turn = 0
        self._looks: deque[Task] = deque()
        self._fetches: deque[Task] = deque()
        self._errands: deque[Message] = deque()
        self._running: Task | None = None
        self._asked_at = 0.0
        self._grace = GRACE
        self._changed = threading.Condition()

    def show(self, serial: int, graph: Graph) -> None:
        """All is about this graph from now on."""
        with self._changed:
            self.graph, self.serial = graph, serial
            self._stop_filling()

    def look(self, ask: int, looks: Iterable[Look]) -> None:
        """Look at these instead of what was looked at before."""
        with self._changed:
            self._looks = deque(Task("look", look, ask, at) for at, look in enumerate(looks))
            self._hear()
            if self._running is not None:
                self._overtake(self._running)

    def fetch(self, ask: int, look: Look) -> None:
        """Get this too, after what is looked at."""
        with self._changed:
            self._fetches.append(Task("fetch", look, ask))
            self._hear()
            self._stop_filling()

    def follow(self, look: Look | None) -> None:
        """Fill the frames around this look."""
        with self._changed:
            moved = self.followed is None or look is None or self.followed.place != look.place
            self.followed = look
            if moved:
                self._stop_filling()
            self._changed.notify_all()

    def stop(self) -> list[Task]:
        """Stop all; hands back the fetches that nobody will answer."""
        with self._changed:
            self.halted = True
            dropped = [*self._fetches]
            self._looks.clear()
            self._fetches.clear()
            if self._running is not None:
                self._running.dropped = True
                self._running.cancel.cancel()
            return dropped

    def close(self) -> None:
        """The window is gone."""
        self.stop()
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def later(self, errand: Message) -> None:
        """Something that only the evaluating thread may do, as soon as it can."""
        with self._changed:
            self._errands.append(errand)
            self._changed.notify_all()

    def errand(self) -> Message | None:
        """The next of those; None where there is none."""
        with self._changed:
            return self._errands.popleft() if self._errands else None

    def take(self) -> Task | None:
        """Begin the next question; None where there is none."""
        with self._changed:
            now = clock.monotonic()
            waits = bool(self._fetches) and (not self._looks or now - self._fetches[0].since > FAIR)
            queue = self._fetches if waits else self._looks
            return self._begin(queue.popleft()) if queue else None

    def fill(self, look: Look) -> Task | None:
        """Begin to fill a frame; None where something else is asked."""
        with self._changed:
            return None if self._looks or self._fetches or self.halted else self._begin(Task("fill", look))

    def done(self, task: Task) -> None:
        """End a task. A look that was overtaken makes the next one more patient."""
        with self._changed:
            self._running = None
            if task.kind == "look":
                overtaken = task.cancel.cancelled
                self._grace = min(2 * self._grace, LONGEST_GRACE) if overtaken else GRACE

    def again(self, task: Task) -> None:
        """A fetch that was overtaken comes again, after the looks that wait now."""
        with self._changed:
            self._fetches.appendleft(Task("fetch", task.look, task.ask))

    @property
    def quiet(self) -> float:
        """Seconds until it has been quiet for long enough; 0 when it has."""
        return max(0.0, self._asked_at + QUIET - clock.monotonic())

    def heard(self, turn: int) -> None:
        """A message that made work was taken."""
        with self._changed:
            self.turn = turn
            self._changed.notify_all()

    def wait(self, timeout: float, turn: int) -> None:
        """Wait until something happens that was not known at this turn."""
        with self._changed:
            if self.turn == turn and not (self._looks or self._fetches or self._errands or self.closed):
                self._changed.wait(timeout)

    def _begin(self, task: Task) -> Task:
        task.begun, task.graph, task.serial = clock.monotonic(), self.graph, self.serial
        self._running = task
        return task

    def _overtake(self, running: Task) -> None:
        """Stop what runs, at once or soon, unless it is just what is wanted."""
        wanted = [task.look for task in self._looks]
        if running.kind == "fetch":
            running.cancel.run_out(clock.monotonic() + TURN)
        elif running.kind == "fill" or all(running.look.place != look.place for look in wanted):
            running.cancel.cancel()
        elif running.look not in wanted or running.serial != self.serial:
            running.cancel.run_out(running.begun + self._grace)

    def _hear(self) -> None:
        self.halted = False
        self._asked_at = clock.monotonic()
        self._changed.notify_all()

    def _stop_filling(self) -> None:
        if self._running is not None and self._running.kind == "fill":
            self._running.cancel.cancel()
        self._changed.notify_all()
