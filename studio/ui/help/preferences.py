"""Preferences: how large words are, how often edits are flushed, where results are kept and how much they take."""

from __future__ import annotations

import psutil
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from studio.ui.help.cache_folder import CacheFolder
from studio.ui.places import settings
from studio.ui.safety.projects import FLUSH_SECONDS, Projects
from studio.ui.session import Session
from studio.ui.theme import BAD, FAINT, POINTS

GIB = 2**30
DISK_GIB = 20


def number(name: str, default: int) -> int:
    """A preference that is a whole number."""
    found = settings().value(name, default)
    try:
        return int(str(found))
    except ValueError:
        return default


def set_text_size(percent: int) -> None:
    """Make all words larger or smaller."""
    application = QApplication.instance()
    if isinstance(application, QApplication):
        font = QFont(application.font())
        font.setPointSizeF(POINTS * percent / 100)
        application.setFont(font)
        application.setStyleSheet(application.styleSheet())


def apply_preferences(session: Session) -> None:
    """Put into effect what was chosen in an earlier session."""
    percent = number("text_size", 100)
    if percent != 100:
        set_text_size(percent)
    for tier in ("ram", "disk"):
        if gib := number(f"budget/{tier}", 0):
            session.bridge.set_budget(tier, gib * GIB)


class Preferences(QDialog):
    """Takes effect at once, and is kept."""

    def __init__(self, session: Session, projects: Projects, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._projects = session, projects
        self.setWindowTitle("Preferences")
        self.setMinimumWidth(480)
        total = psutil.virtual_memory().total // GIB
        self.text = self._box("text_size", 100, 70, 200, " %", "Size of all words in the window")
        self.text.setSingleStep(10)
        self.flush = self._box("flush_seconds", FLUSH_SECONDS, 1, 10, " s", "How often edits are flushed to the disk")
        self.ram = self._box("budget/ram", max(1, total // 3), 1, max(2, total), " GB", "Memory that kept results take")
        self.disk = self._box("budget/disk", DISK_GIB, 1, 2000, " GB", "Disk that kept results may take")
        form = QFormLayout()
        form.setSpacing(8)
        for title, box in (("Text size", self.text), ("Secure edits every", self.flush),
                           ("Results in memory", self.ram), ("Results on disk", self.disk)):  # fmt: skip
            form.addRow(title, box)
        self.folder = CacheFolder(session.bridge.restart)
        form.addRow("Kept in", self.folder)
        self.empty = QPushButton("Empty the disk cache", toolTip="Kept results go; they are computed again when needed")
        self.empty.clicked.connect(lambda: session.bridge.forget("disk"))
        form.addRow("", self.empty)
        self.problem = QLabel(wordWrap=True)
        self.problem.setStyleSheet(f"color: {BAD}")
        self.problem.hide()
        self.folder.refused.connect(self._tell)
        form.addRow("", self.problem)
        note = QLabel("Every edit is noted as it is made: a crash loses nothing.", wordWrap=True)
        note.setStyleSheet(f"color: {FAINT}")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.addLayout(form)
        column.addWidget(note)
        column.addWidget(buttons)
        self._listen()

    def _box(self, name: str, default: int, low: int, high: int, unit: str, tip: str) -> QSpinBox:
        box = QSpinBox(toolTip=tip, suffix=unit)
        box.setRange(low, high)
        box.setValue(number(name, default))
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda value: settings().setValue(name, value))
        return box

    def _tell(self, line: str) -> None:
        self.problem.setText(line)
        self.problem.setVisible(bool(line))

    def _listen(self) -> None:
        bridge = self._session.bridge
        self.text.valueChanged.connect(set_text_size)
        self.flush.valueChanged.connect(self._projects.set_interval)
        self.ram.valueChanged.connect(lambda gib: bridge.set_budget("ram", gib * GIB))
        self.disk.valueChanged.connect(lambda gib: bridge.set_budget("disk", gib * GIB))
