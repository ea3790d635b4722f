"""Commands on titles, frames and groups."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from studio.graph.edit import inside, rename, set_frame, set_group, ungroup
from studio.graph.graph import Graph
from studio.ui.graph_editor.acting import Acting
from studio.ui.graph_editor.backdrop_item import HEAD
from studio.ui.graph_editor.edits import enclose, gather
from studio.ui.graph_editor.measure import TITLE
from studio.ui.graph_editor.moving import snapped

ROOM = 30.0
"""How far a frame is from what it is put around."""


class GroupActions(Acting):
    """Commands on titles, frames and groups."""

    def rename(self) -> None:
        """Change the title of the last thing picked."""
        if self.editor.picked:
            self.rename_thing(self.editor.picked[-1])

    def rename_thing(self, name: str) -> None:
        """Change a title in its place."""
        mirror, graph = self.editor.mirror, self.editor.graph
        if name in mirror.backdrops:
            x, y, width, _ = mirror.backdrops[name].backdrop.box
            area = QRectF(x, y, min(width, 320), HEAD)
        elif name in mirror.nodes:
            x, y = mirror.nodes[name].box.position
            area = QRectF(x, y, max(mirror.nodes[name].shape_of.size[0], 120), TITLE)
        else:
            return
        if name in graph.frames:
            self.name_line.ask(area, graph.frames[name].title, lambda title: self._title_frame(name, title))
            return
        now = graph.groups[name].title if name in graph.groups else graph.nodes[name].title
        shown = now or (mirror.nodes[name].box.title if name in mirror.nodes else "")
        self.name_line.ask(area, shown, lambda title: self._title(name, "" if title == shown and not now else title))

    def _title(self, name: str, title: str) -> None:
        if name in self.editor.graph.nodes or name in self.editor.graph.groups:
            self.editor.apply(lambda graph: rename(graph, name, title), "rename")

    def _title_frame(self, name: str, title: str) -> None:
        if name in self.editor.graph.frames:
            self.editor.apply(lambda graph: set_frame(graph, name, title=title), "rename")

    def frame(self) -> None:
        """Put a frame around what is picked, or at the mouse."""
        extent = self.editor.mirror.extent(self.editor.picked) if self.editor.picked else None
        if extent is None:
            at = self.canvas.at(self.canvas.point)
            extent = (at.x() - 160, at.y() - 90, at.x() + 160, at.y() + 90)
        left, top, right, bottom = extent
        x, y = snapped(left - ROOM), snapped(top - ROOM - HEAD)
        area = (x, y, snapped(right + ROOM) - x, snapped(bottom + ROOM) - y)
        level = self.editor.level
        made = self.editor.apply(lambda graph: enclose(graph, area, "", level), "add a frame")
        if made:
            self.editor.pick([made])
            self.rename_thing(made)

    def colour(self, colour: tuple[float, float, float]) -> None:
        """Colour the picked frames."""
        frames = [name for name in self.editor.picked if name in self.editor.graph.frames]

        def paint(graph: Graph) -> Graph:
            for name in frames:
                graph = set_frame(graph, name, colour=colour)
            return graph

        self.editor.apply(paint, "colour a frame")

    def group(self) -> None:
        """Put what is picked into a closed group."""
        picked = self._nodes("group")
        if picked:
            self._pick_made(self.editor.apply(lambda graph: gather(graph, picked, ""), "group"))

    def ungroup(self) -> None:
        """Dissolve the picked groups."""
        groups = [name for name in self.editor.picked if name in self.editor.graph.groups]
        members = [name for group in groups for name in inside(self.editor.graph, group)[0]]

        def dissolve(graph: Graph) -> Graph:
            for name in groups:
                graph = ungroup(graph, name)
            return graph

        if groups:
            self.editor.apply(dissolve, "ungroup")
            self.editor.pick(members)

    def toggle_groups(self) -> None:
        """Open the picked groups in place, or close them; a node closes the group that it is in."""
        graph = self.editor.graph
        picked = [name for name in self.editor.picked if name in graph.groups]
        if not picked:
            around = {graph.nodes[name].group for name in self.editor.picked if name in graph.nodes}
            picked = sorted(around & set(graph.groups) - {self.editor.level})
        for name in picked:
            self.open_group(name, not graph.groups[name].open)

    def open_group(self, name: str, on: bool) -> None:
        """Open a group in place, or close it."""
        self.editor.apply(lambda graph: set_group(graph, name, open=on), "open a group" if on else "close a group")
        self.editor.pick([name])

    def go_inside(self) -> None:
        """Show the inside of the picked group."""
        groups = [name for name in self.editor.picked if name in self.editor.graph.groups]
        if groups:
            self.enter(groups[-1])

    def go_outside(self) -> None:
        """Show the level around this one."""
        level = self.editor.level
        if level:
            self.enter(self.editor.graph.groups[level].parent)
            self.editor.pick([level])

    def enter(self, group: str) -> None:
        """Show the inside of a group, all of it."""
        self.editor.enter(group)
        self.canvas.fit(self.editor.mirror.extent())
