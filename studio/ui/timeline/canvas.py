"""What sheet and curves share: a gesture from press to release, given up by Escape."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from studio.ui.timeline.channel import Mark
from studio.ui.timeline.gesture import Gesture, KeyDrag
from studio.ui.timeline.navigate import Navigated
from studio.ui.timeline.state import TimelineState


class Canvas(Navigated):
    """A part in which things are dragged.

    Attributes:
        gesture: What is being dragged, None for nothing.
    """

    def __init__(self, state: TimelineState, parent: QWidget | None = None) -> None:
        super().__init__(state.span, parent)
        self.state = state
        self.gesture: Gesture | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMinimumHeight(60)
        self._still: QPixmap | None = None
        state.repaint.connect(self.redraw)
        state.moved.connect(self.update)
        state.session.opened.connect(self._drop)

    def prepare(self) -> None:
        """Something that is painted changed, and is about to be painted."""

    def paint_still(self, painter: QPainter, area: QRectF) -> None:
        """Paint all that stays where it is while the playhead moves."""

    def paint_moving(self, painter: QPainter, area: QRectF) -> None:
        """Paint the rest over it."""

    def redraw(self) -> None:
        self._still = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._still = None

    def paintEvent(self, event: QPaintEvent) -> None:
        area, ratio = QRectF(self.rect()), self.devicePixelRatioF()
        if self._still is None or self._still.devicePixelRatioF() != ratio:
            self.prepare()
            # kept, so that playing and scrubbing cost no more than moving a line
            self._still = still = QPixmap((area.size() * ratio).toSize())
            still.setDevicePixelRatio(ratio)
            with QPainter(still) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self.paint_still(painter, area)
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._still)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.paint_moving(painter, area)

    def press(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The left button went down."""

    def hover(self, point: QPointF) -> None:
        """The mouse moved with no button down."""

    def tip(self, point: QPointF) -> str:
        """What is said of what lies under the mouse."""
        return ""

    def marks_at(self, point: QPointF) -> set[Mark]:
        """The keys under the mouse."""
        return set()

    def end_gesture(self) -> None:
        """Let go of what is dragged."""
        if self.gesture is not None:
            self.gesture.end()
            self.gesture = None
            self.update()

    def _drop(self) -> None:
        """Another document is open."""
        self.gesture = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.begin_pan(event) and event.button() == Qt.MouseButton.LeftButton:
            self.end_gesture()
            self.press(event.position(), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.pan_on(event):
            return
        if self.gesture is not None:
            self.gesture.move(event.position(), event.modifiers())
            self.update()
        else:
            self.hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.end_pan(event) or event.button() != Qt.MouseButton.LeftButton:
            return
        clicked = isinstance(self.gesture, KeyDrag) and not self.gesture.moved
        if clicked and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.state.pick(self.marks_at(event.position()) or self.state.marks)
        self.end_gesture()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            said = self.tip(QPointF(event.pos()))
            if said and self.gesture is None:
                QToolTip.showText(event.globalPos(), said, self)
            else:
                QToolTip.hideText()
            return True
        # a drag is given up by Escape, which the window would take otherwise
        asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asked and self.gesture is not None and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.gesture is not None:
            self.gesture.cancel()
            self.gesture = None
            self.update()
        else:
            super().keyPressEvent(event)
