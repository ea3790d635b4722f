"""Above the names: a search field, and which nodes' knobs are shown."""

from __future__ import annotations

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from studio.ui.theme import FAINT, icon
from studio.ui.timeline import look
from studio.ui.timeline.rows import FILTERS, Filter
from studio.ui.timeline.ruler_paint import HEIGHT
from studio.ui.timeline.state import TimelineState


class Corner(QWidget):
    """Search and filter of the rows."""

    def __init__(self, state: TimelineState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self.setFixedSize(look.HEADER, HEIGHT)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search rows")
        self.search.setToolTip("Show only rows with these words in their name, their node's or their person's")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("mdi6.magnify", FAINT), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(state.search)
        self.button = QToolButton()
        self.button.setIcon(icon("mdi6.filter-variant"))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setToolTip("Which nodes' knobs are shown")
        self.button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.button.setFixedSize(28, 26)
        self.button.setMenu(self._menu())
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(4)
        row.addWidget(self.search)
        row.addWidget(self.button)

    def _menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        self.choices: dict[Filter, QAction] = {}
        for name, title in FILTERS.items():
            choice = menu.addAction(title)
            choice.setCheckable(True)
            choice.setChecked(name == "keyed")
            choice.triggered.connect(lambda *_, only=name: self._filter(only))
            group.addAction(choice)
            self.choices[name] = choice
        return menu

    def _filter(self, only: Filter) -> None:
        self.state.filter(only)
        self.button.setIcon(icon("mdi6.filter-variant" if only == "keyed" else "mdi6.filter"))
