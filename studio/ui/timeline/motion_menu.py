"""The motion library as a menu with a search field, every motion with its poses, and the chosen one moving."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from studio.ui.theme import FAINT, LINE, PANEL, WORDS
from studio.ui.timeline.beat_edit import clip_of, searched, shown
from studio.ui.timeline.motion_player import STRIP, MotionPlayer, poses

SIZE = QSize(640, 380)
LIST = 460
ROW = STRIP.height() + 12


class MotionMenu(QFrame):
    """Type to search; what is under the mouse or chosen with the arrow keys moves; Enter or a click takes it.

    Args:
        choose: Is given the motion's name.
    """

    def __init__(self, choose: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._choose = choose
        self.field = QLineEdit()
        self.field.setPlaceholderText("Search the motion library: a name, a verb, a kind")
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.itemEntered.connect(self.list.setCurrentItem)
        self.list.currentItemChanged.connect(lambda item: self._show(item))
        self.list.itemClicked.connect(lambda item: self._take(item))
        self.player, self.words = MotionPlayer(), QLabel()
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self._drawing = QTimer(self)
        self._drawing.setInterval(0)
        self._drawing.timeout.connect(self._draw_one)
        self.resize(SIZE)
        self._fill("")

    def _lay_out(self) -> None:
        beside = QVBoxLayout()
        beside.addWidget(self.player)
        beside.addWidget(self.words, 1)
        columns = QHBoxLayout()
        columns.addWidget(self.list, 1)
        columns.addLayout(beside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 6, 6, 6)
        whole.addWidget(self.field)
        whole.addLayout(columns)
        self.setStyleSheet(f"MotionMenu {{ background: {PANEL}; border: 1px solid {LINE}; }}"
                           f"QListWidget::item:selected {{ background: rgba(76, 155, 232, 80); }}")  # fmt: skip

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
            item.setToolTip(offer.words)
            item.setSizeHint(QSize(LIST - 34, ROW))
            self.list.setItemWidget(item, _row(offer.name, offer.length, offer.kind))
        self.list.setCurrentRow(0)
        self._drawing.start()

    def _draw_one(self) -> None:
        """Draw the poses of one row that is in view and has none yet."""
        area = self.list.viewport().rect()
        for row in range(self.list.count()):
            item = self.list.item(row)
            if self.list.visualItemRect(item).intersects(area):
                label = self.list.itemWidget(item).findChild(QLabel, "poses")
                if label.pixmap().isNull():
                    label.setPixmap(poses(clip_of(_name(item))))
                    return
        self._drawing.setInterval(60)  # nothing is left to do until the list is scrolled

    def _show(self, item: QListWidgetItem | None) -> None:
        self.player.play(clip_of(_name(item)) if item is not None else "")
        words = item.toolTip() if item is not None else "Nothing fits these words."
        self.words.setText(f'<span style="color:{FAINT}">{words}</span>')

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            name = _name(item)
            self.close()
            self._choose(name)


def _name(item: QListWidgetItem) -> str:
    return str(item.data(Qt.ItemDataRole.UserRole))


def _row(name: str, length: float, kind: str) -> QWidget:
    """Poses and words; the mouse goes through to the list."""
    row = QWidget()
    row.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    told = f'<span style="color:{FAINT}">{length:.1f} s · {kind}</span>'
    picture, label = QLabel(), QLabel(f'<b style="color:{WORDS}">{shown(name).capitalize()}</b><br>{told}')
    picture.setObjectName("poses")
    picture.setFixedSize(STRIP)
    across = QHBoxLayout(row)
    across.setContentsMargins(6, 4, 6, 4)
    across.addWidget(picture)
    across.addWidget(label, 1)
    return row
