"""The ruler: frames or timecode, the playhead, markers, the range that is played, and which frames are kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from studio.graph.edit import move_marker, remove_marker, set_marker, set_play
from studio.graph.graph import Marker
from studio.ui.theme import ACCENT, FAINT, GROUND, LINE, PANEL
from studio.ui.timeline import look
from studio.ui.timeline.navigate import Navigated
from studio.ui.timeline.state import NEAR, TimelineState
from studio.ui.timeline.ticks import frame_step, minor_step, multiples
from studio.ui.timeline.timecode import timecode

Drag = Callable[[float, Qt.KeyboardModifier], None]
HEIGHT, LANE, KEPT = 50, 17, 4
"""Pixels: all of it, the lane of markers and of the played range, the bar of kept frames."""


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
            frame = min(self.state.landmarks(), key=lambda place: abs(place - frame), default=frame)
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

    # -- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(PANEL))
            self._paint_range(painter)
            self._paint_ticks(painter)
            self._paint_kept(painter)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_markers(painter)
            self._paint_playhead(painter)
            painter.setPen(QColor(LINE))
            painter.drawLine(0, HEIGHT - 1, self.width(), HEIGHT - 1)

    def _paint_range(self, painter: QPainter) -> None:
        shot, (first, last) = self.session.graph.shot, self.played()
        left, right = self.span.to_x(shot.first), self.span.to_x(shot.last)
        painter.fillRect(QRectF(0, 0, self.width(), LANE), QColor(GROUND))
        painter.fillRect(QRectF(left, 0, right - left, LANE), QColor("#26292e"))
        x0, x1 = self.span.to_x(first), self.span.to_x(last)
        band = QColor(ACCENT)
        band.setAlpha(70)
        painter.fillRect(QRectF(x0, 3, x1 - x0, LANE - 6), band)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ACCENT))
        for x, way in ((x0, 1), (x1, -1)):
            painter.drawRoundedRect(QRectF(min(x, x + 5 * way), 2, 5, LANE - 4), 2, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_ticks(self, painter: QPainter) -> None:
        fps, in_timecode = self.session.graph.shot.fps, self.state.in_timecode
        step = frame_step(self.span.scale, 92 if in_timecode else 54, fps, in_timecode)
        first, last = self.span.first - step, self.span.last + step
        bottom = HEIGHT - KEPT - 2
        painter.setPen(QColor(LINE))
        for frame in multiples(first, last, minor_step(step, self.span.scale)):
            x = int(self.span.to_x(frame))
            painter.drawLine(x, bottom - (9 if frame % step == 0 else 4), x, bottom)
        painter.setFont(look.font(8))
        painter.setPen(QColor(FAINT))
        for frame in multiples(first, last, step):
            if frame >= 0:
                text = timecode(frame, fps) if in_timecode else str(frame)
                self._paint_label(painter, self.span.to_x(frame), text)

    def _paint_label(self, painter: QPainter, x: float, text: str) -> None:
        """A number over its tick, whole at the borders too."""
        half = painter.fontMetrics().horizontalAdvance(text) / 2 + 2
        if -half < x < self.width() + half:
            x = min(max(x, half), self.width() - half)
            painter.drawText(QRectF(x - half, LANE + 1, 2 * half, 14), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_kept(self, painter: QPainter) -> None:
        top = HEIGHT - KEPT - 1
        painter.fillRect(QRectF(0, top, self.width(), KEPT), QColor(GROUND))
        for first, last, tier in self.state.kept:
            if last >= self.span.first - 1 and first <= self.span.last + 1:
                x0, x1 = self.span.to_x(first - 0.5), self.span.to_x(last + 0.5)
                painter.fillRect(QRectF(x0, top, max(x1 - x0, 1), KEPT), look.TIERS.get(tier, QColor(FAINT)))

    def _paint_markers(self, painter: QPainter) -> None:
        markers = self.session.graph.timeline.markers
        xs = [self.state.x_of(marker.time) for marker in markers]
        painter.setFont(look.font(8))
        for marker, x, after in zip(markers, xs, [*xs, float("inf")][1:], strict=True):
            if not -100 < x < self.width() + 20:
                continue
            painter.setPen(QPen(look.MARKER.darker(170), 1))
            painter.drawLine(QPointF(x, LANE - 3), QPointF(x, HEIGHT - KEPT))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.MARKER)
            points = [(-5.0, 2.0), (5.0, 2.0), (5.0, 9.0), (0.0, 14.0), (-5.0, 9.0)]
            painter.drawPolygon(QPolygonF([QPointF(x + a, b) for a, b in points]))
            if marker.title:
                painter.setPen(look.MARKER)
                room = min(160.0, after - x - 18)
                if room > 20:
                    text = look.fits(marker.title, room, look.font(8))
                    painter.drawText(QRectF(x + 8, 1, room, LANE - 2), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_playhead(self, painter: QPainter) -> None:
        frame = self.session.frame
        x = self.span.to_x(frame)
        text = timecode(frame, self.session.graph.shot.fps) if self.state.in_timecode else str(frame)
        painter.setFont(look.font(8, True))
        half = painter.fontMetrics().horizontalAdvance(text) / 2 + 6
        middle = min(max(x, half), self.width() - half) if 0 <= x <= self.width() else x
        box = QRectF(middle - half, LANE + 1, 2 * half, 15)
        look.draw_playhead(painter, x, HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.PLAYHEAD)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
