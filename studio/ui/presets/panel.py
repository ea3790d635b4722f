"""The preset browser: pictures to search, to use with a double click, and to drag onto the picture or the graph."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.media.errors import VivantError
from studio.ui.presets.saving import SavePreset
from studio.ui.presets.shelf import Shown, matches, picture_of, shown_presets
from studio.ui.presets.use import MIME, use_preset
from studio.ui.session import Session
from studio.ui.theme import FAINT, icon

PICTURE = QSize(88, 58)
_DATA = Qt.ItemDataRole.UserRole


class PresetList(QListWidget):
    """Presets as pictures, which may be dragged away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMovement(QListWidget.Movement.Static)
        self.setIconSize(PICTURE)
        self.setGridSize(QSize(PICTURE.width() + 10, PICTURE.height() + 32))
        self.setSpacing(4)
        self.setWordWrap(True)
        self.setDragEnabled(True)
        self.setStyleSheet("QListView { border: none; }")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def mimeData(self, items: list[QListWidgetItem]) -> QMimeData:  # type: ignore[override]
        """A dragged preset is the path of its file."""
        data = QMimeData()
        for item in items[:1]:
            data.setData(MIME, str(item.data(_DATA).preset.path).encode())
        return data


class PresetsPanel(QWidget):
    """Every preset, shipped and one's own.

    Attributes:
        list: What is shown.
        dialog: The dialog that saves one, while it is open.
    """

    wanted = Signal(object)
    """A preset was chosen that still needs a photo; its path."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.dialog: SavePreset | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        self.search = QLineEdit(placeholderText="Search presets", clearButtonEnabled=True)
        self.search.setToolTip("Words of name, tags or notes")
        self.search.textChanged.connect(self._filter)
        self.tag = QComboBox(toolTip="Only presets with this tag")
        self.tag.activated.connect(self._filter)
        self.keep = QToolButton(toolTip="Save the graph, or what is selected, as a preset")
        self.keep.setIcon(icon("mdi6.content-save-plus-outline"))
        self.keep.clicked.connect(self.save)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.tag, 1)
        row.addWidget(self.keep)
        self.list = PresetList()
        self.list.itemActivated.connect(lambda item: self.use(item.data(_DATA).preset.path))
        self.list.customContextMenuRequested.connect(self._menu)
        self.empty = QLabel("No preset fits.", alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setStyleSheet(f"color: {FAINT}")
        column.addWidget(self.search)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty)
        session.commands.add(
            "file.save_preset", "Save as preset...", self.save, group="File", owner=self, shortcut="Ctrl+Alt+S",
            everywhere=True, tip="The graph, or what is selected, for other photos",
        )  # fmt: skip
        self.fill()

    def fill(self) -> None:
        """Look for presets anew."""
        self._shown = shown_presets(self._session.library)
        chosen = self.tag.currentText()
        tags = sorted({tag for shown in self._shown for tag in shown.preset.tags})
        self.tag.clear()
        self.tag.addItems(["All presets", "My presets", *tags])
        self.tag.setCurrentIndex(max(0, self.tag.findText(chosen)))
        self._filter()

    def _filter(self, *_: object) -> None:
        self.list.clear()
        for shown in self._shown:
            if self._fits(shown):
                self.list.addItem(self._item(shown))
        self.list.setVisible(self.list.count() > 0)
        self.empty.setVisible(self.list.count() == 0)

    def _fits(self, shown: Shown) -> bool:
        tag = self.tag.currentText()
        of_tag = self.tag.currentIndex() <= 0 or (shown.own if tag == "My presets" else tag in shown.preset.tags)
        return of_tag and matches(shown.preset, self.search.text())

    def _item(self, shown: Shown) -> QListWidgetItem:
        preset = shown.preset
        picture = QPixmap(str(picture_of(preset.path)))
        sign = QIcon(_cut(picture)) if not picture.isNull() else icon("mdi6.image-outline", FAINT)
        item = QListWidgetItem(sign, preset.name)
        item.setData(_DATA, shown)
        lines = [preset.trouble or preset.notes, f"Tags: {', '.join(preset.tags)}" if preset.tags else ""]
        lines += [f"Knobs: {', '.join(preset.knobs)}" if preset.knobs else "", "Double click or drag it to use it"]
        item.setToolTip("\n".join(line for line in lines if line))
        if preset.trouble:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
        return item

    def use(self, path: Path) -> None:
        """Use a preset on what is open; one that needs a photo asks for it."""
        try:
            if not use_preset(self._session, path):
                self.wanted.emit(path)
        except VivantError as problem:
            self._session.said.emit("error", str(problem))

    def save(self) -> None:
        """Ask for a name and save a preset."""
        if not self._session.graph.nodes:
            self._session.said.emit("info", "There is nothing to save as a preset yet")
            return
        self.dialog = SavePreset(self._session, self.fill, self.window())
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.saved.connect(lambda _: self.fill())
        self.dialog.open()

    def _menu(self, at: QPoint) -> None:
        item = self.list.itemAt(at)
        if item is None:
            return
        shown: Shown = item.data(_DATA)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Use", lambda: self.use(shown.preset.path))
        if shown.own:
            menu.addAction("Delete", lambda: self._delete(shown.preset.path))
        menu.popup(self.list.viewport().mapToGlobal(at))

    def _delete(self, path: Path) -> None:
        for file in (path, picture_of(path)):
            file.unlink(missing_ok=True)
        self.fill()


def _cut(picture: QPixmap) -> QPixmap:
    """The middle of a picture, in the shape of the list's."""
    grow, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    wanted = PICTURE * 2
    large = picture.scaled(wanted, grow, smooth)
    left, top = (large.width() - wanted.width()) // 2, (large.height() - wanted.height()) * 2 // 5
    return large.copy(left, top, wanted.width(), wanted.height())
