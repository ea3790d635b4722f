"""Mouse, pen and keys: the tool in use gets them first, in pixels of the source picture; then the viewport moves."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTabletEvent, QWheelEvent

from studio.ui.viewport.tool import Place, Tool, Touch


class Drag(Enum):
    """What the pressed button does."""

    NOTHING, TOOL, PAN, WIPE, TURN, SAMPLE, ORBIT = range(7)


class Board(Protocol):
    """What the pointer moves: the view."""

    tool: Tool | None

    def place(self) -> Place:
        """Where the source picture lies."""

    def fold(self, point: QPointF) -> QPointF:
        """A point of the right picture, side by side, as one of the left."""

    def pan(self, dx: float, dy: float) -> None:
        """Shift the picture."""

    def zoom_about(self, point: QPointF, factor: float) -> None:
        """Zoom, keeping what lies under a point."""

    def grip(self, point: QPointF) -> Drag:
        """What of the viewport's own can be taken hold of at a point: the wipe's line or its end, the relief."""

    def pull(self, drag: Drag, point: QPointF, moved: QPointF) -> None:
        """Move what was taken hold of."""

    def probe(self, point: QPointF, start: QPointF | None) -> None:
        """Tell what lies under a point, or the mean of a rectangle from ``start``."""


class Pointer:
    """Turns events into touches of the tool, or into moves of the picture. Says of each whether it was used."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._drag = Drag.NOTHING
        self._last = QPointF()
        self._start = QPointF()

    def mouse(self, event: QMouseEvent) -> bool:
        """A press, move or release of the mouse."""
        kind = {
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseButtonDblClick: self._press,
            QEvent.Type.MouseMove: self._move,
            QEvent.Type.MouseButtonRelease: self._release,
        }[event.type()]
        lost = event.type() == QEvent.Type.MouseMove and event.buttons() == Qt.MouseButton.NoButton
        if lost and self._drag is not Drag.NOTHING:
            # a menu or another window had the release
            kind = self._release
        return kind(event.position(), event.button(), event.modifiers(), 1.0)

    def tablet(self, event: QTabletEvent) -> bool:
        """A press, move or release of a pen."""
        kind = {
            QEvent.Type.TabletPress: self._press,
            QEvent.Type.TabletMove: self._move,
            QEvent.Type.TabletRelease: self._release,
        }.get(event.type())
        return kind is not None and kind(event.position(), event.button(), event.modifiers(), event.pressure())

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom about the pointer; two fingers that pinch give a wheel with Ctrl, which is finer."""
        steps = event.angleDelta().y() / 120 or event.pixelDelta().y() / 60
        self._board.zoom_about(self._board.fold(event.position()), 1.2**steps)

    def key(self, event: QKeyEvent) -> bool:
        """A key went down."""
        tool = self._board.tool
        return tool is not None and tool.key(event)

    def _press(self, point: QPointF, button: Qt.MouseButton, keys: Qt.KeyboardModifier, pressure: float) -> bool:
        if self._drag is not Drag.NOTHING:
            return True
        self._last = self._start = point
        left = button == Qt.MouseButton.LeftButton
        alt = bool(keys & Qt.KeyboardModifier.AltModifier)
        tool = self._board.tool
        asked = left and alt and tool is not None and tool.takes_alt
        if asked and self._ask_tool("press", point, button, keys, pressure):
            self._drag = Drag.TOOL
        elif button == Qt.MouseButton.MiddleButton or (left and alt):
            self._drag = Drag.PAN
        elif left and self._board.grip(point) not in (Drag.NOTHING, Drag.ORBIT):
            self._drag = self._board.grip(point)
        elif self._ask_tool("press", point, button, keys, pressure):
            self._drag = Drag.TOOL
        elif left and keys & Qt.KeyboardModifier.ShiftModifier:
            self._drag = Drag.SAMPLE
            self._board.probe(point, point)
        elif left:
            self._drag = self._board.grip(point)
        return self._drag is not Drag.NOTHING

    def _move(self, point: QPointF, button: Qt.MouseButton, keys: Qt.KeyboardModifier, pressure: float) -> bool:
        moved, self._last = point - self._last, point
        if self._drag is Drag.NOTHING:
            self._board.probe(point, None)
            return self._ask_tool("hover", point, Qt.MouseButton.NoButton, keys, pressure)
        if self._drag is Drag.TOOL:
            self._board.probe(point, None)
            self._ask_tool("drag", point, button, keys, pressure)
        elif self._drag is Drag.PAN:
            self._board.pan(moved.x(), moved.y())
        elif self._drag is Drag.SAMPLE:
            self._board.probe(point, self._start)
        else:
            self._board.pull(self._drag, point, moved)
        return True

    def _release(self, point: QPointF, button: Qt.MouseButton, keys: Qt.KeyboardModifier, pressure: float) -> bool:
        drag, self._drag = self._drag, Drag.NOTHING
        if drag is Drag.TOOL:
            self._ask_tool("release", point, button, keys, pressure)
        return drag is not Drag.NOTHING

    def _ask_tool(
        self,
        method: str,
        point: QPointF,
        button: Qt.MouseButton,
        keys: Qt.KeyboardModifier,
        pressure: float,
    ) -> bool:
        tool = self._board.tool
        if tool is None:
            return False
        place, folded = self._board.place(), self._board.fold(point)
        x, y = place.to_picture(folded)
        return bool(getattr(tool, method)(Touch(x, y, folded, button, keys, pressure), place))
