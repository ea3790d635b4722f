"""The bar under the timeline: which part of the shot is seen; drag it to pan, its ends to zoom."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.ui.theme import FAINT, GROUND, LINE
from studio.ui.timeline import look
from studio.ui.timeline.state import TimelineState

HEIGHT = 12
END = 8
"""Pixels at each end that zoom."""


class SpanBar(QWidget):
    """The whole shot, and what is seen of it."""

    def __init__(self, state: TimelineState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setToolTip("What is seen of the shot: drag to pan, drag an end to zoom, double-click to see all of it")
        self._held: tuple[str, float, float, float] | None = None
        state.span.changed.connect(self.update)
        state.repaint.connect(self.update)
        state.moved.connect(self.update)

    def _whole(self) -> tuple[float, float]:
        shot, span = self.state.graph.shot, self.state.span
        return min(shot.first, span.first), max(shot.last, span.last)

    def _x(self, frame: float) -> float:
        first, last = self._whole()
        return (frame - first) / (last - first) * self.width()

    def _part(self, x: float) -> str:
        left, right = self._x(self.state.span.first), self._x(self.state.span.last)
        if right - left > 3 * END and abs(x - left) < END:
            return "left"
        return "right" if right - left > 3 * END and abs(x - right) < END else "bar"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        span, first_last = self.state.span, self._whole()
        scale = (first_last[1] - first_last[0]) / max(self.width(), 1)
        x = event.position().x()
        if not self._x(span.first) - END <= x <= self._x(span.last) + END:
            half, middle = (span.last - span.first) / 2, first_last[0] + x * scale
            span.show(middle - half, middle + half)
        self._held = (self._part(x), x, scale, 0.0)
        self._from = (span.first, span.last)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            ends = self._part(event.position().x()) != "bar"
            self.setCursor(Qt.CursorShape.SizeHorCursor if ends else Qt.CursorShape.ArrowCursor)
            return
        part, x, scale, _ = self._held
        by, (first, last) = (event.position().x() - x) * scale, self._from
        if part == "left":
            self.state.span.show(min(first + by, last - 4), last)
        elif part == "right":
            self.state.span.show(first, max(last + by, first + 4))
        else:
            self.state.span.show(first + by, last + by)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self.state.fit_shot()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(GROUND))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            left, right = self._x(self.state.span.first), self._x(self.state.span.last)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(LINE))
            painter.drawRoundedRect(QRectF(left + 1, 3, max(right - left - 2, 6), HEIGHT - 6), 3, 3)
            if right - left > 3 * END:
                painter.setBrush(QColor(FAINT))
                for x in (left + 4, right - 4):
                    painter.drawEllipse(QRectF(x - 2, HEIGHT / 2 - 2, 4, 4))
            x = self._x(self.state.session.frame)
            painter.fillRect(QRectF(x - 0.5, 0, 1.5, HEIGHT), look.PLAYHEAD)
