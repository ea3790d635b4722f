"""What all commands on the graph stand on."""

from __future__ import annotations

from studio.ui.graph_editor.canvas import Canvas
from studio.ui.graph_editor.edits import load
from studio.ui.graph_editor.overlays import NameLine


class Acting:
    """Commands on what is picked.

    Args:
        canvas: The canvas.
        name_line: Asks for a name.
    """

    def __init__(self, canvas: Canvas, name_line: NameLine) -> None:
        self.canvas, self.editor, self.name_line = canvas, canvas.editor, name_line
        self.session = canvas.editor.session

    def _nodes(self, verb: str) -> list[str]:
        picked = self.editor.picked_nodes()
        picked += [name for name in self.editor.picked if name in self.editor.graph.groups and name not in picked]
        if not picked:
            self.session.said.emit("info", f"Pick the nodes to {verb} first")
        return picked

    def _things(self, verb: str) -> list[str]:
        """Picked nodes, groups and frames; a frame brings what lies on it, as when it is moved."""
        graph, picked = self.editor.graph, self.editor.picked
        if not picked:
            self.session.said.emit("info", f"Pick the nodes to {verb} first")
        carried = load(graph, [name for name in picked if name in graph.frames], self.editor.mirror.areas())
        return list(dict.fromkeys([*picked, *carried.places, *carried.areas]))

    def _pick_made(self, name: str) -> None:
        if name:
            self.editor.pick([name])
