"""The shortcut sheet: every command that has a shortcut, by group."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from PySide6.QtWidgets import QDialog, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from studio.ui.commands import Command, Commands
from studio.ui.shell.menus import ORDER
from studio.ui.theme import FAINT, LINE, RAISED, WORDS

MOUSE = (
    ("Number fields", "Drag sideways; Ctrl fine, Shift coarse; click to type"),
    ("Sliders", "Ctrl drags finely; double click for the default"),
    ("Picture", "Wheel zooms, middle button pans"),
    ("Graph", "Tab searches; drag from a socket to link, onto nothing to search what fits"),
)
"""What the mouse does, for the end of the sheet."""


class Sheet(QDialog):
    """All shortcuts, in columns, with a line to search them."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self.setWindowTitle("Shortcuts")
        self.resize(860, 640)
        column = QVBoxLayout(self)
        self.search = QLineEdit(placeholderText="Search", clearButtonEnabled=True)
        self.search.textChanged.connect(self.fill)
        self.text = QTextBrowser()
        column.addWidget(self.search)
        column.addWidget(self.text)
        self.fill("")

    def fill(self, words: str) -> None:
        """Show the shortcuts whose command has the words."""
        wanted = words.casefold().split()
        groups = dict(self._groups(wanted))
        half = (sum(len(rows) + 2 for rows in groups.values()) + 1) // 2
        columns: tuple[list[str], list[str]] = ([], [])
        used = 0
        for group, rows in groups.items():
            columns[0 if used < half else 1].append(_table(group, rows))
            used += len(rows) + 2
        cells = "".join(f'<td width="50%" style="padding-right:24px">{"".join(part)}</td>' for part in columns)
        self.text.setHtml(f'<table width="100%"><tr>{cells}</tr></table>')

    def _groups(self, wanted: list[str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for command in self._commands:
            keys = keys_of(command)
            if keys and all(word in f"{command.title} {keys}".casefold() for word in wanted):
                found.setdefault(command.group, []).append((command.title, keys))
        for group in [*(name for name in ORDER if name in found), *sorted(set(found) - set(ORDER))]:
            yield group, found[group]
        mouse = [row for row in MOUSE if all(word in " ".join(row).casefold() for word in wanted)]
        if mouse:
            yield "Mouse", mouse


def keys_of(command: Command) -> str:
    """A command's shortcuts as a person reads them."""
    return ", ".join(keys.toString() for keys in command.action.shortcuts())


def _table(group: str, rows: list[tuple[str, str]]) -> str:
    lines = "".join(
        f'<tr><td style="padding:3px 12px 3px 0; color:{WORDS}">{escape(title)}</td>'
        f'<td align="right" style="padding:3px 6px; color:{WORDS}; background:{RAISED}">{escape(keys)}</td></tr>'
        for title, keys in rows
    )
    head = f'<p style="color:{FAINT}; margin:14px 0 4px 0; border-bottom:1px solid {LINE}"><b>{escape(group)}</b></p>'
    return f'{head}<table width="100%" cellspacing="2">{lines}</table>'
