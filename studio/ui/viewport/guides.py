"""Guides over the picture: what television cuts, thirds, a grid; and the line of a wipe."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from studio.ui.theme import ACCENT
from studio.ui.viewport.options import Options
from studio.ui.viewport.pencil import caption, stroke
from studio.ui.viewport.plane import Rect
from studio.ui.viewport.tool import Place

ACTION, TITLE = 0.93, 0.90
"""Shares of width and height that are safe for action and for titles (SMPTE ST 2046-1)."""
HANDLE = 74.0
"""How far from its middle a wipe's line is turned, in logical pixels."""


def box_of(rect: Rect, place: Place) -> QRectF:
    """A rectangle of the source on the widget."""
    return QRectF(place.to_widget(rect[0], rect[1]), place.to_widget(rect[2], rect[3]))


def draw_guides(painter: QPainter, place: Place, frame: Rect, options: Options) -> None:
    """Whatever guides are chosen, over the picture's rectangle of the source."""
    box = box_of(frame, place)
    if box.isEmpty():
        return
    if options.grid:
        _grid(painter, box, 12, 60)
    if options.thirds:
        _grid(painter, box, 3, 150)
    if options.safe:
        for share, words in ((ACTION, "action"), (TITLE, "title")):
            path = QPainterPath()
            inner = _shrunk(box, share)
            path.addRect(inner)
            stroke(painter, path, QColor(255, 255, 255, 190), 1.0)
            # above its own line, or below it: the other's line never runs through a word
            at = QPointF(3, -5) if words == "action" else QPointF(6, 15)
            caption(painter, inner.topLeft() + at, words, "#d0d3d8", 10)
        middle = box.center()
        cross = QPainterPath()
        for dx, dy in ((9, 0), (0, 9)):
            cross.moveTo(middle.x() - dx, middle.y() - dy)
            cross.lineTo(middle.x() + dx, middle.y() + dy)
        stroke(painter, cross, QColor(255, 255, 255, 190), 1.0)


def draw_region(painter: QPainter, place: Place, region: Rect) -> None:
    """The outline of the region that is looked at."""
    path = QPainterPath()
    path.addRect(box_of(region, place))
    stroke(painter, path, QColor(ACCENT), 1.4)


def draw_wipe(painter: QPainter, middle: QPointF, angle: float, area: QRectF) -> None:
    """A wipe's line, with a handle that moves it and one that turns it."""
    along = wipe_direction(angle)
    far = math.hypot(area.width(), area.height())
    line = QPainterPath(middle - along * far)
    line.lineTo(middle + along * far)
    stroke(painter, line, QColor(255, 255, 255, 230), 1.2)
    painter.setPen(QPen(QColor(10, 11, 13, 200), 1.2))
    for at, radius in ((middle, 6.0), (middle + along * HANDLE, 4.5)):
        painter.setBrush(QColor(ACCENT))
        painter.drawEllipse(at, radius, radius)


def wipe_direction(angle: float) -> QPointF:
    """Along a wipe's line, upwards for an angle of 0 degrees; a point of length 1."""
    turn = math.radians(angle)
    return QPointF(math.sin(turn), -math.cos(turn))


def half_plane(middle: QPointF, angle: float, right: bool, far: float) -> QPainterPath:
    """All that lies on one side of a wipe's line, as far as ``far``."""
    along = wipe_direction(angle) * far * 2
    across = QPointF(-along.y(), along.x()) * (1 if right else -1)
    path = QPainterPath()
    path.addPolygon(QPolygonF([middle - along, middle + along, middle + along + across, middle - along + across]))
    path.closeSubpath()
    return path


def _shrunk(box: QRectF, share: float) -> QRectF:
    dx, dy = box.width() * (1 - share) / 2, box.height() * (1 - share) / 2
    return box.adjusted(dx, dy, -dx, -dy)


def _grid(painter: QPainter, box: QRectF, parts: int, alpha: int) -> None:
    for shade, shift in ((QColor(10, 11, 13, alpha), 1.0), (QColor(255, 255, 255, alpha), 0.0)):
        painter.setPen(QPen(shade, 1))
        for k in range(1, parts):
            x = round(box.left() + box.width() * k / parts) + 0.5 + shift
            y = round(box.top() + box.height() * k / parts) + 0.5 + shift
            painter.drawLine(QLineF(x, box.top(), x, box.bottom()))
            painter.drawLine(QLineF(box.left(), y, box.right(), y))
