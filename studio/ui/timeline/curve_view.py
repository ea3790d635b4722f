"""The curve editor: values of keyed knobs over time; keys, tangents and selections are dragged."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from studio.graph.curve import Key
from studio.ui.theme import FAINT
from studio.ui.timeline import curve_paint as paint
from studio.ui.timeline import key_edit, keys, look
from studio.ui.timeline.canvas import Canvas
from studio.ui.timeline.gesture import BoxPick, HandleDrag, KeyDrag, KeyScale, ValueScale
from studio.ui.timeline.keys import Channel, Mark
from studio.ui.timeline.menus import key_menu
from studio.ui.timeline.navigate import NOTCH
from studio.ui.timeline.sheet_hits import near_keys
from studio.ui.timeline.sheet_paint import paint_box, paint_ground, paint_shade
from studio.ui.timeline.state import NEAR, Picked, TimelineState
from studio.ui.timeline.tangents import Side
from studio.ui.timeline.ticks import value_ticks

Modifier = Qt.KeyboardModifier
FINE = 600
"""Visible keys up to which curves are drawn smooth."""
ROOM = 0.14
"""Share of the height that stays free above and below what is fitted in."""


class CurveView(Canvas):
    """Curves of the selected rows, or of all rows where none is selected.

    Attributes:
        low, high: Values at the lower and upper border.
        normalised: Every curve fills the same height, whatever its values.
    """

    def __init__(
        self, state: TimelineState, played: Callable[[], tuple[int, int]], parent: QWidget | None = None
    ) -> None:
        super().__init__(state, parent)
        self.played = played
        self.low, self.high, self.normalised = 0.0, 1.0, False
        self._ranges: dict[Channel, tuple[float, float]] = {}
        self._fitted: frozenset[Channel] = frozenset()
        self._at: QPointF | None = None

    # -- where values lie -------------------------------------------------------------------------------------------

    def to_y(self, channel: Channel, value: float) -> float:
        low, high = self._range(channel)
        return self.height() * (1 - ((value - low) / (high - low) - self._bottom) / self._size)

    def to_value(self, channel: Channel, y: float) -> float:
        low, high = self._range(channel)
        return low + (high - low) * (self._bottom + self._size * (1 - y / self.height()))

    @property
    def _bottom(self) -> float:
        return self.low

    @property
    def _size(self) -> float:
        return max(self.high - self.low, 1e-9)

    def _range(self, channel: Channel) -> tuple[float, float]:
        """What of a channel's values counts as 0 and 1: itself, unless curves are made equal in height."""
        if not self.normalised:
            return 0.0, 1.0
        if channel not in self._ranges:
            low, high = _extent(keys.curve_keys(self.state.graph, channel))
            self._ranges[channel] = (low, high) if high - low > 1e-9 else (low - 0.5, low + 0.5)
        return self._ranges[channel]

    def fit(self, marks: Sequence[Mark] = ()) -> None:
        """Show these keys, or all curves, from border to border."""
        if self.gesture is None:
            self._ranges.clear()
        lows, highs = [], []
        for channel, line in self.lines():
            picked = [key for key in line if Mark(channel, key.time) in marks] if marks else line
            if picked:
                (low, high), (zero, one) = _extent(picked), self._range(channel)
                lows.append((low - zero) / (one - zero))
                highs.append((high - zero) / (one - zero))
        low, high = min(lows, default=0.0), max(highs, default=1.0)
        size = high - low if high - low > 1e-9 else 1.0
        self.low, self.high = (low + high) / 2 - size * (0.5 + ROOM), (low + high) / 2 + size * (0.5 + ROOM)
        self._fitted = frozenset(channel for channel, _ in self.lines())
        self.redraw()

    def normalise(self, on: bool) -> None:
        """Let every curve fill the same height, or show values as they are."""
        self.normalised = on
        self.fit()

    def lines(self) -> list[tuple[Channel, tuple[Key, ...]]]:
        """The curves that are shown."""
        return [(channel, keys.curve_keys(self.state.graph, channel)) for channel, _ in self.state.curves()]

    # -- what lies where --------------------------------------------------------------------------------------------

    def place_of(self, channel: Channel, key: Key) -> QPointF:
        """Where a key lies."""
        return QPointF(self.state.x_of(key.time), self.to_y(channel, key.value))

    def marks_at(self, point: QPointF) -> set[Mark]:
        near: list[tuple[float, Mark]] = []
        for channel, line in self.lines():
            for at in near_keys(self.state, channel, point.x(), NEAR + 2):
                apart = (self.place_of(channel, line[at]) - point).manhattanLength()
                if apart <= NEAR + 2:
                    near.append((apart, Mark(channel, line[at].time)))
        return {min(near, key=lambda one: one[0])[1]} if near else set()

    def handle_at(self, point: QPointF) -> tuple[Mark, Side] | None:
        """The tangent of a selected key under the mouse."""
        lines = dict(self.lines())
        for mark in self.state.marks:
            line = lines.get(mark.channel, ())
            at = next((n for n, key in enumerate(line) if key.time == mark.time), None)
            ends = {} if at is None else paint.handle_places(self.state, self, mark.channel, line, at)
            for side, end in ends.items():
                if (end - point).manhattanLength() <= NEAR:
                    return mark, "left" if side == "left" else "right"
        return None

    def curve_at(self, point: QPointF) -> Channel | None:
        """The curve under the mouse."""
        time = self.state.time_of(self.span.to_frame(point.x()))
        best, found = NEAR + 1, None
        for channel, _ in self.lines():
            value = keys.value_at(self.state.graph, self.state.session.library, channel, time)
            apart = abs(self.to_y(channel, value or 0.0) - point.y())
            if apart < best:
                best, found = apart, channel
        return found

    def frame_box(self) -> QRectF | None:
        """The frame around the selected keys, None where it would be flat."""
        places = [
            self.place_of(mark.channel, key)
            for mark in self.state.marks
            if (key := keys.key_at(self.state.graph, mark)) is not None
        ]
        if len(places) < 2:
            return None
        xs, ys = [place.x() for place in places], [place.y() for place in places]
        box = QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))
        return box.adjusted(-12, -12, 12, 12) if box.width() > 1 or box.height() > 1 else None

    def edge_at(self, point: QPointF) -> str:
        """Which edge of the frame around the selected keys is under the mouse, at its handle."""
        box = self.frame_box()
        if box is None:
            return ""
        middle = box.center()
        ends = {
            "left": QPointF(box.left(), middle.y()), "right": QPointF(box.right(), middle.y()),
            "top": QPointF(middle.x(), box.top()), "bottom": QPointF(middle.x(), box.bottom()),
        }  # fmt: skip
        return next((edge for edge, end in ends.items() if (end - point).manhattanLength() <= NEAR + 1), "")

    def inside(self, box: QRectF) -> tuple[set[Mark], set[Picked]]:
        """Keys in a box."""
        found = {
            Mark(channel, key.time)
            for channel, line in self.lines()
            for key in line
            if box.contains(self.place_of(channel, key))
        }
        return found, set()

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
                self.state.activate(row.id for row in self.state.rows if row.channels == (curve,))
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

    def prepare(self) -> None:
        """Fit in what is shown where other curves are shown than before."""
        shown = frozenset(channel for channel, _ in self.lines())
        if shown != self._fitted and self.gesture is None:
            self.fit()
        elif self.normalised and self.gesture is None:
            self._ranges.clear()

    def _ticks(self) -> list[tuple[float, str]]:
        if self.normalised:
            return []
        most = max(2, self.height() // 34)
        step = [*value_ticks(self.low, self.high, most)]
        return [(self.height() * (1 - (value - self.low) / self._size), f"{value:.6g}") for value in step]

    def _paint_hint(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(look.font(9))
        painter.setPen(QColor(FAINT))
        chosen = "The selected rows have no curves" if self.state.active else "No knob is keyed yet"
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
            text = f"{mark.channel.knob.replace('_', ' ')}  ·  frame {frame:.4g}  ·  {key.value:.5g}"
            paint.paint_reading(painter, self.place_of(mark.channel, key), text, area)


def _extent(line: Sequence[Key]) -> tuple[float, float]:
    values = [key.value for key in line]
    return min(values), max(values)
