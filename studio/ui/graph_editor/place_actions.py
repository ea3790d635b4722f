"""Commands on where nodes lie, which are picked, and what is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from studio.graph.edit import inside, move
from studio.ui.graph_editor import arrange
from studio.ui.graph_editor.acting import Acting
from studio.ui.graph_editor.edits import Place, nodes_of, stream


class PlaceActions(Acting):
    """Commands on where nodes lie, which are picked, and what is looked at."""

    def lay_out(self) -> None:
        """Lay out what is picked, or everything that is shown, in layers."""
        picked = self.editor.picked_nodes()
        names = picked if len(picked) > 1 else list(self.editor.mirror.nodes)
        links = [(w.source, w.target) for w in self.editor.mirror.scenery.wires.values()]
        areas = {name: area for name, area in self.editor.mirror.areas().items() if name in names}
        self._place(arrange.layered(areas, links), "lay out")

    def arrange(self, how: Callable[[Mapping[str, arrange.Area]], dict[str, Place]], label: str) -> None:
        """Align or distribute what is picked."""
        picked = self.editor.picked_nodes()
        if len(picked) < 2:
            self.session.said.emit("info", "Pick two nodes or more to arrange them")
            return
        self._place(how({name: area for name, area in self.editor.mirror.areas().items() if name in picked}), label)

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
