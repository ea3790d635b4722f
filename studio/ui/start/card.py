"""A picture with a title, to click."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.ui.start.pressable import Pressable
from studio.ui.theme import ACCENT, FAINT, GROUND, LINE, RAISED, icon

CARD = QSize(190, 124)
"""Size of the picture, in logical pixels."""


class Card(Pressable):
    """A picture with a title below, to click or to choose with Enter."""

    def __init__(self, title: str, note: str, picture: QPixmap | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setToolTip(note or title)
        self.setStyleSheet(
            f"#card {{ background: {RAISED}; border: 1px solid {LINE}; border-radius: 6px; }}"
            f"#card:hover, #card:focus {{ border-color: {ACCENT}; }}"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 8)
        column.setSpacing(6)
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._picture.setFixedSize(CARD)
        self._picture.setStyleSheet(f"background: {GROUND}; border-radius: 5px;")
        self._show(picture)
        words = QLabel(self.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, CARD.width() - 20))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setContentsMargins(9, 0, 9, 0)
        column.addWidget(self._picture)
        column.addWidget(words)

    def _show(self, picture: QPixmap | None) -> None:
        if picture is None or picture.isNull():
            self._picture.setPixmap(icon("mdi6.image-outline", FAINT).pixmap(36, 36))
            return
        ratio = self.devicePixelRatioF()
        grow = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        large = picture.scaled(CARD * ratio, grow, Qt.TransformationMode.SmoothTransformation)
        wanted = CARD * ratio
        cut = large.copy(
            (large.width() - wanted.width()) // 2,
            (large.height() - wanted.height()) * 2 // 5,
            wanted.width(),
            wanted.height(),
        )
        cut.setDevicePixelRatio(ratio)
        self._picture.setPixmap(cut)
