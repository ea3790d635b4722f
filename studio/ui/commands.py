"""Everything that can be done, each with a name and a shortcut; menus, palette and shortcut sheet are views of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Command:
    """One thing that can be done.

    Attributes:
        name: "graph.bypass": the panel, a dot, the verb; what preferences keep shortcuts under.
        title: What menus and the palette say: "Bypass node".
        group: Heading in the palette and the shortcut sheet: "File", "Edit", "Graph", "View", "Motion", "Time", "Help".
        action: Runs it; carries shortcut, tooltip, icon, and whether it can be done now.
        panel: The widget inside which the shortcut holds; None for the whole window.
    """

    name: str
    title: str
    group: str
    action: QAction
    panel: QWidget | None


class Commands(QObject):
    """The commands by name, in the order in which they were added."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._commands: dict[str, Command] = {}

    def add(
        self,
        name: str,
        title: str,
        run: Callable[[], object],
        *,
        group: str,
        owner: QWidget,
        shortcut: str | tuple[str, ...] = (),
        tip: str = "",
        icon: str = "",
        everywhere: bool = False,
        toggle: bool = False,
    ) -> QAction:
        """Add a command.

        Args:
            name, title, group: See :class:`Command`.
            run: Does it. A ``toggle`` is asked through its action's ``isChecked``.
            owner: The panel that it belongs to; its shortcuts hold while the panel has the focus.
            shortcut: Key sequences as Qt writes them: "Ctrl+D", "Delete".
            tip: One line more than the title says.
            icon: Name of a qtawesome icon: "mdi6.eye".
            everywhere: The shortcuts hold in the whole window.
            toggle: It switches something on and off.
        """
        action = QAction(title, owner)
        shortcuts = (shortcut,) if isinstance(shortcut, str) else shortcut
        action.setShortcuts([QKeySequence(keys) for keys in shortcuts])
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut if everywhere else inside)
        keys = ", ".join(QKeySequence(keys).toString() for keys in shortcuts)
        action.setToolTip(f"{tip or title}{f'  ({keys})' if keys else ''}")
        if icon:
            from studio.ui.theme import icon as drawn

            action.setIcon(drawn(icon))
        action.setCheckable(toggle)
        action.triggered.connect(lambda *_: run())
        owner.addAction(action)
        self._commands[name] = Command(name, title, group, action, None if everywhere else owner)
        self.changed.emit()
        return action

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __getitem__(self, name: str) -> QAction:
        """The action of a command. Raises KeyError."""
        return self._commands[name].action

    def __contains__(self, name: object) -> bool:
        return name in self._commands
