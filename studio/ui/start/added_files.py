"""Files of one kind that are dropped or chosen and go into the graph that is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.graph.edit.recording import add_recording
from studio.graph.edit.sound import add_sound
from studio.ui.session import Session
from studio.ui.start.incoming import RECORDINGS, SOUNDS


class AddedFiles(QObject):
    """Puts files of one kind into the graph.

    Args:
        session: The window's.
        window: Dialogs belong to it.
        open: Opens a file that was chosen.
    """

    TITLE: ClassVar[str]
    KIND: ClassVar[str]
    ENDINGS: ClassVar[tuple[str, ...]]

    def __init__(self, session: Session, window: QWidget, open: Callable[[Path], object]) -> None:
        super().__init__(window)
        self._session, self._window, self._open = session, window, open

    def ask(self) -> None:
        """Ask for a file."""
        what = f"{self.KIND} ({' '.join(self.ENDINGS)});;All files (*)"
        chosen, _ = QFileDialog.getOpenFileName(self._window, self.TITLE, "", what)
        if chosen:
            self._open(Path(chosen))


class Sounds(AddedFiles):
    """Sounds go into the film."""

    TITLE, KIND, ENDINGS = "Add a sound to the film", "Sound", SOUNDS

    def add(self, path: Path) -> None:
        """Put a sound into the film; its node is selected, so that the inspector says from when and how loud."""
        session, whole = self._session, str(path.absolute())
        node = session.apply(lambda graph: add_sound(graph, session.library, whole), "add sound")
        if node:
            session.select([node])
            session.said.emit("info", f"{path.name} is heard from frame 0 on; the inspector says when and how loud")


class Recordings(AddedFiles):
    """Recorded motions are given to who is selected, else to everybody."""

    TITLE, KIND, ENDINGS = "Give people a recorded motion", "Recorded motion", RECORDINGS

    def add(self, path: Path) -> None:
        """Give a recording to who is selected; its node is selected, so that the inspector says when and how."""
        session, whole, who = self._session, str(path.absolute()), self._session.person
        node = session.apply(lambda graph: add_recording(graph, session.library, whole, who), "add recorded motion")
        if node:
            session.select([node])
            whose = who.replace("_", " ") if who else "everybody"
            session.said.emit("info", f"{path.name} moves {whose}; the inspector says from when on and how quick")
