"""The sheet: rows of beats, keys and sound over time; the mouse selects, moves, trims and scales them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from studio.ui.timeline import beat_edit, camera_menu, key_edit, look, tips
from studio.ui.timeline import sheet_hits as hits
from studio.ui.timeline import sheet_paint as paint
from studio.ui.timeline.beat_gesture import BeatCopy, BeatFade, BeatMove, BeatTrim
from studio.ui.timeline.camera_moves import is_camera
from studio.ui.timeline.canvas import Canvas
from studio.ui.timeline.channel import Mark, by_channel
from studio.ui.timeline.contact_gesture import ContactMove, ContactRamp, ContactTrim
from studio.ui.timeline.contact_menu import contact_menu, kind_menu
from studio.ui.timeline.gesture import BoxPick, KeyDrag, KeyScale
from studio.ui.timeline.menus import beat_menu, key_menu, person_menu
from studio.ui.timeline.motion_menu import MotionMenu
from studio.ui.timeline.state import Picked, TimelineState

Modifier = Qt.KeyboardModifier
CURSORS = {
    "left": Qt.CursorShape.SizeHorCursor,
    "right": Qt.CursorShape.SizeHorCursor,
    "fade left": Qt.CursorShape.PointingHandCursor,
    "fade right": Qt.CursorShape.PointingHandCursor,
    "ramp left": Qt.CursorShape.SizeHorCursor,
    "ramp right": Qt.CursorShape.SizeHorCursor,
}


class Sheet(Canvas):
    """Everything that lies in rows."""

    def __init__(
        self, state: TimelineState, played: Callable[[], tuple[int, int]], parent: QWidget | None = None
    ) -> None:
        super().__init__(state, parent)
        self.played = played
        self.held: Picked | None = None
        self.touched = ""

    def marks_at(self, point: QPointF) -> set[Mark]:
        return hits.marks_at(self.state, point)

    def press(self, point: QPointF, modifiers: Modifier) -> None:
        state = self.state
        edge, marks, beat = hits.scale_edge_at(state, point), self.marks_at(point), hits.beat_at(state, point)
        extent = state.extent()
        if edge in ("left", "right") and extent is not None:
            self.gesture = KeyScale(state, point, edge, extent)
        elif edge == "bar":
            self.gesture = KeyDrag(state, point, min(state.marks, key=lambda mark: mark.time))
        elif marks:
            self._press_marks(point, marks, modifiers)
        elif beat is not None:
            self._press_beat(point, beat, modifiers)
        elif hits.touch_at(state, point)[0]:
            self._press_contact(point, modifiers)
        else:
            self._press_nothing(point, modifiers)

    def _press_nothing(self, point: QPointF, modifiers: Modifier) -> None:
        row = self.state.row_at(point.y())
        if row is not None and row.kind == "section":
            self.state.fold(row)
            return
        inside = partial(hits.inside, self.state)
        self.gesture = BoxPick(self.state, point, inside, bool(modifiers & Modifier.ShiftModifier))

    def _press_marks(self, point: QPointF, marks: set[Mark], modifiers: Modifier) -> None:
        state = self.state
        if modifiers & Modifier.ShiftModifier:
            state.pick(state.marks ^ marks if marks <= state.marks else state.marks | marks, state.beats)
        elif not marks <= state.marks:
            state.pick(marks)
        if marks <= state.marks:
            self.gesture = KeyDrag(state, point, next(iter(marks)))

    def _press_beat(self, point: QPointF, beat: Picked, modifiers: Modifier) -> None:
        state = self.state
        if modifiers & Modifier.ShiftModifier:
            state.pick(state.marks, state.beats ^ {beat})
            return
        if beat not in state.beats:
            state.pick((), [beat])
        if not is_camera(beat.person):
            state.session.choose_person(beat.person)
        grip = hits.grip_at(state, point, beat)
        if modifiers & Modifier.AltModifier:
            self.gesture = BeatCopy(state, point, beat)
        elif grip == "body":
            self.gesture = BeatMove(state, point, beat)
        else:
            kind = BeatFade if grip.startswith("fade") else BeatTrim
            self.gesture = kind(state, point, beat, grip.split()[-1])

    def _press_contact(self, point: QPointF, modifiers: Modifier) -> None:
        state, (touch, grip) = self.state, hits.touch_at(self.state, point)
        if modifiers & Modifier.ShiftModifier:
            state.pick(state.marks, state.beats, state.touches ^ {touch})
            return
        if touch not in state.touches:
            state.pick((), (), [touch])
        if grip == "body":
            self.gesture = ContactMove(state, point, touch)
        else:
            kind = ContactRamp if grip.startswith("ramp") else ContactTrim
            self.gesture = kind(state, point, touch, grip.split()[-1])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point, state = event.position(), self.state
        row = state.row_at(point.y())
        self.end_gesture()
        if event.button() != Qt.MouseButton.LeftButton or row is None or self.marks_at(point):
            return
        time = state.time_of(state.snapped(self.span.to_frame(point.x()), event.modifiers()))
        if row.kind == "channel":
            with state.session.gesture("set keys"):
                for channel in row.channels:
                    key_edit.insert(state, channel, time)
        elif row.kind == "person" and hits.beat_at(state, point) is None and state.watch.chooser:
            self._offer(row.person, time, event.globalPosition().toPoint())
        elif row.kind == "contact" and not hits.touch_at(state, point)[0]:
            kind_menu(self, row.pair[0], row.pair[1], max(0.0, time)).popup(event.globalPosition().toPoint())

    def _offer(self, person: str, time: float, place: QPoint) -> None:
        if is_camera(person):
            camera_menu.add_menu(self, max(0.0, time)).popup(place)
        else:
            self.offer_motions(person, time, place)

    def offer_motions(self, person: str, time: float, place: QPoint) -> MotionMenu:
        """The motion library, to give somebody something to do at a time."""
        menu = MotionMenu(lambda name: beat_edit.add_beat(self.state, person, name, time), self)
        menu.popup(place)
        return menu

    def hover(self, point: QPointF) -> None:
        state = self.state
        edge = hits.scale_edge_at(state, point)
        beat = None if edge or self.marks_at(point) else hits.beat_at(state, point)
        grip = hits.grip_at(state, point, beat) if beat is not None else ""
        touch, part = ("", "") if edge or beat is not None else hits.touch_at(state, point)
        self.setCursor(CURSORS.get(edge or grip or part, Qt.CursorShape.ArrowCursor))
        if (beat, touch) != (self.held, self.touched):
            self.held, self.touched = beat, touch
            self.redraw()

    def tip(self, point: QPointF) -> str:
        state = self.state
        marks, beat, row = self.marks_at(point), hits.beat_at(state, point), state.row_at(point.y())
        if marks:
            return tips.of_keys(state, marks)
        if beat is not None:
            return tips.of_beat(state, state.beats_of(beat.person)[beat.at])
        touch = hits.touch_at(state, point)[0]
        if touch:
            return tips.of_contact(state, next(one for one in state.contacts() if one.id == touch))
        return tips.of_row(row) if row is not None else ""

    def leaveEvent(self, event: QEvent) -> None:
        self.held, self.touched = None, ""
        self.redraw()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the rows; with Ctrl zoom about the mouse, with Shift pan."""
        if event.modifiers() & (Modifier.ControlModifier | Modifier.ShiftModifier) or event.angleDelta().x():
            super().wheelEvent(event)
        else:
            self.state.scroll_by(-event.angleDelta().y() // 2)
            event.accept()

    def pan_rows(self, pixels: float) -> None:
        self.state.scroll_by(-pixels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.state.scroll_to(self.state.scroll, self.height())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point, state = QPointF(event.pos()), self.state
        row, beat, marks = state.row_at(point.y()), hits.beat_at(state, point), self.marks_at(point)
        if not marks and beat is not None:
            if beat not in state.beats:
                state.pick((), [beat])
            beat_menu(self, beat).popup(event.globalPos())
        elif not marks and row is not None and row.kind == "contact":
            self._offer_contact(point, row.pair, event)
        elif not marks and row is not None and row.kind == "person":
            time = state.time_of(state.snapped(self.span.to_frame(point.x()), event.modifiers()))
            person_menu(self, row.person, max(0.0, time), event.globalPos()).popup(event.globalPos())
        else:
            if marks and not marks <= state.marks:
                state.pick(marks)
            key_menu(self).popup(event.globalPos())

    def _offer_contact(self, point: QPointF, pair: tuple[str, ...], event: QContextMenuEvent) -> None:
        """The menu of the contact under the mouse, or of what two people could do there."""
        state, touch = self.state, hits.touch_at(self.state, point)[0]
        if touch:
            if touch not in state.touches:
                state.pick((), (), [touch])
            menu = contact_menu(self, next(one for one in state.contacts() if one.id == touch))
        else:
            time = state.time_of(state.snapped(self.span.to_frame(point.x()), event.modifiers()))
            menu = kind_menu(self, pair[0], pair[1], max(0.0, time))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def paint_still(self, painter: QPainter, area: QRectF) -> None:
        paint.paint_ground(painter, self.state, area)
        picked = by_channel(self.state.marks)
        for row, top in self.state.visible_rows(area.height()):
            box = QRectF(0, top, area.width(), row.height)
            paint.paint_row(painter, self.state, row, box, self.held, picked, self.touched)
        paint.paint_shade(painter, self.state, self.played(), area)
        paint.paint_bracket(painter, self.state)

    def paint_moving(self, painter: QPainter, area: QRectF) -> None:
        look.draw_playhead(painter, self.span.to_x(self.state.session.frame), area.height())
        if isinstance(self.gesture, BoxPick) and self.gesture.moved:
            paint.paint_box(painter, self.gesture.box)
