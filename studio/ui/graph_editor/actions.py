"""What can be done to what is picked: each method is one command and one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from studio.graph.edit import (
    add,
    copy_text,
    inside,
    move,
    rename,
    reroute,
    set_frame,
    set_group,
    ungroup,
)
from studio.graph.graph import Graph
from studio.ui.graph_editor import arrange
from studio.ui.graph_editor.backdrop_item import HEAD
from studio.ui.graph_editor.canvas import Canvas
from studio.ui.graph_editor.edits import (
    Place,
    delete,
    enclose,
    gather,
    nodes_of,
    part,
    stream,
    toggle_bypass,
    within,
)
from studio.ui.graph_editor.measure import TITLE
from studio.ui.graph_editor.moving import snapped
from studio.ui.graph_editor.overlays import NameLine
from studio.ui.graph_editor.pasting import paste_at
from studio.ui.graph_editor.scenery import End

ROOM = 30.0
"""How far a frame is from what it is put around."""


class Actions:
    """Commands on what is picked.

    Args:
        canvas: The canvas.
        name_line: Asks for a name.
    """

    def __init__(self, canvas: Canvas, name_line: NameLine) -> None:
        self.canvas, self.editor, self.name_line = canvas, canvas.editor, name_line
        self.session = canvas.editor.session

    # --- nodes

    def bypass(self) -> None:
        """Bypass what is picked, or compute it again."""
        picked = self._nodes("bypass")
        if picked:
            self.editor.apply(lambda graph: toggle_bypass(graph, picked), "bypass")

    def delete(self, bridge: bool = True) -> None:
        """Delete what is picked; with ``bridge``, chains stay whole."""
        picked, library = self.editor.picked, self.session.library if bridge else None
        if not picked and self.editor.wires:
            self.unlink()
        elif picked:
            groups = [name for name in picked if name in self.editor.graph.groups or name in self.editor.graph.frames]
            count = len(nodes_of(self.editor.graph, picked)) + len(groups)
            label = f"delete {count} things" if count > 1 else f"delete {picked[-1]}"
            self.editor.apply(lambda graph: delete(graph, library, picked), label)

    def unlink(self) -> None:
        """Take the picked links away; where nodes are picked, all that end at them."""
        wires = self.editor.mirror.wires
        ends: list[End] = [end for picked in self.editor.wires for end in wires[picked].wire.ends]
        for name in self.editor.picked_nodes():
            ends += [end for port in self.editor.mirror.nodes[name].box.ins for end in port.ends]
        if ends:
            self.editor.apply(lambda graph: part(graph, ends), "unlink")

    def reroute(self) -> None:
        """Put a dot into the picked link, the one under the mouse, or add a dot alone."""
        at = self.canvas.at(self.canvas.point)
        wire = next(iter(self.editor.wires), None) or self.editor.mirror.wire_at(at.x(), at.y(), 14 / self.canvas.zoom)
        if wire is not None:
            self.reroute_at(wire, (at.x(), at.y()))
            return
        library, level = self.session.library, self.editor.level
        place = (snapped(at.x()) - 9, snapped(at.y()) - 9)

        def dot(graph: Graph) -> tuple[Graph, str]:
            graph, name = add(graph, library, "reroute", place)
            return within(graph, [name], level), name

        self._pick_made(self.editor.apply(dot, "add a reroute"))

    def reroute_at(self, end: End, at: Place) -> None:
        """Put a dot into a link."""
        library, spot = self.session.library, (at[0] - 9, at[1] - 9)
        self._pick_made(self.editor.apply(lambda graph: reroute(graph, library, *end, spot), "reroute"))

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

    # --- the clipboard

    def copy(self) -> None:
        """Copy as text."""
        names = self._nodes("copy")
        if names:
            QApplication.clipboard().setText(copy_text(self.editor.graph, self.session.library, names))

    def cut(self) -> None:
        """Copy, then delete."""
        if self.editor.picked_nodes():
            self.copy()
            self.delete()

    def paste(self) -> None:
        """Paste at the mouse."""
        at = self.canvas.at(self.canvas.point)
        self.paste_text(QApplication.clipboard().text(), (at.x(), at.y()))

    def paste_text(self, text: str, at: Place | None, linked: bool = False) -> None:
        """Paste nodes that were copied as text, around a place, or beside where they were."""
        if not text.strip():
            self.session.said.emit("info", "There is nothing to paste: copy nodes first")
            return
        made: list[str] = []
        library, level = self.session.library, self.editor.level
        self.editor.apply(lambda graph: paste_at(graph, library, text, at, level, linked, made), "paste")
        self.editor.pick(made)

    def duplicate(self) -> None:
        """Copy and paste beside, with what the nodes are linked to."""
        names = self._nodes("duplicate")
        if names:
            self.paste_text(copy_text(self.editor.graph, self.session.library, names), None, linked=True)

    # --- frames and groups

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

    # --- where things lie

    def lay_out(self) -> None:
        """Lay out what is picked, or everything that is shown, in layers."""
        picked = self.editor.picked_nodes()
        names = picked if len(picked) > 1 else list(self.editor.mirror.nodes)
        links = [(w.source, w.target) for w in self.editor.mirror.scenery.wires.values()]
        areas = {name: area for name, area in self.editor.boxes().items() if name in names}
        self._place(arrange.layered(areas, links), "lay out")

    def arrange(self, how: Callable[[Mapping[str, arrange.Area]], dict[str, Place]], label: str) -> None:
        """Align or distribute what is picked."""
        picked = self.editor.picked_nodes()
        if len(picked) < 2:
            self.session.said.emit("info", "Pick two nodes or more to arrange them")
            return
        self._place(how({name: area for name, area in self.editor.boxes().items() if name in picked}), label)

    def distribute(self, down: bool) -> None:
        """Even gaps across or down."""
        self.arrange(partial(arrange.even, down=down), "distribute")

    def _place(self, places: Mapping[str, Place], label: str) -> None:
        """Put boxes at places; what is in a closed group goes along with it."""
        carried = dict(places)
        graph = self.editor.graph
        for name in set(places) & set(graph.groups):
            (x, y), (to_x, to_y) = graph.groups[name].position, places[name]
            nodes, groups = inside(graph, name)
            for inner in groups | nodes:
                at = graph.groups[inner].position if inner in graph.groups else graph.nodes[inner].position
                carried[inner] = (at[0] + to_x - x, at[1] + to_y - y)
        self.editor.apply(lambda graph: move(graph, carried), label)

    # --- picking and looking

    def pick_all(self) -> None:
        """Pick everything that is shown."""
        frames = [name for name in self.editor.mirror.backdrops if name in self.editor.graph.frames]
        self.editor.pick([*frames, *self.editor.mirror.nodes])

    def pick_stream(self, up: bool) -> None:
        """Pick all that is upstream or downstream as well."""
        nodes = nodes_of(self.editor.graph, self.editor.picked)
        found = {self.editor.mirror.box(name) for name in stream(self.editor.graph, nodes, up)} - {""}
        self.editor.pick([*sorted(found - set(self.editor.picked)), *self.editor.picked])

    def look(self, number: int | None = None) -> None:
        """Show the last picked node in the viewport, under a number key."""
        picked = [name for name in self.editor.picked_nodes() if self.editor.mirror.nodes[name].box.outs]
        if picked:
            node, output = self.editor.mirror.nodes[picked[-1]].box.outs[0].ends[0]
            self.session.look(node, output, number)

    def pin(self) -> None:
        """Hold on to the results of what is picked, or no more."""
        nodes = nodes_of(self.editor.graph, self.editor.picked)
        on = not all(self.editor.states.badge(name).pinned for name in nodes)
        for name in nodes:
            self.session.bridge.pin(name, on)

    def never_keep(self) -> None:
        """Never keep the results of what is picked, or keep them again."""
        nodes = nodes_of(self.editor.graph, self.editor.picked)
        on = not all(self.editor.states.badge(name).never for name in nodes)
        for name in nodes:
            self.session.bridge.never_keep(name, on)

    def retry(self) -> None:
        """Try again what failed."""
        self.session.bridge.retry()

    def _nodes(self, verb: str) -> list[str]:
        picked = self.editor.picked_nodes()
        picked += [name for name in self.editor.picked if name in self.editor.graph.groups and name not in picked]
        if not picked:
            self.session.said.emit("info", f"Pick the nodes to {verb} first")
        return picked

    def _pick_made(self, name: str) -> None:
        if name:
            self.editor.pick([name])

    def drop_photo(self, path: str, at: Place) -> None:
        """Add a node that reads a photo."""
        library, level = self.session.library, self.editor.level

        def load(graph: Graph) -> tuple[Graph, str]:
            graph, name = add(graph, library, "load_photo", at, path=path)
            return within(graph, [name], level), name

        self._pick_made(self.editor.apply(load, "add a photo"))
