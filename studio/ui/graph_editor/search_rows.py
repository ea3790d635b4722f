"""Painting what is found: icon, title, family and one line; or a heading."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.ui.graph_editor import ink
from studio.ui.graph_editor.fuzzy import Entry
from studio.ui.theme import ACCENT, FAINT, WORDS

ENTRY, HEADING, BREADTH = 42, 24, 370
"""Heights of rows, and how broad they ask to be."""
ROLE = Qt.ItemDataRole.UserRole


class EntryRows(QStyledItemDelegate):
    """Icon, title, family on the right, one line below; or a heading."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        entry, area = index.data(ROLE), QRect(option.rect)
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
        return QSize(BREADTH, HEADING if index.data(ROLE) is None else ENTRY)


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
