"""Lists of entries (a roster, keys of a correction, a cast): a table."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.graph.plain import freeze, thaw
from studio.node.knob import Knob
from studio.ui.inspector.editor import Editor
from studio.ui.theme import FAINT, icon

MOST = 500
"""Entries that the table shows; the timeline and the picture are the place for more."""


class EntriesEditor(Editor):
    """How many there are; opened, a table with a column for each field, cells as JSON."""

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        self._value: tuple[Any, ...] = ()
        self._filling = False
        column = QVBoxLayout()
        column.setSpacing(4)
        head = QHBoxLayout()
        self.count = QLabel()
        self.count.setStyleSheet(f"color: {FAINT}")
        self.more = QToolButton(toolTip="Show the entries", checkable=True)
        self.more.setIcon(icon("mdi6.table"))
        self.more.toggled.connect(self._open)
        self.add = self._button("mdi6.plus", "Add an entry", self._add)
        self.remove = self._button("mdi6.minus", "Remove the chosen entries", self._remove)
        head.addWidget(self.count, 1)
        for button in (self.add, self.remove, self.more):
            head.addWidget(button)
        self.table = QTableWidget()
        self.table.setFixedHeight(150)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().setDefaultSectionSize(22)
        self.table.cellChanged.connect(self._changed)
        self.table.hide()
        column.addLayout(head)
        column.addWidget(self.table)
        self.row.addLayout(column)
        self._open(False)

    def _button(self, sign: str, tip: str, run: Any) -> QToolButton:
        button = QToolButton(toolTip=tip)
        button.setIcon(icon(sign))
        button.clicked.connect(run)
        return button

    def _open(self, on: bool) -> None:
        for widget in (self.table, self.add, self.remove):
            widget.setVisible(on)
        if on:
            self._fill()

    def show_value(self, value: Any, mixed: bool) -> None:
        """Show the entries."""
        new = () if mixed or value is None else tuple(value)
        if new == self._value and not mixed:
            self._say(mixed)
            return
        self._value = new
        self._say(mixed)
        if self.more.isChecked():
            self._fill()

    def _say(self, mixed: bool) -> None:
        number = len(self._value)
        self.count.setText(
            "several lists" if mixed else "none" if not number else f"{number} entr{'y' if number == 1 else 'ies'}"
        )

    def _fill(self) -> None:
        self._filling = True
        shown = self._value[:MOST]
        columns = list(dict.fromkeys(name for entry in shown for name in sorted(entry))) or ["id"]
        self.table.setColumnCount(len(columns))
        self.table.setHorizontalHeaderLabels(columns)
        self.table.setRowCount(len(shown))
        for row, entry in enumerate(shown):
            for at, name in enumerate(columns):
                text = json.dumps(thaw(entry[name]), ensure_ascii=False) if name in entry else ""
                self.table.setItem(row, at, QTableWidgetItem(text))
        self._filling = False

    def _names(self) -> list[str]:
        items = (self.table.horizontalHeaderItem(at) for at in range(self.table.columnCount()))
        return [item.text() for item in items if item is not None]

    def _changed(self, row: int, column: int) -> None:
        item = self.table.item(row, column)
        if self._filling or item is None or row >= len(self._value):
            return
        name, text = self._names()[column], item.text().strip()
        entry = dict(self._value[row])
        if text:
            entry[name] = read_cell(text)
        else:
            entry.pop(name, None)
        self.changed.emit((*self._value[:row], freeze(entry), *self._value[row + 1 :]))

    def _add(self) -> None:
        copied = self._value[-1] if self._value else freeze({"id": f"entry_{len(self._value) + 1}"})
        self.changed.emit((*self._value, copied))

    def _remove(self) -> None:
        gone = {index.row() for index in self.table.selectedIndexes()}
        if gone:
            self.changed.emit(tuple(entry for at, entry in enumerate(self._value) if at not in gone))


def read_cell(text: str) -> Any:
    """A cell's value: JSON, or the words as they are."""
    try:
        return freeze(json.loads(text))
    except (ValueError, RecursionError):
        return text
