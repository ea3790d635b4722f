"""The tools at the left edge of the picture: one is in use at a time, or none."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QToolBar, QWidget

from studio.ui.commands import Commands
from studio.ui.theme import icon
from studio.ui.viewport.canvas import Canvas
from studio.ui.viewport.tool import Tool

LOOK = "Look"
"""The tool that does nothing but look."""


class Sidebar(QToolBar):
    """Tools by title.

    Args:
        canvas: What the tools work in.
        commands: Where each tool is entered, with its shortcut.
        owner: The panel inside which the shortcuts hold.
    """

    def __init__(self, canvas: Canvas, commands: Commands, owner: QWidget) -> None:
        super().__init__()
        self._canvas, self._commands, self._owner = canvas, commands, owner
        self._tools: dict[str, Tool | None] = {}
        self._group = QActionGroup(self)
        self._actions: dict[str, QAction] = {}
        self.setOrientation(Qt.Orientation.Vertical)
        self.setMovable(False)
        self.setIconSize(QSize(18, 18))
        self._enter(LOOK, None, "mdi6.cursor-default-outline", "V", "Look only: pan with the middle button or Alt")
        self.use("")

    def add(self, tool: Tool) -> None:
        """Offer a tool."""
        self._enter(tool.title, tool, tool.icon, tool.shortcut, tool.tip)

    def use(self, title: str) -> None:
        """Take up a tool by its title, "" for none. An unknown title is none."""
        title = title if title in self._tools else LOOK
        tool = self._tools[title]
        if tool is not self._canvas.tool:
            if self._canvas.tool is not None:
                self._canvas.tool.leave()
            self._canvas.view.tool = tool
            if tool is not None:
                tool.enter()
        self._actions[title].setChecked(True)
        self._canvas.refresh_cursor()
        self._canvas.update()

    def _enter(self, title: str, tool: Tool | None, picture: str, shortcut: str, tip: str) -> None:
        name = f"viewport.tool.{title.lower().replace(' ', '_')}"
        action = self._commands.add(
            name, f"{title} tool", lambda: self.use(title), group="View", owner=self._owner, shortcut=shortcut,
            tip=tip, icon=picture, toggle=True,
        )  # fmt: skip
        if not picture:
            action.setIcon(icon("mdi6.tools"))
        self._tools[title] = tool
        self._actions[title] = action
        self._group.addAction(action)
        self.addAction(action)
