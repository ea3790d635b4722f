"""The whole graph as one painted item: what is shown when it is seen from far away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from studio.ui.graph_editor import ink
from studio.ui.graph_editor.backdrop_item import paint_backdrop, paint_title
from studio.ui.graph_editor.measure import TITLE
from studio.ui.graph_editor.node_paint import placed
from studio.ui.graph_editor.wire_item import path_of
from studio.ui.theme import ACCENT, BAD, FAINT

if TYPE_CHECKING:
    from studio.ui.graph_editor.mirror import Mirror

FAR = 0.4
"""Zoom below which the graph is one painted item."""
READABLE, TALL = 0.2, 26
"""Zoom from which titles are painted, and their height in units of the scene."""


class Overview(QGraphicsItem):
    """Boxes, wires and frames without words, painted in few calls."""

    def __init__(self, mirror: Mirror) -> None:
        super().__init__()
        self._mirror = mirror
        # what is exposed is told, so that only what is seen is written
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._stale = True
        self._wires: dict[str, QPainterPath] = {}
        self._boxes: dict[str, tuple[QColor, list[QRectF], list[QRectF]]] = {}
        self._marked: list[tuple[QColor, list[QRectF]]] = []
        self._area = QRectF()

    def forget(self) -> None:
        """What is to be seen has changed; it is gathered anew when it is next painted."""
        if not self._stale:
            self._stale = True
            self.update()

    def boundingRect(self) -> QRectF:
        """Everywhere: it is only shown as a whole."""
        return QRectF(-1e6, -1e6, 2e6, 2e6)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Frames, wires by colour, boxes by colour, then what stands out."""
        if self._stale:
            self._gather()
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        backdrops = sorted(self._mirror.backdrops.values(), key=lambda item: item.zValue())
        for item in backdrops:
            paint_backdrop(painter, item.backdrop, QRectF(*item.backdrop.box), zoom, item.chosen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # from very far thousands of curves are a few pixels each: without smoothing they cost little
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, zoom >= READABLE)
        for media, path in self._wires.items():
            pen = QPen(ink.media_colour(media), 1)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPath(path)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, bars, bodies in self._boxes.values():
            painter.setBrush(ink.BODY_LIT)
            painter.drawRects(bodies)
            painter.setBrush(colour)
            painter.drawRects(bars)
        self._mark(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if zoom >= READABLE:
            self._write(painter, option.exposedRect)
        for item in backdrops:
            paint_title(painter, item.backdrop, QRectF(*item.backdrop.box), zoom)

    def _write(self, painter: QPainter, seen: QRectF) -> None:
        """Titles, as large as boxes have room for, and thumbnails."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for node in self._mirror.nodes.values():
            left, top, right, bottom = node.rect()
            painter.setPen(QColor(FAINT if node.box.bypass else "#f4f5f7"))
            if node.box.kind == "dot" or not seen.intersects(QRectF(left, top, right - left, bottom - top)):
                continue
            frame, picture = node.shape_of.picture, node.face.picture
            shown = picture is not None and frame is not None
            lines = (node.box.title,) if shown else tuple(node.box.title.split(" ", 1))
            pixels = TALL - 5 if shown else TALL
            painter.setFont(ink.font(pixels, True))
            for row, line in enumerate(lines):
                words = ink.fitted(line, pixels, True, right - left - 12)
                painter.drawText(QPointF(left + 8, top + 27 + row * (TALL + 5)), words)
            if picture is not None and frame is not None:
                painter.drawPixmap(
                    placed(picture, QRectF(*frame).translated(left, top)), picture, picture.rect().toRectF()
                )

    def _mark(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, rects in self._marked:
            pen = QPen(colour, 2)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawRects(rects)

    def _gather(self) -> None:
        self._stale = False
        self._wires, self._boxes = {}, {}
        for wire in self._mirror.wires.values():
            path = self._wires.setdefault(wire.wire.media, QPainterPath())
            path.addPath(path_of(wire.cubic))
        failed, busy, chosen = [], [], []
        for node in self._mirror.nodes.values():
            left, top, right, bottom = node.rect()
            whole = QRectF(left, top, right - left, bottom - top)
            colour = ink.bar_colour(node.box.kind, node.box.family).lighter(130)
            if node.box.bypass:
                colour = QColor(ink.BODY_LIT).darker(140)
            _, bars, bodies = self._boxes.setdefault(colour.name(), (colour, [], []))
            bodies.append(whole)
            bars.append(QRectF(left, top, right - left, min(TITLE * 1.4, bottom - top)))
            if node.face.badge.error and node.face.badge.own:
                failed.append(whole)
            elif node.face.badge.busy is not None:
                busy.append(whole)
            if node.face.selected:
                chosen.append(whole.adjusted(-4, -4, 4, 4))
        self._marked = [
            (colour, rects)
            for colour, rects in ((QColor(ACCENT), busy), (QColor("#ffffff"), chosen), (QColor(BAD), failed))
            if rects
        ]
