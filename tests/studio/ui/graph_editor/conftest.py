"""A graph panel on a screen, and a hand that works in it with mouse and keys."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from immutables import Map

from studio.app import open_graph, preset_path
from studio.graph.document import Document
from studio.graph.edit import add
from studio.graph.graph import Graph, Node, Source


class Hand:
    """Works in a panel as an artist does.

    Attributes:
        panel, canvas, editor, session: What it works in.
        said: What the session told the artist.
    """

    def __init__(self, panel: Any) -> None:
        self.panel, self.canvas, self.editor, self.session = panel, panel.canvas, panel.editor, panel.session
        self.said: list[str] = []
        self.session.said.connect(lambda _, words: self.said.append(words))

    @property
    def graph(self) -> Graph:
        return self.session.graph

    def add(self, kind: str, x: float = 0, y: float = 0, **settings: Any) -> str:
        library = self.session.library
        return str(self.session.apply(lambda graph: add(graph, library, kind, (x, y), **settings)))

    def on(self, x: float, y: float) -> Any:
        """A point of the scene on the widget."""
        return self.canvas.on(x, y).toPoint()

    def box(self, name: str) -> Any:
        """A point on a box's title."""
        left, top, right, _ = self.editor.mirror.nodes[name].rect()
        return self.on((left + right) / 2, top + 9)

    def socket(self, name: str, side: str, index: int = 0) -> Any:
        return self.on(*self.editor.mirror.nodes[name].socket_place((side, index)))

    def wire(self, node: str, socket: str, t: float = 0.5) -> Any:
        """A point on a link."""
        from studio.ui.graph_editor.measure import along

        points = along(self.editor.mirror.wires[node, socket].cubic, 100)
        return self.on(*points[round(t * 100)])

    def move(self, point: Any, held: Any = None, keys: Any = None) -> None:
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtWidgets import QApplication

        none = Qt.MouseButton.NoButton
        viewport = self.canvas.viewport()
        spot = QPointF(point)
        event = QMouseEvent(
            QEvent.Type.MouseMove, spot, viewport.mapToGlobal(spot), none, held or none,
            keys or Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(viewport, event)

    def drag(self, first: Any, last: Any, keys: Any = None, button: Any = None, release: bool = True) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        keys, button = keys or Qt.KeyboardModifier.NoModifier, button or Qt.MouseButton.LeftButton
        self.move(first)
        QTest.mousePress(self.canvas.viewport(), button, keys, first)
        for step in range(1, 7):
            self.move(first + (last - first) * step / 6, button, keys)
        if release:
            QTest.mouseRelease(self.canvas.viewport(), button, keys, last)

    def release(self, point: Any) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.mouseRelease(self.canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)

    def click(self, point: Any, keys: Any = None, button: Any = None) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        self.move(point)
        button = button or Qt.MouseButton.LeftButton
        QTest.mouseClick(self.canvas.viewport(), button, keys or Qt.KeyboardModifier.NoModifier, point)

    def double_click(self, point: Any) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        self.move(point)
        none = Qt.KeyboardModifier.NoModifier
        QTest.mouseDClick(self.canvas.viewport(), Qt.MouseButton.LeftButton, none, point)

    def key(self, keys: str, widget: Any = None) -> None:
        """Press a key as Qt writes it, "Ctrl+G", where the focus is."""
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest

        pressed = QKeySequence(keys)[0]
        QTest.keyClick(widget or self.canvas, pressed.key(), pressed.keyboardModifiers())

    def type(self, words: str, widget: Any) -> None:
        from PySide6.QtTest import QTest

        QTest.keyClicks(widget, words)

    def wait(self, until: Callable[[], object], most: int = 2000) -> None:
        from PySide6.QtTest import QTest

        for _ in range(most // 10):
            if until():
                return
            QTest.qWait(10)
        raise AssertionError("it did not come to that")

    def open(self, graph: Graph) -> None:
        self.session.open(Document(self.session.library, graph))

    def open_preset(self, name: str = "group_photo") -> None:
        self.open(open_graph(preset_path(name)).graph)

    def look(self, x: float = 300, y: float = 150, zoom: float = 1.0) -> None:
        self.canvas.look(x, y, zoom)
        self.wait(lambda: not self.editor.mirror.prints.zooming)


def grid(count: int, across: int) -> Graph:
    """Nodes in rows, each reading the one before it and the one above it."""
    nodes: dict[str, Node] = {}
    for i in range(count):
        inputs: dict[str, Source] = {"b": Source(f"n_{i - 1}", "out")} if i else {}
        if i >= across:
            inputs["a"] = Source(f"n_{i - across}", "out")
        place = ((i % across) * 220.0, (i // across) * 160.0)
        nodes[f"n_{i}"] = Node("merge" if i else "checker", position=place, inputs=Map(inputs))
    return Graph(Map(nodes))


@pytest.fixture
def make_grid() -> Callable[[int, int], Graph]:
    return grid


@pytest.fixture
def hand(session: Any, monkeypatch: Any) -> Iterator[Hand]:
    """A panel of 1200 x 800 that has the focus; what goes wrong inside of Qt fails the test."""
    from PySide6.QtTest import QTest

    from studio.ui.graph_editor.panel import GraphPanel

    problems: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, problem, trace: problems.append(problem))
    panel = GraphPanel(session)
    panel.resize(1200, 800)
    panel.show()
    panel.activateWindow()
    panel.canvas.setFocus()
    QTest.qWaitForWindowActive(panel, 2000)
    made = Hand(panel)
    made.look()
    yield made
    panel.close()
    panel.deleteLater()
    QTest.qWait(1)
    if problems:
        raise problems[0]
