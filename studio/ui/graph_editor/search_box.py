"""A box to search in, over the canvas: type a few letters, choose with the arrows, Enter takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.ui.graph_editor.fuzzy import Entry, ranked
from studio.ui.graph_editor.search_rows import ENTRY, ROLE, EntryRows
from studio.ui.theme import FAINT, LINE, PANEL

SIZE = QSize(400, 420)


class SearchBox(QFrame):
    """Shown over its parent while something is searched.

    Attributes:
        entries: What can be chosen, the best first.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("search")
        self.setStyleSheet(
            f"#search {{ background: {PANEL}; border: 1px solid {LINE}; border-radius: 6px; }}"
            f"#search QListWidget {{ border: none; background: {PANEL}; padding: 0; }}"
        )
        self.line = QLineEdit(self)
        self.line.setClearButtonEnabled(True)
        self.rows = QListWidget(self)
        self.rows.setItemDelegate(EntryRows(self.rows))
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setMouseTracking(True)
        self.foot = QLabel(self)
        self.foot.setStyleSheet(f"color: {FAINT}; padding: 2px 4px;")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 6)
        layout.setSpacing(6)
        for widget in (self.line, self.rows, self.foot):
            layout.addWidget(widget)
        self.entries: list[Entry] = []
        self._all: Sequence[Entry] = ()
        self._headed, self._most = True, SIZE.height()
        self._take: Callable[[str, bool], object] = lambda key, linked: None
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        self.rows.itemClicked.connect(self._clicked)
        self.hide()

    def ask(
        self,
        at: QPoint,
        entries: Sequence[Entry],
        hint: str,
        take: Callable[[str, bool], object],
        foot: str = "",
        headed: bool = True,
    ) -> None:
        """Ask for one of some entries.

        Args:
            at: Where, in pixels of the parent; it is moved so that all of it is seen.
            entries: What can be chosen.
            hint: Shown while nothing is typed.
            take: Gets the key, and whether Shift was down.
            foot: A line at the bottom.
            headed: Whether families have headings while nothing is typed.
        """
        self._all, self._take, self._headed = entries, take, headed
        around = self._over.rect().adjusted(4, 4, -4, -4)
        size = SIZE.boundedTo(around.size())
        x = min(max(at.x() - 30, around.left()), around.right() - size.width())
        y = min(max(at.y() - 22, around.top()), around.bottom() - size.height())
        self.setGeometry(QRect(QPoint(x, y), size))
        self._most = size.height()
        self.foot.setText(foot)
        self.foot.setVisible(bool(foot))
        self.line.setPlaceholderText(hint)
        self.line.clear()
        self._search("")
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _search(self, letters: str) -> None:
        self.entries = ranked(letters, self._all)
        self.rows.clear()
        family = None
        for entry in self.entries:
            if self._headed and not letters.strip() and entry.family != family:
                family = entry.family
                heading = QListWidgetItem(family.upper())
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                self.rows.addItem(heading)
            row = QListWidgetItem(entry.title)
            row.setData(ROLE, entry)
            row.setToolTip(entry.doc)
            self.rows.addItem(row)
        self._shrink()
        self._choose(0, 1)
        if not self.entries:
            nothing = QListWidgetItem("Nothing fits" if not self._all else "Nothing of that name")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.rows.addItem(nothing)

    def _shrink(self) -> None:
        """As high as what was found, no higher."""
        rows = sum(self.rows.sizeHintForRow(row) for row in range(self.rows.count())) or ENTRY
        beside = 74 + (22 if self.foot.text() else 0)
        self.resize(self.width(), min(self._most, rows + beside))

    def _choose(self, row: int, step: int) -> None:
        """Choose the next row that is no heading."""
        while 0 <= row < self.rows.count():
            if self.rows.item(row).data(ROLE) is not None:
                self.rows.setCurrentRow(row)
                return
            row += step

    def _clicked(self, row: QListWidgetItem) -> None:
        if row.data(ROLE) is not None:
            self._done(row.data(ROLE), False)

    def _done(self, entry: Entry, linked: bool) -> None:
        self.leave()
        self._take(entry.key, linked)

    def leave(self) -> None:
        """Close; the canvas has the keys again."""
        self.hide()
        self._over.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and Escape while typing; leaving closes."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key, row = event.key(), self.rows.currentRow()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab):
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.rows.currentItem()
            if item is not None and item.data(ROLE) is not None:
                self._done(item.data(ROLE), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in steps:
            step = steps[Qt.Key(key)]
            self._choose(min(max(row + step, 0), self.rows.count() - 1), 1 if step > 0 else -1)
        else:
            return False
        return True
