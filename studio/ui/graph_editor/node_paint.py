"""Painting a box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap

from studio.ui.graph_editor import foot_paint, ink
from studio.ui.graph_editor.measure import TITLE, Shape
from studio.ui.graph_editor.scenery import Box, Port
from studio.ui.theme import ACCENT, BAD, FAINT, GROUND, WORDS

if TYPE_CHECKING:
    from studio.ui.graph_editor.node_item import Face, Socket

READABLE = 0.62
"""Zoom below which words are left out, except the title."""
ROUND = 5.0
BUBBLE = foot_paint.BUBBLE


def paint(painter: QPainter, box: Box, shape: Shape, face: Face, zoom: float) -> None:
    """Paint a box at the origin."""
    if box.kind == "dot":
        _dot(painter, box, shape, face)
        return
    whole = QRectF(0, 0, *shape.size)
    _ground(painter, box, whole, face)
    _title(painter, box, whole, zoom)
    # a bypassed box is faint, but hides what is behind it as any other
    painter.setOpacity(0.45 if box.bypass else 1.0)
    if zoom >= READABLE:
        _labels(painter, box, shape)
    foot_paint.foot(painter, box, whole, face, zoom >= READABLE)
    if shape.picture:
        _picture(painter, QRectF(*shape.picture), face)
    if box.bypass:
        _crossed(painter, whole)
    painter.setOpacity(1.0)
    _outline(painter, box, whole, face)
    _sockets(painter, box, shape, face)
    foot_paint.state(painter, whole, face.badge, zoom)
    foot_paint.views(painter, whole, face.views)


def plain(painter: QPainter, box: Box, shape: Shape) -> None:
    """Paint a box at the origin at once: where it lies, and its colour."""
    whole = QRectF(0, 0, *shape.size)
    painter.fillRect(whole, ink.BODY)
    if box.kind != "dot":
        painter.fillRect(QRectF(0, 0, whole.width(), TITLE), ink.bar_colour(box.kind, box.family))


def _ground(painter: QPainter, box: Box, whole: QRectF, face: Face) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.SHADE)
    painter.drawRoundedRect(whole.translated(0, 3).adjusted(-1, 0, 1, 1), ROUND + 1, ROUND + 1)
    if box.kind == "group":
        painter.setBrush(ink.GROUP.darker(150))
        painter.drawRoundedRect(whole.translated(5, 5), ROUND, ROUND)
    painter.setBrush(ink.BODY_LIT if face.hovered or face.selected else ink.BODY)
    painter.drawRoundedRect(whole, ROUND, ROUND)
    if box.kind == "unknown":
        painter.setBrush(QBrush(QColor(255, 255, 255, 18), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(whole, ROUND, ROUND)


def _title(painter: QPainter, box: Box, whole: QRectF, zoom: float) -> None:
    bar = QRectF(whole.x(), whole.y(), whole.width(), TITLE)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(bar, ROUND, ROUND)
    path.addRect(bar.adjusted(0, ROUND, 0, 0))
    colour = ink.bar_colour(box.kind, box.family)
    painter.fillPath(path, colour.darker(190) if box.bypass else colour)
    left = 8.0
    if zoom >= READABLE:
        painter.drawPixmap(QPointF(7, 6), ink.glyph(ink.family_icon(box.kind, box.family), "#e8eaee"))
        left = 27.0
    # from farther away the title is what is left to read
    pixels = 13 if zoom >= READABLE else 17
    painter.setFont(ink.font(pixels, True))
    painter.setPen(QColor(FAINT if box.bypass else "#f4f5f7"))
    words = ink.fitted(box.title, pixels, True, whole.width() - left - 8)
    painter.drawText(bar.adjusted(left, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, words)


def _labels(painter: QPainter, box: Box, shape: Shape) -> None:
    painter.setFont(ink.font(11))
    right = ink.breadth(box.outs[0].label, 11) + 26 if box.outs else 10.0
    for index, (port, (_, y)) in enumerate(zip(box.ins, shape.ins, strict=True)):
        room = shape.size[0] / 2 if box.outs and index < len(box.outs) else shape.size[0] - 20
        if shape.picture and shape.picture[1] - 4 < y < shape.picture[1] + shape.picture[3]:
            room = shape.picture[0] - 14
        elif index == 0:
            room = shape.size[0] - right - 12
        painter.setPen(QColor(WORDS if port.needed else FAINT))
        painter.drawText(QPointF(11, y + 4), ink.fitted(port.label, 11, False, room))
        if port.away:
            _away(painter, port, y)
    painter.setPen(QColor(WORDS))
    for port, (x, y) in zip(box.outs, shape.outs, strict=True):
        words = ink.fitted(port.label, 11, False, shape.size[0] / 2)
        painter.drawText(QPointF(x - 11 - ink.breadth(words, 11), y + 4), words)


def _away(painter: QPainter, port: Port, y: float) -> None:
    """A note of what an input is linked to on another level."""
    words = ink.fitted(port.away, 10, False, 92)
    chip = QRectF(-24 - ink.breadth(words, 10), y - 8, ink.breadth(words, 10) + 12, 16)
    painter.save()
    painter.setPen(QPen(ink.media_colour(port.media), 1.2))
    painter.drawLine(QPointF(chip.right(), y), QPointF(0, y))
    painter.setBrush(QColor(GROUND))
    painter.drawRoundedRect(chip, 8, 8)
    painter.setFont(ink.font(10))
    painter.setPen(QColor(FAINT))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


def _picture(painter: QPainter, frame: QRectF, face: Face) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#1a1b1e"))
    painter.drawRoundedRect(frame, 3, 3)
    if face.picture is None or face.picture.isNull():
        size = 16
        corner = frame.center() - QPointF(size / 2, size / 2)
        painter.drawPixmap(corner, ink.glyph("mdi6.image-outline", "#3f434a", size))
        return
    inner = frame.adjusted(1, 1, -1, -1)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(placed(face.picture, inner), face.picture, QRectF(face.picture.rect()))


def placed(picture: QPixmap, frame: QRectF) -> QRectF:
    """Where a picture lies in a frame: as large as it can be, in the middle."""
    scale = min(frame.width() / picture.width(), frame.height() / picture.height())
    place = QRectF(0, 0, picture.width() * scale, picture.height() * scale)
    place.moveCenter(frame.center())
    return place


def _crossed(painter: QPainter, whole: QRectF) -> None:
    painter.setPen(QPen(QColor(FAINT), 2))
    painter.drawLine(whole.topLeft() + QPointF(8, TITLE + 6), whole.bottomRight() - QPointF(8, 8))


def _outline(painter: QPainter, box: Box, whole: QRectF, face: Face) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    failed = bool(face.badge.error) and face.badge.own
    if face.selected:
        painter.setPen(QPen(QColor(76, 155, 232, 70), 6))
        painter.drawRoundedRect(whole.adjusted(-2, -2, 2, 2), ROUND + 2, ROUND + 2)
    colour = QColor(BAD) if failed else QColor(ACCENT) if face.selected else ink.EDGE
    if face.hovered and not failed and not face.selected:
        colour = QColor("#5c636e")
    style = Qt.PenStyle.DashLine if box.kind == "unknown" and not face.selected else Qt.PenStyle.SolidLine
    painter.setPen(QPen(colour, 2.0 if face.selected or failed else 1.2, style))
    painter.drawRoundedRect(whole, ROUND, ROUND)


def _sockets(painter: QPainter, box: Box, shape: Shape, face: Face) -> None:
    for side, ports, places in (("in", box.ins, shape.ins), ("out", box.outs, shape.outs)):
        for index, (port, place) in enumerate(zip(ports, places, strict=True)):
            _socket(painter, port, QPointF(*place), (side, index), face)


def _socket(painter: QPainter, port: Port, place: QPointF, socket: Socket, face: Face) -> None:
    colour = ink.media_colour(port.media)
    radius = 5.0
    if face.fits is not None and socket not in face.fits:
        colour = QColor("#44484f")
    elif face.fits is not None:
        radius = 6.5
    if face.socket == socket:
        radius = 7.0
        colour = colour.lighter(130)
    filled = socket in face.linked or bool(port.away) or socket[0] == "out"
    painter.setPen(QPen(ink.EDGE if filled else colour, 1.2 if filled else 2.0))
    painter.setBrush(colour if filled else ink.EDGE)
    if filled or port.needed:
        painter.drawEllipse(place, radius, radius)
    else:
        # what may stay unlinked is a diamond, so that what is missing stands out
        painter.drawEllipse(place, radius - 1.5, radius - 1.5)


def _dot(painter: QPainter, box: Box, shape: Shape, face: Face) -> None:
    centre = QPointF(shape.size[0] / 2, shape.size[1] / 2)
    painter.setPen(QPen(QColor(ACCENT) if face.selected else ink.EDGE, 3 if face.selected else 1.4))
    colour = ink.media_colour(box.outs[0].media)
    painter.setBrush(colour.lighter(125) if face.hovered else colour)
    painter.drawEllipse(centre, 8, 8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.BODY)
    painter.drawEllipse(centre, 3.5, 3.5)
    foot_paint.views(painter, QRectF(0, 0, *shape.size), face.views)
