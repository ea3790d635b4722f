"""A row of the people list: colour, face, name, motion, number of corrections, eye and lock."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.ui.people.faces import SIDE
from studio.ui.people.listing import Row
from studio.ui.theme import ACCENT, FAINT, LINE, RAISED, WORDS, icon

Index = QModelIndex | QPersistentModelIndex
HEIGHT, GAP, BUTTON = 56, 8, 22


class RowPainter(QStyledItemDelegate):
    """Draws rows, takes clicks on eye and lock, and lets a name be edited in place."""

    hid = Signal(str, bool)
    locked = Signal(str, bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.chosen = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(180, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, row, bool(state & QStyle.StateFlag.State_MouseOver))
        painter.setOpacity(0.45 if row.gone else 1.0)
        self._face(painter, box, row)
        self._words(painter, box, row)
        painter.setOpacity(1.0)
        if not row.gone:
            self._buttons(painter, box, row, bool(state & QStyle.StateFlag.State_MouseOver))
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, row: Row, hover: bool) -> None:
        chosen = row.person == self.chosen
        if chosen or hover:
            painter.fillRect(box, QColor(RAISED) if chosen else QColor(RAISED).darker(112))
        colour = QColor(FAINT) if row.gone else QColor.fromRgbF(*row.colour)
        painter.fillRect(QRect(box.left(), box.top() + 2, 4, box.height() - 4), colour)
        painter.setPen(QPen(QColor(LINE), 1))
        painter.drawLine(box.left() + 4, box.bottom(), box.right(), box.bottom())

    def _face(self, painter: QPainter, box: QRect, row: Row) -> None:
        spot = QRect(box.left() + 4 + GAP, box.top() + (HEIGHT - SIDE) // 2, SIDE, SIDE)
        if row.face is not None:
            painter.drawPixmap(spot, row.face)
        else:
            icon("mdi6.account-off-outline" if row.gone else "mdi6.account", FAINT).paint(painter, spot)
        if row.person == self.chosen:
            painter.setPen(QPen(QColor.fromRgbF(*row.colour), 2))
            painter.drawRoundedRect(QRectF(spot).adjusted(1, 1, -1, -1), 4, 4)

    def _words(self, painter: QPainter, box: QRect, row: Row) -> None:
        name = name_box(box, row)
        font = painter.font()
        font.setBold(row.person == self.chosen)
        painter.setFont(font)
        painter.setPen(QColor(WORDS))
        fit = QFontMetrics(font)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, _cut(fit, row.name, name.width()))
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(QColor(FAINT))
        below = QRect(name.left(), name.bottom() + 1, name.width(), name.height())
        left = self._keys(painter, below, row)
        said = "gone from the picture" if row.gone else row.motion
        below.setLeft(left)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, _cut(fit, said, below.width()))

    def _keys(self, painter: QPainter, line: QRect, row: Row) -> int:
        """A diamond and the number of corrections; gives where the line goes on."""
        if not row.keys:
            return line.left()
        middle = QPointF(line.left() + 5, line.center().y() + 1)
        painter.save()
        painter.setBrush(QColor(ACCENT))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.translate(middle)
        painter.rotate(45)
        painter.drawRect(QRectF(-3.2, -3.2, 6.4, 6.4))
        painter.restore()
        words = str(row.keys)
        wide = QFontMetrics(painter.font()).horizontalAdvance(words)
        painter.drawText(QRect(line.left() + 13, line.top(), wide + 2, line.height()),
                         Qt.AlignmentFlag.AlignVCenter, words)  # fmt: skip
        return line.left() + 13 + wide + GAP

    def _buttons(self, painter: QPainter, box: QRect, row: Row, hover: bool) -> None:
        eye, lock = button_boxes(box)
        if row.hidden or hover:
            icon("mdi6.eye-off-outline" if row.hidden else "mdi6.eye-outline", FAINT).paint(painter, eye)
        if row.locked or hover:
            icon("mdi6.lock" if row.locked else "mdi6.lock-open-variant-outline", WORDS if row.locked else FAINT).paint(
                painter, lock
            )

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index) -> bool:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(event, QMouseEvent) and not row.gone and event.button() == Qt.MouseButton.LeftButton:
            eye, lock = button_boxes(option.rect)
            at = event.position().toPoint()
            if eye.contains(at) or lock.contains(at):
                if event.type() == QEvent.Type.MouseButtonRelease:
                    self._toggle(row, eye.contains(at))
                return True
        return super().editorEvent(event, model, option, index)  # type: ignore[arg-type]

    def _toggle(self, row: Row, eye: bool) -> None:
        if eye:
            self.hid.emit(row.person, not row.hidden)
        else:
            self.locked.emit(row.person, not row.locked)

    def createEditor(self, parent: QWidget | None, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setMaxLength(80)
        return line

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        box = name_box(option.rect, index.data(Qt.ItemDataRole.UserRole))
        editor.setGeometry(box.adjusted(-5, -2, 0, 3))


def name_box(box: QRect, row: Row) -> QRect:
    """Where the name is."""
    left = box.left() + 4 + GAP + SIDE + GAP
    right = box.right() - (0 if row.gone else 2 * BUTTON) - GAP
    return QRect(left, box.top() + 9, max(20, right - left), 19)


def button_boxes(box: QRect) -> tuple[QRect, QRect]:
    """Where eye and lock are."""
    top = box.top() + (HEIGHT - 16) // 2
    return QRect(box.right() - 2 * BUTTON, top, 16, 16), QRect(box.right() - BUTTON, top, 16, 16)


def _cut(fit: QFontMetrics, words: str, width: int) -> str:
    return fit.elidedText(words, Qt.TextElideMode.ElideRight, width)
