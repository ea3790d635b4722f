"""The line under the picture: the pixel probe, the size of what is shown, and the zoom."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from studio.ui.theme import FAINT, GROUND, LINE, WORDS
from studio.ui.viewport.pencil import letters
from studio.ui.viewport.probe import Reading


class StatusLine(QWidget):
    """What the probe says on the left, what is shown on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(24)
        self._reading: Reading | None = None
        self.where = self._label(110, "Pixel of the source picture under the mouse")
        self.light = self._label(268, "Linear red, green, blue and alpha. Shift-drag in the picture for a mean.")
        self.swatch = Swatch()
        self.code = self._label(96, "8-bit sRGB")
        self.words = self._label(0, "What lies there")
        self.shown = self._label(0, "Size of what is shown, and one pixel of the source in pixels of the screen")
        self.shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(10)
        for widget in (self.where, self.light, self.swatch, self.code, self.words):
            row.addWidget(widget)
        # however much is told of what lies there, the window stays as wide as it is
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.setStretchFactor(self.words, 1)
        row.addWidget(self.shown)

    def tell(self, reading: Reading | None, name: str = "") -> None:
        """Show what the probe says; ``name`` is what the artist calls the person there."""
        self._reading = reading
        self.swatch.setVisible(reading is not None and reading.code is not None)
        if reading is None:
            for label in (self.where, self.light, self.code, self.words):
                label.clear()
            return
        wide, high = reading.pixels
        where = f"{reading.x:5d} {reading.y:5d}"
        self.where.setText(where if (wide, high) == (1, 1) else f"mean of {wide}×{high}")
        self.light.setText("  ".join(f"{part:8.4f}" for part in reading.light) if reading.light else "")
        if reading.code is not None:
            self.code.setText(" ".join(f"{part:3d}" for part in reading.code))
            self.swatch.show_colour(QColor(*reading.code))
        else:
            self.code.clear()
        words = "   ".join(part for part in (name or reading.person, reading.words) if part)
        room = max(self.words.width(), 1)
        self.words.setText(self.words.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A quiet ground with a line above it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(GROUND))
        painter.fillRect(0, 0, self.width(), 1, QColor(LINE))

    def _label(self, least: int, tip: str) -> QLabel:
        label = QLabel()
        label.setMinimumWidth(least)
        label.setFont(letters(11, fixed=least > 0))
        label.setStyleSheet(f"color: {WORDS if least else FAINT}; background: transparent;")
        label.setToolTip(tip)
        return label


class Swatch(QWidget):
    """A small square of a colour."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(14, 14)
        self.hide()
        self._colour = QColor()

    def show_colour(self, colour: QColor) -> None:
        """Show another one."""
        self._colour = colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The colour with a line round it."""
        painter = QPainter(self)
        painter.setPen(QColor(LINE))
        painter.setBrush(self._colour)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
