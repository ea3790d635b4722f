"""What lies behind boxes: frames with titles, and the outline of a group that is open."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from studio.ui.graph_editor import ink
from studio.ui.graph_editor.nodegraphqt import BackdropNodeItem
from studio.ui.theme import ACCENT, GROUND

HEAD = 28.0
"""Height of the title, in which it is taken hold of."""
OUTSIDE = 72.0
"""Pixels that a title which stands on top of a narrow frame may take."""
CORNER = 18.0
"""Size of the corner at which a frame is made larger."""


@dataclass(frozen=True)
class Backdrop:
    """A frame, or an open group.

    Attributes:
        id: Of the frame or the group.
        kind: "frame" or "group".
        title, note: Words on it.
        box: (x, y, width, height).
        colour: (r, g, b) in 0..1.
    """

    id: str
    kind: str
    title: str
    note: str
    box: tuple[float, float, float, float]
    colour: tuple[float, float, float]

    @property
    def tint(self) -> QColor:
        """Its colour."""
        return QColor.fromRgbF(*(min(max(part, 0.0), 1.0) for part in self.colour))

    def part_at(self, x: float, y: float) -> str:
        """What lies at a point of the scene: "head", "corner", "inside" or ""."""
        left, top, width, height = self.box
        if not (left <= x <= left + width and top <= y <= top + height):
            return ""
        if y <= top + HEAD:
            return "head"
        if self.kind == "frame" and x >= left + width - CORNER and y >= top + height - CORNER:
            return "corner"
        return "inside"


class BackdropItem(BackdropNodeItem):
    """NodeGraphQt's backdrop with a painting of its own."""

    def __init__(self, backdrop: Backdrop, parent: QGraphicsItem) -> None:
        super().__init__(backdrop.title)
        self.setFlags(QGraphicsItem.GraphicsItemFlag(0))
        self.setToolTip("")
        # its corner is not used; it has to go before it comes into a scene
        self._sizer.setParentItem(None)  # type: ignore[arg-type]
        self.setParentItem(parent)
        self.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        self.chosen = self.hovered = False
        self.backdrop = backdrop
        self.show_backdrop(backdrop)

    def show_backdrop(self, backdrop: Backdrop) -> None:
        """Show another state of it."""
        self.prepareGeometryChange()
        self.backdrop, self.id = backdrop, backdrop.id
        self._width, self._height = backdrop.box[2:]
        self.setPos(*backdrop.box[:2])
        # a smaller one lies on a larger one
        self.setZValue(-1e-6 * self._width * self._height)
        self.update()

    def wear(self, **changes: bool) -> None:
        """Change how it looks: chosen, hovered."""
        for name, value in changes.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
                self.update()

    def boundingRect(self) -> QRectF:
        """Its box."""
        return QRectF(-3, -3, self._width + 6, self._height + 6)  # from far, where titles lie outside, others paint

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """A tinted ground with a title on top."""
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        whole = QRectF(0, 0, self._width, self._height)
        paint_backdrop(painter, self.backdrop, whole, zoom, self.chosen, self.hovered)
        paint_title(painter, self.backdrop, whole, zoom)


def paint_backdrop(
    painter: QPainter, backdrop: Backdrop, whole: QRectF, zoom: float, chosen: bool = False, hovered: bool = False
) -> None:
    """Paint a backdrop without its words."""
    tint = backdrop.tint
    ground = QColor(tint)
    ground.setAlpha(70)
    head = QColor(tint)
    head.setAlpha(150 if hovered else 120)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(whole, 6, 6)
    painter.setBrush(head)
    painter.drawRoundedRect(QRectF(whole.x(), whole.y(), whole.width(), HEAD), 6, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    edge = QColor(ACCENT) if chosen else tint.lighter(150)
    dash = Qt.PenStyle.DashLine if backdrop.kind == "group" and not chosen else Qt.PenStyle.SolidLine
    painter.setPen(QPen(edge, 2.0 if chosen else 1.2, dash))
    painter.drawRoundedRect(whole, 6, 6)
    if backdrop.kind == "frame":
        corner = whole.bottomRight()
        painter.setPen(QPen(tint.lighter(180), 1.4))
        for step in (5, 9, 13):
            painter.drawLine(corner - QPointF(step, 3), corner - QPointF(3, step))


def paint_title(painter: QPainter, backdrop: Backdrop, whole: QRectF, zoom: float) -> None:
    """Paint its words; the title stays readable however far it is."""
    pixels = min(max(15, round(12 / max(zoom, 0.05))), 120)
    left = 10.0
    if backdrop.kind == "group" and zoom >= 0.5:
        painter.drawPixmap(whole.topLeft() + QPointF(9, 6), ink.glyph("mdi6.folder-open-outline", "#e8eaee", 16))
        left = 30.0
    painter.setFont(ink.font(pixels, True))
    painter.setPen(QColor("#eceef1"))
    words = backdrop.title or ("Group" if backdrop.kind == "group" else "Frame")
    high = max(HEAD, pixels * 1.5)
    # what is larger than the head would lie under the boxes: it stands on top of the frame
    top = whole.y() if high < 2 * HEAD else whole.y() - high
    room = whole.width() if top == whole.y() else max(whole.width(), OUTSIDE / max(zoom, 0.05))
    area = QRectF(whole.x() + left, top, max(room - left - 10, 1), high)
    words = ink.fitted(words, pixels, True, area.width())
    if top < whole.y():
        # links run there
        ground = QColor(GROUND)
        ground.setAlpha(200)
        wide = painter.fontMetrics().horizontalAdvance(words)
        painter.fillRect(QRectF(area.x() - 4, top + high * 0.1, wide + 8, high * 0.8), ground)
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, words)
    if backdrop.note and zoom >= 0.5:
        painter.setFont(ink.font(12))
        painter.setPen(QColor("#b9bec7"))
        area = whole.adjusted(10, HEAD + 6, -10, -8)
        painter.drawText(area, int(Qt.TextFlag.TextWordWrap), backdrop.note)
