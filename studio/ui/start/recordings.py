"""Recorded motions that are dropped or chosen are given to who is selected, else to everybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.graph.edit.recording import add_recording
from studio.ui.session import Session
from studio.ui.start.incoming import RECORDINGS


class Recordings(QObject):
    """Puts recorded motions into the graph.

    Args:
        session: The window's.
        window: Dialogs belong to it.
        open: Opens a file that was chosen.
    """

    def __init__(self, session: Session, window: QWidget, open: Callable[[Path], object]) -> None:
        super().__init__(window)
        self._session, self._window, self._open = session, window, open

    def ask(self) -> None:
        """Ask for a recording."""
        what = f"Recorded motion ({' '.join(RECORDINGS)});;All files (*)"
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Give people a recorded motion", "", what)
        if chosen:
            self._open(Path(chosen))

    def add(self, path: Path) -> None:
        """Give a recording to who is selected; its node is selected, so that the inspector says when and how."""
        session, whole, who = self._session, str(path.absolute()), self._session.person
        node = session.apply(lambda graph: add_recording(graph, session.library, whole, who), "add recorded motion")
        if node:
            session.select([node])
            whose = who.replace("_", " ") if who else "everybody"
            session.said.emit("info", f"{path.name} moves {whose}; the inspector says from when on and how quick")
