"""Large graphs, documents that are swapped, and thousands of random actions."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from time import process_time
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from studio.graph.edit import link, move
from studio.graph.graph import Graph, Source
from studio.graph.project import dumps, loads
from studio.graph.walk import in_order
from studio.ui.graph_editor.ink import bar_colour
from studio.ui.graph_editor.mirror import Mirror
from studio.ui.graph_editor.scenery import scenery


def test_a_web_of_a_hundred_nodes_opens_and_links_without_walking_every_path(
    hand: Any, make_grid: Callable[[int, int], Graph]
) -> None:
    graph = make_grid(100, 10)
    before = process_time()
    hand.open(graph)
    assert len(hand.editor.mirror.nodes) == 100
    assert len(hand.editor.mirror.wires) == 189
    hand.look(300, 100, 0.8)
    library = hand.session.library
    for node in range(11, 31):
        hand.session.apply(partial(link, library=library, source=Source("n_0", "out"), node=f"n_{node}", socket="a"))
    hand.drag(hand.socket("n_0", "out"), hand.socket("n_12", "in"), release=False)
    assert len(hand.editor.mirror.nodes["n_12"].face.fits) == 2
    hand.key("Esc")
    # NodeGraphQt's own walk visits every path, of which there are more than 10**6: far beyond these seconds
    assert process_time() - before < 20


def test_moving_one_of_five_hundred_touches_it_and_its_links_alone(
    hand: Any, make_grid: Callable[[int, int], Graph], monkeypatch: Any
) -> None:
    hand.open(make_grid(500, 25))
    mirror = hand.editor.mirror
    kept = dict(mirror.nodes)
    touched: list[Any] = []
    monkeypatch.setattr(Mirror, "_lie", lambda self, item: touched.append(item))
    hand.session.apply(lambda graph: move(graph, {"n_260": (10.0, 10.0)}))
    assert mirror.nodes == kept
    assert {item.wire.target for item in touched} | {item.wire.source for item in touched} == {
        "n_260", "n_259", "n_261", "n_235", "n_285",
    }  # fmt: skip


def test_another_document_replaces_everything(hand: Any) -> None:
    hand.add("checker")
    hand.open_preset("portrait")
    assert set(hand.editor.mirror.nodes) == set(hand.graph.nodes)
    assert hand.canvas.seen().contains(0, 0)
    hand.open(Graph())
    assert not hand.editor.mirror.nodes
    assert not hand.editor.mirror.wires


def test_pictures_of_boxes_are_bounded(hand: Any, make_grid: Callable[[int, int], Graph], monkeypatch: Any) -> None:
    from studio.ui.graph_editor import node_item

    monkeypatch.setattr(node_item, "MOST", 1_000_000)
    hand.open(make_grid(100, 10))
    hand.look(1000, 700, 0.5)
    hand.canvas.viewport().grab()
    held = [node for node in hand.editor.mirror.nodes.values() if not node._print.isNull()]
    assert 1 < len(held) < 60
    assert sum(node._print.width() * node._print.height() * 4 for node in held) <= 1_000_000


def test_many_boxes_draw_themselves_over_many_turns_of_the_window(
    hand: Any, make_grid: Callable[[int, int], Graph], monkeypatch: Any
) -> None:
    from studio.ui.graph_editor import node_item

    monkeypatch.setattr(node_item, "PASS", 0.0)  # time for none of them: each painting leaves all
    hand.open(make_grid(20, 5))
    hand.look(600, 300, 0.6)
    boxes = hand.editor.mirror.nodes.values()
    seen = hand.canvas.viewport().grab()
    assert not [box for box in boxes if not box._print.isNull()]
    box = hand.editor.mirror.nodes["n_7"].box
    title = hand.canvas.on(*box.position) + QPoint(20, 6)
    assert seen.toImage().pixelColor(title.toPoint()) == bar_colour(box.kind, box.family)  # plain, but there
    monkeypatch.setattr(node_item, "PASS", 0.01)
    hand.wait(lambda: not [box for box in boxes if box._print.isNull()])


def test_the_whole_graph_stays_in_view_while_the_panel_is_resized_until_somebody_looks_elsewhere(hand: Any) -> None:
    hand.open_preset()
    zoom = hand.canvas.zoom
    hand.panel.resize(700, 300)
    hand.wait(lambda: hand.canvas.zoom < zoom)
    left, top, right, bottom = hand.editor.mirror.extent()
    assert hand.canvas.seen().contains(left, top)
    assert hand.canvas.seen().contains(right, bottom)
    hand.look(100, 100, 0.8)
    hand.panel.resize(900, 500)
    QApplication.processEvents()
    assert hand.canvas.zoom == 0.8


KEYS = (
    "D", ".", "F", "F2", "Delete", "Backspace", "Shift+Delete", "Shift+X", "X", "Ctrl+C", "Ctrl+X", "Ctrl+V", "Ctrl+D",
    "Ctrl+G", "Ctrl+Shift+G", "O", "I", "Return", "U", "Ctrl+A", "[", "]", "L", "Shift+H", "Shift+V", "Alt+H", "Alt+V",
    "Ctrl+F", "A", "Z", "+", "-", "S", "T", "M", "V", "P", "R", "1", "5", "Shift+2", "Alt+2", "Esc", "Tab", "a", "b",
    "Down", "Return", "Esc",
)  # fmt: skip
BUTTONS = (Qt.MouseButton.LeftButton,) * 8 + (Qt.MouseButton.MiddleButton,)
HELD = (
    *(Qt.KeyboardModifier.NoModifier,) * 6, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip


class Monkey:
    """Does one thing after another by chance."""

    def __init__(self, hand: Any, seed: int) -> None:
        self.hand, self.chance = hand, random.Random(seed)
        self.kinds = sorted(hand.session.library)

    def act(self) -> None:
        self.look()
        does = (self.drag, self.drag, self.drag, self.click, self.double_click, self.press, self.press, self.other)
        self.chance.choice(does)()

    def look(self) -> None:
        """Come back to the graph now and then, near enough to take hold of sockets."""
        hand = self.hand
        if hand.editor.mirror.nodes and self.chance.random() < 0.06:
            x, y = hand.editor.mirror.nodes[self.chance.choice(sorted(hand.editor.mirror.nodes))].box.position
            hand.canvas.look(x, y, self.chance.choice((0.3, 0.6, 0.8, 1.0)))

    def point(self) -> QPoint:
        hand, chance = self.hand, self.chance
        mirror = hand.editor.mirror
        if mirror.nodes and chance.random() < 0.7:
            name = chance.choice(sorted(mirror.nodes))
            box = mirror.nodes[name].box
            sockets = [("in", i) for i in range(len(box.ins))] + [("out", i) for i in range(len(box.outs))]
            spot = hand.socket(name, *chance.choice(sockets)) if sockets and chance.random() < 0.6 else hand.box(name)
            if hand.canvas.viewport().rect().contains(spot):
                return spot
        if mirror.wires and chance.random() < 0.3:
            return hand.wire(*chance.choice(sorted(mirror.wires)), chance.random())
        area = hand.canvas.viewport().rect()
        return QPoint(chance.randrange(area.width()), chance.randrange(area.height()))

    def drag(self) -> None:
        chance = self.chance
        release = chance.random() < 0.95
        self.hand.drag(self.point(), self.point(), chance.choice(HELD), chance.choice(BUTTONS), release)

    def click(self) -> None:
        self.hand.click(self.point(), self.chance.choice(HELD))

    def double_click(self) -> None:
        self.hand.double_click(self.point())

    def press(self) -> None:
        focus = QApplication.focusWidget()
        self.hand.key(self.chance.choice(KEYS), focus if focus is not None else self.hand.canvas)

    def other(self) -> None:
        hand, chance = self.hand, self.chance
        kind = chance.randrange(5)
        if kind == 0 and len(hand.graph.nodes) < 60:
            hand.add(chance.choice(self.kinds), chance.randrange(0, 900), chance.randrange(0, 500))
        elif kind == 1:
            hand.session.undo()
        elif kind == 2:
            hand.session.redo()
        elif kind == 3 and len(hand.graph.nodes) > 80:
            hand.key("Ctrl+A")
            hand.key("Delete")
        elif kind == 4:
            QApplication.processEvents()


def check(hand: Any) -> None:
    """Panel and document agree, and the document is one that can be saved."""
    library = hand.session.library
    seen = scenery(hand.graph, library, hand.editor.level)
    assert set(hand.editor.mirror.nodes) == set(seen.boxes)
    assert set(hand.editor.mirror.wires) == set(seen.wires)
    for name, item in hand.editor.mirror.nodes.items():
        assert item.box == seen.boxes[name]
        assert item.pos().toTuple() == pytest.approx(seen.boxes[name].position)
    assert not in_order(hand.graph)[1]
    for node in hand.graph.nodes.values():
        assert all(source.node in hand.graph.nodes for source in node.inputs.values())
        assert not node.group or node.group in hand.graph.groups
    assert set(hand.session.selection) <= set(hand.graph.nodes)


def test_thousands_of_random_actions_leave_all_in_order_and_undo_walks_back_to_the_start(hand: Any) -> None:
    monkey = Monkey(hand, 7)
    start = hand.graph
    hand.add("checker")
    for turn in range(3000):
        monkey.act()
        if turn % 50 == 0:
            check(hand)
    hand.canvas.break_off()
    check(hand)
    again = loads(dumps(hand.graph, hand.session.library), hand.session.library).graph
    assert set(again.nodes) == set(hand.graph.nodes)
    hand.session.document.end()
    while hand.session.document.future:
        hand.session.redo()
    end = hand.graph
    while hand.session.document.past:
        hand.session.undo()
    assert hand.graph is start
    check(hand)
    while hand.session.document.future:
        hand.session.redo()
    assert set(hand.graph.nodes) == set(end.nodes)
    check(hand)
