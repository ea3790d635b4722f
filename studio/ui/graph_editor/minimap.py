"""A small map of the graph in the corner, while a part of it is out of sight; press or drag in it to go there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio.ui.graph_editor import ink
from studio.ui.graph_editor.canvas import Canvas
from studio.ui.theme import ACCENT, BAD, GROUND, LINE

SIZE = QSize(196, 124)


class Minimap(QWidget):
    """Boxes and frames of the level, and what part of it is seen.

    Attributes:
        wanted: Whether it is there where it is of use; where all is seen, it would only hide what lies under it.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.wanted = True
        self.hide()
        self.resize(SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Map of the graph: press or drag to go there  (M)")
        # one painting for many changes: it never costs a frame of its own
        self._timer = QTimer(self, singleShot=True, interval=40)
        self._timer.timeout.connect(self.update)
        canvas.viewed.connect(self.refresh)
        canvas.editor.shown.connect(self.refresh)
        canvas.editor.picks_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Paint anew, soon."""
        extent = self._canvas.mirror.extent()
        area = None if extent is None else QRectF(QPointF(*extent[:2]), QPointF(*extent[2:]))
        self.setVisible(self.wanted and area is not None and not self._canvas.seen().contains(area))
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def place(self) -> None:
        """Go to the bottom right of the canvas."""
        area = self._canvas.rect()
        share = min(1.0, area.width() / 5 / SIZE.width(), area.height() / 3.2 / SIZE.height())
        self.resize(SIZE * max(share, 0.45))
        self.move(area.right() - self.width() - 12, area.bottom() - self.height() - 12)

    def _fitted(self) -> tuple[QRectF, float]:
        """The area of the scene that is mapped, and pixels for a unit of it."""
        extent = self._canvas.mirror.extent() or (0.0, 0.0, 1.0, 1.0)
        area = QRectF(QPointF(*extent[:2]), QPointF(*extent[2:])).united(self._canvas.seen())
        scale = min((self.width() - 10) / max(area.width(), 1), (self.height() - 10) / max(area.height(), 1))
        return area, scale

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the map."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(GROUND)
        ground.setAlpha(225)
        painter.setPen(QPen(QColor(LINE), 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        area, scale = self._fitted()
        painter.translate(self.rect().center())
        painter.scale(scale, scale)
        painter.translate(-area.center())
        self._things(painter)
        pen = QPen(QColor("#ffffff"), 1.2)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(QColor(255, 255, 255, 18))
        painter.drawRect(self._canvas.seen())
        painter.end()

    def _things(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for backdrop in self._canvas.mirror.backdrops.values():
            tint = backdrop.backdrop.tint
            tint.setAlpha(110)
            painter.fillRect(QRectF(*backdrop.backdrop.box), tint)
        for node in self._canvas.mirror.nodes.values():
            left, top, right, bottom = node.rect()
            colour = ink.bar_colour(node.box.kind, node.box.family).lighter(150)
            if node.face.badge.error and node.face.badge.own:
                colour = QColor(BAD)
            elif node.face.selected:
                colour = QColor(ACCENT)
            painter.fillRect(QRectF(left, top, right - left, bottom - top), colour)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along."""
        if event.buttons():
            self._go(event.position())

    def _go(self, point: QPointF) -> None:
        area, scale = self._fitted()
        middle = QPointF(self.rect().center())
        x = area.center().x() + (point.x() - middle.x()) / scale
        y = area.center().y() + (point.y() - middle.y()) / scale
        self._canvas.look(x, y, self._canvas.zoom)
