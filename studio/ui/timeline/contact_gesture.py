"""Drags of contacts: move, trim, and how long the limbs take to come and go. One step of undo each, live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPointF

from studio.graph.graph import Graph
from studio.media.contact import Contact
from studio.ui.timeline.contacts import SHORTEST, planner_of, with_contacts
from studio.ui.timeline.gesture import Gesture, Keys
from studio.ui.timeline.state import TimelineState


class ContactDrag(Gesture):
    """What drags of contacts share: the contacts as they were, and how they are written."""

    label = "move contacts"

    def __init__(self, state: TimelineState, start: QPointF, held: str) -> None:
        super().__init__(state, start)
        self.picked = state.touches
        self.lines = state.contacts()
        self.contact = next(one for one in self.lines if one.id == held)

    def write(self, change: Callable[[Contact], Contact], only: str = "") -> None:
        """Let the picked contacts, or only one, be as a change makes them."""
        state, base, found = self.state, self.base, self.state.watch.contacts
        planner = planner_of(base)
        touched = {only} if only else self.picked
        wanted = [change(one) if one.id in touched else one for one in self.lines]

        def edit(graph: Graph) -> Graph:
            graph = replace(graph, nodes=graph.nodes.set(planner, base.nodes[planner]))
            return with_contacts(graph, state.session.library, planner, found.planned if found else (), wanted)

        state.session.apply(edit)
        state.pick(state.marks, state.beats, self.picked)

    def snapped(self, time: float, keys: Keys) -> float:
        """The time on a frame, or at a marker, a key or the playhead."""
        return self.state.time_of(self.state.snapped(self.state.frame_of(time), keys))

    def seconds(self, point: QPointF) -> float:
        """How far the mouse went."""
        return self.state.time_of(self.frames(point))

    def cancel(self) -> None:
        super().cancel()
        self.state.pick(self.state.marks, self.state.beats, self.picked)


class ContactMove(ContactDrag):
    """Selected contacts go along in time."""

    def drag(self, point: QPointF, keys: Keys) -> None:
        by = self.snapped(self.contact.start + self.seconds(point), keys) - self.contact.start
        by = max(by, -min(one.start for one in self.lines if one.id in self.picked))
        self.write(lambda one: replace(one, start=one.start + by))


class ContactTrim(ContactDrag):
    """The second at which two begin to touch, or let go."""

    label = "trim contact"

    def __init__(self, state: TimelineState, start: QPointF, held: str, edge: str) -> None:
        super().__init__(state, start, held)
        self.edge = edge

    def drag(self, point: QPointF, keys: Keys) -> None:
        one, by = self.contact, self.seconds(point)
        if self.edge == "left":
            start = min(max(0.0, self.snapped(one.start + by, keys)), one.end - SHORTEST)
            changed = replace(one, start=start, duration=one.end - start)
        else:
            changed = replace(one, duration=max(SHORTEST, self.snapped(one.end + by, keys) - one.start))
        self.write(lambda _: changed, one.id)


class ContactRamp(ContactTrim):
    """How long the limbs take to come, or to go."""

    label = "let limbs come and go"

    def drag(self, point: QPointF, keys: Keys) -> None:
        one, by = self.contact, self.seconds(point)
        if self.edge == "left":
            approach = one.start - self.snapped(one.start - one.approach + by, keys)
            changed = replace(one, approach=max(0.0, approach))
        else:
            changed = replace(one, release=max(0.0, self.snapped(one.end + one.release + by, keys) - one.end))
        self.write(lambda _: changed, one.id)
