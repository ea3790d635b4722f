"""The timeline's commands: what its menus, keys and the palette run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from studio.graph.edit import set_marker, set_play, set_shot
from studio.graph.graph import Graph
from studio.ui.timeline import beat_edit, contact_edit, key_edit

if TYPE_CHECKING:
    from studio.ui.timeline.panel import TimelinePanel

Entry = tuple[str, str, Callable[[], object], str | tuple[str, ...], str, str]
"""Name, title, what it does, shortcuts, icon, tip."""


def _add_steps(panel: TimelinePanel) -> None:
    """From key to key."""
    state, add = panel.state, panel.session.commands.add
    for name, title, keys, picture, back in (
        ("time.previous_key", "Go to the key before", "Ctrl+Left", "mdi6.skip-previous-outline", True),
        ("time.next_key", "Go to the key after", "Ctrl+Right", "mdi6.skip-next-outline", False),
    ):
        run = partial(key_edit.step_to_key, state, back=back)
        add(name, title, run, group="Time", owner=panel, shortcut=keys, icon=picture, everywhere=True)


def add_all(panel: TimelinePanel) -> None:
    """The commands that are no transport; but for steps their keys hold while the panel has the focus."""
    _add_steps(panel)
    for name, title, run, keys, picture, tip in (*_range(panel), *_keys(panel), *_view(panel)):
        panel.session.commands.add(
            name, title, run, group="Time", owner=panel, shortcut=keys, icon=picture, tip=tip
        )  # fmt: skip
    for name, title, switch, keys, picture, tip in _switches(panel):
        action = panel.session.commands.add(
            name, title, switch, group="Time", owner=panel, shortcut=keys, icon=picture, tip=tip, toggle=True
        )
        action.setChecked(name == "time.snap")


def _range(panel: TimelinePanel) -> list[Entry]:
    session, span = panel.session, panel.playback

    def begin() -> None:
        frame = session.frame
        session.apply(partial(set_play, play=(frame, max(frame, span.span[1]))), "set the in point")

    def finish() -> None:
        frame = session.frame
        session.apply(partial(set_play, play=(min(frame, span.span[0]), frame)), "set the out point")

    def whole() -> None:
        session.apply(partial(set_play, play=None), "play the whole shot")

    def to_shot() -> None:
        first, last = span.span

        def edit(graph: Graph) -> Graph:
            return set_play(set_shot(graph, first=first, last=last), None)

        session.apply(edit, "make the played range the shot")

    def mark() -> None:
        session.apply(partial(set_marker, time=session.time), "add marker")

    return [
        ("time.in", "Set the in point", begin, "I", "mdi6.ray-start", "Play from this frame on"),
        ("time.out", "Set the out point", finish, "O", "mdi6.ray-end", "Play up to this frame"),
        ("time.whole", "Play the whole shot", whole, "Alt+X", "", "Take in and out point away"),
        ("time.range_to_shot", "Make the played range the shot", to_shot, "", "", "Render only what is played"),
        ("time.marker", "Add a marker", mark, "M", "mdi6.map-marker-plus", "Mark this frame"),
        ("time.previous_marker", "Go to the marker before", partial(_jump, panel, -1), "Shift+Left", "", ""),
        ("time.next_marker", "Go to the marker after", partial(_jump, panel, 1), "Shift+Right", "", ""),
    ]


def _jump(panel: TimelinePanel, way: int) -> None:
    state, session = panel.state, panel.session
    frames = [round(state.frame_of(marker.time)) for marker in session.graph.timeline.markers]
    there = [frame for frame in frames if (frame - session.frame) * way > 0]
    if there:
        session.go(min(there) if way > 0 else max(there))


def _keys(panel: TimelinePanel) -> list[Entry]:
    state = panel.state

    def delete() -> None:
        if state.beats:
            beat_edit.delete_beats(state)
        if state.touches:
            contact_edit.delete_contacts(state)
        key_edit.delete_marks(state)

    how, shape = partial(key_edit.set_interpolation, state), partial(key_edit.shape_tangents, state)
    return [
        ("time.key", "Key the selected rows", partial(key_edit.key_active, state), "K", "mdi6.rhombus-outline",
         "Set a key at the playhead in the selected rows, or take it away"),
        ("time.delete", "Delete keys, beats or contacts", delete, ("Delete", "Backspace"), "mdi6.delete-outline", ""),
        ("time.copy", "Copy keys", partial(key_edit.copy_marks, state), "Ctrl+C", "mdi6.content-copy", ""),
        ("time.paste", "Paste keys", partial(key_edit.paste_marks, state), "Ctrl+V", "mdi6.content-paste",
         "Paste keys at the playhead, into the selected rows or where they came from"),
        ("time.select_all", "Select all keys", partial(key_edit.select_all, state), "Ctrl+A", "", ""),
        ("time.duplicate", "Duplicate beats", partial(beat_edit.duplicate_beats, state), "Ctrl+D", "", ""),
        ("time.split", "Split beats at the playhead", partial(beat_edit.split_beats, state), "Ctrl+Shift+D", "", ""),
        ("time.constant", "Hold until the next key", partial(how, "constant"), "H", "mdi6.square", ""),
        ("time.linear", "Straight to the next key", partial(how, "linear"), "Shift+L", "mdi6.rhombus", ""),
        ("time.bezier", "Smooth to the next key", partial(how, "bezier"), "B", "mdi6.circle", ""),
        ("time.smooth", "Smooth selected keys", partial(key_edit.smooth_marks, state), "Alt+S", "mdi6.chart-bell-curve",
         "Draw them towards their neighbours"),
        ("time.reduce", "Reduce selected keys", partial(key_edit.reduce_marks, state), "Alt+R", "mdi6.filter-outline",
         "Leave out those that the others imply"),
        ("time.tangents_auto", "Automatic tangents", partial(shape, "automatic"), "T", "mdi6.auto-fix", ""),
        ("time.tangents_flat", "Flat tangents", partial(shape, "flat"), "Shift+T", "mdi6.minus", ""),
        ("time.tangents_unify", "Unify tangents", partial(shape, "in line"), "U", "mdi6.vector-line", ""),
        ("time.tangents_break", "Break tangents", partial(key_edit.break_tangents, state), "Shift+U",
         "mdi6.vector-polyline",
         "Let each tangent turn on its own; Alt does so for one drag"),
    ]  # fmt: skip


def _view(panel: TimelinePanel) -> list[Entry]:
    span = panel.state.span
    return [
        ("time.fit", "Fit the selection", panel.fit, "F", "mdi6.fit-to-page-outline", "Fit what is selected, else all"),
        ("time.fit_shot", "Fit the shot", panel.state.fit_shot, "Shift+F", "mdi6.arrow-expand-horizontal", ""),
        ("time.zoom_in", "Zoom in on time", lambda: span.zoom(1 / 1.5, panel.playhead_x()), ("+", "="), "", ""),
        ("time.zoom_out", "Zoom out of time", lambda: span.zoom(1.5, panel.playhead_x()), "-", "", ""),
    ]


def _switches(panel: TimelinePanel) -> list[Entry]:
    return [
        ("time.snap", "Snap", panel.switch_snap, "S", "mdi6.magnet",
         "Drags stick to frames, keys and markers; Ctrl turns it about"),
        ("time.timecode", "Count in timecode", panel.switch_timecode, "Shift+S", "mdi6.clock-outline", ""),
        ("time.curves", "Show curves", panel.switch_curves, "G", "mdi6.chart-bell-curve-cumulative",
         "Curves of the selected rows instead of the sheet"),
        ("time.normalise", "Normalise curves", panel.switch_normalise, "N", "mdi6.arrow-expand-vertical",
         "Every curve fills the same height"),
    ]  # fmt: skip
