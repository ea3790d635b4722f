"""The menu bar, made of the commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu, QMenuBar

from studio.ui.commands import Commands

ORDER = ("File", "Edit", "Graph", "View", "Motion", "Time", "Help")
"""Menus from left to right; others follow."""


class Menus:
    """Fills a menu bar, and again when a command was added.

    Args:
        bar: The menu bar.
        commands: The commands; each goes into the menu of its group.
        more: By menu: called with it when it has its commands, to add what is no command (recent files, panels).
    """

    def __init__(self, bar: QMenuBar, commands: Commands, more: Mapping[str, Callable[[QMenu], None]]) -> None:
        self._bar, self._commands, self._more = bar, commands, more
        self._soon = QTimer(bar, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fill)
        commands.changed.connect(self._soon.start)
        self.fill()

    def fill(self) -> None:
        """Make the menus."""
        self._bar.clear()
        found = {command.group for command in self._commands}
        for group in [*(name for name in ORDER if name in found), *sorted(found - set(ORDER))]:
            self._menu(group)

    def _menu(self, group: str) -> None:
        menu = self._bar.addMenu(group)
        menu.setToolTipsVisible(True)
        panel = None
        for command in (command for command in self._commands if command.group == group):
            if menu.actions() and command.name.split(".")[0] != panel:
                menu.addSeparator()
            panel = command.name.split(".")[0]
            menu.addAction(command.action)
        if group in self._more:
            self._more[group](menu)
