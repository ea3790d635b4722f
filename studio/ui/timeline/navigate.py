"""Zooming and panning with wheel and middle button, the same in every part of the timeline."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from studio.ui.timeline.span import Span

NOTCH = 1.2
"""How much a notch of the wheel zooms."""


class Navigated(QWidget):
    """A part whose frames run from its left to its right border."""

    def __init__(self, span: Span, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.span = span
        self._held: QPointF | None = None
        span.changed.connect(self.redraw)

    def redraw(self) -> None:
        """What is painted changed."""
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse; with Shift, or a wheel that moves sideways, pan."""
        turn = event.angleDelta()
        sideways = turn.x() or (turn.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if sideways:
            self.span.pan(sideways)
        else:
            self.span.zoom(NOTCH ** (-turn.y() / 120), event.position().x())
        event.accept()

    def begin_pan(self, event: QMouseEvent) -> bool:
        """Whether the button is the one that pans; then it does."""
        if event.button() != Qt.MouseButton.MiddleButton:
            return False
        self._held = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        return True

    def pan_on(self, event: QMouseEvent) -> bool:
        """Go on panning; False where nobody does."""
        if self._held is None:
            return False
        moved = event.position() - self._held
        self._held = event.position()
        self.span.pan(moved.x())
        self.pan_rows(moved.y())
        return True

    def end_pan(self, event: QMouseEvent) -> bool:
        """The button went up; False where it is another one."""
        if self._held is None or event.button() != Qt.MouseButton.MiddleButton:
            return False
        self._held = None
        self.unsetCursor()
        return True

    def pan_rows(self, pixels: float) -> None:
        """Push what lies across, down by so many pixels."""
