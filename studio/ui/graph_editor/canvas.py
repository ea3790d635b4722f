"""The canvas: NodeGraphQt's viewer with our own zoom, painting and gestures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from studio.ui.graph_editor.cutting import Cut
from studio.ui.graph_editor.drift import Drift
from studio.ui.graph_editor.editor import Editor
from studio.ui.graph_editor.gestures import ALT, CONTROL, SHIFT, Gesture, Mouse, Pan, PickInBox, Resize
from studio.ui.graph_editor.hits import Hit
from studio.ui.graph_editor.linking import detach, take_hold
from studio.ui.graph_editor.moving import Move
from studio.ui.graph_editor.overview import FAR
from studio.ui.graph_editor.view import View
from studio.ui.session import Session


class Canvas(View):
    """Shows the graph and turns what the mouse does into edits.

    Args:
        session: The window's state.
        parent: The panel.

    Attributes:
        gesture: What the mouse is doing.
        point: Where the mouse was last, on the widget.
    """

    asked_for = Signal(object, object)
    """A node is wanted at (x, y), fitting a loose link or None."""
    opened = Signal(object)
    """What was double-clicked, a Hit, and where."""
    menu_wanted = Signal(object, object)
    """A menu is wanted for a Hit, at a point of the screen."""
    number_pressed = Signal(int)
    pressed = Signal()
    dropped = Signal(object, object)
    """Something was dropped: a QMimeData, at (x, y)."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        self.gesture: Gesture | None = None
        super().__init__(session.library, parent)
        self.editor = Editor(session, self.mirror, self)
        self.editor.disturbed.connect(self.break_off)
        self.point = QPointF(self.rect().center())
        self._under = Hit()
        self._drift = Drift(self, self._drag)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """What the mouse is doing."""
        if self.gesture is not None:
            self.gesture.paint(painter, self.zoom)

    # --- the mouse

    def _mouse(self, event: QMouseEvent) -> Mouse:
        place = self.at(event.position())
        return Mouse(place.x(), place.y(), event.position(), event.modifiers())

    def under(self, mouse: Mouse) -> Hit:
        """What lies under the mouse; sockets count only where they are to be seen."""
        return self.editor.hit(mouse.x, mouse.y, min(9 / self.zoom, 14), self.zoom >= FAR)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self.break_off()
        self.pressed.emit()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        mouse = self._mouse(event)
        if event.button() == Qt.MouseButton.MiddleButton:
            self.gesture = Pan(self, mouse)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.gesture = Pan(self, mouse) if mouse.keys & ALT else self._begin(mouse)
        if self.gesture is not None and self.gesture.cursor is not None:
            self.viewport().setCursor(self.gesture.cursor)

    def _begin(self, mouse: Mouse) -> Gesture:
        if self.editor.cut_next or (mouse.keys & CONTROL and mouse.keys & SHIFT):
            self.editor.cut_next = False
            return Cut(self, mouse)
        hit = self.under(mouse)
        if hit.socket:
            return take_hold(self, mouse, hit.box, hit.socket)
        if hit.box:
            return Move(self, mouse, hit.box)
        if hit.wire:
            kept = self.editor.wires if mouse.keys & SHIFT else frozenset()
            self.editor.pick(self.editor.picked if mouse.keys & SHIFT else (), kept | {hit.wire})
            return detach(self, mouse, hit.wire)
        if hit.part == "corner":
            return Resize(self, mouse, hit.backdrop)
        return Move(self, mouse, hit.backdrop) if hit.part == "head" else PickInBox(self, mouse)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or light up what is under the mouse."""
        mouse = self._mouse(event)
        self.point = mouse.point
        if self.gesture is not None and not event.buttons():
            self.break_off()
        if self.gesture is not None:
            self.gesture.drag(mouse)
            drifts = self.gesture is not None and self.gesture.moved and not isinstance(self.gesture, Pan)
            self._drift.follow(mouse if drifts else None)
        else:
            self._hover(self.under(mouse))

    def _drag(self, mouse: Mouse) -> None:
        if self.gesture is not None:
            self.gesture.drag(mouse)

    def _hover(self, hit: Hit) -> None:
        before, self._under = self._under, hit
        if before == hit:
            return
        mirror = self.mirror
        if before.box in mirror.nodes:
            mirror.nodes[before.box].wear(hovered=False, socket=None)
        if before.wire in mirror.wires:
            mirror.wires[before.wire].wear(hovered=False)
        if before.backdrop in mirror.backdrops:
            mirror.backdrops[before.backdrop].wear(hovered=False)
        if hit.box:
            mirror.nodes[hit.box].wear(hovered=True, socket=hit.socket)
        elif hit.wire:
            mirror.wires[hit.wire].wear(hovered=True)
        elif hit.backdrop:
            mirror.backdrops[hit.backdrop].wear(hovered=hit.part == "head")
        shapes = {"head": Qt.CursorShape.SizeAllCursor, "corner": Qt.CursorShape.SizeFDiagCursor}
        shape = Qt.CursorShape.CrossCursor if hit.socket else shapes.get(hit.part, Qt.CursorShape.ArrowCursor)
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        gesture, self.gesture = self.gesture, None
        self._drift.follow(None)
        if gesture is not None:
            gesture.release(self._mouse(event))
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Tell what was double-clicked."""
        self.break_off()
        if event.button() == Qt.MouseButton.LeftButton:
            mouse = self._mouse(event)
            self.opened.emit((self.under(mouse), (mouse.x, mouse.y)))

    def break_off(self) -> None:
        """End the gesture as if it had not begun."""
        gesture, self.gesture = self.gesture, None
        self._drift.follow(None)
        if gesture is not None:
            gesture.cancel()
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Pick what is there and ask for its menu."""
        place = self.at(QPointF(event.pos()))
        hit = self.editor.hit(place.x(), place.y(), 6 / self.zoom, False)
        name = hit.box or (hit.backdrop if hit.part == "head" else "")
        if name and name not in self.editor.picked:
            self.editor.pick([name])
        elif hit.wire:
            self.editor.pick((), [hit.wire])
        self.menu_wanted.emit(hit, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel zooms about the mouse; two fingers on a touchpad pan, with Ctrl they zoom."""
        control = bool(event.modifiers() & CONTROL)
        pad = event.device().type() == QInputDevice.DeviceType.TouchPad
        turned = event.angleDelta()
        if pad and not control:
            by = event.pixelDelta() if not event.pixelDelta().isNull() else turned / 2
            self.pan(QPointF(by))
        elif event.modifiers() & SHIFT:
            self.pan(QPointF(turned.y() or turned.x(), 0) / 2)
        else:
            self.zoom_at(event.position(), 1.0015 ** (turned.y() or turned.x()))
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Pinching zooms; leaving puts out what the mouse lit up."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_at(event.position(), 1 + event.value())
            return True
        if event.type() == QEvent.Type.Leave and self.gesture is None:
            self._hover(Hit())
        return bool(super().viewportEvent(event))

    # --- dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and texts may be dropped."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped where."""
        at = self.at(event.position())
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData(), (at.x(), at.y()))

    # --- the keys

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here are not the window's: numbers with something picked, Escape in a drag."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._own(event):
            event.accept()
            return True
        return bool(super().event(event))

    def _own(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            return self.gesture is not None or self.editor.cut_next
        return self._number(event) > 0 and bool(self.editor.picked_nodes())

    @staticmethod
    def _number(event: QKeyEvent) -> int:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        return int(event.text()) if plain and event.text() in tuple("123456789") else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape breaks off; a number shows what is picked."""
        if event.key() == Qt.Key.Key_Escape and (self.gesture is not None or self.editor.cut_next):
            self.editor.cut_next = False
            self.break_off()
        elif self._number(event) and self.editor.picked_nodes():
            self.number_pressed.emit(self._number(event))
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """NodeGraphQt's own keys are not used."""
        event.ignore()
