"""Skeletons over the picture: bones, handles, pins, ghosts of neighbouring keys, and a word where one is needed."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from nodes.algorithms.drag_joint import HELD
from studio.ui.correct.doll import Doll
from studio.ui.theme import ACCENT, GROUND, WARN, WORDS
from studio.ui.viewport.tool import Place

LOOSE = 0.5
SMALL = ("leftToes", "rightToes", "leftFingers", "rightFingers", "leftShoulder", "rightShoulder")
"""Joints with a smaller handle, so that hands and feet do not become clouds of dots."""


def paint_bones(painter: QPainter, place: Place, doll: Doll, colour: QColor, *, strong: bool) -> None:
    """A skeleton in a person's colour; bones that cannot move are dashed, those that hardly can are dim."""
    rim, ink = QColor(0, 0, 0, 150 if strong else 80), QColor(colour)
    for pen_is_rim in (True, False):
        for bone, (head, tail) in zip(doll.body.bones, doll.lines, strict=True):
            freedom = float(doll.body.freedom[doll.body.index(bone)])
            ink.setAlphaF((1.0 if strong else 0.55) * (1.0 if freedom >= LOOSE else 0.7 if freedom > HELD else 0.4))
            width = (5.0 if strong else 3.0) if pen_is_rim else (2.6 if strong else 1.4)
            pen = QPen(rim if pen_is_rim else ink, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            if freedom <= HELD:
                if pen_is_rim:
                    continue
                pen = QPen(ink, 1.4, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(place.to_widget(*head), place.to_widget(*tail))


def paint_ghost(painter: QPainter, place: Place, doll: Doll, colour: QColor, share: float) -> None:
    """The skeleton at another time, thin; ``share`` is how strongly it shows."""
    ink, rim = QColor(colour), QColor(0, 0, 0)
    ink.setAlphaF(share)
    rim.setAlphaF(0.45 * share)
    for pen in (QPen(rim, 3.6), QPen(ink, 1.8)):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for head, tail in doll.lines:
            painter.drawLine(place.to_widget(*head), place.to_widget(*tail))


def paint_handles(
    painter: QPainter, place: Place, doll: Doll, colour: QColor, hovered: str, selected: Collection[str],
    keyed: Collection[str], pinned: Collection[str],
) -> None:  # fmt: skip
    """The joints: round to drag, square where pinned, diamonds where there is a key, hollow where they are held."""
    for name, at in doll.joints.items():
        spot = place.to_widget(*at)
        size = (3.2 if name in SMALL else 4.6) + (2.0 if name == hovered else 0.0)
        if doll.held(name):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(200, 200, 200, 110), 1.2))
            painter.drawEllipse(spot, size - 1, size - 1)
            continue
        painter.setPen(QPen(QColor(0, 0, 0, 190), 3.2))
        fill = QColor(WARN) if name in keyed else QColor(colour) if name in selected else QColor(WORDS)
        painter.setBrush(fill)
        _shape(painter, spot, size, name, name in keyed)
        painter.setPen(QPen(QColor(ACCENT) if name == hovered or name in selected else QColor(colour), 1.6))
        _shape(painter, spot, size, name, name in keyed)
        if name in pinned:
            _pin(painter, spot, size + 4.5)


def _shape(painter: QPainter, spot: QPointF, size: float, name: str, keyed: bool) -> None:
    if keyed:
        painter.save()
        painter.translate(spot)
        painter.rotate(45)
        painter.drawRect(QRectF(-size, -size, 2 * size, 2 * size))
        painter.restore()
    elif name == "hips":
        painter.drawRoundedRect(QRectF(spot.x() - size - 1, spot.y() - size - 1, 2 * size + 2, 2 * size + 2), 2, 2)
    else:
        painter.drawEllipse(spot, size, size)


def _pin(painter: QPainter, spot: QPointF, size: float) -> None:
    """Corners around a joint that stays."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(QColor(0, 0, 0, 170), 3.4), QPen(QColor(ACCENT), 1.8)):
        painter.setPen(pen)
        for x in (-1, 1):
            for y in (-1, 1):
                corner = QPointF(spot.x() + x * size, spot.y() + y * size)
                painter.drawLine(corner, corner - QPointF(x * size * 0.55, 0))
                painter.drawLine(corner, corner - QPointF(0, y * size * 0.55))


def paint_words(painter: QPainter, area: QRectF, at: QPointF, words: str, *, strip: QColor | None = None) -> None:
    """Words on a dark plate beside a point, kept inside the widget."""
    fit = QFontMetricsF(painter.font())
    box = QRectF(0, 0, fit.horizontalAdvance(words) + (20 if strip else 14), fit.height() + 8)
    box.moveTopLeft(at + QPointF(14, 10))
    box.moveRight(min(box.right(), area.right() - 6))
    box.moveBottom(min(box.bottom(), area.bottom() - 6))
    box.moveLeft(max(box.left(), area.left() + 6))
    plate = QColor(GROUND)
    plate.setAlphaF(0.86)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(plate)
    painter.drawRoundedRect(box, 4, 4)
    if strip is not None:
        painter.setBrush(strip)
        painter.drawRoundedRect(QRectF(box.left() + 5, box.top() + 5, 3, box.height() - 10), 1.5, 1.5)
    painter.setPen(QColor(WORDS))
    painter.drawText(box.adjusted(13 if strip else 7, 0, -7, 0), Qt.AlignmentFlag.AlignVCenter, words)
