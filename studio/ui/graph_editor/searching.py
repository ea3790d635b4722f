"""Adding nodes by name, and finding those that are there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QPointF

from studio.graph.graph import Source
from studio.graph.sockets import Types
from studio.node.declare import NodeType
from studio.ui.graph_editor import ink
from studio.ui.graph_editor.adding import make_linked
from studio.ui.graph_editor.canvas import Canvas
from studio.ui.graph_editor.edits import Place
from studio.ui.graph_editor.fitting import Loose
from studio.ui.graph_editor.fuzzy import Entry
from studio.ui.graph_editor.measure import PAD, ROW, TITLE, WIDTH
from studio.ui.graph_editor.moving import snapped
from studio.ui.graph_editor.search_box import SearchBox
from studio.ui.theme import FAMILY_COLOURS

FOOT = "Enter adds   ·   Shift+Enter links it as well"

FAMILIES = {family: place for place, family in enumerate(FAMILY_COLOURS)}
"""Place of a family among others."""


def choices(library: Types, loose: Loose | None = None) -> list[Entry]:
    """Node types as entries, families from photo to film; with a loose link, those alone that fit it."""
    kinds = [kind for kind in library.values() if loose is None or fits(library, kind, loose)]
    kinds.sort(key=lambda kind: (FAMILIES.get(kind.family, len(FAMILIES)), kind.family, kind.title))
    return [_entry(kind) for kind in kinds]


def fits(library: Types, kind: NodeType, loose: Loose) -> bool:
    """Whether a node of a type can be put at the loose end of a link."""
    if loose.source is not None:
        return any(socket.accepts(loose.media) for socket in kind.inputs)
    return any(output.media in (loose.media, "Any") or loose.media == "Any" for output in kind.outputs)


def _entry(kind: NodeType) -> Entry:
    return Entry(kind.name, kind.title, kind.family, kind.summary, ink.family_icon("node", kind.family))


class Searching:
    """The search box and what comes of it.

    Args:
        canvas: The canvas.
    """

    def __init__(self, canvas: Canvas) -> None:
        self.canvas, self.editor = canvas, canvas.editor
        self.box = SearchBox(canvas)
        canvas.asked_for.connect(self.add_at)
        canvas.pressed.connect(self.box.hide)

    def add(self) -> None:
        """Ask for a node to add at the mouse."""
        point = self.canvas.point
        if not self.canvas.viewport().rect().contains(point.toPoint()):
            point = QPointF(self.canvas.viewport().rect().center())
        at = self.canvas.at(point)
        self.add_at((at.x(), at.y()), None)

    def add_at(self, at: Any, loose: Any) -> None:
        """Ask for a node to add at a place, fitting a loose link."""
        entries = choices(self.editor.session.library, loose)
        point = self.canvas.on(*at).toPoint()
        hint = "Add a node" if loose is None else f"Add a node for {loose.media}"
        foot = FOOT if loose is None else "Only what fits the link is offered"
        self.box.ask(point, entries, hint, lambda kind, linked: self._make(kind, at, loose, linked), foot)

    def _make(self, kind: str, at: Place, loose: Loose | None, linked: bool) -> None:
        library, level = self.editor.session.library, self.editor.level
        source = loose.source if loose else self._picked_output() if linked else None
        ends = loose.ends if loose else ()
        # what is added lies with the socket that is linked at the mouse
        x = at[0] - WIDTH if ends else at[0] if loose else at[0] - WIDTH / 2
        y = at[1] - TITLE - PAD - ROW / 2 if loose else at[1] - TITLE / 2
        place = (snapped(x), snapped(y)) if self.editor.snap else (x, y)
        made = self.editor.apply(
            lambda graph: make_linked(graph, library, kind, place, level, source, ends), f"add {kind}"
        )
        if made:
            self.editor.pick([made])

    def _picked_output(self) -> Source | None:
        picked = [name for name in self.editor.picked_nodes() if self.editor.mirror.nodes[name].box.outs]
        return Source(*self.editor.mirror.nodes[picked[-1]].box.outs[0].ends[0]) if picked else None

    def find(self) -> None:
        """Ask for a node of the graph, on whichever level, and go there."""
        graph, library = self.editor.graph, self.editor.session.library
        entries = []
        for name, node in graph.nodes.items():
            kind = library.get(node.type)
            title = node.title or (kind.title if kind else node.type)
            picture = ink.family_icon("node", kind.family) if kind else ink.family_icon("unknown", "")
            entries.append(Entry(name, title, name, kind.summary if kind else "", picture))
        for name, group in graph.groups.items():
            entries.append(Entry(name, group.title or "Group", name, "A group", ink.family_icon("group", "")))
        middle = QPoint(self.canvas.viewport().width() // 2 - 160, 40)
        entries.sort(key=lambda entry: entry.title)
        self.box.ask(middle, entries, "Find a node in this graph", lambda name, _: self.go_to(name), headed=False)

    def go_to(self, name: str) -> None:
        """Show a node or group and pick it."""
        if name in self.editor.graph.nodes or name in self.editor.graph.groups:
            self.editor.reveal(name)
            self.editor.pick([name])
            extent = self.editor.mirror.extent([name])
            if extent:
                x, y = (extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2
                self.canvas.look(x, y, max(self.canvas.zoom, 0.8))
