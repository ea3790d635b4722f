"""A link on the canvas: a smooth curve in the colour of what travels on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from studio.ui.graph_editor import ink
from studio.ui.graph_editor.measure import Place, curve
from studio.ui.graph_editor.nodegraphqt import PipeItem
from studio.ui.graph_editor.scenery import Wire
from studio.ui.theme import ACCENT, BAD

Cubic = tuple[Place, Place, Place, Place]


def path_of(cubic: Cubic) -> QPainterPath:
    """The curve as a path."""
    path = QPainterPath(QPointF(*cubic[0]))
    path.cubicTo(QPointF(*cubic[1]), QPointF(*cubic[2]), QPointF(*cubic[3]))
    return path


class WireItem(PipeItem):
    """NodeGraphQt's pipe with a path and a painting of its own."""

    def __init__(self, wire: Wire, parent: QGraphicsItem) -> None:
        super().__init__()
        # its arrow is not used; it has to go before it comes into a scene
        self._dir_pointer.setParentItem(None)  # type: ignore[arg-type]
        self.setParentItem(parent)
        self.setFlags(QGraphicsItem.GraphicsItemFlag(0))
        self.setAcceptHoverEvents(False)
        # a curve's box is mostly empty: a cached picture of it would be large and say little
        self.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        self.wire = wire
        self.cubic: Cubic = ((0.0, 0.0),) * 4
        self._path, self._bounds = QPainterPath(), QRectF()
        self.picked = self.hovered = self.near = self.doomed = self.welcomes = False

    def lie(self, start: Place, end: Place) -> None:
        """Go from an output's place to an input's."""
        cubic = curve(start, end)
        if cubic != self.cubic:
            self.cubic, self._path = cubic, path_of(cubic)
            self._bounds = self._path.controlPointRect().adjusted(-5, -5, 5, 5)
            self.setPath(self._path)

    def wear(self, **changes: bool) -> None:
        """Change how it looks: picked, hovered, near (to a pick), doomed (to be cut), welcomes (a node)."""
        for name, value in changes.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
                self.update()

    def boundingRect(self) -> QRectF:
        """Its path's box with room for the widest pen."""
        return self._bounds

    def draw_path(self, start_port: object, end_port: object = None, cursor_pos: QPointF | None = None) -> None:
        """NodeGraphQt's own way of lying is not used: :meth:`lie` is told where the ends are."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """A dark edge, then the colour."""
        colour, width = QColor(ink.media_colour(self.wire.media)), 2.0
        if self.doomed:
            colour, width = QColor(BAD), 3.0
        elif self.picked or self.welcomes:
            colour, width = QColor(ACCENT) if self.picked else QColor("#ffffff"), 3.2
        elif self.hovered:
            colour, width = colour.lighter(140), 3.0
        elif self.near:
            colour, width = colour.lighter(125), 2.6
        else:
            colour.setAlpha(200)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.hovered or self.picked or self.near:
            painter.setPen(QPen(QColor(0, 0, 0, 120), width + 2.4))
            painter.drawPath(self._path)
        style = Qt.PenStyle.DashLine if self.doomed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, width, style, Qt.PenCapStyle.RoundCap))
        painter.drawPath(self._path)
