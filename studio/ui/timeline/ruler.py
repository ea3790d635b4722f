"""The ruler: frames or timecode, the playhead, markers, the range that is played, and which frames are kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from studio.graph.edit import move_marker, remove_marker, set_marker, set_play
from studio.graph.graph import Marker
from studio.ui.theme import LINE, PANEL
from studio.ui.timeline import ruler_paint as paint
from studio.ui.timeline.navigate import Navigated
from studio.ui.timeline.ruler_paint import HEIGHT, LANE
from studio.ui.timeline.state import NEAR, TimelineState

Drag = Callable[[float, Qt.KeyboardModifier], None]


class Ruler(Navigated):
    """Drag in it to scrub; drag markers and the ends of the played range."""

    def __init__(
        self, state: TimelineState, span: Callable[[], tuple[int, int]], parent: QWidget | None = None
    ) -> None:
        super().__init__(state.span, parent)
        self.state, self.session, self.played = state, state.session, span
        self._drag: Drag | None = None
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setToolTip(
            "Drag to scrub, with Shift from key to key and marker to marker\n"
            "Drag a marker or an end of the played range; the wheel zooms about the mouse"
        )
        state.repaint.connect(self.update)
        state.moved.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # the other parts are as wide as the ruler, and some of them are hidden
        self.span.resize(self.width())

    # -- mouse ------------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.begin_pan(event) or event.button() != Qt.MouseButton.LeftButton:
            return
        x, y = event.position().x(), event.position().y()
        marker = self.marker_at(x, y)
        if marker is not None:
            self._take_marker(marker)
        elif y < LANE and self._end_at(x):
            self._take_end(self._end_at(x))
        else:
            self._drag = self._scrub
            self._scrub(x, event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.pan_on(event):
            return
        if self._drag is not None:
            self._drag(event.position().x(), event.modifiers())
        else:
            self._point(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.end_pan(event):
            return
        if self._drag is not None and self._drag is not self._scrub:
            self.session.document.end()
        self._drag = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        marker = self.marker_at(event.position().x(), event.position().y())
        if marker is not None:
            self.session.document.end()
            self._drag = None
            self.rename(marker)
        elif event.position().y() < LANE and event.button() == Qt.MouseButton.LeftButton:
            self.session.apply(partial(set_play, play=None), "play the whole shot")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._drag is not None:
            self.session.document.cancel()
            self._drag = None
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        marker = self.marker_at(event.pos().x(), event.pos().y())
        menu = self.menu(marker, round(self.span.to_frame(event.pos().x())))
        menu.popup(event.globalPos())

    def menu(self, marker: Marker | None, frame: int) -> QMenu:
        """What can be done with a marker, or at a frame."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if marker is not None:
            menu.addAction("Rename marker…", lambda: self.rename(marker))
            menu.addAction("Go to marker", lambda: self.session.go(round(self.state.frame_of(marker.time))))
            menu.addAction("Delete marker", lambda: self.session.apply(partial(remove_marker, time=marker.time)))
        else:
            time = self.state.time_of(frame)
            menu.addAction("Add marker here", lambda: self.session.apply(partial(set_marker, time=time), "add marker"))
            menu.addAction("Play the whole shot", lambda: self.session.apply(partial(set_play, play=None)))
            if self.session.graph.timeline.markers:
                jump = menu.addMenu("Go to marker")
                for one in self.session.graph.timeline.markers:
                    at = round(self.state.frame_of(one.time))
                    jump.addAction(f"{one.title or 'Marker'}  ·  {at}", partial(self.session.go, at))
        menu.addSeparator()
        for name in ("time.range_to_shot", "time.timecode"):
            menu.addAction(self.session.commands[name])
        return menu

    def rename(self, marker: Marker) -> None:
        """Ask for a marker's title."""
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Rename marker")
        dialog.setLabelText("Title of the marker:")
        dialog.setTextValue(marker.title)
        dialog.textValueSelected.connect(
            lambda title: self.session.apply(partial(set_marker, time=marker.time, title=title), "rename marker")
        )
        dialog.open()

    def marker_at(self, x: float, y: float) -> Marker | None:
        """The marker whose flag lies there."""
        if y > LANE:
            return None
        found = [
            marker for marker in self.session.graph.timeline.markers if abs(self.state.x_of(marker.time) - x) < NEAR
        ]
        return min(found, key=lambda marker: abs(self.state.x_of(marker.time) - x), default=None)

    def _end_at(self, x: float) -> str:
        first, last = self.played()
        ends = {"in": abs(self.span.to_x(first) - x), "out": abs(self.span.to_x(last) - x)}
        near = min(ends, key=lambda end: ends[end])
        return near if ends[near] < NEAR else ""

    def _scrub(self, x: float, modifiers: Qt.KeyboardModifier) -> None:
        frame = self.span.to_frame(x)
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            near = self.state.landmark(frame)
            frame = frame if near is None else near
        self.session.go(round(frame))

    def _take_marker(self, marker: Marker) -> None:
        self.session.document.begin("move marker")
        at = marker.time

        def drag(x: float, _: Qt.KeyboardModifier) -> None:
            nonlocal at
            to = max(0.0, self.state.time_of(round(self.span.to_frame(x))))
            taken = any(other.time == to for other in self.session.graph.timeline.markers)
            if not taken:
                self.session.apply(partial(move_marker, time=at, to=to))
                at = to

        self._drag = drag

    def _take_end(self, end: str) -> None:
        self.session.document.begin("set the played range")

        def drag(x: float, _: Qt.KeyboardModifier) -> None:
            (first, last), shot = self.played(), self.session.graph.shot
            frame = min(max(round(self.span.to_frame(x)), shot.first), shot.last)
            play = (min(frame, last), last) if end == "in" else (first, max(frame, first))
            self.session.apply(partial(set_play, play=play))

        self._drag = drag

    def _point(self, point: QPointF) -> None:
        over_end = point.y() < LANE and self._end_at(point.x()) and self.marker_at(point.x(), point.y()) is None
        self.setCursor(Qt.CursorShape.SizeHorCursor if over_end else Qt.CursorShape.ArrowCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        width = self.width()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(PANEL))
            paint.paint_range(painter, self.state, self.played(), width)
            paint.paint_ticks(painter, self.state, width)
            paint.paint_kept(painter, self.state, width)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint.paint_markers(painter, self.state, width)
            paint.paint_playhead(painter, self.state, width)
            painter.setPen(QColor(LINE))
            painter.drawLine(0, HEIGHT - 1, width, HEIGHT - 1)
