"""The large place to drop a photo on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.ui.start.pressable import Pressable
from studio.ui.theme import ACCENT, BAD, FAINT, GROUND, LINE, RAISED, WORDS, icon


class DropTarget(Pressable):
    """The large place to drop a photo on, or to click."""

    dropped = Signal(object)
    """A path."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drop")
        self.setAcceptDrops(True)
        self.setMinimumHeight(220)
        self.setToolTip("Drop a photo, a project, or a film made by Vivant; or click to choose a file")
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch()
        self._sign = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._sign.setPixmap(icon("mdi6.image-plus", ACCENT).pixmap(56, 56))
        self._line = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._note = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        for widget in (self._sign, self._line, self._note):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(widget)
        column.addStretch()
        self.say("", False)
        self._light(False)

    def say(self, line: str, wrong: bool) -> None:
        """Show a line in place of the invitation: what is being read, or why it cannot be; "" for the invitation."""
        self._line.setStyleSheet(f"font-size: 17px; color: {BAD if wrong else WORDS}")
        self._line.setText("That cannot be opened" if wrong else line or "Drop a photo with people here")
        self._note.setStyleSheet(f"color: {WORDS if wrong else FAINT}")
        self._note.setText(line if wrong else "or click to choose one. Projects and films made by Vivant open too.")

    def _light(self, on: bool) -> None:
        ground, edge = (RAISED, ACCENT) if on else (GROUND, LINE)
        self.setStyleSheet(
            f"#drop {{ background: {ground}; border: 2px dashed {edge}; border-radius: 10px; }}"
            f"#drop:hover, #drop:focus {{ border-color: {ACCENT}; }}"
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._light(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went on."""
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """The first of them is opened."""
        self._light(False)
        for url in event.mimeData().urls()[:1]:
            event.acceptProposedAction()
            self.dropped.emit(Path(url.toLocalFile()))
