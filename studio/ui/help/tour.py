"""The first-run tour: five bubbles, each beside what it speaks of. Work goes on below them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.ui.places import settings
from studio.ui.theme import ACCENT, FAINT, RAISED

WIDTH = 320


class Stop(NamedTuple):
    """A step: what it is about, in words, and the widget that it points to."""

    title: str
    words: str
    target: Callable[[], QWidget]


class Ring(QWidget):
    """A line around what a bubble speaks of; the mouse goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(ACCENT), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
        painter.end()


class Tour(QFrame):
    """Walks through the steps.

    Attributes:
        step: Which one is shown, from 0.
    """

    def __init__(self, window: QWidget, stops: tuple[Stop, ...]) -> None:
        super().__init__(window)
        self._window, self._stops = window, stops
        self.step = 0
        self.setObjectName("tour")
        self.setFixedWidth(WIDTH)
        self.setStyleSheet(f"#tour {{ background: {RAISED}; border: 1px solid {ACCENT}; border-radius: 6px; }}")
        self._ring = Ring(window)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 10)
        self.title, self.words, self.count = QLabel(), QLabel(wordWrap=True), QLabel()
        self.title.setStyleSheet("font-weight: 600; font-size: 14px;")
        self.count.setStyleSheet(f"color: {FAINT}")
        self.skip, self.go_on = QPushButton("Skip", flat=True), QPushButton("Next")
        self.skip.setToolTip("End the tour; Help brings it back")
        self.skip.clicked.connect(self.end)
        self.go_on.clicked.connect(self._next)
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        row.addWidget(self.skip)
        row.addWidget(self.go_on)
        for widget in (self.title, self.words):
            column.addWidget(widget)
        column.addLayout(row)
        window.installEventFilter(self)
        self._ring.hide()
        self.hide()

    @staticmethod
    def was_seen() -> bool:
        """Whether the tour was shown before."""
        return bool(settings().value("tour_seen", False, bool))

    def begin(self) -> None:
        """Begin with the first step."""
        settings().setValue("tour_seen", True)
        self.step = 0
        self._show()

    def _next(self) -> None:
        self.step += 1
        if self.step < len(self._stops):
            self._show()
        else:
            self.end()

    def end(self) -> None:
        """No more bubbles."""
        self.hide()
        self._ring.hide()

    def _show(self) -> None:
        stop = self._stops[self.step]
        self.title.setText(stop.title)
        self.words.setText(stop.words)
        self.count.setText(f"{self.step + 1} of {len(self._stops)}")
        self.go_on.setText("Next" if self.step + 1 < len(self._stops) else "Done")
        self._place()
        for widget in (self._ring, self):
            widget.show()
            widget.raise_()

    def _place(self) -> None:
        target = self._stops[self.step].target()
        area = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        if not target.isVisible() or area.isEmpty():
            area = QRect(self._window.rect().center(), self._window.rect().center())
        self._ring.setGeometry(area)
        self.setFixedHeight(self._column.heightForWidth(WIDTH))
        self.move(self._beside(area))

    def _beside(self, area: QRect) -> QPoint:
        """Right of it, left of it, above it, or in it: wherever there is room."""
        room, high, gap = self._window.rect(), self.height(), 10
        top = min(max(area.top(), 30), room.height() - high - 30)
        if area.right() + WIDTH + gap < room.width():
            return QPoint(area.right() + gap, top)
        if area.left() - WIDTH - gap > 0:
            return QPoint(area.left() - WIDTH - gap, top)
        across = min(max(area.center().x() - WIDTH // 2, 10), room.width() - WIDTH - 10)
        return QPoint(across, max(area.top() - high - gap, 30))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay beside it when the window changes."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False
