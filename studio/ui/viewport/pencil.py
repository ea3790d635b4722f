"""Lines and words over a picture: smooth, with a dark rim, so that they show on anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QApplication

from studio.ui.theme import BAD, FAINT, GOOD, LINE, PANEL, RAISED, WARN, WORDS

RIM = QColor(10, 11, 13, 170)
LIGHTS = {"green": GOOD, "yellow": WARN, "red": BAD}
Colour = tuple[float, float, float]


def ink(colour: Colour, alpha: float = 1.0) -> QColor:
    """A colour of (r, g, b) in 0..1."""
    r, g, b = (min(max(float(part), 0.0), 1.0) for part in colour)
    return QColor.fromRgbF(r, g, b, alpha)


def letters(size: float = 11.0, bold: bool = False, fixed: bool = False) -> QFont:
    """The font of the overlay, in logical pixels."""
    font = QFont("monospace") if fixed else QApplication.font()
    if fixed:
        font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(round(size))
    font.setBold(bold)
    return font


def stroke(painter: QPainter, path: QPainterPath, colour: QColor, width: float = 1.6, rim: bool = True) -> None:
    """Draw a path with a dark rim under it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if rim:
        painter.setPen(_pen(RIM, width + 1.8))
        painter.drawPath(path)
    painter.setPen(_pen(colour, width))
    painter.drawPath(path)


def path_through(points: Iterable[QPointF], closed: bool = False) -> QPainterPath:
    """A path of straight lines."""
    path = QPainterPath()
    path.addPolygon(QPolygonF(list(points)))
    if closed:
        path.closeSubpath()
    return path


def dot(painter: QPainter, at: QPointF, colour: QColor, radius: float = 3.0) -> None:
    """A small disc with a dark rim."""
    painter.setPen(QPen(RIM, 1.2))
    painter.setBrush(colour)
    painter.drawEllipse(at, radius, radius)


def label(
    painter: QPainter, at: QPointF, words: str, colour: QColor, area: QRectF, taken: list[QRectF] | None = None
) -> QRectF:
    """Words on a plate of a colour, centred over a point; kept inside the area and off the plates in ``taken``."""
    font = letters(11.5, bold=True)
    metrics = QFontMetricsF(font)
    box = QRectF(0, 0, metrics.horizontalAdvance(words) + 12, metrics.height() + 4)
    box.moveTo(at.x() - box.width() / 2, at.y() - box.height() - 5)
    box.moveLeft(min(max(box.left(), area.left() + 3), area.right() - box.width() - 3))
    box.moveTop(min(max(box.top(), area.top() + 3), area.bottom() - box.height() - 3))
    for other in taken or ():
        if box.intersects(other):
            box.moveTop(other.bottom() + 2)
    if taken is not None:
        taken.append(box)
    painter.setPen(QPen(QColor(10, 11, 13, 150), 1))
    painter.setBrush(QColor(colour.red(), colour.green(), colour.blue(), 235))
    painter.drawRoundedRect(box, 4, 4)
    dark = 0.299 * colour.redF() + 0.587 * colour.greenF() + 0.114 * colour.blueF() > 0.45
    painter.setFont(font)
    painter.setPen(QColor("#101114") if dark else QColor("#ffffff"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    return box


def caption(painter: QPainter, at: QPointF, words: str, colour: str = "#e8eaee", size: float = 11.0) -> None:
    """Words with a dark rim and no plate; ``at`` is the left end of their base line."""
    path = QPainterPath()
    path.addText(at, letters(size), words)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(QColor(10, 11, 13, 210), 3.0))
    painter.drawPath(path)
    painter.fillPath(path, QColor(colour))


@dataclass(frozen=True)
class Card:
    """A title and lines of (name, words); a line may have a light, "green", "yellow" or "red"."""

    title: str
    lines: Sequence[tuple[str, str]]
    lights: Sequence[str] = ()
    light: str = ""


def draw_card(painter: QPainter, card: Card, area: QRectF) -> None:
    """A card in the middle of an area, as wide as its words want."""
    title, plain = letters(15, bold=True), letters(12)
    metrics = QFontMetricsF(plain)
    names = max((metrics.horizontalAdvance(name) for name, _ in card.lines), default=0) + (26 if card.lights else 10)
    wide = max((metrics.horizontalAdvance(line) for _, line in card.lines), default=0)
    width = min(max(names + wide + 44, 260), max(area.width() - 40, 200))
    inner = width - 40 - names
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
    boxes = [metrics.boundingRect(QRectF(0, 0, inner, 1000), int(flags), line) for _, line in card.lines]
    height = 58 + sum(box.height() + 8 for box in boxes) + 8
    box = QRectF(area.center().x() - width / 2, max(area.center().y() - height / 2, area.top() + 10), width, height)
    painter.setPen(QPen(QColor(LINE), 1))
    painter.setBrush(QColor(PANEL))
    painter.drawRoundedRect(box, 8, 8)
    painter.setFont(title)
    painter.setPen(QColor(WORDS))
    head = QRectF(box.left() + 20, box.top() + 14, width - 40, 26)
    if card.light:
        _lamp(painter, QPointF(head.left() + 7, head.center().y()), card.light, 7)
        head.adjust(22, 0, 0, 0)
    painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, card.title)
    painter.fillRect(QRectF(box.left() + 20, box.top() + 46, width - 40, 1), QColor(RAISED))
    painter.setFont(plain)
    y = box.top() + 58
    for k, ((name, line), size) in enumerate(zip(card.lines, boxes, strict=True)):
        x = box.left() + 20
        if card.lights:
            _lamp(painter, QPointF(x + 5, y + metrics.height() / 2), card.lights[k], 4.5)
            x += 16
        painter.setPen(QColor(FAINT))
        painter.drawText(QRectF(x, y, names, size.height()), Qt.AlignmentFlag.AlignTop, name)
        painter.setPen(QColor(WORDS))
        painter.drawText(QRectF(box.left() + 20 + names, y, inner, size.height() + 4), int(flags), line)
        y += size.height() + 8


def _lamp(painter: QPainter, at: QPointF, light: str, radius: float) -> None:
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(LIGHTS.get(light, FAINT)))
    painter.drawEllipse(at, radius, radius)
    painter.restore()


def _pen(colour: QColor, width: float) -> QPen:
    round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(colour, width, Qt.PenStyle.SolidLine, round_cap, round_join)
