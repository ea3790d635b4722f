"""An input over time, as a node gets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from studio.engine.step import instant
from studio.media.shot import Shot


class NearClip:
    """A few neighbouring frames: those that were declared, and none else."""

    def __init__(self, shot: Shot, time: float, first: int, values: tuple[Any, ...]) -> None:
        self._shot, self._time, self._first, self._values = shot, time, first, values

    @property
    def shot(self) -> Shot:
        """The shot that the frames belong to."""
        return self._shot

    def at(self, time: float) -> Any:
        """The frame shown at ``time``. Raises ValueError outside the window, and between its frames."""
        frames = (time - self._time) * self._shot.fps
        if abs(frames - round(frames)) > 1e-4:
            raise ValueError(f"{time:g} s lies between the frames of the declared window")
        return self.near(round(frames))

    def near(self, frames: int) -> Any:
        """The frame so many frames away. Raises ValueError outside the window."""
        if not 0 <= frames - self._first < len(self._values):
            last = self._first + len(self._values) - 1
            raise ValueError(f"frame {frames:+d} lies outside the declared window {self._first:+d} to {last:+d}")
        return self._values[frames - self._first]


class WholeClip:
    """A whole shot, frame by frame as it is asked for."""

    def __init__(self, shot: Shot, time: float | None, pull: Callable[[float], Any]) -> None:
        self._shot, self._time, self._pull = shot, time, pull

    @property
    def shot(self) -> Shot:
        """The shot that the frames belong to."""
        return self._shot

    def at(self, time: float) -> Any:
        """The input at ``time``. Raises ValueError before the first frame and after the last."""
        frame = time * self._shot.fps
        if not self._shot.first - 0.5 <= frame <= self._shot.last + 0.5:
            raise ValueError(f"{time:g} s lies outside the shot")
        return self._pull(instant(time, self._shot))

    def near(self, frames: int) -> Any:
        """The input so many frames away from the current time. Raises ValueError where the node asked for no time."""
        if self._time is None:
            raise ValueError("a node that reads a whole clip from the current time must ask for `time: Time`")
        return self.at(self._time + frames / self._shot.fps)
