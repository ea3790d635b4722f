"""What the parts of the timeline share: the visible span, the rows, what is picked, and what was fetched."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Qt, Signal

from nodes.script.camera_by_hand import CAMERA
from studio.graph.graph import Graph, Node
from studio.media.contact import Contact
from studio.ui.session import Session
from studio.ui.timeline import camera_moves, contacts, correction_curve, keys, script_beats
from studio.ui.timeline.beats import Beat, given_beats, is_idle, own_beats
from studio.ui.timeline.channel import SAME, Channel, Mark
from studio.ui.timeline.rows import PARTS, Filter, Row, Wanted, build_rows
from studio.ui.timeline.span import Span
from studio.ui.timeline.watch import Watch

NEAR = 7.0
"""Pixels within which something is hit."""
MOST = 40
"""Curves that are shown at once while no row is selected."""
STICK = 3.0
"""Pixels within which something snaps to a thing rather than to a frame."""


class Picked(NamedTuple):
    """A beat that is selected: the how-manieth of whom."""

    person: str
    at: int


class TimelineState(QObject):
    """Shared by ruler, header, sheet and curves.

    Attributes:
        session: The window's.
        span: The visible frames.
        watch: What was fetched.
        snap: Whether drags stick to frames, keys and markers.
        in_timecode: Whether the ruler counts in timecode.
        kept: Runs of kept frames, as (first, last, tier).
        rows, tops: What is laid out, and where each row begins; one number more than rows.
        scroll, height: Pixels of rows that are scrolled away at the top, and that are seen.
        active: Ids of selected rows.
        marks: Selected keys.
        beats: Selected beats.
        touches: Ids of selected contacts.
        broken: Keys whose tangents go each their own way, even while they lie on a line.
    """

    repaint = Signal()
    """Something that is painted changed."""
    moved = Signal()
    """Nothing but the playhead moved."""
    laid = Signal()
    """The rows changed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, self.span, self.watch = session, Span(), Watch(session)
        self.snap, self.in_timecode = True, False
        self.kept: tuple[tuple[int, int, str], ...] = ()
        self.rows: list[Row] = []
        self.tops: list[int] = [0]
        self.scroll, self.height = 0, 200.0
        self.active: tuple[str, ...] = ()
        self.marks: frozenset[Mark] = frozenset()
        self.beats: frozenset[Picked] = frozenset()
        self.touches: frozenset[str] = frozenset()
        self.broken: frozenset[Mark] = frozenset()
        self._folded: frozenset[str] = frozenset()
        self._words = ""
        self._only: Filter = "keyed"
        self._times: dict[Channel, tuple[Any, tuple[float, ...]]] = {}
        self._frames: dict[tuple[Channel, ...], tuple[float, tuple[Any, ...], npt.NDArray[np.float64]]] = {}
        self._beats: tuple[Any, dict[str, list[Beat]]] = (None, {})
        session.bridge.kept_changed.connect(self._keep)
        session.opened.connect(self._opened)
        session.changed.connect(lambda *_: self.lay())
        session.selected.connect(self.lay)
        self.watch.changed.connect(self.lay)
        self.lay()
        self.fit_shot()

    @property
    def graph(self) -> Graph:
        """The present graph."""
        return self.session.graph

    # -- rows ------------------------------------------------------------------------------------------------------

    def lay(self) -> None:
        """Work the rows out anew, and forget what is selected but gone."""
        watch, touching = self.watch, self.contacts()
        pairs = tuple((one.first, one.second) for one in touching) if contacts.planner_of(self.graph) else None
        things = frozenset(one.second for one in touching if one.seat)
        wanted = Wanted(
            self._folded, self._words, self._only, self.session.selection, watch.title(), watch.trouble, pairs,
            bool(camera_moves.camera_writer(self.graph)), things,
        )  # fmt: skip
        self.rows = build_rows(self.graph, self.session.library, watch.people(), watch.chooser, wanted)
        self.tops = [0, *accumulate(row.height for row in self.rows)]
        here = {row.id for row in self.rows}
        self.active = tuple(row for row in self.active if row in here)
        self.marks = keys.present(self.graph, self.marks)
        self.beats = frozenset(one for one in self.beats if one.at < len(self.beats_of(one.person)))
        self.touches &= {one.id for one in touching}
        self.laid.emit()
        self.scroll_to(self.scroll)

    def is_open(self, row: Row) -> bool:
        """Whether the rows under a row are shown."""
        otherwise = row.kind in ("section", "node")
        return bool(self._words) or ((row.id not in self._folded) == otherwise)

    def fold(self, row: Row) -> None:
        """Open or close a row."""
        self._folded ^= {row.id}
        self.lay()

    def search(self, words: str) -> None:
        """Show rows with these words alone."""
        self._words = words
        self.lay()

    def filter(self, only: Filter) -> None:
        """Show the knobs of these nodes."""
        self._only = only
        self.lay()

    def row_at(self, y: float) -> Row | None:
        """The row at a height of the sheet."""
        at = bisect_right(self.tops, y + self.scroll) - 1
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def visible_rows(self, height: float) -> Iterable[tuple[Row, int]]:
        """Rows that are seen, each with the height at which it begins."""
        first = max(0, bisect_right(self.tops, self.scroll) - 1)
        last = bisect_left(self.tops, self.scroll + height)
        return [(row, self.tops[first + n] - self.scroll) for n, row in enumerate(self.rows[first:last])]

    def scroll_by(self, pixels: float, height: float = 0.0) -> None:
        """Scroll down by so many pixels; the last row stays seen."""
        self.scroll_to(self.scroll + pixels, height)

    def scroll_to(self, scroll: float, height: float = 0.0) -> None:
        """Scroll so many pixels away at the top."""
        self.height = height or self.height
        self.scroll = round(min(max(scroll, 0), max(0, self.tops[-1] - self.height)))
        self.repaint.emit()

    def activate(self, rows: Iterable[str]) -> None:
        """Select rows."""
        self.active = tuple(dict.fromkeys(rows))
        self.repaint.emit()

    def active_channels(self) -> list[Channel]:
        """Channels of the selected rows, without twice the same."""
        chosen = [channel for row in self.rows if row.id in self.active for channel in row.channels]
        return list(dict.fromkeys(chosen))

    def curves(self) -> list[tuple[Channel, str]]:
        """Keyed channels of the selected rows, each with its colour; where none is selected, the first :data:`MOST`."""
        found: dict[Channel, str] = {}
        for row in self.rows:
            if row.kind == "channel" and (row.id in self.active or not self.active):
                for part, channel in enumerate(spread(row.channels)):
                    colour = "" if channel.bone else row.colour
                    found.setdefault(channel, colour or PARTS[part % 3 if channel.bone else part % len(PARTS)])
        keyed = [(channel, colour) for channel, colour in found.items() if keys.curve_keys(self.graph, channel)]
        return keyed if self.active else keyed[:MOST]

    # -- what lies in them -----------------------------------------------------------------------------------------

    def times(self, channel: Channel) -> tuple[float, ...]:
        """When a channel has keys."""
        node = self.graph.nodes.get(channel.node)
        if node is None:
            return ()
        source = node.knobs.get(channel.knob) if channel.bone else node.curves.get(channel.knob)
        kept = self._times.get(channel)
        if kept is None or kept[0] is not source:
            self._times[channel] = kept = (source, keys.times(self.graph, channel))
        return kept[1]

    def frames_of(self, channels: tuple[Channel, ...]) -> npt.NDArray[np.float64]:
        """Frames at which any of these channels has a key, in order."""
        lines = tuple(self.times(channel) for channel in channels)
        fps, kept = self.graph.shot.fps, self._frames.get(channels)
        same = kept is not None and kept[0] == fps and all(a is b for a, b in zip(kept[1], lines, strict=True))
        if kept is None or not same:
            self._frames[channels] = kept = (fps, lines, np.unique(np.array([t for line in lines for t in line])) * fps)
        return kept[2]

    def beats_of(self, person: str) -> list[Beat]:
        """What a person does: their own beats, else what the node gave them."""
        chooser, motions, script = self.watch.chooser, self.watch.motions, self.watch.script
        writer = self.graph.nodes.get(camera_moves.camera_writer(self.graph))
        source = (self.graph.nodes.get(chooser), motions, self.graph.shot, script, self._script_node(), writer)
        if self._beats[0] is None or any(a is not b for a, b in zip(self._beats[0], source, strict=True)):
            played = script_beats.shown(self.graph, chooser, script) if script is not None else {}
            filmed = {CAMERA: camera_moves.shown(self.graph, script)}
            self._beats = (source, played | own_beats(self.graph, chooser) | filmed)
        found = self._beats[1]
        if person not in found:
            plays = script is not None and bool(script.beats)  # then who has no beat watches the others
            given = person in motions and not plays and not is_idle(self.graph, chooser, person)
            end = self.time_of(self.graph.shot.last + 1)
            found[person] = given_beats(motions[person], end) if given else []
        return found[person]

    def found(self, wanted: Iterable[tuple[str, Beat]]) -> frozenset[Picked]:
        """Where beats of people are now: an edit may put them in another order."""
        places = set()
        for person, beat in wanted:
            same = [
                at for at, one in enumerate(self.beats_of(person))
                if one.motion == beat.motion and abs(one.start - beat.start) + abs(one.length - beat.length) < 1e-4
            ]  # fmt: skip
            places |= {Picked(person, at) for at in same[:1]}
        return frozenset(places)

    def contacts(self) -> list[Contact]:
        """Who touches whom, in order of time."""
        graph = self.graph
        return contacts.shown(graph, contacts.planner_of(graph), self.watch.contacts)

    def _script_node(self) -> Node | None:
        source = script_beats.script_source(self.graph, self.watch.chooser)
        return None if source is None else self.graph.nodes.get(source.node)

    # -- selection -------------------------------------------------------------------------------------------------

    def pick(
        self, marks: Iterable[Mark] = (), beats: Iterable[Picked] = (), touches: Iterable[str] = ()
    ) -> None:  # fmt: skip
        """Select keys, beats and contacts."""
        self.marks, self.beats, self.touches = frozenset(marks), frozenset(beats), frozenset(touches)
        self.repaint.emit()

    def extent(self) -> tuple[float, float] | None:
        """First and last second of the selected keys, None where they are at one time."""
        times = [mark.time for mark in self.marks]
        return (min(times), max(times)) if times and max(times) - min(times) > SAME else None

    # -- time ------------------------------------------------------------------------------------------------------

    def snapped(self, frame: float, modifiers: Qt.KeyboardModifier, without: Collection[float] = ()) -> float:
        """Where a drag lets something go: at markers, keys and the playhead that are near, else at whole frames.

        Ctrl turns snapping on and off; ``without`` are times of what is dragged itself.
        """
        if self.snap == bool(modifiers & Qt.KeyboardModifier.ControlModifier):
            return frame
        best = self.landmark(frame, without)
        playhead = float(self.session.frame)
        if best is None or abs(playhead - frame) < abs(best - frame):
            best = playhead
        return best if abs(best - frame) < max(0.5, STICK / self.span.scale) else float(round(frame))

    def landmark(self, frame: float, without: Collection[float] = ()) -> float | None:
        """The nearest marker or key, but for those at the times ``without``."""
        places = [self.frame_of(one.time) for one in self.graph.timeline.markers]
        apart = {self.frame_of(time) for time in without}
        for channel in {channel for row in self.rows for channel in row.channels}:
            frames = self.frames_of((channel,))
            at = int(np.searchsorted(frames, frame))
            places += [float(place) for place in frames[max(at - 2, 0) : at + 2] if place not in apart]
        return min(places, key=lambda place: abs(place - frame), default=None)

    def _opened(self) -> None:
        self.kept, self.scroll = (), 0
        self.pick()
        self._times.clear()
        self._frames.clear()
        self.fit_shot()
        self.lay()

    def fit_shot(self) -> None:
        """Show the whole shot."""
        shot = self.session.graph.shot
        self.span.fit(shot.first, shot.last)

    def frame_of(self, time: float) -> float:
        """The frame at a time in seconds; not whole."""
        return time * self.session.graph.shot.fps

    def time_of(self, frame: float) -> float:
        """Seconds at a frame."""
        return self.session.graph.shot.time(frame)

    def x_of(self, time: float) -> float:
        """Where a time lies, in pixels."""
        return self.span.to_x(self.frame_of(time))

    def _keep(self, kept: Any) -> None:
        self.kept = runs(kept)
        self.repaint.emit()


def spread(channels: Iterable[Channel]) -> list[Channel]:
    """The channels that have a curve each: of a bone, its three."""
    return [one._replace(part=part) for one in channels for part in range(correction_curve.PARTS if one.bone else 1)
            ] if any(one.bone for one in channels) else list(channels)  # fmt: skip


def runs(kept: dict[int, str]) -> tuple[tuple[int, int, str], ...]:
    """Frames side by side in one tier as one run."""
    found: list[tuple[int, int, str]] = []
    for frame in sorted(kept):
        tier = kept[frame]
        if found and found[-1][1] == frame - 1 and found[-1][2] == tier:
            found[-1] = (found[-1][0], frame, tier)
        else:
            found.append((frame, frame, tier))
    return tuple(found)
