"""The curve editor: values of keyed knobs over time; keys, tangents and selections are dragged."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from studio.ui.theme import FAINT
from studio.ui.timeline import curve_paint as paint
from studio.ui.timeline import key_edit, keys, look, tips
from studio.ui.timeline.channel import Mark
from studio.ui.timeline.curve_places import CurvePlaces
from studio.ui.timeline.gesture import BoxPick, HandleDrag, KeyDrag, KeyScale, ValueScale
from studio.ui.timeline.menus import key_menu
from studio.ui.timeline.navigate import NOTCH
from studio.ui.timeline.sheet_paint import paint_box, paint_ground, paint_shade
from studio.ui.timeline.state import TimelineState
from studio.ui.timeline.ticks import value_ticks

Modifier = Qt.KeyboardModifier
FINE = 600
"""Visible keys up to which curves are drawn smooth."""


class CurveView(CurvePlaces):
    """The curve editor."""

    def __init__(
        self, state: TimelineState, played: Callable[[], tuple[int, int]], parent: QWidget | None = None
    ) -> None:
        super().__init__(state, parent)
        self.played = played
        self._at: QPointF | None = None

    # -- mouse ------------------------------------------------------------------------------------------------------

    def press(self, point: QPointF, modifiers: Modifier) -> None:
        handle, marks, edge = self.handle_at(point), self.marks_at(point), self.edge_at(point)
        if edge and not marks:
            self._press_edge(point, edge)
        elif handle is not None and not (marks and marks <= self.state.marks and self._nearer(point, marks)):
            self.gesture = HandleDrag(self.state, point, handle[0], handle[1], self)
        elif marks:
            self._press_marks(point, marks, modifiers)
        else:
            curve = self.curve_at(point)
            if curve is not None and not self.state.active:
                whole = curve._replace(part=0) if curve.bone else curve
                self.state.activate(row.id for row in self.state.rows if row.channels == (whole,))
            self.gesture = BoxPick(self.state, point, self.inside, bool(modifiers & Modifier.ShiftModifier))

    def _nearer(self, point: QPointF, marks: set[Mark]) -> bool:
        """Whether a key is right under the mouse, and not beside it."""
        (mark,) = marks
        key = keys.key_at(self.state.graph, mark)
        return key is not None and (self.place_of(mark.channel, key) - point).manhattanLength() < 5

    def _press_marks(self, point: QPointF, marks: set[Mark], modifiers: Modifier) -> None:
        state = self.state
        if modifiers & Modifier.ShiftModifier:
            state.pick(state.marks ^ marks)
        elif not marks <= state.marks:
            state.pick(marks)
        if marks <= state.marks:
            self.gesture = KeyDrag(state, point, next(iter(marks)), self)

    def _press_edge(self, point: QPointF, edge: str) -> None:
        extent, box = self.state.extent(), self.frame_box()
        if edge in ("left", "right") and extent is not None:
            self.gesture = KeyScale(self.state, point, edge, extent)
        elif edge in ("top", "bottom") and box is not None and box.height() > 25:
            inner = box.adjusted(12, 12, -12, -12)
            held, pivot = (inner.top(), inner.bottom()) if edge == "top" else (inner.bottom(), inner.top())
            self.gesture = ValueScale(self.state, point, held, pivot, self)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.end_gesture()
        point, state = event.position(), self.state
        if event.button() != Qt.MouseButton.LeftButton or self.marks_at(point):
            return
        time = state.time_of(state.snapped(self.span.to_frame(point.x()), event.modifiers()))
        channel, shown = self.curve_at(point), [channel for channel, _ in state.curves()]
        if channel is not None:
            key_edit.insert(state, channel, time)
        elif len(shown) == 1:
            key_edit.insert(state, shown[0], time, self.to_value(shown[0], point.y()))

    def hover(self, point: QPointF) -> None:
        edge = self.edge_at(point)
        shapes = {"left": Qt.CursorShape.SizeHorCursor, "right": Qt.CursorShape.SizeHorCursor}
        upright = Qt.CursorShape.SizeVerCursor if edge else Qt.CursorShape.ArrowCursor
        self.setCursor(shapes.get(edge, upright))
        self._at = point
        self.update()

    def tip(self, point: QPointF) -> str:
        marks = self.marks_at(point)
        return tips.of_keys(self.state, marks) if marks else tips.CURVES

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse; with Ctrl time alone, with Alt values alone; with Shift pan."""
        turn = event.angleDelta().y() or event.angleDelta().x()
        modifiers = event.modifiers()
        if modifiers & Modifier.ShiftModifier:
            self.span.pan(turn)
        else:
            if not modifiers & Modifier.AltModifier:
                self.span.zoom(NOTCH ** (-turn / 120), event.position().x())
            if not modifiers & Modifier.ControlModifier:
                self._zoom_values(NOTCH ** (-turn / 120), event.position().y())
        event.accept()

    def _zoom_values(self, factor: float, y: float) -> None:
        here = self.low + self._size * (1 - y / self.height())
        self.low, self.high = here + (self.low - here) * factor, here + (self.high - here) * factor
        self.redraw()

    def pan_rows(self, pixels: float) -> None:
        by = pixels / self.height() * self._size
        self.low, self.high = self.low + by, self.high + by
        self.redraw()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        marks = self.marks_at(QPointF(event.pos()))
        if marks and not marks <= self.state.marks:
            self.state.pick(marks)
        key_menu(self).popup(event.globalPos())

    # -- painting ---------------------------------------------------------------------------------------------------

    def paint_still(self, painter: QPainter, area: QRectF) -> None:
        paint_ground(painter, self.state, area)
        paint.paint_values(painter, self._ticks(), area)
        shown = self.state.curves()
        fine = sum(len(paint.seen_keys(self.state, channel)) for channel, _ in shown) < FINE
        for channel, colour in shown:
            line = keys.curve_keys(self.state.graph, channel)
            paint.paint_curve(painter, self.state, self, channel, line, colour, area, fine)
        if not shown:
            self._paint_hint(painter, area)
        paint_shade(painter, self.state, self.played(), area)

    def paint_moving(self, painter: QPainter, area: QRectF) -> None:
        look.draw_playhead(painter, self.span.to_x(self.state.session.frame), area.height())
        box = self.frame_box()
        if box is not None and not isinstance(self.gesture, BoxPick):
            paint.paint_frame(painter, box)
        self._paint_reading(painter, area)
        if isinstance(self.gesture, BoxPick) and self.gesture.moved:
            paint_box(painter, self.gesture.box)

    def _ticks(self) -> list[tuple[float, str]]:
        if self.normalised:
            return []
        most = max(2, self.height() // 34)
        step = [*value_ticks(self.low, self.high, most)]
        return [(self.height() * (1 - (value - self.low) / self._size), f"{value:.6g}") for value in step]

    def _paint_hint(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(look.font(9))
        painter.setPen(QColor(FAINT))
        chosen = "The selected rows have no curves" if self.state.active else "Nothing is keyed yet"
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, f"{chosen}: key a knob of a number to see its curve here")

    def _paint_reading(self, painter: QPainter, area: QRectF) -> None:
        """Frame and value of the key that is dragged, or under the mouse."""
        mark: Mark | None = None
        if isinstance(self.gesture, KeyDrag) and self.gesture.moved and len(self.state.marks) == 1:
            mark = next(iter(self.state.marks))
        elif isinstance(self.gesture, HandleDrag):
            mark = self.gesture.mark
        elif self.gesture is None and self._at is not None and self.underMouse():
            mark = next(iter(self.marks_at(self._at)), None)
        key = keys.key_at(self.state.graph, mark) if mark is not None else None
        if mark is not None and key is not None:
            frame = self.state.frame_of(key.time)
            value = f"{key.value:.5g}{tips.unit_of(mark.channel)}"
            text = f"{tips.title_of(mark.channel)}  ·  frame {frame:.4g}  ·  {value}"
            paint.paint_reading(painter, self.place_of(mark.channel, key), text, area)
