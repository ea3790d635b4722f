"""A matte as a tint over the picture, and strokes that are being painted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from studio.media.matte import Matte
from studio.media.person import Person
from studio.ui.viewport.tool import Place

STRENGTH = 0.42


def tint(person: Person) -> tuple[QImage, QRectF]:
    """A person's matte in their colour, and where it lies in the photo; what is hidden behind others is left out."""
    matte = person.matte or person.mask or Matte(np.zeros((1, 1), np.float32), (0, 0), (1, 1))
    cover = matte.coverage
    if person.hidden is not None and person.hidden.coverage.shape == cover.shape:
        cover = np.clip(cover - person.hidden.coverage, 0, 1)
    pixels = np.zeros((*cover.shape, 4), np.uint8)
    alpha = cover * STRENGTH * 255
    red, green, blue = person.colour
    for channel, value in enumerate((blue, green, red, 1.0)):
        pixels[..., channel] = np.rint(alpha * value)
    height, width = cover.shape
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()
    return image, QRectF(*matte.origin, width, height)


def paint_tint(painter: QPainter, place: Place, image: QImage, box: QRectF) -> None:
    """Lay a tint over the picture."""
    corner = place.to_widget(box.left(), box.top())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(corner.x(), corner.y(), box.width() * place.zoom, box.height() * place.zoom), image)


def paint_stroke(
    painter: QPainter, place: Place, points: Sequence[tuple[float, float, float]], size: float, colour: QColor
) -> None:
    """A stroke as it will be, in one tone."""
    path = QPainterPath(place.to_widget(*points[0][:2]))
    for x, y, _ in points:
        path.lineTo(place.to_widget(x, y))
    if len(points) == 1:
        path.lineTo(place.to_widget(points[0][0], points[0][1]) + QPointF(0.1, 0))
    ink = QColor(colour)
    ink.setAlphaF(0.5)
    pen = QPen(ink, size * place.zoom * max(point[2] for point in points))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPath(path)


def paint_brush(painter: QPainter, at: QPointF, radius: float, hardness: float, *, erase: bool) -> None:
    """The brush under the mouse: its edge, and how far it is solid."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    light = QColor("#ff8a80") if erase else QColor("#ffffff")
    for pen in (QPen(QColor(0, 0, 0, 170), 3.0), QPen(light, 1.4)):
        painter.setPen(pen)
        painter.drawEllipse(at, radius, radius)
    if hardness < 0.97:
        faint = QColor(light)
        faint.setAlpha(110)
        painter.setPen(QPen(faint, 1.0, Qt.PenStyle.DotLine))
        painter.drawEllipse(at, radius * hardness, radius * hardness)
