"""Which frames are visible, and where on the widgets each lies."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

MARGIN = 22.0
"""Pixels that stay free on both sides when everything is fitted in."""
CLOSEST = 4.0
"""Frames that fill the whole width at the closest look."""
FARTHEST = 2e7


class Span(QObject):
    """The visible frames; all parts of the timeline lie under each other by it.

    Attributes:
        first, last: Frames at the left and right border; not whole.
        width: Pixels between the borders.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first, self.last, self.width = 0.0, 96.0, 800.0

    @property
    def scale(self) -> float:
        """Pixels a frame."""
        return self.width / (self.last - self.first)

    def to_x(self, frame: float) -> float:
        """Where a frame lies, in pixels."""
        return (frame - self.first) * self.scale

    def to_frame(self, x: float) -> float:
        """Which frame lies at a pixel; not whole."""
        return self.first + x / self.scale

    def show(self, first: float, last: float) -> None:
        """Let these frames reach from border to border."""
        length = min(max(last - first, CLOSEST), FARTHEST)
        middle = (first + last) / 2
        self.first, self.last = middle - length / 2, middle + length / 2
        self.changed.emit()

    def fit(self, first: float, last: float) -> None:
        """Show these frames with a margin."""
        inner = max(self.width - 2 * MARGIN, 1.0)
        room = max(last - first, CLOSEST) * MARGIN / inner
        self.show(first - room, last + room)

    def resize(self, width: float) -> None:
        """The widgets are so wide now; the same frames fill them."""
        if width > 0 and width != self.width:
            self.width = width
            self.changed.emit()

    def zoom(self, factor: float, x: float) -> None:
        """Show ``factor`` times as many frames; the one at ``x`` stays where it is."""
        here = self.to_frame(x)
        length = min(max((self.last - self.first) * factor, CLOSEST), FARTHEST)
        first = here - length * x / self.width
        self.show(first, first + length)

    def pan(self, pixels: float) -> None:
        """Push the frames to the right by so many pixels."""
        by = pixels / self.scale
        self.show(self.first - by, self.last - by)

    def reveal(self, frame: float) -> None:
        """Turn the page where a frame lies outside."""
        length = self.last - self.first
        if frame < self.first or frame > self.last:
            first = frame - length * (0.08 if frame > self.last else 0.92)
            self.show(first, first + length)
