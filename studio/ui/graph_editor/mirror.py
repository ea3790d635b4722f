"""Keeps the items on the canvas in step with the graph, touching only what changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from studio.graph.difference import Difference
from studio.graph.graph import Graph
from studio.graph.sockets import Types
from studio.ui.graph_editor.backdrop_item import BackdropItem
from studio.ui.graph_editor.node_item import NodeBox, Prints, Socket
from studio.ui.graph_editor.outlines import outlines
from studio.ui.graph_editor.overview import Overview
from studio.ui.graph_editor.scenery import Box, End, Scenery, scenery
from studio.ui.graph_editor.wire_item import WireItem


class _Layer(QGraphicsItem):
    """Holds items, so that all of them are shown or hidden at once."""

    def __init__(self, scene: QGraphicsScene, height: float) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)
        self.setZValue(height)
        scene.addItem(self)

    def boundingRect(self) -> QRectF:
        """Nothing of its own."""
        return QRectF()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Nothing of its own."""


class Mirror:
    """Items by what they show.

    Args:
        scene: Where the items are put.
        library: Node types.

    Attributes:
        level: Id of the group whose inside is shown, "" for the whole graph.
        pictures: Whether boxes have room for thumbnails.
        scenery: What is shown.
        nodes, wires, backdrops: The items.
        overview: The one item that shows all of it from far away.
    """

    def __init__(self, scene: QGraphicsScene, library: Types) -> None:
        self.library = library
        self.level, self.pictures = "", True
        self.prints = Prints()
        self.graph, self.scenery = Graph(), Scenery()
        self.nodes: dict[str, NodeBox] = {}
        self.wires: dict[End, WireItem] = {}
        self.backdrops: dict[str, BackdropItem] = {}
        self._at: dict[str, set[End]] = {}
        self._layers = [_Layer(scene, height) for height in (-2, -1, 1)]
        self.overview = Overview(self)
        self.overview.setVisible(False)
        scene.addItem(self.overview)

    def far(self, far: bool) -> None:
        """Show one painted item instead of all of them, or all again."""
        if far != self.overview.isVisible():
            self.overview.setVisible(far)
            for layer in self._layers:
                layer.setVisible(not far)

    def sharpen(self) -> None:
        """The zoom has come to rest."""
        self.prints.zooming = False
        if not self.overview.isVisible():
            for node in self.nodes.values():
                node.update()

    def show(self, graph: Graph, changes: Difference | None = None) -> bool:
        """Show a graph; ``changes`` says what is different from the one that was shown, None for everything.

        Returns:
            Whether more than places changed.
        """
        self.graph, rebuilt = graph, False
        if self.level and self.level not in graph.groups:
            self.level, changes = "", None
        if changes is not None and not changes.groups and _moves_only(changes):
            self._move(changes)
        elif changes is None or changes.added or changes.removed or changes.changed or changes.groups:
            self._rebuild(scenery(graph, self.library, self.level))
            rebuilt = True
        self._lay_backdrops()
        self.overview.forget()
        return rebuilt or changes is None or bool(changes.frames)

    def box(self, node: str) -> str:
        """Id of the box that shows a node, "" where none does."""
        return self.scenery.where.get(node, "")

    def areas(self) -> dict[str, tuple[float, float, float, float]]:
        """(left, top, right, bottom) of every box."""
        return {name: node.rect() for name, node in self.nodes.items()}

    def extent(self, names: Iterable[str] | None = None) -> tuple[float, float, float, float] | None:
        """(left, top, right, bottom) around some boxes and backdrops, or around everything; None for nothing."""
        wanted = set(names) if names is not None else {*self.nodes, *self.backdrops}
        rects = [self.nodes[name].rect() for name in wanted if name in self.nodes]
        for name in wanted & set(self.backdrops):
            x, y, width, height = self.backdrops[name].backdrop.box
            rects.append((x, y, x + width, y + height))
        if not rects:
            return None
        lefts, tops, rights, bottoms = zip(*rects, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    def _move(self, changes: Difference) -> None:
        boxes = dict(self.scenery.boxes)
        moved = [name for name in changes.changed if name in boxes]
        for name in moved:
            boxes[name] = replace(boxes[name], position=self.graph.nodes[name].position)
            self.nodes[name].go(boxes[name])
        self.scenery = replace(self.scenery, boxes=boxes)
        for end in {end for name in moved for end in self._at.get(name, ())}:
            self._lie(self.wires[end])

    def _rebuild(self, now: Scenery) -> None:
        before, self.scenery = self.scenery, now
        for name in [name for name in self.nodes if name not in now.boxes]:
            self.prints.drop(self.nodes[name])
            _drop(self.nodes.pop(name))
        for end in [end for end in self.wires if end not in now.wires]:
            _drop(self.wires.pop(end))
        touched = {name for name, box in now.boxes.items() if self._show_box(box, before.boxes.get(name))}
        self._show_wires(touched)

    def _show_box(self, box: Box, before: Box | None) -> bool:
        item = self.nodes.get(box.id)
        if item is None:
            self.nodes[box.id] = NodeBox(box, self.pictures, self.prints, self._layers[2])
        elif box != before:
            item.show_box(box, self.pictures)
        else:
            return False
        return True

    def _show_wires(self, touched: set[str]) -> None:
        self._at = {}
        for end, wire in self.scenery.wires.items():
            self._at.setdefault(wire.source, set()).add(end)
            self._at.setdefault(wire.target, set()).add(end)
            item = self.wires.get(end)
            if item is None:
                item = self.wires[end] = WireItem(wire, self._layers[1])
            elif wire == item.wire and not {wire.source, wire.target} & touched:
                continue
            item.wire = wire
            self._lie(item)
            item.update()
        for name, node in self.nodes.items():
            node.wear(linked=frozenset(self._linked(name)))

    def _linked(self, name: str) -> Iterable[Socket]:
        for end in self._at.get(name, ()):
            wire = self.scenery.wires[end]
            yield ("out", wire.output) if wire.source == name else ("in", wire.input)

    def _lie(self, item: WireItem) -> None:
        wire = item.wire
        start = self.nodes[wire.source].socket_place(("out", wire.output))
        item.lie(start, self.nodes[wire.target].socket_place(("in", wire.input)))

    def set_pictures(self, pictures: bool) -> None:
        """Give boxes room for thumbnails, or take it."""
        self.pictures = pictures
        for name, box in self.scenery.boxes.items():
            self.nodes[name].show_box(box, pictures)
        for item in self.wires.values():
            self._lie(item)
        self._lay_backdrops()
        self.overview.forget()

    def _lay_backdrops(self) -> None:
        wanted = {one.id: one for one in outlines(self.graph, self.level, self.areas())}
        for name in [name for name in self.backdrops if name not in wanted]:
            _drop(self.backdrops.pop(name))
        for name, one in wanted.items():
            if name not in self.backdrops:
                self.backdrops[name] = BackdropItem(one, self._layers[0])
            elif self.backdrops[name].backdrop != one:
                self.backdrops[name].show_backdrop(one)


def _moves_only(changes: Difference) -> bool:
    parts = frozenset[str]().union(*changes.changed.values())
    return not changes.added and not changes.removed and bool(parts) and parts <= {"position"}


def _drop(item: QGraphicsItem) -> None:
    scene = item.scene()
    if scene is not None:
        scene.removeItem(item)
