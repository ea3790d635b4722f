"""The motion library as a menu with a search field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from studio.ui.theme import FAINT, LINE, PANEL, WORDS
from studio.ui.timeline.beat_edit import searched, shown

SIZE = QSize(380, 330)


class MotionMenu(QFrame):
    """Type to search, Enter or a click chooses, Escape closes.

    Args:
        choose: Is given the motion's name.
    """

    def __init__(self, choose: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._choose = choose
        self.field = QLineEdit()
        self.field.setPlaceholderText("Search the motion library")
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.itemClicked.connect(lambda item: self._take(item))
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.setStyleSheet(f"MotionMenu {{ background: {PANEL}; border: 1px solid {LINE}; }}"
                           f"QListWidget::item:selected {{ background: rgba(76, 155, 232, 80); }}")  # fmt: skip
        self.resize(SIZE)
        self._fill("")

    def popup(self, place: QPoint) -> None:
        """Show it there, whole on the screen."""
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        area = screen.availableGeometry()
        x = min(max(place.x(), area.left()), area.right() - SIZE.width())
        y = min(max(place.y(), area.top()), area.bottom() - SIZE.height())
        self.move(x, y)
        self.show()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _fill(self, words: str) -> None:
        self.list.clear()
        for offer in searched(words):
            item = QListWidgetItem(self.list)
            item.setData(Qt.ItemDataRole.UserRole, offer.name)
            label = QLabel(f'<b style="color:{WORDS}">{shown(offer.name).capitalize()}</b>'
                           f'<span style="color:{FAINT}"> · {offer.length:.1f} s<br>{offer.words}</span>')  # fmt: skip
            label.setWordWrap(True)
            label.setContentsMargins(8, 5, 8, 5)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            item.setSizeHint(QSize(SIZE.width() - 34, label.heightForWidth(SIZE.width() - 34)))
            self.list.setItemWidget(item, label)
        self.list.setCurrentRow(0)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            name = str(item.data(Qt.ItemDataRole.UserRole))
            self.close()
            self._choose(name)
