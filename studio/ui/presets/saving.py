"""Saving a graph, or what is selected, as a preset."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from studio.graph.graph import Graph
from studio.graph.preset import save_preset
from studio.media.errors import VivantError
from studio.media.image import Image
from studio.ui.bridge import Answer, Look
from studio.ui.places import own_presets
from studio.ui.presets.shelf import picture_of
from studio.ui.presets.use import selected_part
from studio.ui.session import Session
from studio.ui.start.incoming import small
from studio.ui.start.views import usual_views
from studio.ui.theme import BAD, FAINT

_DATA = Qt.ItemDataRole.UserRole


class SavePreset(QDialog):
    """Asks for a name, words to find it by, and the knobs that it shows first.

    Args:
        session: The session.
        pictured: Called when the preset's thumbnail is there, which may be long after the dialog has gone.
        parent: The window.
    """

    saved = Signal(object)
    """The path of the preset."""

    def __init__(self, session: Session, pictured: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictured = pictured
        self._session = session
        self.setWindowTitle("Save as a preset")
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        form = QFormLayout()
        form.setSpacing(8)
        graph = session.graph
        self.name = QLineEdit(graph.name, placeholderText="What it is called")
        self.tags = QLineEdit(", ".join(graph.tags), placeholderText="words, with commas between")
        self.notes = QPlainTextEdit(graph.notes, placeholderText="What it does, and for which photos")
        self.notes.setFixedHeight(64)
        count = len(selected_part(session).nodes)
        self.part = QCheckBox(f"Only the {count} selected nodes" if count > 1 else "Only the selected node")
        self.part.setVisible(bool(count))
        self.knobs = QListWidget()
        self.knobs.setFixedHeight(150)
        self.knobs.setToolTip("Ticked knobs are shown first, before any node is selected")
        for title, widget in (("Name", self.name), ("Tags", self.tags), ("Notes", self.notes), ("", self.part),
                              ("Shown knobs", self.knobs)):  # fmt: skip
            form.addRow(title, widget)
        column.addLayout(form)
        note = QLabel("The photo itself is not kept: a preset goes on any photo.")
        note.setStyleSheet(f"color: {FAINT}")
        column.addWidget(note)
        self.problem = QLabel(wordWrap=True)
        self.problem.setStyleSheet(f"color: {BAD}")
        self.problem.hide()
        column.addWidget(self.problem)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self._fill()

    def _fill(self) -> None:
        """Every knob that was changed or is shown already; the latter are ticked."""
        graph = self._session.graph
        shown = {entry[:2]: entry[2] for entry in graph.exposed}
        changed = [(name, knob) for name in sorted(graph.nodes) for knob in sorted(graph.nodes[name].knobs)]
        for place in dict.fromkeys([*shown, *changed]):
            label = shown.get(place) or place[1].replace("_", " ").capitalize()
            item = QListWidgetItem(f"{label}   ({place[0]})")
            item.setData(_DATA, (*place, label))
            item.setCheckState(Qt.CheckState.Checked if place in shown else Qt.CheckState.Unchecked)
            self.knobs.addItem(item)

    def _graph(self) -> Graph:
        graph = selected_part(self._session) if self.part.isChecked() else self._session.graph
        items = [self.knobs.item(at) for at in range(self.knobs.count())]
        chosen = [tuple(item.data(_DATA)) for item in items if item.checkState() == Qt.CheckState.Checked]
        return replace(graph, exposed=tuple(entry for entry in chosen if entry[0] in graph.nodes))

    def save(self) -> None:
        """Write the preset among the artist's own; its thumbnail follows when the engine has it."""
        name = self.name.text().strip()
        if not name:
            self._tell("Give it a name first")
            return
        tags = tuple(tag.strip() for tag in self.tags.text().split(",") if tag.strip())
        path = own_presets() / f"{file_name(name)}.vivant"
        try:
            save_preset(path, self._graph(), self._session.library, name, self.notes.toPlainText().strip(), tags)
        except VivantError as problem:
            self._tell(str(problem))
            return
        self._take_picture(path)
        self._session.said.emit("info", f"Saved the preset {name}")
        self.saved.emit(path)
        self.accept()

    def _take_picture(self, path: Path) -> None:
        session, pictured = self._session, self._pictured
        views = usual_views(session.graph, session.library)

        def keep(answer: Answer) -> None:
            if keep_picture(answer, path):
                pictured()

        if 1 in views:
            session.bridge.fetch(Look(*views[1], time=session.time, scale=session.scale), keep)

    def _tell(self, line: str) -> None:
        self.problem.setText(line)
        self.problem.show()


def keep_picture(answer: Answer, path: Path) -> bool:
    """Keep what was answered as a preset's thumbnail; whether that was possible."""
    if answer.error or not isinstance(answer.value, Image):
        return False
    from PIL import Image as pillow

    pillow.fromarray(small(answer.value.pixels)).save(picture_of(path), quality=85)
    return True


def file_name(name: str) -> str:
    """A file's name for a preset's."""
    return re.sub(r"[^\w-]+", "_", name.strip().lower()).strip("_") or "preset"
