"""The graph editor's panel."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.graph_editor.canvas import Canvas
from studio.ui.session import Session


class GraphPanel(QWidget):
    """The graph, to be seen and changed by hand.

    Args:
        session: The window's state.
        parent: The window.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.canvas = Canvas(session, self)
        self.editor = self.canvas.editor
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)
