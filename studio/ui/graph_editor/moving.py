"""Dragging things: nodes, groups and frames with all that lies on them; dropping a node on a link puts it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.graph.edit import insert_on_link
from studio.media.errors import BadInput
from studio.ui.graph_editor.edits import Load, load, shift
from studio.ui.graph_editor.gestures import CONTROL, SHIFT, Gesture, Mouse
from studio.ui.graph_editor.hits import wire_at
from studio.ui.graph_editor.measure import GRID, Place
from studio.ui.graph_editor.scenery import End

if TYPE_CHECKING:
    from studio.ui.graph_editor.canvas import Canvas

REACH = 26.0
"""How near to a link, in units of the scene, the middle of a node has to come to be put into it."""


def snapped(value: float) -> float:
    """The nearest multiple of the grid."""
    return round(value / GRID) * GRID


class Move(Gesture):
    """Drag what is picked; a press alone picks.

    Args:
        canvas: Where it happens.
        mouse: Where it began.
        name: Id of the box or backdrop that was pressed.
    """

    def __init__(self, canvas: Canvas, mouse: Mouse, name: str) -> None:
        super().__init__(canvas, mouse)
        self._name, self._was = name, name in self.editor.picked
        self._load, self._welcome = Load(), None
        if mouse.keys & SHIFT:
            self.editor.pick([n for n in self.editor.picked if n != name] + ([] if self._was else [name]))
        elif mouse.keys & CONTROL:
            self.editor.pick([n for n in self.editor.picked if n != name])
        elif not self._was:
            self.editor.pick([name])
        else:
            self.editor.pick([*(n for n in self.editor.picked if n != name), name])

    _welcome: End | None

    def began(self, mouse: Mouse) -> None:
        """One step of undo; everything that goes along is noted where it is."""
        names = self.editor.picked if self._name in self.editor.picked else (self._name,)
        self._load = load(self.editor.graph, names, self.editor.mirror.areas())
        count = len(self._load.places) + len(self._load.areas)
        self.editor.begin(f"move {count} things" if count > 1 else f"move {self._name}")

    def went(self, mouse: Mouse) -> None:
        """Everything goes along with the mouse; what was pressed snaps."""
        dx, dy = mouse.x - self.start.x, mouse.y - self.start.y
        if self.editor.snap:
            x, y = self._first()
            dx, dy = snapped(x + dx) - x, snapped(y + dy) - y
        self.editor.apply(lambda graph: shift(graph, self._load, dx, dy))
        self._look_for_link()

    def _first(self) -> Place:
        area = self._load.areas.get(self._name, (0.0, 0.0, 0.0, 0.0))
        return self._load.places.get(self._name, area[:2])

    def _look_for_link(self) -> None:
        mirror, found = self.editor.mirror, None
        if len(self._load.places) == 1 and not self._load.areas and self._name in mirror.nodes:
            left, top, right, bottom = mirror.nodes[self._name].rect()
            found = wire_at(mirror, (left + right) / 2, (top + bottom) / 2, REACH, self._name)
            if found and not self._fits(found):
                found = None
        self._welcome_on(found)

    def _fits(self, end: End) -> bool:
        try:
            insert_on_link(self.editor.graph, self.editor.session.library, self._name, *end)
        except BadInput:
            return False
        return len(self.editor.mirror.wires[end].wire.ends) == 1

    def _welcome_on(self, end: End | None) -> None:
        if end != self._welcome:
            for one, on in ((self._welcome, False), (end, True)):
                if one is not None and one in self.editor.mirror.wires:
                    self.editor.mirror.wires[one].wear(welcomes=on)
            self._welcome = end

    def release(self, mouse: Mouse) -> None:
        """Done; a node on a link goes into it. A press that did not move picks this alone."""
        if not self.moved:
            if self._was and not mouse.keys & (SHIFT | CONTROL):
                self.editor.pick([self._name])
            return
        end = self._welcome
        self._welcome_on(None)
        if end is not None:
            library = self.editor.session.library
            self.editor.apply(lambda graph: insert_on_link(graph, library, self._name, *end))
        self.editor.end()

    def cancel(self) -> None:
        """All goes back."""
        if self.moved:
            self._welcome_on(None)
            self.editor.cancel()
