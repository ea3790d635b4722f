"""Leaving while a film is rendered: asked first, because it would be lost."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from studio.ui.jobs.queue import JobQueue


class Leaving(QObject):
    """Watches the window that a panel is in, and asks before it closes on a render."""

    def __init__(self, queue: JobQueue, panel: QWidget) -> None:
        super().__init__(panel)
        self._queue = queue
        self._window = panel
        while (above := self._window.parentWidget()) is not None:
            self._window = above
        self._window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the window open where the artist wants that."""
        if watched is self._window and event.type() == QEvent.Type.Close and self._queue.busy and not self._may():
            event.ignore()
            return True
        return False

    def _may(self) -> bool:
        left = sum(not job.state.over for job in self._queue.jobs)
        films = "A film is" if left == 1 else f"{left} films are"
        box = QMessageBox(QMessageBox.Icon.Question, "Vivant", f"{films} not rendered yet.", parent=self._window)
        box.setInformativeText("Leaving stops the rendering; nothing half-written is left behind.")
        leave = box.addButton("Stop and leave", QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton("Stay", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.exec()
        leaves = box.clickedButton() is leave
        box.deleteLater()
        return leaves
