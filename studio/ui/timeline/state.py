"""What the parts of the timeline share: the visible span, the rows, what is picked, and what was fetched."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from studio.ui.session import Session
from studio.ui.timeline.span import Span

NEAR = 7.0
"""Pixels within which something is hit or snaps."""


class TimelineState(QObject):
    """Shared by ruler, header, sheet and curves.

    Attributes:
        session: The window's.
        span: The visible frames.
        snap: Whether drags stick to frames, keys and markers.
        in_timecode: Whether the ruler counts in timecode.
        kept: Runs of kept frames, as (first, last, tier).
    """

    repaint = Signal()
    """Something that is painted changed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self.span = session, Span()
        self.snap, self.in_timecode = True, False
        self.kept: tuple[tuple[int, int, str], ...] = ()
        session.bridge.kept_changed.connect(self._keep)
        session.opened.connect(self.fit_shot)
        self.fit_shot()

    def fit_shot(self) -> None:
        """Show the whole shot."""
        shot = self.session.graph.shot
        self.span.fit(shot.first, shot.last)

    def frame_of(self, time: float) -> float:
        """The frame at a time in seconds; not whole."""
        return time * self.session.graph.shot.fps

    def time_of(self, frame: float) -> float:
        """Seconds at a frame."""
        return self.session.graph.shot.time(frame)

    def x_of(self, time: float) -> float:
        """Where a time lies, in pixels."""
        return self.span.to_x(self.frame_of(time))

    def _keep(self, kept: Any) -> None:
        self.kept = runs(kept)
        self.repaint.emit()


def runs(kept: dict[int, str]) -> tuple[tuple[int, int, str], ...]:
    """Frames side by side in one tier as one run."""
    found: list[tuple[int, int, str]] = []
    for frame in sorted(kept):
        tier = kept[frame]
        if found and found[-1][1] == frame - 1 and found[-1][2] == tier:
            found[-1] = (found[-1][0], frame, tier)
        else:
            found.append((frame, frame, tier))
    return tuple(found)
