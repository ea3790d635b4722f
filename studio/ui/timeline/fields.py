"""Fields of the transport bar: a whole number that is typed or stepped, and a menu."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget


class NumberField(QLineEdit):
    """Attributes:
    number: What it holds.
    """

    entered = Signal(int)
    """The artist gave it another number."""

    def __init__(self, tip: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(tip)
        self.setFixedWidth(width)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setValidator(QIntValidator(0, 10_000_000, self))
        self.number = 0
        self.editingFinished.connect(self._read)
        self.returnPressed.connect(self.clearFocus)  # so that Space plays again
        self.show_number(0)

    def show_number(self, number: int) -> None:
        """Hold this number; nobody is told."""
        if number != self.number or not self.text():
            self.number = number
            self.setText(str(number))

    def _read(self) -> None:
        typed = int(self.text() or self.number)
        if typed != self.number:
            self._enter(typed)

    def _enter(self, number: int) -> None:
        self.show_number(max(0, number))
        self.entered.emit(self.number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self._enter(self.number + step)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            self._enter(self.number + (1 if event.angleDelta().y() > 0 else -1))
        event.accept()


class Choice(QComboBox):
    """A menu that the wheel does not change by chance while it passes over."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
