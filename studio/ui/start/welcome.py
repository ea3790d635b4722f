"""The page that a window without a document shows: drop a photo, open recent, choose a preset."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.ui.presets.shelf import Shown, picture_of, shown_presets
from studio.ui.session import Session
from studio.ui.start.incoming import thumbnail
from studio.ui.start.recent import recent
from studio.ui.theme import ACCENT, BAD, FAINT, GROUND, LINE, PANEL, RAISED, WORDS, icon

COLUMNS = 4
CARD = QSize(190, 124)


class Card(QFrame):
    """A picture with a title below, to click or to choose with Enter."""

    clicked = Signal()

    def __init__(self, title: str, note: str, picture: QPixmap | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
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

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space chooses it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


class DropTarget(QFrame):
    """The large place to drop a photo on, or to click."""

    clicked = Signal()
    dropped = Signal(object)
    """A path."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drop")
        self.setAcceptDrops(True)
        self.setMinimumHeight(220)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Drop a photo, a project, or a film made by Vivant; or click to choose a file")
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch()
        self._sign = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._sign.setPixmap(icon("mdi6.image-plus", ACCENT).pixmap(56, 56))
        self._line = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._note = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        for widget in (self._sign, self._line, self._note):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(widget)
        column.addStretch()
        self.say("", False)
        self._light(False)

    def say(self, line: str, wrong: bool) -> None:
        """Show a line in place of the invitation: what is being read, or why it cannot be; "" for the invitation."""
        self._line.setStyleSheet(f"font-size: 17px; color: {BAD if wrong else WORDS}")
        self._line.setText("That cannot be opened" if wrong else line or "Drop a photo with people here")
        self._note.setStyleSheet(f"color: {WORDS if wrong else FAINT}")
        self._note.setText(line if wrong else "or click to choose one. Projects and films made by Vivant open too.")

    def _light(self, on: bool) -> None:
        ground, edge = (RAISED, ACCENT) if on else (GROUND, LINE)
        self.setStyleSheet(
            f"#drop {{ background: {ground}; border: 2px dashed {edge}; border-radius: 10px; }}"
            f"#drop:hover, #drop:focus {{ border-color: {ACCENT}; }}"
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space is a click."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._light(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went on."""
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """The first of them is opened."""
        self._light(False)
        for url in event.mimeData().urls()[:1]:
            event.acceptProposedAction()
            self.dropped.emit(Path(url.toLocalFile()))


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
