"""Small pictures of people, cut from the photo: head and shoulders where those are known."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPixmap

from studio.media.image import Image, encode_srgb8
from studio.media.person import Person

SIDE = 44


def thumbnail(photo: Image | None, person: Person, ratio: float = 1.0) -> QPixmap:
    """A person as a round-cornered square of :data:`SIDE` logical pixels."""
    pixmap = QPixmap(QSize(SIDE, SIDE) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, 0, SIDE, SIDE), 4, 4)
    painter.setClipPath(path)
    painter.fillRect(QRectF(0, 0, SIDE, SIDE), QColor.fromRgbF(*person.colour).darker(160))
    if photo is not None:
        painter.drawImage(QRectF(0, 0, SIDE, SIDE), _cut(photo, person, round(SIDE * ratio)))
    painter.end()
    return pixmap


def _cut(photo: Image, person: Person, side: int) -> QImage:
    x, y, size = _frame(person)
    width, height = photo.size
    size = min(size, width, height)
    left = int(np.clip(x - size / 2, 0, width - size))
    top = int(np.clip(y - size / 2, 0, height - size))
    step = max(1, int(size) // (3 * side))
    pixels = np.asarray(photo.pixels[top : top + int(size) : step, left : left + int(size) : step, :3])
    encoded = np.ascontiguousarray(encode_srgb8(pixels))
    rows, columns = encoded.shape[:2]
    image = QImage(encoded.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888).copy()
    smooth, whole = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode.IgnoreAspectRatio
    return image.scaled(side, side, whole, smooth)


def _frame(person: Person) -> tuple[float, float, float]:
    """Middle and size of the square to show."""
    x0, y0, x1, y1 = person.box
    tall, wide = y1 - y0, x1 - x0
    if person.skeleton is not None and person.skeleton.scores[:3].max() > 0.3:
        sure = person.skeleton.scores[:5] > 0.2
        x, y = (float(v) for v in person.skeleton.points[:5][sure].mean(axis=0))
        return x, y + 0.04 * tall, max(16.0, min(0.34 * tall, 1.2 * wide))
    return (x0 + x1) / 2, y0 + 0.18 * tall, max(16.0, min(0.4 * tall, wide))
