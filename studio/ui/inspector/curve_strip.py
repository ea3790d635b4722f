"""The curve of a knob with keys, small, under its row: where it goes, where its keys are, where the playhead is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from studio.graph.curve import Curve
from studio.ui.inspector.binding import Binding
from studio.ui.theme import ACCENT, GROUND, LINE, WARN

HIGH = 34
PARTS = (ACCENT, "#56b36a", "#d08a3c", "#b06ac0")
"""Colours of a vector's parts."""
MARGIN = 5.0


class CurveStrip(QWidget):
    """A curve over the shot; press or drag in it to go to a frame."""

    def __init__(self, binding: Binding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._binding = binding
        self.setFixedHeight(HIGH)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setToolTip("The knob over the shot: drag to go to a frame. The timeline's curves change it")

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, HIGH)

    @property
    def _curve(self) -> Curve | None:
        node = self._binding.session.graph.nodes.get(self._binding.node)
        return node.curves.get(self._binding.knob.name) if node is not None else None

    def _x(self, time: float) -> float:
        shot = self._binding.session.graph.shot
        share = (time - shot.time(shot.first)) / max(shot.time(shot.last) - shot.time(shot.first), 1e-9)
        return MARGIN + share * (self.width() - 2 * MARGIN)

    def frame_at(self, x: float) -> int:
        """The frame of the shot under a point."""
        shot = self._binding.session.graph.shot
        share = (x - MARGIN) / max(self.width() - 2 * MARGIN, 1.0)
        return round(shot.first + min(max(share, 0.0), 1.0) * (shot.last - shot.first))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, playhead, curves, keys."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(LINE), 1))
        painter.setBrush(QColor(GROUND))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        x = self._x(self._binding.session.time)
        painter.setPen(QPen(QColor("#e0694a"), 1))
        painter.drawLine(QPointF(x, 2), QPointF(x, self.height() - 2))
        if (curve := self._curve) is not None:
            self._draw(painter, curve)
        painter.end()

    def _draw(self, painter: QPainter, curve: Curve) -> None:
        shot = self._binding.session.graph.shot
        steps = max(int(self.width()) // 3, 8)
        first, last = shot.time(shot.first), shot.time(shot.last)
        times = [first + (last - first) * step / steps for step in range(steps + 1)]
        rows = [_parts(curve.at(time)) for time in times]
        values = [*(value for row in rows for value in row), *(key.value for part in curve.keys for key in part)]
        low, high = min(values), max(values)

        def y(value: float) -> float:
            share = 0.5 if high - low < 1e-12 else (value - low) / (high - low)
            return self.height() - MARGIN - share * (self.height() - 2 * MARGIN)

        for number, keys in enumerate(curve.keys):
            painter.setPen(QPen(QColor(PARTS[number % len(PARTS)]), 1.4))
            points = [QPointF(self._x(time), y(row[number])) for time, row in zip(times, rows, strict=True)]
            painter.drawPolyline(QPolygonF(points))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(WARN))
            for key in keys:
                _diamond(painter, QPointF(self._x(key.time), y(key.value)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._binding.session.go(self.frame_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._binding.session.go(self.frame_at(event.position().x()))


def _parts(value: float | tuple[float, ...]) -> tuple[float, ...]:
    return value if isinstance(value, tuple) else (float(value),)


def _diamond(painter: QPainter, at: QPointF) -> None:
    painter.drawPolygon(
        QPolygonF([at + QPointF(0, -3.5), at + QPointF(3.5, 0), at + QPointF(0, 3.5), at - QPointF(3.5, 0)])
    )
