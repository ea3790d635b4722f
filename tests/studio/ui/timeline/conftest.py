"""A timeline over a small graph with people, keys and corrections, driven with real mouse and key events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from studio.app import library
from studio.graph.document import Document
from studio.graph.edit import add, set_key, set_knob
from studio.graph.graph import Graph
from studio.media.motion import Motion, Motions
from studio.media.person import PERSON_COLOURS, People, Person
from studio.ui.bridge import Answer

NAMES = ("Anna", "Ben", "Carla")


def people() -> People:
    """Three people."""
    found = (
        Person(f"person_{n + 1}", (n, 0, n + 1, 2), name=name, colour=PERSON_COLOURS[n]) for n, name in enumerate(NAMES)
    )
    return People((one.id, one) for one in found)


def motions() -> Motions:
    """What the node gave them: each waves from 0.5 to 2 s of a loop of ten."""
    acts = np.zeros(600, np.float32)
    acts[30:120] = 1
    still = np.zeros((600, 0, 4), np.float32)
    made = Motion("wave", (), 60.0, still, np.zeros((600, 3), np.float32), {"action": acts})
    return Motions((f"person_{n + 1}", made) for n in range(len(NAMES)))


def graph() -> Graph:
    """People who move, a blur and a transform that are keyed, and a correction."""
    types = library()
    made: Graph = Graph()
    for kind, inputs in (
        ("load_photo", {}), ("detect_people", {"image": "load_photo_1"}),
        ("choose_motion", {"people": "detect_people_1"}),
        ("correct_motion", {"motions": "choose_motion_1"}), ("blur", {"image": "load_photo_1"}),
        ("transform", {"image": "blur_1"}), ("grade", {"image": "transform_1"}),
    ):  # fmt: skip
        made, _ = add(made, types, kind, (0.0, 0.0), **inputs)
    for frame, value in ((0, 0.0), (24, 10.0), (48, 20.0)):
        made = set_key(made, types, "blur_1", "size", frame / 24, value)
    for frame, value in ((12, 0.0), (60, 90.0)):
        made = set_key(made, types, "transform_1", "rotate", frame / 24, value, "linear")
    keys = [
        {"person": "person_1", "bone": bone, "time": frame / 24, "rotation": [0, 0, 0, 1]}
        for bone, frame in (("rightHand", 12), ("rightHand", 36), ("head", 12))
    ]
    return set_knob(made, types, "correct_motion_1", "keys", tuple(keys))


class Desk:
    """The panel on a screen, and hands."""

    def __init__(self, session: Any) -> None:
        from studio.ui.timeline.panel import TimelinePanel

        self.session = session
        self.panel = TimelinePanel(session)
        self.state, self.sheet, self.ruler = self.panel.state, self.panel.sheet, self.panel.ruler
        self.curves = self.panel.curves
        self.panel.resize(1200, 620)
        self.panel.show()
        session.open(Document(library(), graph()))
        self.wait()

    @property
    def graph(self) -> Graph:
        """The present graph."""
        made: Graph = self.session.graph
        return made

    @property
    def steps(self) -> int:
        """Steps of undo."""
        return len(self.session.document.past)

    def wait(self, milliseconds: int = 20) -> None:
        """Let the window work."""
        from PySide6.QtTest import QTest

        QTest.qWait(milliseconds)

    def until(self, done: Callable[[], bool], seconds: float = 5.0) -> bool:
        """Let the window work until something is so."""
        for _ in range(int(seconds * 100)):
            if done():
                return True
            self.wait(10)
        return False

    def feed(self) -> None:
        """Answer what the timeline fetched."""
        assert self.until(lambda: len(self.session.bridge.waiting) >= 2)
        values = {"detect_people_1": people(), "choose_motion_1": motions()}
        for look, then in self.session.bridge.waiting:
            then(Answer(look, self.graph, values.get(look.node)))
        self.session.bridge.waiting.clear()
        self.wait()

    def row(self, name: str) -> Any:
        """A row by its id."""
        return next(row for row in self.state.rows if row.id == name)

    def at(self, frame: float, row: str, down: float = 0.5) -> Any:
        """A point of the sheet; ``down`` is where in the row, 0 to 1."""
        from PySide6.QtCore import QPoint

        one = self.row(row)
        top = self.state.tops[self.state.rows.index(one)] - self.state.scroll
        return QPoint(round(self.state.span.to_x(frame)), round(top + down * one.height))

    def row_middle(self, row: str) -> Any:
        """A point of the header, on a row's name."""
        return self.place(110, self.at(0, row).y())

    def place(self, x: float, y: float) -> Any:
        """A point."""
        from PySide6.QtCore import QPoint

        return QPoint(round(x), round(y))

    def point(self, frame: float, y: float) -> Any:
        """A point of any part."""
        from PySide6.QtCore import QPoint

        return QPoint(round(self.state.span.to_x(frame)), round(y))

    def drag(self, widget: Any, points: Sequence[Any], modifiers: Any = None, release: bool = True) -> None:
        """Press at the first point, move through the others, let go at the last."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        keys = modifiers or Qt.KeyboardModifier.NoModifier
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, keys, points[0])
        for a, b in pairwise(points):
            for share in (0.25, 0.5, 0.75, 1.0):
                self.move(widget, a + (b - a) * share, keys)
        if release:
            QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, keys, points[-1])
        self.wait(5)

    def move(self, widget: Any, point: Any, keys: Any) -> None:
        """Move the mouse with the left button down."""
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtWidgets import QApplication

        place = QPointF(point)
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        where = QPointF(widget.mapToGlobal(point))
        QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, place, where, none, left, keys))

    def click(self, widget: Any, point: Any, modifiers: Any = None) -> None:
        """Press and let go."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, modifiers or Qt.KeyboardModifier.NoModifier, point)
        self.wait(5)

    def double_click(self, widget: Any, point: Any) -> None:
        """Twice."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        self.wait(5)

    def type(self, keys: str) -> None:
        """Press keys, the sheet (or the curves) having the keyboard."""
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest

        widget = self.panel.stack.currentWidget()
        self.panel.activateWindow()
        assert self.until(self.panel.isActiveWindow)
        widget.setFocus()
        QTest.keySequence(widget, QKeySequence(keys))
        self.wait(10)

    def frames(self, node: str, knob: str, part: int = 0) -> list[float]:
        """Frames of a knob's keys."""
        return [round(key.time * self.graph.shot.fps, 4) for key in self.graph.nodes[node].curves[knob].keys[part]]


@pytest.fixture
def desk(session: Any) -> Iterator[Desk]:
    """A timeline with its graph; people are fed with ``desk.feed()``."""
    made = Desk(session)
    yield made
    session.play(False)
    made.panel.close()
    made.panel.deleteLater()
