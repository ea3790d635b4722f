"""What is done to keys without dragging: set, delete, copy, paste, shape, go from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from PySide6.QtWidgets import QApplication

from studio.graph.curve import Interpolation, Key
from studio.media.errors import VivantError
from studio.ui.timeline import key_clean, keys, tangents
from studio.ui.timeline.channel import SAME, Channel, Mark
from studio.ui.timeline.key_text import copied, pasted
from studio.ui.timeline.rows import Row
from studio.ui.timeline.state import TimelineState

Shape = Literal["automatic", "flat", "in line"]


def nearest_time(state: TimelineState, channels: Iterable[Channel], time: float, *, back: bool) -> float | None:
    """The key before or after a time, None where there is none."""
    found = [one for channel in channels for one in state.times(channel)]
    if back:
        return max((one for one in found if one < time - SAME), default=None)
    return min((one for one in found if one > time + SAME), default=None)


def step_to_key(state: TimelineState, *, back: bool) -> None:
    """Move the playhead to the key before or after, of the selected rows or of all."""
    channels = state.active_channels() or [channel for row in state.rows for channel in row.channels]
    time = nearest_time(state, channels, state.session.time, back=back)
    if time is not None:
        state.session.go(round(state.frame_of(time)))


def key_rows(state: TimelineState, rows: Sequence[Row]) -> None:
    """Set a key at the playhead in each row, or where all of them have one there, take it away."""
    time, graph, library = state.session.time, state.graph, state.session.library
    channels = list(dict.fromkeys(channel for row in rows for channel in row.channels))
    here = [Mark(channel, one) for channel in channels for one in state.times(channel) if abs(one - time) < SAME]
    if here and len({mark.channel for mark in here}) == len(channels):
        state.session.apply(keys.deleted(graph, library, here), "delete keys")
        return
    with state.session.gesture("set keys"):
        for channel in channels:
            if channel not in {mark.channel for mark in here}:
                insert(state, channel, time)


def insert(state: TimelineState, channel: Channel, time: float, value: float | None = None) -> bool:
    """Set a key and select it; False where the channel has no value (corrections are made in the viewport)."""
    edit = keys.inserted(state.graph, state.session.library, channel, time, value)
    if edit is None:
        where = "in the picture" if channel.bone else "in the inspector, where it has no value of its own yet"
        state.session.said.emit("info", f"{channel.bone or channel.knob} is keyed {where}")
        return False
    state.session.apply(edit, "set key")
    state.pick(keys.present(state.graph, [Mark(channel, time)]))
    return True


def key_active(state: TimelineState) -> None:
    """Key the selected rows at the playhead."""
    rows = [row for row in state.rows if row.id in state.active and row.channels]
    if rows:
        key_rows(state, rows)
    else:
        state.session.said.emit("info", "Select rows in the timeline first: K keys them at the playhead")


def delete_marks(state: TimelineState) -> None:
    """Take the selected keys away."""
    if state.marks:
        state.session.apply(keys.deleted(state.graph, state.session.library, state.marks), "delete keys")


def smooth_marks(state: TimelineState) -> None:
    """Draw the selected keys towards their neighbours."""
    if state.marks:
        state.session.apply(key_clean.smoothed(state.graph, state.session.library, state.marks), "smooth keys")


def reduce_marks(state: TimelineState) -> None:
    """Leave out the selected keys that the others imply."""
    if state.marks:
        before = _count(state)
        state.session.apply(key_clean.reduced(state.graph, state.session.library, state.marks), "reduce keys")
        state.session.said.emit("info", f"{before - _count(state)} keys left out")


def _count(state: TimelineState) -> int:
    channels = {mark.channel._replace(part=0) if mark.channel.bone else mark.channel for mark in state.marks}
    channels |= {channel for row in state.rows for channel in row.channels}
    return sum(len(keys.times(state.graph, channel)) for channel in channels)


def copy_marks(state: TimelineState) -> None:
    """Put the selected keys on the clipboard."""
    if state.marks:
        QApplication.clipboard().setText(copied(state.graph, state.marks))
        count = len(state.marks)
        state.session.said.emit("info", f"{count} key{'s' if count > 1 else ''} copied")


def paste_marks(state: TimelineState) -> None:
    """Put the keys of the clipboard at the playhead."""
    text, session = QApplication.clipboard().text(), state.session
    try:
        edit = pasted(state.graph, session.library, text, session.time, state.active_channels())
    except VivantError as problem:
        session.said.emit("warning", str(problem))
        return
    session.apply(edit, "paste keys")


def set_interpolation(state: TimelineState, how: Interpolation) -> None:
    """Let the spans after the selected keys run so."""
    _reshape(state, keys.interpolated(how), f"make keys {how}")


def shape_tangents(state: TimelineState, shape: Shape) -> None:
    """Set the tangents of the selected keys."""
    state.broken -= state.marks
    if shape != "in line":
        _reshape(state, {"automatic": tangents.automatic, "flat": tangents.flat}[shape], f"{shape} tangents")
        return
    with state.session.gesture("unify tangents"):
        for channel in {mark.channel for mark in state.marks}:
            marks = [mark for mark in state.marks if mark.channel == channel]
            line = keys.curve_keys(state.graph, channel)
            state.session.apply(keys.reshaped(state.graph, state.session.library, marks, tangents.in_lines(line)))


def break_tangents(state: TimelineState) -> None:
    """Let the two tangents of each selected key go their own way."""
    state.broken |= state.marks
    if state.marks:
        state.session.said.emit("info", "Each tangent now turns on its own; U brings them back onto a line")


def _reshape(state: TimelineState, change: Callable[[Key], Key], label: str) -> None:
    if state.marks:
        state.session.apply(keys.reshaped(state.graph, state.session.library, state.marks, change), label)


def select_all(state: TimelineState) -> None:
    """Select every key of the selected rows, or of all rows."""
    channels = state.active_channels() or [channel for row in state.rows for channel in row.channels]
    state.pick(Mark(channel, time) for channel in channels for time in state.times(channel))
