"""A slider over a number's soft range, and a dial for angles."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.inspector.number import Scale, speed
from studio.ui.theme import ACCENT, FAINT, GROUND, LINE, WORDS


class Slider(QWidget):
    """A slider over the soft range; Ctrl drags finely, a double click goes to the default."""

    began = Signal()
    moved = Signal(float)
    ended = Signal()

    def __init__(self, scale: Scale, default: float | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale, self._default, self._value = scale, default, 0.0
        self._known = True
        self._last: float | None = None
        self.setFixedHeight(22)
        self.setMinimumWidth(40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def sizeHint(self) -> QSize:
        """Wide enough to aim."""
        return QSize(110, 22)

    def show_value(self, value: float | None) -> None:
        """Show a number; None where several differ."""
        self._known = value is not None
        if value is not None and self._last is None:
            self._value = value
        self.update()

    def _x(self, value: float) -> float:
        part = (value - self._scale.soft[0]) / self._scale.span
        return 7 + min(max(part, 0.0), 1.0) * (self.width() - 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, what is filled, and the handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        on = self.isEnabled()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(GROUND))
        painter.drawRoundedRect(QRectF(5, middle - 2, self.width() - 10, 4), 2, 2)
        zero = self._x(min(max(0.0, self._scale.soft[0]), self._scale.soft[1]))
        here = self._x(self._value)
        if self._known:
            painter.setBrush(QColor(ACCENT if on else LINE))
            painter.drawRoundedRect(QRectF(min(zero, here), middle - 2, abs(here - zero), 4), 2, 2)
        if self._default is not None:
            painter.setPen(QPen(QColor(FAINT), 1))
            mark = self._x(self._default)
            painter.drawLine(QPointF(mark, middle + 5), QPointF(mark, middle + 8))
        if self._known:
            painter.setPen(QPen(QColor(GROUND), 1))
            painter.setBrush(QColor(WORDS if on else LINE))
            painter.drawEllipse(QPointF(here, middle), 5.5, 5.5)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press goes there at once; with Ctrl the drag is relative."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.began.emit()
            self._last = event.position().x()
            if speed(event) == 1.0:
                self._go(self._scale.soft[0] + (self._last - 7) / max(self.width() - 14, 1) * self._scale.span)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if self._last is None:
            return
        way = (event.position().x() - self._last) / max(self.width() - 14, 1) * self._scale.span
        self._last = event.position().x()
        self._go(self._value + way * speed(event), event.position().x() if speed(event) == 1.0 else None)

    def _go(self, value: float, at: float | None = None) -> None:
        if at is not None:
            value = self._scale.soft[0] + (at - 7) / max(self.width() - 14, 1) * self._scale.span
        low, high = max(self._scale.soft[0], self._scale.low), min(self._scale.soft[1], self._scale.high)
        self._value = min(max(value, low), high)
        self.moved.emit(self._scale.fit(self._value))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The drag is over."""
        if self._last is not None:
            self._last = None
            self.ended.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The default."""
        if self._default is not None:
            self.began.emit()
            self._go(self._default)
            self.moved.emit(self._scale.fit(self._default))
            self.ended.emit()


class Dial(QWidget):
    """An angle to turn: degrees, clockwise from the right; Ctrl turns finely."""

    began = Signal()
    moved = Signal(float)
    ended = Signal()

    def __init__(self, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale, self._value = scale, 0.0
        self._last: float | None = None
        self.setFixedSize(30, 30)

    def show_value(self, value: float | None) -> None:
        """Show an angle."""
        if self._last is None:
            self._value = value or 0.0
        self.update()

    def _angle(self, point: QPointF) -> float:
        return math.degrees(math.atan2(point.y() - self.height() / 2, point.x() - self.width() / 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A circle with a hand."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(LINE), 1.5))
        painter.setBrush(QColor(GROUND))
        middle = QPointF(self.width() / 2, self.height() / 2)
        painter.drawEllipse(middle, 12, 12)
        turn = math.radians(self._value)
        painter.setPen(QPen(QColor(ACCENT if self.isEnabled() else LINE), 2.2))
        painter.drawLine(middle, middle + QPointF(math.cos(turn) * 10, math.sin(turn) * 10))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The turn begins."""
        self.began.emit()
        self._last = self._angle(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn; going round more than once counts on."""
        if self._last is None:
            return
        now = self._angle(event.position())
        way = (now - self._last + 180) % 360 - 180
        self._last = now
        self._value = min(max(self._value + way * speed(event), self._scale.low), self._scale.high)
        self.moved.emit(self._scale.fit(self._value))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The turn is over."""
        if self._last is not None:
            self._last = None
            self.ended.emit()
