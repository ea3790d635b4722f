"""Frames around the playhead, computed ahead while nothing is asked, as far as memory goes; and which are kept."""

from __future__ import annotations

import time as clock
from collections.abc import Iterator

from studio.engine.child.reports import PIECE, Reports
from studio.engine.child.task import Look
from studio.engine.evaluator import Evaluator
from studio.graph.graph import Graph
from studio.media.region import Region

SHARE = 0.6
"""Share of the memory's budget that frames may fill, so that what they are made of stays kept too."""
AGAIN = 1.0
"""Seconds between two looks at all frames, where results made room."""


class Filling:
    """For the evaluating thread.

    Args:
        evaluator: Knows what is kept, and its budget.
        reports: Holds and tells which frames are kept.
    """

    def __init__(self, evaluator: Evaluator, reports: Reports) -> None:
        self._evaluator, self._reports = evaluator, reports
        self._known: tuple[tuple[str, str, float, Region], int] | None = None
        self._scan: Iterator[None] | None = None
        self._scanned_at, self._evictions = 0.0, 0
        self._given_up = -1
        self._bytes = 0

    def look_up(self, graph: Graph, followed: Look | None, serial: int, evictions: int) -> bool:
        """Find out a little about which frames are kept; False where that is known."""
        known = (followed.place, serial) if followed is not None and followed.node in graph.nodes else None
        aged = evictions != self._evictions and clock.monotonic() - self._scanned_at > AGAIN
        if known != self._known or aged:
            self._known, self._evictions, self._scanned_at = known, evictions, clock.monotonic()
            self._scan = self._reports.find_kept(graph, followed, graph.shot.frames) if followed and known else None
            if not known:
                self._reports.kept = {}
        if self._scan is None:
            return False
        start = clock.monotonic()
        for _ in self._scan:
            if clock.monotonic() - start > PIECE:
                return True
        self._scan = None
        return True

    def next(self, graph: Graph, followed: Look | None, serial: int) -> Look | None:
        """The nearest frame that is not ready and has room; None where there is none."""
        if followed is None or not self._known or self._scan is not None or self._given_up == serial:
            return None
        room = SHARE * self._evaluator.cache.ram.budget / max(self._bytes, 1)
        for count, frame in enumerate(outwards(round(followed.time * graph.shot.fps), graph.shot.frames)):
            if count >= room:
                return None
            if self._reports.kept.get(frame, "disk") == "disk":
                return followed._replace(time=graph.shot.time(frame))
        return None

    def seen(self, look: Look, graph: Graph, filled: bool = False) -> None:
        """A look was answered. A frame that is not kept, having been filled, ends the filling."""
        if not self._known or look.place != self._known[0]:
            return
        frame = round(look.time * graph.shot.fps)
        state = self._evaluator.state(
            graph, look.node, graph.shot.time(frame), output=look.output, scale=look.scale, region=look.region
        )
        self._bytes = max(self._bytes, state.bytes)
        self._reports.kept = {**self._reports.kept, frame: state.where}
        if not state.where:
            del self._reports.kept[frame]
        if filled and state.where in ("", "disk"):
            self._given_up = self._known[1]

    def give_up(self, serial: int) -> None:
        """Fill no more of this graph: a frame failed."""
        self._given_up = serial

    def take_heart(self) -> None:
        """What failed may be tried again."""
        self._given_up, self._known = -1, None


def outwards(middle: int, frames: range) -> Iterator[int]:
    """Every frame, the nearest first, the later of two first."""
    middle = min(max(middle, frames[0]), frames[-1])
    yield middle
    for away in range(1, len(frames)):
        yield from (frame for frame in (middle + away, middle - away) if frame in frames)
