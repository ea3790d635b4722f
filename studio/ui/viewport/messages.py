"""What the viewport tells the artist: an error over the last picture, what is being computed, what to do first."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from studio.ui.theme import ACCENT, FAINT, WORDS
from studio.ui.viewport.pencil import caption, letters


def draw_message(painter: QPainter, area: QRectF, line: str, advice: str) -> None:
    """One line in the middle, and under it what to do."""
    line = line[:1].upper() + line[1:]
    wide = min(area.width() - 40, 620.0)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    head, small = letters(15, bold=True), letters(12)
    limit = QRectF(0, 0, wide - 48, 400)
    first = QFontMetricsF(head).boundingRect(limit, int(flags), line)
    second = QFontMetricsF(small).boundingRect(limit, int(flags), advice)
    height = first.height() + second.height() + 44
    width = max(first.width(), second.width()) + 52
    box = QRectF(area.center().x() - width / 2, area.center().y() - height / 2, width, height)
    painter.setPen(QPen(QColor(255, 255, 255, 22), 1))
    painter.setBrush(QColor(24, 25, 28, 232))
    painter.drawRoundedRect(box, 8, 8)
    painter.setFont(head)
    painter.setPen(QColor(WORDS))
    painter.drawText(QRectF(box.left() + 24, box.top() + 16, width - 48, first.height() + 2), int(flags), line)
    painter.setFont(small)
    painter.setPen(QColor(FAINT))
    below = QRectF(box.left() + 24, box.top() + 26 + first.height(), width - 48, second.height() + 2)
    painter.drawText(below, int(flags), advice)


def draw_progress(painter: QPainter, area: QRectF, title: str, share: float) -> None:
    """A slim line at the lower edge, with the name of what works."""
    known = 0 <= share <= 1
    words = f"{title}  {share:.0%}" if known else f"{title} …"
    painter.fillRect(QRectF(area.left(), area.bottom() - 3, area.width(), 3), QColor(255, 255, 255, 26))
    done = area.width() * (share if known else 1.0)
    colour = QColor(ACCENT)
    colour.setAlpha(255 if known else 110)
    painter.fillRect(QRectF(area.left(), area.bottom() - 3, done, 3), colour)
    caption(painter, QPointF(area.left() + 10, area.bottom() - 11), words)
