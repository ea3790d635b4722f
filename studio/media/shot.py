"""The shot: how large, how fast, how long."""

from __future__ import annotations

from dataclasses import dataclass

from studio.media.value import media_type


@media_type
@dataclass(frozen=True)
class Shot:
    """Size, rate and range of the film.

    Attributes:
        size: (width, height) of the film, in pixels; (0, 0) means: as the source picture.
        fps: Frames a second.
        first: First frame, counted from 0.
        last: Last frame, included.
    """

    size: tuple[int, int] = (0, 0)
    fps: float = 24.0
    first: int = 0
    last: int = 95

    @property
    def frames(self) -> range:
        """Every frame of the range."""
        return range(self.first, self.last + 1)

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.frames) / self.fps

    def time(self, frame: float) -> float:
        """Seconds at which a frame is shown."""
        return frame / self.fps
