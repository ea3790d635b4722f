"""Somebody who does anything anywhere in the window: presses, drags, wheels and keys, the same for a seed."""

from __future__ import annotations

import os
import sys
from random import Random
from time import monotonic
from typing import Any

import pytest
from shot_by_hand import answer, photo

from studio.ui.bridge import Answer

PLAIN = ("Esc", "Return", "Tab", "Del", "Backspace", "Space", "Up", "Down", "Left", "Right", "Home", "End", "1", "5")
LETTERS = "aegrtsm0"
"""What is typed: enough to find something in every list that is searched, and to fill a field."""
NAMES = ("Graph", "Timeline", "Inspector", "People", "Presets", "Jobs")


class Monkey:
    """Plays with a window.

    Attributes:
        broken: Exceptions that nothing caught, as text, with the action during which they came.
    """

    def __init__(self, window: Any, seed: int) -> None:
        self.window, self.session, self.random = window, window.session, Random(seed)
        self.broken: list[str] = []
        self.done = ""
        self._acting = False

    def play(self, actions: int) -> None:
        """Do so many things."""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QAbstractItemView, QApplication

        for view in self.window.findChildren(QAbstractItemView):
            view.setDragEnabled(False)  # only a real mouse ends what a list lets carry away
        kept, sys.excepthook = sys.excepthook, self._caught
        waker = QTimer(interval=20)
        waker.timeout.connect(self._wake)
        waker.start()
        try:
            for number in range(actions):
                self._acting = True
                self._act()
                self._acting = False
                QApplication.processEvents()
                if number % 10 == 0:
                    self._settle()
            self._let_go()
        finally:
            waker.stop()
            sys.excepthook = kept

    def _caught(self, kind: type[BaseException], error: BaseException, trace: Any) -> None:
        import traceback

        self.broken.append(self.done + "\n" + "".join(traceback.format_exception(kind, error, trace)))

    def _wake(self) -> None:
        """A menu that opened under a press waits for its end inside of it: choose something, or close it."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if not self._acting or front is None:
            return
        if self.random.random() < 0.4:
            for _ in range(self.random.randrange(1, 6)):
                QTest.keyClick(front, Qt.Key.Key_Down)
            QTest.keyClick(front, Qt.Key.Key_Return)
        else:
            front.close()

    def _act(self) -> None:
        from PySide6.QtWidgets import QApplication

        front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if front is not None and self.random.random() < 0.4:
            self._key(front, "Esc")
            return
        act = self.random.choices((self._click, self._drag, self._wheel, self._press_key), (4, 4, 1, 5))[0]
        act(self._widget(front))

    def _widget(self, front: Any) -> Any:
        """Any widget that is seen; the large ones, where work is done, more often than their number says."""
        from PySide6.QtWidgets import QWidget

        window = self.window
        if front is None and self.random.random() < 0.5:
            graph, timeline = window.graph.canvas.viewport(), window.docks.docks["Timeline"].widget()
            return self.random.choice((window.viewport.canvas, graph, timeline.sheet, timeline.ruler))
        root = front or self.random.choice((window.viewport, *(window.docks.docks[name] for name in NAMES)))
        seen = [child for child in (root, *root.findChildren(QWidget)) if child.isVisible() and child.isEnabled()]
        return self.random.choice(seen) if seen else window.viewport.canvas

    def _point(self, widget: Any) -> Any:
        from PySide6.QtCore import QPoint

        graph = self.window.graph.canvas
        if widget is graph.viewport() and graph.mirror.nodes and self.random.random() < 0.6:
            place = graph.on(*self._on_a_box()).toPoint()
            if widget.rect().contains(place):
                return place
        wide, high = max(widget.width(), 1), max(widget.height(), 1)
        return QPoint(self.random.randrange(wide), self.random.randrange(high))

    def _on_a_box(self) -> tuple[float, float]:
        """A place on the graph where something can be taken hold of: a box, or one of its sockets."""
        nodes = self.window.graph.canvas.mirror.nodes
        node = nodes[self.random.choice(sorted(nodes))]
        sockets = [("in", at) for at in range(len(node.box.ins))] + [("out", at) for at in range(len(node.box.outs))]
        if sockets and self.random.random() < 0.6:
            place: tuple[float, float] = node.socket_place(self.random.choice(sockets))
            return place
        left, top, right, bottom = node.rect()
        return self.random.uniform(left, right), self.random.uniform(top, bottom)

    def _click(self, widget: Any) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        buttons = Qt.MouseButton
        button = self.random.choices((buttons.LeftButton, buttons.RightButton, buttons.MiddleButton), (6, 2, 1))[0]
        act = QTest.mouseDClick if self.random.random() < 0.15 else QTest.mouseClick
        at = self._point(widget)
        self._note("click", widget, button.name, at.toTuple())
        QTest.mouseMove(widget, at)
        act(widget, button, self._modifiers(), at)

    def _drag(self, widget: Any) -> None:
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication
        from shiboken6 import isValid

        if takes_away(widget):
            return
        left, keys, start = Qt.MouseButton.LeftButton, self._modifiers(), self._point(widget)
        end = self._point(widget)
        self._note("drag", widget, start.toTuple(), end.toTuple(), keys.name)
        QTest.mousePress(widget, left, keys, start)
        for part in (0.1, 0.5, 1.0):
            if not isValid(widget):
                return
            at = QPointF(start) + part * QPointF(end - start)
            there = widget.mapToGlobal(at)
            moved = QMouseEvent(QEvent.Type.MouseMove, at, there, Qt.MouseButton.NoButton, left, keys)
            QApplication.sendEvent(widget, moved)
        if self.random.random() < 0.1:
            self._press_key(widget)
        if isValid(widget):
            QTest.mouseRelease(widget, left, keys, end)

    def _wheel(self, widget: Any) -> None:
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent
        from PySide6.QtWidgets import QApplication

        at, turn = QPointF(self._point(widget)), self.random.choice((-120, 120))
        self._note("wheel", widget, turn)
        QApplication.sendEvent(
            widget,
            QWheelEvent(
                at, widget.mapToGlobal(at), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, self._modifiers(),
                Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip

    def _press_key(self, widget: Any) -> None:
        """A shortcut, a plain key, or a few letters."""
        if self.random.random() < 0.2:
            self._type(widget)
            return
        if self.random.random() < 0.4:
            keys = self.random.choice(PLAIN)
        else:
            shortcuts = [keys.toString() for one in self.session.commands for keys in one.action.shortcuts()]
            keys = self.random.choice([one for one in shortcuts if one])
        self._key(widget, keys)

    def _key(self, widget: Any, keys: str) -> None:
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        self._note("key", widget, keys)
        if QApplication.activePopupWidget() is None:
            widget.setFocus()
        one = QKeySequence(keys)[0]
        QTest.keyClick(widget, one.key(), one.keyboardModifiers())

    def _type(self, widget: Any) -> None:
        """Letters for whatever has the focus, and mostly Return."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        letters = "".join(self.random.choices(LETTERS, k=self.random.randrange(1, 4)))
        self._note("type", widget, letters)
        for letter in letters:
            QTest.keyClick(QApplication.focusWidget() or widget, letter)
        if self.random.random() < 0.7:
            QTest.keyClick(QApplication.focusWidget() or widget, Qt.Key.Key_Return)

    def _modifiers(self) -> Any:
        from PySide6.QtCore import Qt

        keys = Qt.KeyboardModifier
        found = (keys.NoModifier, keys.ShiftModifier, keys.ControlModifier, keys.AltModifier)
        return self.random.choices(found, (8, 1, 1, 1))[0]

    def _note(self, *what: object) -> None:
        named = [type(one).__name__ if hasattr(one, "metaObject") else str(one) for one in what]
        self.done = " ".join(named)
        if os.environ.get("VIVANT_MONKEY_SAYS"):
            print(round(monotonic(), 1), self.done, flush=True)

    def _settle(self) -> None:
        """What the engine would do meanwhile."""
        session = self.session
        answer(session)
        looks = next((call[1] for call in reversed(session.bridge.asked) if call[0] == "look"), ())
        for look in looks:
            if look.node in session.graph.nodes:
                session.bridge.answered.emit(Answer(look, session.graph, photo()))
        session.bridge.asked.clear()

    def _let_go(self) -> None:
        """Close what pops up, end what is under way."""
        from PySide6.QtWidgets import QApplication

        for _ in range(20):
            front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if front is None:
                break
            front.close()
        self.session.play(False)
        QApplication.processEvents()


def takes_away(widget: Any) -> bool:
    """Whether a drag would carry something away, to which only a real mouse brings an end."""
    from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit, QTextEdit

    held = (widget, widget.parent())
    return any(isinstance(one, QAbstractItemView | QLineEdit | QPlainTextEdit | QTextEdit) for one in held)


def keep_in(patch: pytest.MonkeyPatch) -> None:
    """Nothing waits for an answer, leaves the document, or touches what is outside of the window."""
    from PySide6.QtGui import QDesktopServices, QDrag
    from PySide6.QtWidgets import QFileDialog, QMessageBox

    from studio.ui.jobs.queue import JobQueue
    from studio.ui.safety.projects import Projects

    for name in ("getOpenFileName", "getSaveFileName"):
        patch.setattr(QFileDialog, name, lambda *_, **__: ("", ""))
    patch.setattr(QFileDialog, "exec", lambda _: 0)
    patch.setattr(QMessageBox, "exec", lambda _: 0)
    patch.setattr(QDrag, "exec", lambda *_: None)
    patch.setattr(QDesktopServices, "openUrl", lambda _: True)
    patch.setattr(Projects, "may_leave", lambda _: False)
    patch.setattr(JobQueue, "enqueue", lambda *_, **__: None)
