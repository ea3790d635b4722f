"""What the canvas's gestures and commands share: the session, what is shown, and what is picked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QObject, Signal

from studio.graph.document import Edit
from studio.graph.graph import Graph
from studio.ui.graph_editor.hits import Hit, find
from studio.ui.graph_editor.levels import Levels
from studio.ui.graph_editor.mirror import Mirror
from studio.ui.graph_editor.scenery import End
from studio.ui.graph_editor.states import States
from studio.ui.session import Session


class Editor(QObject):
    """Follows the session and keeps the mirror in step.

    Attributes:
        session: The window's state.
        mirror: The items on the canvas.
        states: Badges by node.
        picked: Ids of picked nodes, groups and frames, the last one being the one that the inspector shows.
        wires: Picked links.
        snap: Whether positions snap to the grid.
        cut_next: Whether the next drag cuts links.
    """

    shown = Signal()
    """What is on the canvas changed."""
    disturbed = Signal()
    """The graph was changed by somebody else."""
    entered = Signal()
    """Another level is shown."""
    picks_changed = Signal()

    def __init__(self, session: Session, mirror: Mirror, parent: QObject) -> None:
        super().__init__(parent)
        self.session, self.mirror = session, mirror
        self.states = States(session.bridge, self)
        self.picked: tuple[str, ...] = ()
        self.wires: frozenset[End] = frozenset()
        self.snap, self.cut_next = True, False
        self._busy = 0
        session.changed.connect(self._follow)
        session.opened.connect(self._open)
        session.selected.connect(self._follow_selection)
        session.looked.connect(self._show_views)
        self.states.changed.connect(self._show_states)
        self.mirror.show(session.graph)

    @property
    def graph(self) -> Graph:
        """The present graph."""
        return self.session.graph

    @property
    def level(self) -> str:
        """Id of the group whose inside is shown."""
        return self.mirror.level

    def apply(self, edit: Edit, label: str = "") -> str:
        """Make an edit of the canvas's own. Gives what it made."""
        self._busy += 1
        try:
            return self.session.apply(edit, label)
        finally:
            self._busy -= 1

    def begin(self, label: str) -> None:
        """Begin a drag: all until :meth:`end` is one step."""
        self.session.document.begin(label)

    def end(self) -> None:
        """End the drag."""
        self.session.document.end()

    def cancel(self) -> None:
        """Take the drag back."""
        self._busy += 1
        try:
            self.session.document.cancel()
        finally:
            self._busy -= 1

    def pick(self, names: Iterable[str], wires: Iterable[End] = ()) -> None:
        """Pick nodes, groups and frames that are shown, and links."""
        known = {*self.mirror.nodes, *self.mirror.backdrops}
        self.picked = tuple(name for name in dict.fromkeys(names) if name in known)
        self.wires = frozenset(end for end in wires if end in self.mirror.wires)
        nodes = [name for name in self.picked if name in self.graph.nodes]
        self.session.select(nodes, [name for name in self.picked if name not in self.graph.nodes])
        self.show_picks()
        self.picks_changed.emit()

    def picked_nodes(self) -> list[str]:
        """Picked nodes and groups."""
        return [name for name in self.picked if name in self.mirror.nodes]

    def enter(self, group: str) -> None:
        """Show the inside of a group, "" for the whole graph."""
        if group != self.level and (not group or group in self.graph.groups):
            self.mirror.level = group
            self._rebuild()
            self.pick(())
            self.entered.emit()

    def reveal(self, node: str) -> str:
        """Go to the level on which a node or group is seen. Gives the box that shows it."""
        if node not in self.mirror.nodes and node not in self.mirror.backdrops:
            of = self.graph.groups[node].parent if node in self.graph.groups else self.graph.nodes[node].group
            closed = [name for name in Levels(self.graph).path(of) if not self.graph.groups[name].open]
            self.enter(closed[-1] if closed else "")
        return node

    def hit(self, x: float, y: float, reach: float, sockets: bool = True) -> Hit:
        """What lies at a point of the scene."""
        return find(self.mirror, x, y, reach, sockets)

    def show_picks(self) -> None:
        """Let items show whether they are picked."""
        picked = set(self.picked)
        for name, node in self.mirror.nodes.items():
            chosen = name in picked
            node.wear(selected=chosen)
            node.setZValue(2 if chosen else 1.5 if node.face.badge.error else 1)
        for name, backdrop in self.mirror.backdrops.items():
            backdrop.wear(chosen=name in picked)
        for end, item in self.mirror.wires.items():
            near = item.wire.source in picked or item.wire.target in picked
            item.wear(picked=end in self.wires, near=near)
        self.mirror.overview.forget()

    def _follow(self, changes: Any) -> None:
        if not self._busy:
            self.disturbed.emit()
        level = self.level
        if self.mirror.show(self.graph, changes):
            self._shown()
        else:
            self.shown.emit()
        if level != self.level:
            self.entered.emit()

    def _open(self) -> None:
        self.disturbed.emit()
        self.states.clear()
        self.mirror.level = ""
        self._rebuild()
        self.pick(())
        self.entered.emit()

    def _rebuild(self) -> None:
        self.mirror.show(self.graph)
        self._shown()

    def _shown(self) -> None:
        known = {*self.mirror.nodes, *self.mirror.backdrops}
        self.picked = tuple(name for name in self.picked if name in known)
        self.wires = frozenset(end for end in self.wires if end in self.mirror.wires)
        self.show_picks()
        self._show_states(self.graph.nodes)
        self._show_views()
        self.shown.emit()

    def _follow_selection(self) -> None:
        selection = self.session.selection
        if tuple(name for name in self.picked if name in self.graph.nodes) != selection:
            self.picked, self.wires = tuple(n for n in selection if n in self.mirror.nodes), frozenset()
            self.show_picks()
            self.picks_changed.emit()

    def _show_states(self, nodes: Any) -> None:
        for name in {self.mirror.box(node) for node in nodes} - {""}:
            if name in self.mirror.nodes:
                item = self.mirror.nodes[name]
                item.wear(badge=self.states.together(item.box.nodes))
        self.mirror.overview.forget()

    def _show_views(self) -> None:
        found: dict[str, list[int]] = {}
        for number, output in sorted(self.session.views.items()):
            found.setdefault(self.mirror.box(output.node), []).append(number)
        for name, item in self.mirror.nodes.items():
            item.wear(views=tuple(found.get(name, ())))
