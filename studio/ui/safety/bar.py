"""A bar across the top of the window: a line, and what can be done about it. It waits; it blocks nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from studio.ui.theme import LINE, RAISED, WARN


class Bar(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setStyleSheet(
            f"#bar {{ background: {RAISED}; border-left: 4px solid {WARN}; border-bottom: 1px solid {LINE}; }}"
        )
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 8, 6)
        self.line = QLabel(wordWrap=True)
        self.line.setTextFormat(Qt.TextFormat.PlainText)
        self._row.addWidget(self.line, 1)
        self.hide()

    def button(self, title: str, tip: str, run: Callable[[], object]) -> QPushButton:
        """Add a button."""
        made = QPushButton(title, toolTip=tip)
        made.clicked.connect(lambda: run())
        self._row.addWidget(made)
        return made
