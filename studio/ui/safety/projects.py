"""Opening, saving and leaving documents: nothing unsaved is ever left without a question."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from studio.files.resources import resource_folder
from studio.graph.document import Document
from studio.graph.edit import set_shot
from studio.graph.graph import Graph
from studio.graph.journal import recover
from studio.graph.preset import apply_preset
from studio.graph.shot_limits import film_size
from studio.media.errors import VivantError
from studio.ui.errand import send
from studio.ui.places import settings
from studio.ui.safety.journals import Journals, flush
from studio.ui.session import Session
from studio.ui.start.incoming import OPENABLE, Incoming, examine
from studio.ui.start.recent import remember

FLUSH_SECONDS = 5
"""How often edits are flushed to the disk, unless the preferences say otherwise."""


class Projects(QObject):
    """The documents of a window.

    Attributes:
        journals: Where edits are noted.
    """

    reading = Signal(str)
    """A file is looked into; its name."""
    refused = Signal(str)
    """A file cannot be opened: one line."""
    animated = Signal(object)
    """A photo is on the window, and is to be analysed; its path."""
    heard = Signal(object)
    """A sound is to go into the film; its path."""
    recorded = Signal(object)
    """A recorded motion is to be given to people; its path."""
    titled = Signal()
    """Name or state of the document changed."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self.journals = Journals()
        self._trouble = ""
        self._waited = 0
        session.open(Document(session.library, journal=self.journals.new()))
        session.changed.connect(lambda _: self._changed())
        session.opened.connect(self.titled)
        self._flush = QTimer(self)
        self._flush.timeout.connect(self.flush)
        self.set_interval(int(str(settings().value("flush_seconds", FLUSH_SECONDS))))

    def set_interval(self, seconds: int) -> None:
        """Flush edits to the disk so often."""
        self._flush.start(1000 * max(1, min(seconds, 10)))

    def flush(self) -> None:
        """Have the journal flushed to the disk, where it grew."""
        for path in self.journals.waits():
            send(partial(flush, path), lambda *_: None)

    def _changed(self) -> None:
        trouble = self.journals.present.trouble if self.journals.present else ""
        if trouble and trouble != self._trouble:
            self._session.said.emit("warning", trouble)
        self._trouble = trouble
        self.titled.emit()

    # what opens

    def new(self) -> bool:
        """An empty document; whether there is one now."""
        may = self.may_leave()
        if may:
            self._show(Graph())
        return may

    def ask_open(self, open_it: Callable[[Path], object]) -> None:
        """Ask for a file to open."""
        folder = str(self._session.path.parent) if self._session.path else ""
        what = f"What can be opened ({' '.join(OPENABLE)});;Projects (*.vivant);;All files (*)"
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Open a photo or a project", folder, what)
        if chosen:
            open_it(Path(chosen))

    def open(self, path: Path, preset: Path | None = None) -> None:
        """Open whatever a file is; a photo is put into a preset. Looks into it in another thread."""
        self.reading.emit(path.name)
        library = self._session.library
        send(lambda: examine(path, library), lambda found, problem: self._examined(found, problem, preset))

    def _examined(self, found: Incoming | None, problem: BaseException | None, preset: Path | None) -> None:
        if found is None:
            line = str(problem) if isinstance(problem, VivantError) else f"it could not be opened: {problem}"
            self.refused.emit(line)
            self._session.said.emit("error", line)
        elif found.is_project:
            self._open_loaded(found)
        elif found.is_sound:
            self.refused.emit("")  # nothing else opens
            self.heard.emit(found.path)
        elif found.is_recording:
            self.refused.emit("")
            self.recorded.emit(found.path)
        else:
            wanted = self._ask_which(found) if found.loaded is not None else "photo"
            if wanted == "graph":
                self._open_loaded(found)
            elif wanted == "photo":
                self._animate(found, preset)
            else:
                self.refused.emit("")

    def _ask_which(self, found: Incoming) -> str:
        """What of a file that carries a graph is wanted: "graph", "photo", or "" for nothing."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(f"{found.path.name} carries the graph that made it.")
        graph = box.addButton("Open its graph", QMessageBox.ButtonRole.AcceptRole)
        photo = None
        if found.size != (0, 0):
            photo = box.addButton("Use it as a photo", QMessageBox.ButtonRole.NoRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        clicked = box.clickedButton()
        return "graph" if clicked is graph else "photo" if photo is not None and clicked is photo else ""

    def _open_loaded(self, found: Incoming) -> None:
        assert found.loaded is not None
        if not self.may_leave():
            self.refused.emit("")
            return
        remember(found.path)
        self._show(found.loaded.graph, found.path if found.is_project else None)
        for note in [*found.loaded.notes, *(f"{one.node}: {one.reason}" for one in found.loaded.placeholders)]:
            self._session.said.emit("warning", note)

    def _animate(self, found: Incoming, preset: Path | None) -> None:
        if not self.may_leave():
            self.refused.emit("")
            return
        preset = preset or resource_folder("presets") / "group_photo.vivant"
        try:
            graph = apply_preset(preset, self._session.library, str(found.path.absolute()))
        except VivantError as problem:
            self.refused.emit(str(problem))
            self._session.said.emit("error", str(problem))
            return
        self._show(set_shot(graph, size=film_size(found.size)))
        self._note_now()
        remember(found.path)
        self.animated.emit(found.path)

    def _show(self, graph: Graph, path: Path | None = None, *, recovered: bool = False) -> None:
        self._session.document.close()
        library, journal = self._session.library, self.journals.new()
        self._session.open(Document(library, graph, path, journal, recovered=recovered))

    def _note_now(self) -> None:
        """Note what is open before it is edited."""
        if self.journals.present is not None:
            self.journals.present.begin(self._session.graph, self._session.library, self._session.path)

    def recover(self, journal: Path) -> bool:
        """Bring back what a crash left behind."""
        if not self.may_leave():
            return False
        try:
            found = recover(journal, self._session.library)
        except VivantError as problem:
            self._session.said.emit("error", str(problem))
            return False
        self._show(found.loaded.graph, found.project, recovered=True)
        self._note_now()
        journal.unlink(missing_ok=True)
        self._session.said.emit("info", f"Brought back, with {found.edits} changes since the last save")
        return True

    # what is saved

    def save(self) -> bool:
        """Save where the document lies; ask where it lies nowhere. Whether it is saved."""
        path = self._session.path
        return self._save(path) if path is not None else self.save_as()

    def save_as(self) -> bool:
        """Ask where, and save."""
        box = QFileDialog(self._window, "Save the project", self._suggested(), "Projects (*.vivant)")
        box.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        box.setDefaultSuffix("vivant")
        if not box.exec() or not box.selectedFiles():
            return False
        return self._save(Path(box.selectedFiles()[0]))

    def _suggested(self) -> str:
        if self._session.path is not None:
            return str(self._session.path)
        photos = [
            node.knobs.get("path", "") for node in self._session.graph.nodes.values() if node.type == "load_photo"
        ]
        return str(Path(photos[0]).with_suffix(".vivant")) if photos and photos[0] else "untitled.vivant"

    def _save(self, path: Path) -> bool:
        try:
            self._session.document.save(path)
        except VivantError as problem:
            self._session.said.emit("error", str(problem))
            return False
        remember(path)
        self._session.said.emit("info", f"Saved {path.name}")
        self.titled.emit()
        return True

    def revert(self) -> None:
        """Go back to what is saved."""
        path = self._session.path
        if path is None:
            self._session.said.emit("info", "There is nothing saved to go back to")
        elif not self._session.document.dirty or self._sure(f"Give up all changes since {path.name} was saved?"):
            self._session.document.close()
            self._session.open(Document(self._session.library, journal=self.journals.new()))
            self.open(path)

    def _sure(self, question: str) -> bool:
        buttons = QMessageBox.StandardButton
        return (
            QMessageBox.question(self._window, "Vivant", question, buttons.Discard | buttons.Cancel) == buttons.Discard
        )

    def may_leave(self) -> bool:
        """Whether the document may be left: it is saved, or the artist says so."""
        if not self._session.document.dirty:
            return True
        buttons = QMessageBox.StandardButton
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(f"Save the changes to {self.name}?")
        box.setInformativeText("They are lost if you don't.")
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.button(buttons.Discard).setText("Don't save")
        answer = box.exec()
        return self.save() if answer == buttons.Save else answer == buttons.Discard

    @property
    def name(self) -> str:
        """What the document is called."""
        return self._session.path.name if self._session.path else self._session.graph.name or "Untitled"

    def close(self) -> None:
        """The window closes: nothing is to be recovered."""
        self._flush.stop()
        self._session.document.close()
        self.journals.close()
