"""What to render, where to, which frames and how large: asked before a job goes into the queue."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from studio.graph.graph import Graph
from studio.node.library import Library
from studio.ui.session import Session
from studio.ui.theme import ACCENT, WARN

SIZES = (("Full size", 1.0), ("Half size", 0.5), ("Quarter size", 0.25))
KINDS = "Film (*.mp4 *.mov *.mkv);;Pictures (*.png *.exr)"


class Wanted(NamedTuple):
    """What shall be rendered."""

    node: str
    path: Path
    frames: range
    scale: float


class RenderForm(QDialog):
    """Asks; :meth:`wanted` says what was chosen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Render")
        self._session = session
        self.node, self.scale = QComboBox(toolTip="The writer, or the picture, that is rendered"), QComboBox()
        self.path = QLineEdit(toolTip="A film (.mp4, .mov, .mkv), or pictures: a folder, or f.%04d.png, f.%04d.exr")
        self.first, self.last = QSpinBox(toolTip="First frame"), QSpinBox(toolTip="Last frame, included")
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setStyleSheet(f"color: {WARN}")
        self._fill()
        self._lay_out()
        self.node.currentIndexChanged.connect(self._propose)
        self.path.textChanged.connect(self._warn)
        self._propose()

    def _fill(self) -> None:
        for title, node in renderable(self._session.graph, self._session.library, self._viewed()):
            self.node.addItem(title, node)
        for title, scale in SIZES:
            self.scale.addItem(title, scale)
        self.scale.setToolTip("Smaller is faster: to check motion, not to deliver")
        graph = self._session.graph
        first, last = graph.timeline.play or (graph.shot.first, graph.shot.last)
        for box, value in ((self.first, first), (self.last, last)):
            box.setRange(graph.shot.first, graph.shot.last)
            box.setValue(value)
        self.first.valueChanged.connect(self.last.setMinimum)
        self.last.valueChanged.connect(self.first.setMaximum)

    def _viewed(self) -> str:
        view = self._session.view()
        return view.node if view is not None else ""

    def _lay_out(self) -> None:
        browse = QPushButton("Choose...", toolTip="Choose the file in a dialog")
        browse.clicked.connect(self._browse)
        form = QFormLayout()
        form.addRow("What", self.node)
        form.addRow("File", _row(self.path, browse))
        form.addRow("Frames", _row(self.first, QLabel("to"), self.last))
        form.addRow("Size", self.scale)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setIcon(QIcon())
        self.render_button = self.buttons.addButton("Render", QDialogButtonBox.ButtonRole.AcceptRole)
        self.render_button.setDefault(True)
        self.render_button.setStyleSheet(f"QPushButton:enabled {{ background: {ACCENT}; color: #ffffff; }}")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(form)
        column.addWidget(self.note)
        column.addWidget(self.buttons)
        self.setMinimumWidth(460)

    def _propose(self) -> None:
        """The writer's own file, or one beside the project."""
        node = self._session.graph.nodes.get(str(self.node.currentData()))
        named = str(node.knobs.get("path", "")) if node is not None and node.type == "write_movie" else ""
        project = self._session.path
        path = Path(named or (project.with_suffix(".mp4").name if project else "film.mp4")).expanduser()
        self.path.setText(str(path if path.is_absolute() else (project.parent if project else _films()) / path))

    def _browse(self) -> None:
        dialog = QFileDialog(self, "Render to", self.path.text(), KINDS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("mp4")
        dialog.fileSelected.connect(self.path.setText)
        dialog.open()

    def _warn(self) -> None:
        path = self.path.text().strip()
        there = bool(path) and Path(path).is_file()
        self.note.setText("The file that is there will be replaced." if there else "")
        self.render_button.setEnabled(bool(path) and self.node.count() > 0)

    def wanted(self) -> Wanted:
        """What was chosen."""
        frames = range(self.first.value(), self.last.value() + 1)
        path = Path(self.path.text().strip()).expanduser()
        return Wanted(str(self.node.currentData()), path, frames, float(self.scale.currentData()))


def renderable(graph: Graph, library: Library, viewed: str) -> list[tuple[str, str]]:
    """(title, node id) of what can be rendered: the writers, the picture that is looked at, the other pictures."""
    writers, pictures = [], []
    for name in sorted(graph.nodes):
        node = graph.nodes[name]
        kind = library.get(node.type)
        if kind is not None and kind.writes:
            writers.append((node.title or kind.title, name))
        elif kind is not None and any(output.media == "Image" for output in kind.outputs):
            pictures.append((node.title or kind.title, name))
    pictures.sort(key=lambda entry: entry[1] != viewed)
    found = writers + pictures
    titles = Counter(title for title, _ in found)
    return [(title if titles[title] == 1 else f"{title} ({name})", name) for title, name in found]


def _films() -> Path:
    home = Path.home()
    return home / "Videos" if (home / "Videos").is_dir() else home


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, QLineEdit | QSpinBox) else 0)
    return row
