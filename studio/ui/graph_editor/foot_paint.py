"""Painting what is known of a box's results: words and marks, a bar while it computes, a bubble where it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from studio.ui.graph_editor import ink
from studio.ui.graph_editor.measure import FOOT
from studio.ui.graph_editor.scenery import Box
from studio.ui.graph_editor.states import Badge
from studio.ui.theme import ACCENT, BAD, FAINT, WARN

if TYPE_CHECKING:
    from studio.ui.graph_editor.node_item import Face

BUBBLE = 46.0
"""Height of the bubble with an error, below the box."""


def foot(painter: QPainter, box: Box, whole: QRectF, face: Face, readable: bool) -> None:
    """Words (where they can be read) and marks at the bottom: time, size, tier, pinned, animated."""
    badge = face.badge
    strip = QRectF(whole.x() + 9, whole.bottom() - FOOT + 1, whole.width() - 18, FOOT - 4)
    words = badge.note if badge.busy is not None and badge.note else badge.words
    if box.kind == "group" and not words:
        words = f"{len(box.nodes)} nodes"
    right = strip.right()
    for name, colour in _marks(box, badge):
        right -= 14
        painter.drawPixmap(QPointF(right, strip.y() + 1), ink.glyph(name, colour, 12))
    if badge.where:
        right -= 11
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink.TIERS.get(badge.where, FAINT)))
        painter.drawEllipse(QPointF(right + 4, strip.center().y()), 3.2, 3.2)
    if not readable:
        return
    painter.setFont(ink.font(10))
    painter.setPen(QColor(FAINT))
    painter.drawText(strip, Qt.AlignmentFlag.AlignVCenter, ink.fitted(words, 10, False, right - strip.x() - 4))


def _marks(box: Box, badge: Badge) -> list[tuple[str, str]]:
    found = []
    if badge.error:
        found.append(("mdi6.alert-circle", BAD))
    elif badge.warnings:
        found.append(("mdi6.alert", WARN))
    if badge.pinned:
        found.append(("mdi6.pin", ACCENT))
    if badge.never:
        found.append(("mdi6.database-off", FAINT))
    if box.animated:
        found.append(("mdi6.sine-wave", "#e08fb0"))
    return found


def state(painter: QPainter, whole: QRectF, badge: Badge, zoom: float) -> None:
    """The bar of a box that computes, and the bubble of one that failed."""
    if badge.busy is not None:
        _bar(painter, whole, badge.busy)
    if badge.error and badge.own and zoom >= 0.5:
        _bubble(painter, whole, badge.error)


def _bar(painter: QPainter, whole: QRectF, done: float) -> None:
    track = QRectF(whole.x() + 2, whole.bottom() - 4, whole.width() - 4, 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#15161a"))
    painter.drawRoundedRect(track, 2, 2)
    painter.setBrush(QColor(ACCENT))
    if done >= 0:
        painter.drawRoundedRect(QRectF(track.x(), track.y(), max(4.0, track.width() * min(done, 1.0)), 4), 2, 2)
    else:
        # it cannot say how far it is: a bar in the middle
        painter.drawRoundedRect(track.adjusted(track.width() * 0.3, 0, -track.width() * 0.3, 0), 2, 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(ACCENT), 1.4))
    painter.drawRoundedRect(whole, 5, 5)


def _bubble(painter: QPainter, whole: QRectF, error: str) -> None:
    box = QRectF(whole.x() - 6, whole.bottom() + 7, whole.width() + 12, BUBBLE - 9)
    painter.setPen(QPen(QColor(BAD), 1.2))
    painter.setBrush(QColor("#3a2324"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor("#f3c9c6"))
    painter.setFont(ink.font(10))
    area = box.adjusted(7, 4, -7, -4)
    wrapped = Qt.TextFlag.TextWordWrap
    painter.drawText(area, int(wrapped | Qt.AlignmentFlag.AlignVCenter), _two_lines(error, area.width()))


def _two_lines(words: str, width: float) -> str:
    return ink.fitted(words, 10, False, width * 1.85)


def views(painter: QPainter, whole: QRectF, numbers: tuple[int, ...]) -> None:
    """The number keys that show a box, on its top right corner."""
    for place, number in enumerate(reversed(numbers)):
        chip = QRectF(whole.right() - 15 - 19 * place, whole.y() - 9, 17, 17)
        painter.setPen(QPen(ink.EDGE, 1.2))
        painter.setBrush(QColor(ACCENT))
        painter.drawEllipse(chip)
        painter.setPen(QColor("#ffffff"))
        painter.setFont(ink.font(11, True))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, str(number))
