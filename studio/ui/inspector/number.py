"""Numbers: how they are read and shown, and a field to type in or to drag."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from studio.node.knob import Range

FINE, COARSE = 0.1, 10.0
"""How much slower and faster a drag is with Ctrl and with Shift."""
_TRAVEL = 200.0
"""Logical pixels of a drag through the whole soft range of a field."""


def speed(event: QMouseEvent | QKeyEvent) -> float:
    """What the modifier keys make of a drag."""
    keys = event.modifiers()
    if keys & Qt.KeyboardModifier.ControlModifier:
        return FINE
    return COARSE if keys & Qt.KeyboardModifier.ShiftModifier else 1.0


class Scale:
    """The numbers that a field and a slider go through.

    Args:
        limits: Hard and soft limits; None for any number.
        whole: Whole numbers only.
    """

    def __init__(self, limits: Range | None, whole: bool) -> None:
        self.whole = whole
        self.low, self.high = (limits.low, limits.high) if limits else (-1e9, 1e9)
        soft = (limits.soft or (limits.low, limits.high)) if limits else (0.0, 1.0)
        self.soft = (float(soft[0]), float(soft[1])) if soft[1] > soft[0] else (float(soft[0]), float(soft[0]) + 1)
        self.unit = limits.unit if limits else ""

    @property
    def span(self) -> float:
        """Of the soft range."""
        return self.soft[1] - self.soft[0]

    @property
    def decimals(self) -> int:
        """Digits after the point that are worth showing."""
        return 0 if self.whole else min(4, max(1, 3 - math.floor(math.log10(self.span))))

    @property
    def step(self) -> float:
        """What an arrow key changes."""
        return 1.0 if self.whole else 10.0 ** round(math.log10(self.span / 100))

    def fit(self, value: float) -> float:
        """The nearest number that is allowed."""
        value = min(max(value, self.low), self.high)
        return round(value) if self.whole else round(value, self.decimals + 2)

    def show(self, value: float) -> str:
        """The number as a person reads it."""
        if self.whole:
            return str(round(value))
        text = f"{value:.{self.decimals}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


EDGES = 14
"""Pixels of a field's width that no letter gets."""


class NumberField(QLineEdit):
    """A number to drag sideways (Ctrl fine, Shift coarse), or to click and type."""

    began = Signal()
    moved = Signal(float)
    ended = Signal()
    typed = Signal(str)
    """What was typed, to be read as the knob reads it."""

    def __init__(self, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale, self._value = scale, 0.0
        self._from: QPointF | None = None
        self._dragging = False
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(58)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.editingFinished.connect(self._finish)
        self._rest()

    def _rest(self) -> None:
        self.setReadOnly(True)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.deselect()

    def show_value(self, value: float | None) -> None:
        """Show a number; None where several differ. What is being typed stays."""
        if not self.isReadOnly():
            return
        if value is None:
            self.setText("—")
            return
        self._value = value
        unit, bare = self._scale.unit, self._scale.show(value)
        whole = bare + ("" if not unit else unit if unit == "°" else f" {unit}")
        # a number that is cut off says something wrong; the tooltip names the unit too
        room = min(self.width(), self.maximumWidth()) - EDGES
        self.setText(whole if self.fontMetrics().horizontalAdvance(whole) <= room else bare)
        self.setCursorPosition(0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The drag may begin."""
        if event.button() == Qt.MouseButton.LeftButton and self.isReadOnly():
            self._from = event.position()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging sideways changes the number."""
        if self._from is None:
            super().mouseMoveEvent(event)
            return
        way = event.position().x() - self._from.x()
        if not self._dragging and abs(way) > 3:
            self._dragging = True
            self.began.emit()
        elif self._dragging and way:
            self._from = event.position()
            self._add(way * speed(event) * max(self._scale.span / _TRAVEL, 0.2 if self._scale.whole else 0.0))

    def _add(self, amount: float) -> None:
        self._value = min(max(self._value + amount, self._scale.low), self._scale.high)
        self.moved.emit(self._scale.fit(self._value))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The drag is over; a click begins to type."""
        was, self._from = self._from, None
        if self._dragging:
            self._dragging = False
            self.ended.emit()
        elif was is not None:
            self.type()
        else:
            super().mouseReleaseEvent(event)

    def type(self) -> None:
        """Begin to type."""
        self.setReadOnly(False)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setText(self._scale.show(self._value) if self.text() != "—" else "")
        self.setFocus()
        self.selectAll()
        self.setModified(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and digits begin to type, the arrows change the number, Escape gives up."""
        key = event.key()
        if not self.isReadOnly():
            if key == Qt.Key.Key_Escape:
                self._rest()
                self.show_value(self._value)
            else:
                super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.began.emit()
            self._add((1 if key == Qt.Key.Key_Up else -1) * self._scale.step * speed(event))
            self.ended.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.type()
        elif event.text() and event.text() in "0123456789-.+":
            self.type()
            super().keyPressEvent(event)
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """While nothing is typed, keys without a meaning here are the window's."""
        if event.type() == QEvent.Type.ShortcutOverride and self.isReadOnly():
            event.ignore()
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving it ends typing."""
        super().focusOutEvent(event)
        self._rest()

    def _finish(self) -> None:
        if self.isReadOnly():
            return
        text, changed = self.text().strip(), self.isModified()
        self._rest()
        if changed and text:
            self.typed.emit(text)
        else:
            self.show_value(self._value)
