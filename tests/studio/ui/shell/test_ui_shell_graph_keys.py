"""The graph editor inside the whole window: keys that hold alone have to hold beside all the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from studio.graph.edit import add
from studio.graph.graph import Graph


@pytest.fixture
def press(window: Any, until: Callable[..., None]) -> Callable[[str], None]:
    """Press a key where the graph has the focus."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QKeySequence
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    def build(graph: Graph) -> Graph:
        graph, _ = add(graph, window.session.library, "checker")
        graph, _ = add(graph, window.session.library, "blur", (300.0, 0.0), image="checker_1")
        return add(graph, window.session.library, "grade", (600.0, 0.0), image="blur_1")[0]

    window.session.document.apply(build)
    window.show_work(True)
    window.activateWindow()
    canvas = window.graph.canvas
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.rect().bottomLeft() * 0.5)
    until(canvas.hasFocus)

    def key(keys: str) -> None:
        pressed = QKeySequence(keys)[0]
        QTest.keyClick(QApplication.focusWidget(), pressed.key(), pressed.keyboardModifiers())

    return key


def test_tab_searches_and_enter_adds(window: Any, press: Callable[[str], None]) -> None:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    press("Tab")
    assert window.graph.searching.box.isVisible()
    QTest.keyClicks(QApplication.focusWidget(), "merge")
    press("Return")
    assert "merge_1" in window.session.graph.nodes


def test_keys_of_the_graph_do_what_they_say(window: Any, press: Callable[[str], None]) -> None:
    graph = lambda: window.session.graph  # noqa: E731
    window.graph.editor.pick(["blur_1"])
    press("D")
    assert graph().nodes["blur_1"].bypass
    press("Ctrl+D")
    assert "blur_2" in graph().nodes
    press("Ctrl+Z")
    window.graph.editor.pick(["blur_1", "grade_1"])
    press("Ctrl+G")
    assert graph().nodes["blur_1"].group == "group_1"
    assert window.session.boxes == ("group_1",)
    press("Ctrl+Shift+G")
    assert not graph().groups
    press("Ctrl+A")
    before = {name: node.position for name, node in graph().nodes.items()}
    press("L")
    assert {name: node.position for name, node in graph().nodes.items()} != before
    press("Ctrl+F")
    assert window.graph.searching.box.isVisible()
    press("Escape")
    assert not window.graph.searching.box.isVisible()
