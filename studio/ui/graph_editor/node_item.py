"""A box on the canvas: one item that paints itself, its sockets and its state; it has no child items."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from math import ceil, inf
from time import perf_counter

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from studio.ui.graph_editor import node_paint
from studio.ui.graph_editor.measure import Place, Shape, shape
from studio.ui.graph_editor.nodegraphqt import AbstractNodeItem
from studio.ui.graph_editor.scenery import Box
from studio.ui.graph_editor.states import Badge

MOST = 96_000_000
"""Bytes of pictures that are held."""
PASS = 0.01
"""Seconds in which boxes may draw themselves while the canvas is painted; the others do so at its next painting."""
Socket = tuple[str, int]
"""("in" or "out", index)."""


@dataclass
class Face:
    """How a box looks just now.

    Attributes:
        selected, hovered: Whether it is.
        socket: The socket under the mouse.
        fits: Sockets that the link that is being drawn fits; None while none is drawn.
        linked: Sockets that are linked.
        badge: What is known of its results.
        views: Number keys that show it.
        picture: Its thumbnail.
    """

    selected: bool = False
    hovered: bool = False
    socket: Socket | None = None
    fits: frozenset[Socket] | None = None
    linked: frozenset[Socket] = frozenset()
    badge: Badge = field(default_factory=Badge)
    views: tuple[int, ...] = ()
    picture: QPixmap | None = None


class Prints:
    """The pictures that boxes have of themselves, bounded; and whether the zoom is changing just now.

    While it is, boxes show the picture they have, a little blurred, and sharpen after.

    Attributes:
        zooming: Whether it is.
        owing: Boxes for which there was no time when the canvas was last painted.
    """

    def __init__(self) -> None:
        self.zooming = False
        self.owing: set[NodeBox] = set()
        self._end = inf
        self._sizes: OrderedDict[NodeBox, int] = OrderedDict()
        self._total = 0

    def begin(self) -> None:
        """The canvas is painted: from now on time counts."""
        self.owing = set()
        self._end = perf_counter() + PASS

    def end(self) -> None:
        """The canvas is painted; what is painted by itself takes what time it needs."""
        self._end = inf

    def may_draw(self, box: NodeBox) -> bool:
        """Whether there is time left for a box; one for which there is none has its turn at the next painting."""
        if perf_counter() < self._end:
            return True
        self.owing.add(box)
        return False

    def note(self, box: NodeBox, size: int) -> None:
        """A box has painted itself; those that did so longest ago make room."""
        self.drop(box)
        self._sizes[box] = size
        self._total += size
        while self._total > MOST and len(self._sizes) > 1:
            oldest = next(iter(self._sizes))
            self.drop(oldest)
            oldest.forget()

    def drop(self, box: NodeBox) -> None:
        """A box has no picture any more."""
        self.owing.discard(box)
        self._total -= self._sizes.pop(box, 0)


class NodeBox(AbstractNodeItem):
    """NodeGraphQt's node with a painting of its own; where it lies and what it shows comes from outside."""

    def __init__(self, box: Box, pictures: bool, prints: Prints, parent: QGraphicsItem) -> None:
        super().__init__(box.title, parent)
        self.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        self._prints, self._print, self._crowded = prints, QPixmap(), False
        self._printed, self._bounds, self._covers = 0.0, QRectF(), QRectF()
        # the mouse is the canvas's, and so is what is selected
        self.setFlags(QGraphicsItem.GraphicsItemFlag(0))
        self.setToolTip("")
        self.face = Face()
        self.box, self.shape_of = box, shape(box, pictures)
        self.show_box(box, pictures)

    def show_box(self, box: Box, pictures: bool) -> None:
        """Show another state of the same box."""
        self.prepareGeometryChange()
        self.box, self.shape_of = box, shape(box, pictures)
        self.id = box.id
        self._width, self._height = self.shape_of.size
        if (self.x(), self.y()) != box.position:
            self.setPos(*box.position)
        self._renew()

    def go(self, box: Box) -> None:
        """Lie elsewhere; all else is as it was."""
        self.box = box
        self.setPos(*box.position)

    def _renew(self) -> None:
        """What was painted before is no longer how it looks."""
        self._printed, self._bounds = 0.0, self._bounds_of()
        self.update()

    def wear(self, **changes: object) -> None:
        """Change how it looks; repaints only where something did change."""
        changed = {name: value for name, value in changes.items() if getattr(self.face, name) != value}
        if "badge" in changes and self._bubble(changes["badge"]) != self._bubble(self.face.badge):
            self.prepareGeometryChange()
        for name, value in changed.items():
            setattr(self.face, name, value)
        if changed:
            self._renew()

    @staticmethod
    def _bubble(badge: object) -> bool:
        return isinstance(badge, Badge) and bool(badge.error) and badge.own

    def rect(self) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) on the scene."""
        x, y = self.box.position
        return x, y, x + self._width, y + self._height

    def socket_place(self, socket: Socket) -> Place:
        """Centre of a socket on the scene."""
        x, y = self.box.position
        dx, dy = (self.shape_of.ins if socket[0] == "in" else self.shape_of.outs)[socket[1]]
        return x + dx, y + dy

    def boundingRect(self) -> QRectF:
        """What it paints."""
        return self._bounds

    def _bounds_of(self) -> QRectF:
        """Its box with the glow around it, notes of links to elsewhere, and the bubble of an error."""
        away = 120.0 if any(port.away for port in self.box.ins) else 0.0
        below = node_paint.BUBBLE if self._bubble(self.face.badge) else 0.0
        return QRectF(-12 - away, -12, self._width + 24 + away, self._height + 24 + below)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Put its picture on whole pixels, so that it is sharp; while the zoom changes, the one it has."""
        view = painter.worldTransform()
        zoom, sharp = view.m11(), painter.device().devicePixelRatioF()
        stale = self._printed != zoom * sharp and not (self._prints.zooming and self._printed)
        if stale and (self._crowded or self._prints.may_draw(self)):
            self._draw(zoom, sharp)
        if self._print.isNull():
            node_paint.plain(painter, self.box, self.shape_of)
            return
        corner = view.map(self._covers.topLeft())
        painter.resetTransform()
        if self._printed == zoom * sharp:
            painter.drawPixmap(QPointF(round(corner.x()), round(corner.y())), self._print)
        else:
            area = QRectF(corner, self._covers.size() * zoom)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(area, self._print, QRectF(self._print.rect()))
        painter.setWorldTransform(view)

    def _draw(self, zoom: float, sharp: float) -> None:
        scale = zoom * sharp
        self._print = QPixmap(ceil(self._bounds.width() * scale), ceil(self._bounds.height() * scale))
        self._print.setDevicePixelRatio(sharp)
        self._print.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._print)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(zoom, zoom)
        painter.translate(-self._bounds.topLeft())
        node_paint.paint(painter, self.box, self.shape_of, self.face, zoom)
        painter.end()
        self._printed, self._covers = scale, self._bounds
        self._prints.note(self, self._print.width() * self._print.height() * 4)

    def forget(self) -> None:
        """Let the picture go; it is painted anew when it is next seen."""
        self._print, self._printed = QPixmap(), 0.0
        self._crowded = True  # there is no end to it where boxes take turns that cannot all be held


__all__ = ["Face", "NodeBox", "Shape", "Socket"]
