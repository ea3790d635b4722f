"""A menu under the mouse that says first what it is about."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QWidget, QWidgetAction

from studio.ui.theme import WORDS


def titled_menu(parent: QWidget, title: str) -> QMenu:
    """A menu with a title; it goes when it is closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    words = QLabel(title)
    words.setStyleSheet(f"color: {WORDS}; font-weight: bold; padding: 5px 12px 5px 12px;")
    head = QWidgetAction(menu)
    head.setDefaultWidget(words)
    head.setText(title)
    head.setEnabled(False)
    menu.addAction(head)
    menu.addSeparator()
    return menu
