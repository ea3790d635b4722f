"""How the timeline looks: sizes, colours, and the shapes that several parts draw."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QPolygonF

from studio.ui.theme import ACCENT, GOOD, WARN

HEADER = 236
"""Pixels of the column with names."""
PLAYHEAD = QColor("#ff6b57")
PICKED = QColor("#ffd34d")
KEY = QColor("#c3c8d0")
MARKER = QColor("#7fd18c")
GRID, STRONG = QColor(255, 255, 255, 10), QColor(255, 255, 255, 22)
OUTSIDE = QColor(0, 0, 0, 70)
TIERS = {"device": QColor(ACCENT), "ram": QColor(GOOD), "disk": QColor("#6f7d94")}
WARNING = QColor(WARN)


@lru_cache(maxsize=8)
def font(size: float = 8.5, bold: bool = False) -> QFont:
    """The window's font in another size."""
    made = QFont()
    made.setPointSizeF(size)
    made.setBold(bold)
    return made


def fits(text: str, width: float, which: QFont) -> str:
    """The text, cut with dots where it is too wide."""
    return QFontMetrics(which).elidedText(text, Qt.TextElideMode.ElideRight, int(width))


def on(colour: QColor) -> QColor:
    """Black or white, whichever reads better on a colour."""
    dark = 0.299 * colour.redF() + 0.587 * colour.greenF() + 0.114 * colour.blueF() > 0.55
    return QColor("#16181b") if dark else QColor("#f4f5f7")


def diamond(x: float, y: float, size: float) -> QPolygonF:
    """A key."""
    return QPolygonF([QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size), QPointF(x - size, y)])


def draw_key(painter: QPainter, x: float, y: float, interpolation: str, picked: bool, size: float = 5.0) -> None:
    """A key as its span runs on: round for bezier, a diamond for linear, square for constant."""
    stamp = _stamp(interpolation, picked, size, painter.device().devicePixelRatioF())
    half = stamp.deviceIndependentSize().width() / 2
    painter.drawPixmap(QPointF(x - half, y - half), stamp)


@lru_cache(maxsize=64)
def _stamp(interpolation: str, picked: bool, size: float, ratio: float) -> QPixmap:
    """A key, drawn once: there may be thousands."""
    half = round(size) + 3
    stamp = QPixmap(round(2 * half * ratio), round(2 * half * ratio))
    stamp.setDevicePixelRatio(ratio)
    stamp.fill(Qt.GlobalColor.transparent)
    with QPainter(stamp) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#131417"), 1.2))
        painter.setBrush(PICKED if picked else KEY)
        if interpolation == "constant":
            painter.drawRect(QRectF(half - size + 1, half - size + 1, 2 * size - 2, 2 * size - 2))
        elif interpolation == "linear":
            painter.drawPolygon(diamond(half, half, size + 0.5))
        else:
            painter.drawEllipse(QPointF(half, half), size - 0.3, size - 0.3)
    return stamp


def draw_playhead(painter: QPainter, x: float, height: float) -> None:
    """The playhead's line."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(PLAYHEAD, 1.3))
    painter.drawLine(QPointF(x, 0), QPointF(x, height))
