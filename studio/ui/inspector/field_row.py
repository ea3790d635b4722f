"""A row that edits what is no knob: the shot, the project's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from studio.ui.inspector.editor import Editor
from studio.ui.inspector.row import LABEL
from studio.ui.theme import BAD, FAINT


class FieldRow(QWidget):
    """A name, an editor, and what is wrong."""

    def __init__(
        self, label: str, editor: Editor, tip: str, set_value: Callable[[Any], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 2, 34, 2)
        grid.setHorizontalSpacing(6)
        name = QLabel(label, toolTip=tip)
        name.setFixedWidth(LABEL)
        name.setStyleSheet(f"color: {FAINT}")
        name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setToolTip(tip)
        editor.changed.connect(set_value)
        editor.typed.connect(set_value)
        self.problem = QLabel(wordWrap=True)
        self.problem.setStyleSheet(f"color: {BAD}")
        self.problem.hide()
        grid.addWidget(name, 0, 0)
        grid.setColumnMinimumWidth(1, 26)  # as wide as a key and the gap after it
        grid.addWidget(editor, 0, 2)
        grid.addWidget(self.problem, 1, 2)
        grid.setColumnStretch(2, 1)

    def tell(self, line: str) -> None:
        """Say what is wrong, "" for nothing."""
        self.problem.setText(line)
        self.problem.setVisible(bool(line))
