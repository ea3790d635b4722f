"""The view of the scene: NodeGraphQt's viewer with an exact zoom, a quiet grid, and one painted item from afar."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from studio.graph.sockets import Types
from studio.ui.graph_editor.measure import GRID
from studio.ui.graph_editor.mirror import Mirror
from studio.ui.graph_editor.nodegraphqt import NodeViewer
from studio.ui.graph_editor.overview import FAR
from studio.ui.theme import GROUND

NEAREST, FARTHEST = 3.0, 0.04
"""Largest and smallest zoom."""
REST = 140
"""Milliseconds after which a zoom that does not change is taken to have come to rest."""
LINES = QColor("#26282c")


class View(NodeViewer):
    """Shows a mirror of the graph.

    Args:
        library: Node types.
        parent: The panel.

    Attributes:
        zoom: Pixels of the widget for a unit of the scene.
        mirror: What is shown.
    """

    viewed = Signal()
    """What part of the scene is seen changed."""

    def __init__(self, library: Types, parent: QWidget) -> None:
        self.zoom = 1.0
        super().__init__(parent)
        scene = self.scene()
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        # its cursor's words, live link and slicer are not used
        for item in [item for item in scene.items() if item.parentItem() is None]:
            scene.removeItem(item)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.mirror = Mirror(scene, library)
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.mirror.sharpen)
        # a timer and no call to come: the window has a turn of its own before it
        self._further = QTimer(self, singleShot=True, interval=1)
        self._further.timeout.connect(self._go_on)

    def _update_scene(self) -> None:
        """Show the part of the scene that NodeGraphQt notes; the zoom is exact, and there are no margins."""
        self.setSceneRect(self._scene_range)
        self.resetTransform()
        QGraphicsView.scale(self, self.zoom, self.zoom)
        if hasattr(self, "mirror"):
            self.mirror.far(self.zoom < FAR)
            self.viewed.emit()

    def look(self, x: float, y: float, zoom: float) -> None:
        """Put a point of the scene in the middle."""
        zoom = min(max(zoom, FARTHEST), NEAREST)
        if zoom != self.zoom:
            self.mirror.prints.zooming = True
            self._rest.start()
        self.zoom = zoom
        width, height = self.viewport().width() / self.zoom, self.viewport().height() / self.zoom
        self._scene_range = QRectF(x - width / 2, y - height / 2, width, height)
        self._update_scene()

    def centre(self) -> QPointF:
        """The point of the scene in the middle."""
        return self._scene_range.center()

    def seen(self) -> QRectF:
        """The part of the scene that is seen."""
        return self._scene_range

    def pan(self, by: QPointF) -> None:
        """Move the view by pixels of the widget."""
        self._set_viewer_pan(-by.x() / self.zoom, -by.y() / self.zoom)

    def zoom_at(self, point: QPointF, factor: float) -> None:
        """Zoom; the point of the widget stays where it is."""
        zoom = min(max(self.zoom * factor, FARTHEST), NEAREST)
        fixed = self.at(point)
        middle = self.viewport().rect().toRectF().center()
        offset = (middle - point) / zoom
        self.look(fixed.x() + offset.x(), fixed.y() + offset.y(), zoom)

    def fit(self, extent: tuple[float, float, float, float] | None, closest: float = 1.0, above: float = 0.0) -> None:
        """Show an area of the scene, (left, top, right, bottom), with room for so many pixels above it."""
        if extent is None:
            self.look(0, 0, 1.0)
            return
        left, top, right, bottom = extent
        width, height = self.viewport().width(), self.viewport().height()
        across = (width - 2 * min(48.0, width * 0.05)) / max(right - left, 1)
        down = (height - above - 2 * min(48.0, height * 0.08)) / max(bottom - top, 1)
        zoom = min(across, down, closest)
        self.look((left + right) / 2, (top + bottom) / 2 - above / 2 / zoom, zoom)

    def at(self, point: QPointF) -> QPointF:
        """A point of the widget on the scene."""
        left, top = self._scene_range.left(), self._scene_range.top()
        return QPointF(left + point.x() / self.zoom, top + point.y() / self.zoom)

    def on(self, x: float, y: float) -> QPointF:
        """A point of the scene on the widget."""
        return QPointF((x - self._scene_range.left()) * self.zoom, (y - self._scene_range.top()) * self.zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The zoom stays, and what was at the top left."""
        QGraphicsView.resizeEvent(self, event)
        top_left = self._scene_range.topLeft()
        self._scene_range = QRectF(top_left, self.viewport().size().toSizeF() / self.zoom)
        self._update_scene()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint for a moment; boxes that are left have their turn after the window had its own."""
        prints = self.mirror.prints
        prints.begin()
        try:
            super().paintEvent(event)
        finally:
            prints.end()
        if prints.owing:
            self._further.start()

    def _go_on(self) -> None:
        for box in self.mirror.prints.owing:
            box.update()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """A quiet grid, coarser from afar."""
        painter.fillRect(rect, QColor(GROUND))
        if self.zoom < 0.12:
            return
        area, step = QRectF(rect), GRID * 4 if self.zoom > 0.3 else GRID * 16
        pen = QPen(LINES, 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        x, y = area.left() - area.left() % step, area.top() - area.top() % step
        while x < area.right():
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            x += step
        while y < area.bottom():
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            y += step
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab opens the search, and does not leave."""
        return False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Without NodeGraphQt's menus."""
        QGraphicsView.focusInEvent(self, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Without NodeGraphQt's menus."""
        QGraphicsView.focusOutEvent(self, event)
