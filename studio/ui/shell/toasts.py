"""Messages that come and go in a corner of the window, and never take the focus; and all of them, as a log."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTime, QTimer
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from studio.ui.session import Session
from studio.ui.theme import ACCENT, BAD, RAISED, WARN, WORDS

COLOURS = {"info": ACCENT, "warning": WARN, "error": BAD}
SECONDS = {"info": 3.5, "warning": 6.0, "error": 10.0}
MOST = 4
"""Messages that are shown at a time."""


class Toasts(QObject):
    """Shows what the session says over a widget, the newest lowest."""

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.shown: list[QLabel] = []
        session.said.connect(self.show)
        session.bridge.went_down.connect(
            lambda why: session.said.emit("error", f"The engine ended, nothing is lost: {why}")
        )
        over.installEventFilter(self)

    def show(self, level: str, line: str) -> None:
        """Show a message; one that is shown already is shown anew."""
        for label in [label for label in self.shown if label.text() == line]:
            self._drop(label)
        label = QLabel(line, self._over)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        label.setStyleSheet(
            f"background: {RAISED}; color: {WORDS}; padding: 9px 12px; border-radius: 4px;"
            f"border-left: 4px solid {COLOURS.get(level, ACCENT)};"
        )
        self.shown.append(label)
        while len(self.shown) > MOST:
            self._drop(self.shown[0])
        self._place()
        QTimer.singleShot(round(1000 * SECONDS.get(level, 4.0)), label, lambda: self._drop(label))

    def _drop(self, label: QLabel) -> None:
        if label in self.shown:
            self.shown.remove(label)
            label.deleteLater()
            label.hide()
            self._place()

    def _place(self) -> None:
        width = min(460, self._over.width() - 40)
        bottom = self._over.height() - 44
        for label in reversed(self.shown):
            label.setFixedWidth(width)
            label.adjustSize()
            label.move(self._over.width() - width - 20, bottom - label.height())
            label.show()
            label.raise_()
            bottom -= label.height() + 8

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False


class LogPanel(QPlainTextEdit):
    """Everything that was said, with its time."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setMaximumBlockCount(5000)
        self.setPlaceholderText("What the studio says is noted here.")
        self.setToolTip("Everything that was said since the start")
        session.said.connect(self.note)

    def note(self, level: str, line: str) -> None:
        """Add a line."""
        mark = {"warning": "!", "error": "!!"}.get(level, "")
        self.appendPlainText(f"{QTime.currentTime().toString('HH:mm:ss')}  {mark:2} {line}")
