"""A menu under the mouse that says first what it is about."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget


def titled_menu(parent: QWidget, title: str) -> QMenu:
    """A menu with a title; it goes when it is closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    head = menu.addAction(title)
    font = head.font()
    font.setBold(True)
    head.setFont(font)
    head.setEnabled(False)
    menu.addSeparator()
    return menu
