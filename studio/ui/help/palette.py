"""The command palette: everything that can be done, found by a few letters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from studio.ui.commands import Command, Commands
from studio.ui.graph_editor.fuzzy import score
from studio.ui.theme import ACCENT, FAINT, RAISED

_DATA = Qt.ItemDataRole.UserRole
WIDTH, HEIGHT = 560, 420


def found(commands: Commands, letters: str) -> list[Command]:
    """Commands that match letters, the best first; those that can be done now before those that cannot."""
    rated = [(score(letters, command.title) or 0.5 * score(letters, f"{command.group} {command.title}"), command)
             for command in commands]  # fmt: skip
    good = [pair for pair in rated if pair[0] > 0]
    return [command for _, command in sorted(good, key=lambda pair: (not pair[1].action.isEnabled(), -pair[0]))]


class Palette(QFrame):
    """A line to type in over the window, and what fits below it. Enter does it, Escape closes."""

    def __init__(self, commands: Commands, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self._commands, self._window = commands, window
        self.setObjectName("palette")
        self.setStyleSheet(f"#palette {{ background: {RAISED}; border: 1px solid {ACCENT}; border-radius: 6px; }}")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        self.line = QLineEdit(placeholderText="What do you want to do?")
        self.line.setStyleSheet("font-size: 15px; padding: 6px;")
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        self.list = QTreeWidget()
        self.list.setColumnCount(3)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setStyleSheet(
            "QTreeView { border: none; background: transparent; } QTreeView::item { padding: 4px; }"
        )
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for part in (1, 2):
            self.list.header().setSectionResizeMode(part, QHeaderView.ResizeMode.ResizeToContents)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(lambda item: self.run(item))
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.setFixedSize(WIDTH, HEIGHT)

    def open(self) -> None:
        """Show it at the top of the window, empty."""
        self.line.clear()
        self._fill("")
        corner = self._window.mapToGlobal(self._window.rect().topLeft())
        self.move(corner.x() + (self._window.width() - WIDTH) // 2, corner.y() + 70)
        self.show()
        self.activateWindow()
        self.line.setFocus()

    def _fill(self, letters: str) -> None:
        self.list.clear()
        for command in found(self._commands, letters):
            item = QTreeWidgetItem([command.title, command.group, command.action.shortcut().toString()])
            item.setData(0, _DATA, command.name)
            item.setToolTip(0, command.action.toolTip())
            item.setIcon(0, command.action.icon())
            for part in (1, 2) if command.action.isEnabled() else (0, 1, 2):
                item.setForeground(part, QBrush(QColor(FAINT)))
            self.list.addTopLevelItem(item)
        self._walk(1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows walk through the list while the line keeps the focus."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        way = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in way:
            self._walk(way[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run(self.list.currentItem())
            return True
        return False

    def _walk(self, way: int) -> None:
        present = self.list.currentItem()
        at = -1 if present is None else self.list.indexOfTopLevelItem(present)
        item = self.list.topLevelItem(min(max(at + way, 0), self.list.topLevelItemCount() - 1))
        if item is not None:
            self.list.setCurrentItem(item)

    def run(self, item: QTreeWidgetItem | None) -> None:
        """Do what an entry says."""
        if item is None:
            return
        self.hide()
        self._commands[item.data(0, _DATA)].trigger()
