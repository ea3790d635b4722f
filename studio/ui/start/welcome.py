"""The page that a window without a document shows: drop a photo, open recent, choose a preset."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.ui.presets.shelf import Shown, picture_of, shown_presets
from studio.ui.session import Session
from studio.ui.start.card import Card
from studio.ui.start.drop_target import DropTarget
from studio.ui.start.incoming import thumbnail
from studio.ui.start.recent import recent
from studio.ui.theme import FAINT, PANEL

COLUMNS = 4


class WelcomePage(QScrollArea):
    """Drop a photo, open recent, presets.

    Args:
        session: The session.
        browse: Asks for a file and opens it.
        open: Opens a file.
        preset: Takes a preset: the next photo goes into it.
    """

    def __init__(
        self,
        session: Session,
        browse: Callable[[], object],
        open: Callable[[Path], object],
        preset: Callable[[Path], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._open, self._preset = session, open, preset
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget()
        self.setWidget(page)
        outer = QHBoxLayout(page)
        outer.addStretch(1)
        self._column = QVBoxLayout()
        outer.addLayout(self._column, 6)
        outer.addStretch(1)
        self._column.setContentsMargins(0, 28, 0, 28)
        self._column.setSpacing(14)
        self._head()
        self.target = DropTarget()
        self.target.clicked.connect(browse)
        self.target.dropped.connect(lambda path: open(path))
        self._column.addWidget(self.target)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self._column.addLayout(self._rows)
        self._column.addStretch()
        page.setStyleSheet(f"QWidget#page {{ background: {PANEL}; }}")
        self.fill()

    def _head(self) -> None:
        title = QLabel("Vivant")
        title.setStyleSheet("font-size: 30px; font-weight: 600;")
        line = QLabel("One still photo. Everybody in it moves.")
        line.setStyleSheet(f"font-size: 15px; color: {FAINT};")
        self._column.addWidget(title)
        self._column.addWidget(line)

    def fill(self) -> None:
        """Show what is recent and what presets there are, as they are now."""
        while item := self._rows.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        files = recent()[: 2 * COLUMNS]
        if files:
            cards = [self._file(path) for path in files]
            self._row("Open recent", cards)
        presets = [shown for shown in shown_presets(self._session.library) if not shown.preset.trouble]
        if presets:
            self._row("Presets: choose one, then a photo", [self._card(shown) for shown in presets[: 2 * COLUMNS]])

    def _row(self, title: str, cards: list[Card]) -> None:
        head = QLabel(title)
        head.setStyleSheet(f"color: {FAINT}; padding-top: 12px;")
        grid = QWidget()
        cells = QGridLayout(grid)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setSpacing(12)
        for at, card in enumerate(cards):
            cells.addWidget(card, at // COLUMNS, at % COLUMNS, Qt.AlignmentFlag.AlignLeft)
        cells.setColumnStretch(COLUMNS, 1)
        self._rows.addWidget(head)
        self._rows.addWidget(grid)

    def _file(self, path: Path) -> Card:
        card = Card(path.name, str(path), QPixmap(str(thumbnail(path))))
        card.clicked.connect(lambda: self._open(path))
        return card

    def _card(self, shown: Shown) -> Card:
        card = Card(shown.preset.name, shown.preset.notes, QPixmap(str(picture_of(shown.preset.path))))
        card.clicked.connect(lambda: self._preset(shown.preset.path))
        return card
