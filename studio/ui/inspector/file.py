"""Files to read, with a preview; files to write; where they may be chosen, dropped and found again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from studio.files.photo import PATTERNS, read_pixels
from studio.graph.media_files import is_local
from studio.media.errors import VivantError
from studio.node.knob import Knob
from studio.ui.errand import alive, send
from studio.ui.inspector.editor import Editor
from studio.ui.start.incoming import keep_thumbnail, small, thumbnail
from studio.ui.theme import BAD, FAINT, GROUND, icon


class FileEditor(Editor):
    """A path, a button to choose one, and a small picture of what is there."""

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        self.setAcceptDrops(True)
        column = QVBoxLayout()
        column.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(4)
        self.field = QLineEdit(placeholderText="no file")
        self.field.editingFinished.connect(self._typed)
        self.browse = QToolButton(toolTip="Choose a file")
        self.browse.setIcon(icon("mdi6.folder-open-outline"))
        self.browse.clicked.connect(self.choose)
        line.addWidget(self.field, 1)
        line.addWidget(self.browse)
        column.addLayout(line)
        self.picture = QLabel()
        self.picture.setStyleSheet(f"background: {GROUND}; border-radius: 3px; color: {FAINT}; padding: 3px;")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setFixedHeight(84)
        self.picture.hide()
        if knob.kind == "file":
            column.addWidget(self.picture)
        self.row.addLayout(column)
        self._shown: str | None = None

    def _typed(self) -> None:
        if self.field.text() != (self._shown or ""):
            self.changed.emit(self.field.text())

    def choose(self) -> None:
        """Ask for a file."""
        patterns = " ".join(self.knob.patterns or (PATTERNS if self.knob.kind == "file" else ()))
        shown = f"{self.knob.name.capitalize()} ({patterns});;All files (*)" if patterns else ""
        start = self._shown or ""
        if self.knob.kind == "file":
            chosen, _ = QFileDialog.getOpenFileName(self, "Choose a file", start, shown)
        else:
            chosen, _ = QFileDialog.getSaveFileName(self, "Where to write", start, shown)
        if chosen:
            self.changed.emit(chosen)

    def show_value(self, value: Any, mixed: bool) -> None:
        """Show a path."""
        path = "" if mixed or value is None else str(value)
        self.field.setPlaceholderText("several files" if mixed else "no file")
        if path == self._shown:
            return
        self._shown = path
        self.field.setText(path)
        self.field.setToolTip(path)
        self._preview(path)

    def _preview(self, path: str) -> None:
        seen = not self.knob.patterns or bool({*self.knob.patterns} & {*PATTERNS})
        if self.knob.kind != "file" or not seen or not path or not is_local(path):
            self.picture.hide()
            return
        send(lambda: _small_picture(Path(path)), lambda found, problem: self._previewed(path, found, problem))

    def _previewed(self, path: str, found: Path | None, problem: BaseException | None) -> None:
        if not alive(self) or path != self._shown:  # the row was closed meanwhile, or shows another
            return
        self.picture.show()
        if found is None:
            self.picture.setText(str(problem) if isinstance(problem, VivantError) else "it cannot be shown")
            self.picture.setWordWrap(True)
            self.picture.setStyleSheet(f"background: {GROUND}; border-radius: 3px; color: {BAD}; padding: 3px;")
            return
        ratio = self.devicePixelRatioF()
        shown = QPixmap(str(found)).scaledToHeight(round(78 * ratio), Qt.TransformationMode.SmoothTransformation)
        shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(shown)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """It is chosen."""
        for url in event.mimeData().urls()[:1]:
            event.acceptProposedAction()
            self.changed.emit(url.toLocalFile())


def _small_picture(path: Path) -> Path:
    """The thumbnail of a photo, made where there is none or an old one."""
    place = thumbnail(path)
    if not place.exists() or (path.exists() and place.stat().st_mtime < path.stat().st_mtime):
        keep_thumbnail(path, small(read_pixels(path)))
    elif not path.is_file():
        read_pixels(path)  # says in one line what is wrong
    return place
