"""Commands on nodes and links: bypass, delete, reroute, the clipboard."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from studio.graph.edit import add, copy_text, reroute
from studio.graph.graph import Graph
from studio.ui.graph_editor.acting import Acting
from studio.ui.graph_editor.adding import within
from studio.ui.graph_editor.edits import Place, delete, nodes_of, part, toggle_bypass
from studio.ui.graph_editor.hits import wire_at
from studio.ui.graph_editor.moving import snapped
from studio.ui.graph_editor.pasting import paste_at
from studio.ui.graph_editor.scenery import End


class NodeActions(Acting):
    """Commands on nodes and links."""

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
        wire = next(iter(self.editor.wires), None) or wire_at(self.editor.mirror, at.x(), at.y(), 14 / self.canvas.zoom)
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

    def copy(self) -> None:
        """Copy as text."""
        self._put_on_clipboard(self._things("copy"))

    def _put_on_clipboard(self, names: list[str]) -> None:
        if names:
            QApplication.clipboard().setText(copy_text(self.editor.graph, self.session.library, names))

    def cut(self) -> None:
        """Copy, then delete."""
        names, library = self._things("cut"), self.session.library
        self._put_on_clipboard(names)
        if names:
            self.editor.apply(lambda graph: delete(graph, library, names), "cut")

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
        names = self._things("duplicate")
        if names:
            self.paste_text(copy_text(self.editor.graph, self.session.library, names), None, linked=True)

    def drop_photo(self, path: str, at: Place) -> None:
        """Add a node that reads a photo."""
        library, level = self.session.library, self.editor.level

        def load(graph: Graph) -> tuple[Graph, str]:
            graph, name = add(graph, library, "load_photo", at, path=path)
            return within(graph, [name], level), name

        self._pick_made(self.editor.apply(load, "add a photo"))
