"""The export dialog: what is exported, where to, as what, which frames, how large, with sound or without."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
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

from studio.files.sequence import is_pattern
from studio.graph.edit.sound import heard
from studio.ui.jobs.formats import (
    FORMATS,
    QUALITIES,
    Format,
    film_size_of,
    films,
    fits,
    format_of,
    renamed,
    renderable,
)
from studio.ui.people.cast import cast_of
from studio.ui.session import Session
from studio.ui.theme import ACCENT, FAINT, WARN

SIZES = (("Full size", 1.0), ("Half size", 0.5), ("Quarter size", 0.25))
KINDS = "Film (*.mp4 *.mov *.mkv);;Pictures (*.png *.exr)"


class Wanted(NamedTuple):
    """What shall be exported."""

    node: str
    path: Path
    frames: range
    scale: float
    format: Format
    quality: float
    sound: bool


class ExportForm(QDialog):
    """Asks; :meth:`wanted` says what was chosen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export film")
        self._session = session
        self.node, self.scale = QComboBox(toolTip="The film, or another picture of the graph"), QComboBox()
        self.path = QLineEdit(toolTip="A film (.mp4, .mov, .mkv), or pictures: a folder, or f.%04d.png, f.%04d.exr")
        self.format, self.quality = QComboBox(toolTip="What it is for"), QComboBox(toolTip="How large the file may be")
        self.range = QComboBox(toolTip="Which frames")
        self.first, self.last = QSpinBox(toolTip="First frame"), QSpinBox(toolTip="Last frame, included")
        self.sound = QCheckBox(toolTip="What is heard while the film plays")
        self.summary, self.note = QLabel(), QLabel()
        self.note.setWordWrap(True)
        self.summary.setStyleSheet(f"color: {FAINT}")
        self.note.setStyleSheet(f"color: {WARN}")
        self._fill()
        self._lay_out()
        self._connect()
        self._propose()

    def _fill(self) -> None:
        graph, library = self._session.graph, self._session.library
        for title, choice in renderable(graph, library, self._viewed()):
            self.node.addItem(title, choice)
        photo = cast_of(self._session).photo
        for title, scale in SIZES:
            wide, high = film_size_of(graph.shot, photo.size if photo is not None else (0, 0), scale)
            self.scale.addItem(f"{title}, {wide} × {high}" if wide else title, scale)
        self.scale.setToolTip("Smaller is faster: to check motion, not to deliver")
        for one in FORMATS:
            self.format.addItem(one.title, one)
        for title, quality in QUALITIES:
            self.quality.addItem(title, quality)
        self.quality.setCurrentIndex(1)
        self._fill_range()
        source = heard(graph, library)
        node = graph.nodes.get(source.node) if source is not None else None
        name = "" if node is None else Path(str(node.knobs.get("path", ""))).name or node.title or node.type
        self.sound.setText(f"With sound: {name}" if name else "The film has no sound yet: File, Add sound")
        self.sound.setChecked(bool(name))

    def _fill_range(self) -> None:
        shot, play = self._session.graph.shot, self._session.graph.timeline.play
        frame = self._session.frame
        self.range.addItem("The whole shot", (shot.first, shot.last))
        if play is not None:
            self.range.addItem("From the in point to the out point", play)
        self.range.addItem("This frame", (frame, frame))
        self.range.addItem("Frames", None)
        for box in (self.first, self.last):
            box.setRange(shot.first, shot.last)
        self.range.setCurrentIndex(1 if play is not None else 0)
        self._take_range()

    def _viewed(self) -> str:
        view = self._session.view()
        return view.node if view is not None else ""

    def _lay_out(self) -> None:
        browse = QPushButton("Choose...", toolTip="Choose folder and name in a dialog")
        browse.clicked.connect(self._browse)
        form = QFormLayout()
        form.setVerticalSpacing(9)
        form.addRow("What", self.node)
        form.addRow("File", _row(self.path, browse))
        form.addRow("Format", self.format)
        form.addRow("Quality", self.quality)
        form.addRow("Range", _row(self.range, self.first, QLabel("to"), self.last))
        form.addRow("Size", self.scale)
        form.addRow("Sound", self.sound)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setIcon(QIcon())
        self.render_button = self.buttons.addButton("Export", QDialogButtonBox.ButtonRole.AcceptRole)
        self.render_button.setToolTip("Put it into the queue; you can go on working")
        self.render_button.setDefault(True)
        self.render_button.setStyleSheet(f"QPushButton:enabled {{ background: {ACCENT}; color: #ffffff; }}")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addLayout(form)
        column.addWidget(self.summary)
        column.addWidget(self.note)
        column.addWidget(self.buttons)
        self.setMinimumWidth(560)

    def _connect(self) -> None:
        self.node.currentIndexChanged.connect(self._propose)
        self.path.textChanged.connect(self._follow_path)
        self.format.activated.connect(self._rename)
        self.range.activated.connect(self._take_range)
        for box in (self.first, self.last):
            box.valueChanged.connect(self._frames_changed)
        self.first.valueChanged.connect(self.last.setMinimum)
        self.last.valueChanged.connect(self.first.setMaximum)
        self.scale.currentIndexChanged.connect(self._summarise)
        self.sound.toggled.connect(self._summarise)

    def _propose(self) -> None:
        """The writer's own file, or one beside the project."""
        node = self._session.graph.nodes.get(str(self.node.currentData()))
        writer = node is not None and node.type == "write_movie"
        named = str(node.knobs.get("path", "")) if node is not None and writer else ""
        project = self._session.path
        path = Path(named or (project.with_suffix(".mp4").name if project else "film.mp4")).expanduser()
        codec = str(node.knobs.get("codec", "auto")) if node is not None and writer else "auto"
        self.format.setCurrentIndex(FORMATS.index(format_of(str(path), codec)))
        self.path.setText(str(path if path.is_absolute() else (project.parent if project else films()) / path))
        self._summarise()

    def _browse(self) -> None:
        dialog = QFileDialog(self, "Export to", self.path.text(), KINDS)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(self._format().endings[0].removeprefix("."))
        dialog.fileSelected.connect(self.path.setText)
        dialog.open()

    def _format(self) -> Format:
        return FORMATS[self.format.currentIndex()]

    def _rename(self) -> None:
        """Another format was chosen: the file's ending follows."""
        self.path.setText(renamed(self.path.text().strip(), self._format()))
        self._summarise()

    def _follow_path(self, path: str) -> None:
        """Another ending was typed: the format follows."""
        if not fits(self._format(), path.strip()):
            self.format.setCurrentIndex(FORMATS.index(format_of(path.strip())))
        self._summarise()

    def _take_range(self) -> None:
        chosen = self.range.currentData()
        if chosen is not None:
            for box, value in ((self.first, chosen[0]), (self.last, chosen[1])):
                box.blockSignals(True)
                box.setRange(*self._limits())
                box.setValue(value)
                box.blockSignals(False)
        self._summarise()

    def _limits(self) -> tuple[int, int]:
        return self._session.graph.shot.first, self._session.graph.shot.last

    def _frames_changed(self) -> None:
        """Frames were typed: that is a range of its own."""
        self.range.setCurrentIndex(self.range.count() - 1)
        self._summarise()

    def _summarise(self) -> None:
        """What it comes to, what would be replaced, and whether it can be done."""
        if not hasattr(self, "render_button"):
            return
        path, format = self.path.text().strip(), self._format()
        self.quality.setEnabled(not format.pictures)
        self.sound.setEnabled(not format.pictures and heard(self._session.graph, self._session.library) is not None)
        frames = self.last.value() - self.first.value() + 1
        seconds = frames / self._session.graph.shot.fps
        said = [f"{frames} frame{'s' if frames != 1 else ''}", f"{seconds:.1f} s"]
        if self.sound.isEnabled() and self.sound.isChecked():
            said.append("with sound")
        self.summary.setText(" · ".join(said))
        there = bool(path) and not is_pattern(path) and Path(path).expanduser().is_file()
        self.note.setText("The file that is there will be replaced." if there else "")
        self.note.setVisible(there)
        self.render_button.setEnabled(bool(path) and self.node.count() > 0)

    def wanted(self) -> Wanted:
        """What was chosen."""
        frames = range(self.first.value(), self.last.value() + 1)
        path = Path(self.path.text().strip()).expanduser()
        sound = self.sound.isEnabled() and self.sound.isChecked()
        scale, quality = float(self.scale.currentData()), float(self.quality.currentData())
        return Wanted(str(self.node.currentData()), path, frames, scale, self._format(), quality, sound)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, QLineEdit | QComboBox) else 0)
    return row
