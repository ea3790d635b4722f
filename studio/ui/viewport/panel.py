"""The viewport: what a node gives, as a picture."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from studio.ui.session import Session
from studio.ui.viewport.canvas import Canvas
from studio.ui.viewport.looking import Looking
from studio.ui.viewport.options import Options
from studio.ui.viewport.tool import Place, Tool


class ViewportPanel(QWidget):
    """The viewport.

    Args:
        session: What all panels share.

    Attributes:
        options: How it is shown.
        looking: What is shown.
        canvas: The picture itself.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.options = Options()
        self.looking = Looking(session, self)
        self.canvas = Canvas(self.looking, self.options)
        self._tools: dict[str, Tool] = {}
        self._lay_out()
        self.canvas.failed.connect(self._no_gl)
        self.looking.ask()

    def add_tool(self, tool: Tool) -> None:
        """Offer a tool at the left edge."""
        self._tools[tool.title] = tool

    def use_tool(self, title: str) -> None:
        """Take up a tool by its title, "" for none."""
        if self.canvas.tool is not None:
            self.canvas.tool.leave()
        self.canvas.tool = self._tools.get(title)
        if self.canvas.tool is not None:
            self.canvas.tool.enter()
        self.canvas.update()

    def place(self) -> Place:
        """Where the source picture lies in the canvas, whatever proxy is shown."""
        return self.canvas.place()

    def refresh_overlay(self) -> None:
        """Draw again what lies over the picture."""
        self.canvas.update()

    def _lay_out(self) -> None:
        self._stack = QStackedLayout()
        self._stack.addWidget(self.canvas)
        self._sorry = QLabel()
        self._sorry.setWordWrap(True)
        self._sorry.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._sorry)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._stack, 1)

    def _no_gl(self, reason: str) -> None:
        self._sorry.setText(f"The viewport needs OpenGL 3.3, which this machine does not give ({reason}).")
        self._stack.setCurrentWidget(self._sorry)
