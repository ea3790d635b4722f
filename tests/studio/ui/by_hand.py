"""The whole window with its engine, and an artist's hands on mouse and keyboard: for tests that drive all of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any


class Artist:
    """Sits at a window whose engine is a real process.

    Attributes:
        window, session: What they sit at.
    """

    def __init__(self) -> None:
        import cv2  # noqa: F401  (its import names a Qt of its own)

        os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
        from PySide6.QtTest import QTest

        from studio.app import library
        from studio.ui.commands import Commands
        from studio.ui.process_bridge import ProcessBridge
        from studio.ui.session import Session
        from studio.ui.start.application import make_application
        from studio.ui.window import MainWindow

        self.application = make_application(["vivant"])
        self.session = Session(library(), ProcessBridge(), Commands())
        self.window = MainWindow(self.session)
        self.window.tours = False
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)

    @property
    def canvas(self) -> Any:
        """The picture."""
        return self.window.viewport.canvas

    @property
    def tool(self) -> Any:
        """What is in hand."""
        return self.canvas.tool

    def wait(self, done: Callable[[], object], what: str, seconds: float = 240.0) -> None:
        """Let the window work until something is so."""
        from PySide6.QtTest import QTest

        end = monotonic() + seconds
        while not done():
            assert monotonic() < end, f"it never came about: {what}"
            QTest.qWait(5)

    def drop(self, photo: Path) -> None:
        """Drop a file on the start page."""
        from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
        from PySide6.QtGui import QDragEnterEvent, QDropEvent

        data, copy, target = QMimeData(), Qt.DropAction.CopyAction, self.window.welcome.target
        data.setUrls([QUrl.fromLocalFile(str(photo))])
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(20, 20), copy, data, left, none)
        self.application.sendEvent(target, enter)
        assert enter.isAccepted()
        self.application.sendEvent(target, QDropEvent(QPointF(20, 20), copy, data, left, none))

    def key(self, key: Any, keys: Any = None) -> None:
        """Press a key where the focus is."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.keyClick(self.application.focusWidget() or self.window, key, keys or Qt.KeyboardModifier.NoModifier)

    def click(self, widget: Any, at: Any = None) -> None:
        """Click a widget, in its middle if not elsewhere."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def drag(self, start: tuple[float, float], by: tuple[float, float]) -> None:
        """Drag on the picture, in its pixels; where the button goes up the mouse has been."""
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtTest import QTest

        left, place = Qt.MouseButton.LeftButton, self.window.viewport.place()
        points = [place.to_widget(start[0] + by[0] * part, start[1] + by[1] * part).toPoint()
                  for part in (0.0, 0.3, 0.6, 1.0)]  # fmt: skip
        QTest.mouseMove(self.canvas, points[0])
        QTest.mousePress(self.canvas, left, pos=points[0])
        for point in map(QPointF, points[1:]):
            there = self.canvas.mapToGlobal(point)
            none = Qt.KeyboardModifier.NoModifier
            moved = QMouseEvent(QEvent.Type.MouseMove, point, there, Qt.MouseButton.NoButton, left, none)
            self.application.sendEvent(self.canvas, moved)
        QTest.mouseRelease(self.canvas, left, pos=points[-1])

    def say(self, words: str) -> None:
        """Tell whoever started this process."""
        print(words, file=sys.stdout, flush=True)
