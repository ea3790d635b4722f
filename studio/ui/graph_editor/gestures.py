"""What the mouse does while a button is down: pan, pick in a box, make a frame larger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from studio.graph.edit import set_frame
from studio.ui.graph_editor.measure import GRID
from studio.ui.theme import ACCENT

if TYPE_CHECKING:
    from studio.ui.graph_editor.canvas import Canvas

SHIFT, CONTROL, ALT = (
    Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip
NEAR = 4.0
"""Pixels that the mouse has to go before a press becomes a drag."""


@dataclass(frozen=True)
class Mouse:
    """Where the mouse is: on the scene, and in pixels of the widget; and the modifier keys."""

    x: float
    y: float
    point: QPointF
    keys: Qt.KeyboardModifier


class Gesture:
    """One press, its moves and its release.

    Args:
        canvas: Where it happens.
        mouse: Where it began.
    """

    cursor: Qt.CursorShape | None = None

    def __init__(self, canvas: Canvas, mouse: Mouse) -> None:
        self.canvas, self.editor, self.start = canvas, canvas.editor, mouse
        self.moved = False

    def drag(self, mouse: Mouse) -> None:
        """The mouse moved."""
        if not self.moved and (mouse.point - self.start.point).manhattanLength() < NEAR:
            return
        if not self.moved:
            self.moved = True
            self.began(mouse)
        self.went(mouse)

    def began(self, mouse: Mouse) -> None:
        """It became a drag."""

    def went(self, mouse: Mouse) -> None:
        """The mouse moved while dragging."""

    def release(self, mouse: Mouse) -> None:
        """The button went up."""

    def cancel(self) -> None:
        """It was broken off."""

    def paint(self, painter: QPainter, zoom: float) -> None:
        """Paint over the scene."""


class Pan(Gesture):
    """Move the view."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: Canvas, mouse: Mouse) -> None:
        super().__init__(canvas, mouse)
        self._last = mouse.point

    def went(self, mouse: Mouse) -> None:
        """The scene goes along with the mouse."""
        self.canvas.pan(mouse.point - self._last)
        self._last = mouse.point


class PickInBox(Gesture):
    """Pick what a box touches; with Shift as well, with Ctrl no more."""

    def __init__(self, canvas: Canvas, mouse: Mouse) -> None:
        super().__init__(canvas, mouse)
        self._before, self._box = self.editor.picked, QRectF()

    def went(self, mouse: Mouse) -> None:
        """Pick as it goes."""
        first, last = QPointF(self.start.x, self.start.y), QPointF(mouse.x, mouse.y)
        self._box = QRectF(first, last).normalized()
        self.editor.pick(self._with(self._touched(), mouse.keys))
        self.canvas.viewport().update()

    def _touched(self) -> list[str]:
        mirror, box = self.editor.mirror, self._box
        found = []
        for name, node in mirror.nodes.items():
            left, top, right, bottom = node.rect()
            if left < box.right() and right > box.left() and top < box.bottom() and bottom > box.top():
                found.append(name)
        # a frame only where all of it is inside: it is behind everything
        return found + [
            name for name, item in mirror.backdrops.items()
            if item.backdrop.kind == "frame" and box.contains(QRectF(*item.backdrop.box))
        ]  # fmt: skip

    def _with(self, touched: list[str], keys: Qt.KeyboardModifier) -> list[str]:
        if keys & SHIFT:
            return [*self._before, *touched]
        if keys & CONTROL:
            return [name for name in self._before if name not in touched]
        return touched

    def release(self, mouse: Mouse) -> None:
        """A click on nothing picks nothing."""
        if not self.moved and not mouse.keys & (SHIFT | CONTROL):
            self.editor.pick(())

    def cancel(self) -> None:
        """What was picked before is picked again."""
        self.editor.pick(self._before)

    def paint(self, painter: QPainter, zoom: float) -> None:
        """The box."""
        if self.moved:
            painter.setPen(QPen(QColor(ACCENT), 1.2 / zoom))
            painter.setBrush(QColor(76, 155, 232, 36))
            painter.drawRect(self._box)


class Resize(Gesture):
    """Make a frame larger or smaller at its corner."""

    cursor = Qt.CursorShape.SizeFDiagCursor

    def __init__(self, canvas: Canvas, mouse: Mouse, frame: str) -> None:
        super().__init__(canvas, mouse)
        self._frame, self._box = frame, self.editor.graph.frames[frame].box

    def began(self, mouse: Mouse) -> None:
        """One step of undo."""
        self.editor.begin("resize a frame")

    def went(self, mouse: Mouse) -> None:
        """The corner goes along with the mouse."""
        x, y, width, height = self._box
        width, height = max(120.0, width + mouse.x - self.start.x), max(80.0, height + mouse.y - self.start.y)
        if self.editor.snap:
            width, height = round((x + width) / GRID) * GRID - x, round((y + height) / GRID) * GRID - y
        box = (x, y, max(width, 60.0), max(height, 40.0))
        self.editor.apply(lambda graph: set_frame(graph, self._frame, box=box))

    def release(self, mouse: Mouse) -> None:
        """Done."""
        if self.moved:
            self.editor.end()

    def cancel(self) -> None:
        """As it was."""
        if self.moved:
            self.editor.cancel()
