"""Drags of keys: each is one step of undo, live, worked out from the graph as it was when the drag began."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt

from studio.ui.timeline.channel import Change, Channel, Mark
from studio.ui.timeline.keys import curve_keys, moved, reshaped
from studio.ui.timeline.state import Picked, TimelineState
from studio.ui.timeline.tangents import Side, dragged, drawn, unified

Keys = Qt.KeyboardModifier
Found = tuple[set[Mark], set[Picked], set[str]]
"""Keys, beats and ids of contacts in a box."""
FEWEST = 0.02
"""How far selected keys may be pressed together: this share of what they were."""


class Gesture:
    """From the press of a button to its release. ``label`` is what the undo menu says."""

    label = ""

    def __init__(self, state: TimelineState, start: QPointF) -> None:
        self.state, self.start, self.base = state, start, state.graph
        self.moved = False
        self.document = state.session.document
        if self.label:
            self.document.begin(self.label)
        self._steps = len(self.document.past)

    @property
    def alive(self) -> bool:
        """Whether nobody undid anything, or opened something else, meanwhile."""
        return self.state.session.document is self.document and len(self.document.past) == self._steps

    def move(self, point: QPointF, keys: Keys) -> None:
        """The mouse is there now."""
        self.moved = self.moved or (point - self.start).manhattanLength() > 2
        if self.moved and self.alive:
            self.drag(point, keys)

    def drag(self, point: QPointF, keys: Keys) -> None:
        """Follow the mouse."""

    def end(self) -> None:
        """The button went up."""
        if self.label and self.alive:
            self.document.end()

    def cancel(self) -> None:
        """All is as it was when the drag began."""
        if self.label and self.alive:
            self.document.cancel()

    def frames(self, point: QPointF) -> float:
        """How many frames the mouse went; not whole."""
        return (point.x() - self.start.x()) / self.state.span.scale


class Heights(Protocol):
    """Where values lie in a view of curves."""

    def to_y(self, channel: Channel, value: float) -> float:
        """The height of a value, in pixels."""

    def to_value(self, channel: Channel, y: float) -> float:
        """The value at a height."""


class KeyDrag(Gesture):
    """Selected keys go along in time, and in value where the view has values."""

    label = "move keys"

    def __init__(self, state: TimelineState, start: QPointF, held: Mark, heights: Heights | None = None) -> None:
        super().__init__(state, start)
        self.held, self.marks, self.heights = held, state.marks, heights

    @property
    def times(self) -> set[float]:
        """Where the keys are now that are dragged: nothing snaps to itself."""
        return {mark.time for mark in self.state.marks}

    def drag(self, point: QPointF, keys: Keys) -> None:
        across, down = point.x() - self.start.x(), point.y() - self.start.y()
        if keys & Keys.ShiftModifier and self.heights is not None:
            across, down = (across, 0.0) if abs(across) >= abs(down) else (0.0, down)
        by = self._seconds(across / self.state.span.scale, keys)
        self.apply(lambda mark, value: (mark.time + by, self._raised(mark.channel, value, down)))

    def _raised(self, channel: Channel, value: float, down: float) -> float:
        if self.heights is None or not down:
            return value
        return self.heights.to_value(channel, self.heights.to_y(channel, value) + down)

    def _seconds(self, frames: float, keys: Keys) -> float:
        state, was = self.state, self.state.frame_of(self.held.time)
        # a key between two frames may go up and down without being pulled to one of them
        still = abs(frames) < 0.5 and state.snap
        frame = was if still else state.snapped(was + frames, keys, self.times)
        return state.time_of(frame) - self.held.time

    def apply(self, change: Change) -> None:
        """Move all selected keys."""
        state = self.state
        edit, marks = moved(self.base, state.session.library, self.marks, self._even(change))
        state.marks = marks  # before the edit, whose listeners drop what is not there
        state.session.apply(edit)

    def _even(self, change: Change) -> Change:
        """Times that lie on a frame but for rounding are that frame's own."""

        def evened(mark: Mark, value: float) -> tuple[float, float]:
            to, height = change(mark, value)
            frame = self.state.frame_of(to)
            return (self.state.time_of(round(frame)) if abs(frame - round(frame)) < 1e-4 else to), height

        return evened

    def cancel(self) -> None:
        super().cancel()
        self.state.pick(self.marks)


class KeyScale(KeyDrag):
    """Selected keys are drawn apart or pressed together, about the other edge; with Alt about the playhead."""

    label = "scale keys"

    def __init__(self, state: TimelineState, start: QPointF, edge: str, extent: tuple[float, float]) -> None:
        super().__init__(state, start, next(iter(state.marks)))
        self.edge, self.extent = edge, extent

    def drag(self, point: QPointF, keys: Keys) -> None:
        state, (first, last) = self.state, self.extent
        held, pivot = (first, last) if self.edge == "left" else (last, first)
        if keys & Keys.AltModifier:
            pivot = state.session.time
        if abs(held - pivot) < 1e-6:
            return
        frame = state.snapped(state.frame_of(held) + self.frames(point), keys, self.times)
        factor = max((state.time_of(frame) - pivot) / (held - pivot), FEWEST)
        self.apply(lambda mark, value: (pivot + (mark.time - pivot) * factor, value))


class ValueScale(KeyDrag):
    """Selected keys are drawn apart or pressed together in value, about the other edge."""

    label = "scale keys"

    def __init__(self, state: TimelineState, start: QPointF, held: float, pivot: float, heights: Heights) -> None:
        super().__init__(state, start, next(iter(state.marks)))
        self.edge, self.pivot, self.scaled = held, pivot, heights

    def drag(self, point: QPointF, keys: Keys) -> None:
        to = self.edge + point.y() - self.start.y()
        factor = (to - self.pivot) / (self.edge - self.pivot)

        def change(mark: Mark, value: float) -> tuple[float, float]:
            y = self.pivot + (self.scaled.to_y(mark.channel, value) - self.pivot) * factor
            return mark.time, self.scaled.to_value(mark.channel, y)

        self.apply(change)


class HandleDrag(Gesture):
    """A tangent: the other one turns with it where both lie on a line, unless Alt breaks them; Shift keeps it level."""

    label = "drag tangent"

    def __init__(self, state: TimelineState, start: QPointF, mark: Mark, side: Side, heights: Heights) -> None:
        super().__init__(state, start)
        self.mark, self.side, self.heights = mark, side, heights
        self.line = curve_keys(self.base, mark.channel)
        self.at = [key.time for key in self.line].index(mark.time)
        both = drawn(self.line, self.at)
        self.together = mark not in state.broken and len(both) == 2 and unified(both["left"], both["right"])

    def drag(self, point: QPointF, keys: Keys) -> None:
        state, mark, key = self.state, self.mark, self.line[self.at]
        seconds = state.time_of(state.span.to_frame(point.x())) - mark.time
        rise = 0.0 if keys & Keys.ShiftModifier else self.heights.to_value(mark.channel, point.y()) - key.value
        together = self.together and not keys & Keys.AltModifier
        changed = dragged(self.line, self.at, self.side, (seconds, rise), together)
        state.session.apply(reshaped(self.base, state.session.library, [mark], lambda _: changed))


class BoxPick(Gesture):
    """A box is drawn; what lies in it is selected, beside what was selected before where Shift is held."""

    def __init__(
        self, state: TimelineState, start: QPointF, inside: Callable[[QRectF], Found], add: bool
    ) -> None:  # fmt: skip
        super().__init__(state, start)
        self.inside = inside
        none: tuple[frozenset[Mark], frozenset[Picked], frozenset[str]] = (frozenset(), frozenset(), frozenset())
        self.before = (state.marks, state.beats, state.touches) if add else none
        self.box = QRectF(start, start)
        state.pick(*self.before)

    def drag(self, point: QPointF, keys: Keys) -> None:
        self.box = QRectF(self.start, point).normalized()
        marks, beats, touches = self.inside(self.box)
        self.state.pick(self.before[0] | marks, self.before[1] | beats, self.before[2] | touches)
