"""A box to search in, over the canvas: type a few letters, choose with the arrows, Enter takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.ui.graph_editor import ink
from studio.ui.graph_editor.fuzzy import Entry, ranked
from studio.ui.theme import ACCENT, FAINT, LINE, PANEL, WORDS

ENTRY, HEADING = 42, 24
SIZE = QSize(400, 420)
_ROLE = Qt.ItemDataRole.UserRole


class _Painted(QStyledItemDelegate):
    """Icon, title, family on the right, one line below; or a heading."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        entry, area = index.data(_ROLE), QRect(option.rect)
        if entry is None:
            painter.setFont(ink.font(11, True))
            painter.setPen(QColor(FAINT))
            painter.drawText(area.adjusted(12, 4, -12, 0), Qt.AlignmentFlag.AlignVCenter, index.data())
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            _paint_entry(painter, entry, area, chosen)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Height of a row."""
        return QSize(SIZE.width() - 30, HEADING if index.data(_ROLE) is None else ENTRY)


def _paint_entry(painter: QPainter, entry: Entry, area: QRect, chosen: bool) -> None:
    if chosen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ACCENT))
        painter.drawRoundedRect(area.adjusted(4, 1, -4, -1), 4, 4)
    lit, quiet = ("#ffffff", "#dcebfa") if chosen else (WORDS, FAINT)
    painter.drawPixmap(area.topLeft() + QPoint(13, 11), ink.glyph(entry.icon or "mdi6.circle-outline", lit, 18))
    words = area.adjusted(42, 4, -14, -4)
    painter.setFont(ink.font(11))
    painter.setPen(QColor(quiet))
    painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, entry.family)
    doc = ink.fitted(entry.doc, 11, False, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, doc)
    painter.setFont(ink.font(13, True))
    painter.setPen(QColor(lit))
    title = ink.fitted(entry.title, 13, True, words.width() - ink.breadth(entry.family, 11) - 8)
    painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)


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
        self.rows.setItemDelegate(_Painted(self.rows))
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
            row.setData(_ROLE, entry)
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
            if self.rows.item(row).data(_ROLE) is not None:
                self.rows.setCurrentRow(row)
                return
            row += step

    def _clicked(self, row: QListWidgetItem) -> None:
        if row.data(_ROLE) is not None:
            self._done(row.data(_ROLE), False)

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
            if item is not None and item.data(_ROLE) is not None:
                self._done(item.data(_ROLE), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in steps:
            step = steps[Qt.Key(key)]
            self._choose(min(max(row + step, 0), self.rows.count() - 1), 1 if step > 0 else -1)
        else:
            return False
        return True
