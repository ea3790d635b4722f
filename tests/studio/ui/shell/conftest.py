"""A whole window with an engine that computes nothing, in a home of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np
import pytest

HOMES = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that nobody else uses."""
    for name in HOMES:
        monkeypatch.setenv(name, str(tmp_path / "home" / name.lower()))
    return tmp_path / "home"


@pytest.fixture
def window(session: Any, home: Path) -> Iterator[Any]:
    """The window, shown; it closes without a question."""
    from PySide6.QtWidgets import QApplication

    from studio.ui.window import MainWindow

    made = MainWindow(session)
    made.tours = False
    made.show()
    QApplication.processEvents()
    yield made
    session.document.close()
    session.open(type(session.document)(session.library))
    made.close()
    made.deleteLater()
    QApplication.processEvents()


@pytest.fixture(scope="session")
def until(application: Any) -> Callable[..., None]:
    """Let the window work until something holds; threads may work meanwhile."""

    def wait(done: Callable[[], object], seconds: float = 10.0) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        end = monotonic() + seconds
        while not done():
            assert monotonic() < end, "it never came about"
            loop = QEventLoop()
            QTimer.singleShot(5, loop.quit)
            loop.exec()

    return wait


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A tiny picture."""
    from PIL import Image as pillow

    shades = np.linspace(0, 255, 64 * 48 * 3, dtype=np.uint8).reshape(48, 64, 3)
    path = tmp_path / "party.png"
    pillow.fromarray(shades).save(path)
    return path


@pytest.fixture
def drop(application: Any) -> Callable[..., None]:
    """Drop files, or what else was dragged, on a widget, as a desktop does."""

    def onto(widget: Any, *paths: Path, dragged: Any = None) -> None:
        from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
        from PySide6.QtGui import QDragEnterEvent, QDropEvent
        from PySide6.QtWidgets import QApplication

        data = dragged or QMimeData()
        if paths:
            data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        left, none, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
        enter = QDragEnterEvent(QPoint(20, 20), copy, data, left, none)
        QApplication.sendEvent(widget, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(widget, QDropEvent(QPointF(20, 20), copy, data, left, none))

    return onto


@pytest.fixture
def press(application: Any) -> Callable[..., Any]:
    """Press a button of the next dialog that waits for an answer, by its words; what was asked comes back."""

    def soon(words: str) -> list[str]:
        from PySide6.QtCore import Qt, QTimer
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication, QMessageBox

        asked: list[str] = []

        def look() -> None:
            box = QApplication.activeModalWidget()
            if not isinstance(box, QMessageBox):
                return
            timer.stop()
            asked.append(box.text())
            button = next(button for button in box.buttons() if button.text().replace("&", "") == words)
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

        timer = QTimer(QApplication.instance(), interval=10)
        timer.timeout.connect(look)
        timer.start()
        return asked

    return soon


def child_environment(home: Path, display: str) -> dict[str, str]:
    """For a process that opens a window of its own."""
    places = {name: str(home / name.lower()) for name in HOMES}
    kept = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM_PLUGIN_PATH"}
    return {**kept, **places, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "OMP_NUM_THREADS": "1"}
