"""Files and presets that are dropped anywhere on the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from studio.ui.presets.use import MIME


class Drops(QObject):
    """Takes what is dropped on a window, and on panels in it that would not know what to do with it.

    Args:
        window: The window.
        open: Opens a file.
        use: Uses a preset, by its path.
    """

    def __init__(self, window: QWidget, open: Callable[[Path], object], use: Callable[[Path], object]) -> None:
        super().__init__(window)
        self._open, self._use = open, use
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def watch(self, panel: QWidget) -> None:
        """Take what is dropped on a panel too."""
        for widget in (panel, *panel.findChildren(QWidget)):
            if widget.acceptDrops():
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Welcome files and presets; leave everything else to whom it came to."""
        if not isinstance(event, QDropEvent):
            return False
        data = event.mimeData()
        if not (data.hasUrls() or data.hasFormat(MIME)):
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop and data.hasFormat(MIME):
            self._use(Path(bytes(data.data(MIME).data()).decode()))
        elif event.type() == QEvent.Type.Drop:
            self._open(Path(data.urls()[0].toLocalFile()))
        return True
