"""Where values, keys, tangents and the frame around a selection lie in the curve editor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QWidget

from studio.graph.curve import Key
from studio.ui.timeline import curve_paint as paint
from studio.ui.timeline import keys
from studio.ui.timeline.canvas import Canvas
from studio.ui.timeline.channel import Channel, Mark
from studio.ui.timeline.gesture import Found
from studio.ui.timeline.sheet_hits import near_keys
from studio.ui.timeline.state import NEAR, TimelineState
from studio.ui.timeline.tangents import Side

Modifier = Qt.KeyboardModifier
HANDLED = 200
"""Selected keys up to which their tangents are taken hold of."""
ROOM = 0.14
"""Share of the height that stays free above and below what is fitted in."""


class CurvePlaces(Canvas):
    """Curves of the selected rows, or of all rows where none is selected: where each value and each thing lies.

    Attributes:
        low, high: Values at the lower and upper border.
        normalised: Every curve fills the same height, whatever its values.
    """

    def __init__(self, state: TimelineState, parent: QWidget | None = None) -> None:
        super().__init__(state, parent)
        self.low, self.high, self.normalised = 0.0, 1.0, False
        self._ranges: dict[Channel, tuple[float, float]] = {}
        self._fitted: frozenset[Channel] = frozenset()

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

    def prepare(self) -> None:
        """Fit in what is shown where other curves are shown than before."""
        shown = frozenset(channel for channel, _ in self.lines())
        if shown != self._fitted and self.gesture is None:
            self.fit()
        elif self.normalised and self.gesture is None:
            self._ranges.clear()

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
        # of some at one place, the selected one
        return {min(near, key=lambda one: (one[0], one[1] not in self.state.marks))[1]} if near else set()

    def handle_at(self, point: QPointF) -> tuple[Mark, Side] | None:
        """The tangent of a selected key under the mouse."""
        lines = dict(self.lines())
        picked = [mark for mark in self.state.marks if not mark.channel.bone]  # those of bones are always smooth
        for mark in picked if len(picked) <= HANDLED else ():
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
        found = keys.marked(self.state.graph, self.state.marks)
        places = [self.place_of(mark.channel, key) for mark, key in found.items()]
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

    def inside(self, box: QRectF) -> Found:
        """Keys in a box."""
        found = {
            Mark(channel, key.time)
            for channel, line in self.lines()
            for key in line
            if box.contains(self.place_of(channel, key))
        }
        return found, set(), set()


def _extent(line: Sequence[Key]) -> tuple[float, float]:
    values = [key.value for key in line]
    return min(values), max(values)
