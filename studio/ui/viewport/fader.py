"""A number that is dragged: gain and gamma in the viewport's bar."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from studio.ui.theme import ACCENT, FAINT, GROUND, LINE, WORDS


class Fader(QWidget):
    """Drag sideways to change, with Shift finely; double-click for the value that changes nothing.

    Args:
        title: Its name.
        span: Least and most; the scale between is logarithmic, with 1 in its middle where the span allows it.
        then: Called with every new value.
        tip: What it does.
    """

    def __init__(self, title: str, span: tuple[float, float], then: Callable[[float], object], tip: str) -> None:
        super().__init__()
        self._title, self._span, self._then = title, span, then
        self._value, self._last = 1.0, QPointF()
        self.setFixedSize(104, 22)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(f"{tip}. Drag, Shift for fine steps; double-click for 1.")
        self.setAccessibleName(title)

    @property
    def value(self) -> float:
        """The number."""
        return self._value

    def set(self, value: float) -> None:
        """Set it, within its span."""
        value = min(max(value, self._span[0]), self._span[1])
        if abs(math.log2(value)) < 0.004:
            value = 1.0
        if value != self._value:
            self._value = value
            self.update()
            self._then(value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Change by what the mouse moved: one doubling for 40 pixels."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            moved, self._last = event.position().x() - self._last.x(), event.position()
            self.set(self._value * 2 ** (moved / (320 if fine else 40)))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to 1."""
        self.set(1.0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A quarter of a stop for a notch."""
        self.set(self._value * 2 ** (event.angleDelta().y() / 480))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down by a quarter of a stop."""
        steps = {Qt.Key.Key_Up: 0.25, Qt.Key.Key_Down: -0.25}.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.set(self._value * 2**steps)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A field, filled as far as the value goes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QColor(ACCENT if self.hasFocus() else LINE))
        painter.setBrush(QColor(GROUND))
        painter.drawRoundedRect(box, 3, 3)
        low, high = (math.log2(end) for end in self._span)
        share = (math.log2(self._value) - low) / (high - low)
        if self._value != 1:
            fill = QColor(ACCENT)
            fill.setAlpha(90)
            painter.fillRect(box.adjusted(1, 1, -1 - (box.width() - 2) * (1 - share), -1), fill)
        painter.setPen(QColor(FAINT))
        inner = box.adjusted(7, 0, -7, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._title)
        painter.setPen(QColor(WORDS))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{self._value:.2f}")
