"""Drags of beats: move, to another person too; trim; fade. One step of undo each, live."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF

from studio.graph.graph import Graph
from studio.ui.timeline.beat_edit import written
from studio.ui.timeline.beats import SHORTEST, Beat
from studio.ui.timeline.camera_moves import is_camera
from studio.ui.timeline.gesture import Gesture, Keys
from studio.ui.timeline.script_beats import writer_of
from studio.ui.timeline.state import Picked, TimelineState

Lines = dict[str, list[Beat]]
"""Beats by person."""


class BeatDrag(Gesture):
    """What drags of beats share: the beats as they were, and how they are written."""

    label = "move beats"

    def __init__(self, state: TimelineState, start: QPointF, held: Picked) -> None:
        super().__init__(state, start)
        self.held, self.picked = held, state.beats
        self.chooser = state.watch.chooser
        self.lines: Lines = {one.id: list(state.beats_of(one.id)) for one in state.watch.people()}
        self.before: Lines = {person: list(beats) for person, beats in self.lines.items()}
        self.beat = self.lines[held.person][held.at]

    def write(self, lines: Lines, picked: frozenset[Picked]) -> None:
        """Let people do just this; those who do the same as before are left alone."""
        state, base = self.state, self.base
        held = [name for name in (self.chooser, writer_of(base, self.chooser)) if name]

        def edit(graph: Graph) -> Graph:
            for name in held:
                graph = replace(graph, nodes=graph.nodes.set(name, base.nodes[name]))
            for person, beats in lines.items():
                if beats != self.before[person]:
                    graph = written(state, graph, person, beats)
            return graph

        self.state.beats = picked  # before the edit, whose listeners drop what is not there
        self.state.session.apply(edit)
        self.state.beats = self.state.found((person, lines[person][at]) for person, at in picked)

    def edges(self) -> set[float]:
        """Seconds that other beats begin or end at."""
        found: set[float] = set()
        for person, beats in self.lines.items():
            for at, beat in enumerate(beats):
                if Picked(person, at) not in self.picked:
                    found |= {beat.start, beat.end}
        return found

    def snapped(self, time: float, keys: Keys) -> float:
        """The time on a frame, or at another beat's edge."""
        state = self.state
        near = 6 / state.span.scale
        edge = min(self.edges(), key=lambda edge: abs(edge - time), default=None)
        on = state.snap != bool(keys & Keys.ControlModifier)
        if on and edge is not None and abs(state.frame_of(edge - time)) < near:
            return edge
        return state.time_of(state.snapped(state.frame_of(time), keys))

    def cancel(self) -> None:
        super().cancel()
        self.state.pick(self.state.marks, self.picked)


class BeatMove(BeatDrag):
    """Selected beats go along in time; over another person's row the held one goes to that person."""

    def drag(self, point: QPointF, keys: Keys) -> None:
        to = max(0.0, self.snapped(self.beat.start + self.state.time_of(self.frames(point)), keys))
        by = to - self.beat.start
        by = max(by, -min(self.lines[one.person][one.at].start for one in self.picked))
        lines = {person: list(beats) for person, beats in self.lines.items()}
        for person, at in self.picked:
            lines[person][at] = replace(lines[person][at], start=lines[person][at].start + by, given=False)
        self._lay(lines, point)

    def _lay(self, lines: Lines, point: QPointF) -> None:
        """Over another person's row, a beat that is dragged alone goes there."""
        row = self.state.row_at(point.y())
        there = row.person if row is not None and row.kind == "person" and not row.gone else self.held.person
        if is_camera(there) != is_camera(self.held.person):
            there = self.held.person
        if there != self.held.person and len(self.picked) == 1:
            lines[there].append(lines[self.held.person].pop(self.held.at))
            self.write(lines, frozenset([Picked(there, len(lines[there]) - 1)]))
        else:
            self.write(lines, self.picked)


class BeatCopy(BeatMove):
    """A copy of the held beat goes along, the beat stays."""

    label = "duplicate beat"

    def __init__(self, state: TimelineState, start: QPointF, held: Picked) -> None:
        super().__init__(state, start, held)
        self.lines[held.person].append(self.beat)
        self.held = Picked(held.person, len(self.lines[held.person]) - 1)
        self.picked = frozenset([self.held])


class BeatTrim(BeatDrag):
    """One edge of a beat."""

    label = "trim beat"

    def __init__(self, state: TimelineState, start: QPointF, held: Picked, edge: str) -> None:
        super().__init__(state, start, held)
        self.edge = edge

    def drag(self, point: QPointF, keys: Keys) -> None:
        beat, by = self.beat, self.state.time_of(self.frames(point))
        if self.edge == "left":
            start = min(max(0.0, self.snapped(beat.start + by, keys)), beat.end - SHORTEST)
            changed = replace(beat, start=start, length=beat.end - start)
        else:
            changed = replace(beat, length=max(SHORTEST, self.snapped(beat.end + by, keys) - beat.start))
        self.put(changed)

    def put(self, changed: Beat) -> None:
        """Let the held beat be so."""
        lines = {person: list(beats) for person, beats in self.lines.items()}
        lines[self.held.person][self.held.at] = replace(changed, given=False)
        self.write(lines, self.picked)


class BeatFade(BeatTrim):
    """The time in which a beat comes or goes."""

    label = "fade beat"

    def drag(self, point: QPointF, keys: Keys) -> None:
        beat, by = self.beat, self.state.time_of(self.frames(point))
        if self.edge == "left":
            fade = min(max(0.0, beat.fade_in + by), beat.length - beat.fade_out)
            self.put(replace(beat, fade_in=self._even(fade, keys)))
        else:
            fade = min(max(0.0, beat.fade_out - by), beat.length - beat.fade_in)
            self.put(replace(beat, fade_out=self._even(fade, keys)))

    def _even(self, seconds: float, keys: Keys) -> float:
        if self.state.snap == bool(keys & Keys.ControlModifier):
            return seconds
        return self.state.time_of(round(self.state.frame_of(seconds)))
