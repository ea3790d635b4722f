"""Sounds that are dropped or chosen go into the film that is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.graph.edit.sound import add_sound
from studio.ui.session import Session
from studio.ui.start.incoming import SOUNDS


class Sounds(QObject):
    """Puts sounds into the graph.

    Args:
        session: The window's.
        window: Dialogs belong to it.
        open: Opens a file that was chosen.
    """

    def __init__(self, session: Session, window: QWidget, open: Callable[[Path], object]) -> None:
        super().__init__(window)
        self._session, self._window, self._open = session, window, open

    def ask(self) -> None:
        """Ask for a sound."""
        what = f"Sound ({' '.join(SOUNDS)});;All files (*)"
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Add a sound to the film", "", what)
        if chosen:
            self._open(Path(chosen))

    def add(self, path: Path) -> None:
        """Put a sound into the film; its node is selected, so that the inspector says from when and how loud."""
        session, whole = self._session, str(path.absolute())
        node = session.apply(lambda graph: add_sound(graph, session.library, whole), "add sound")
        if node:
            session.select([node])
            session.said.emit("info", f"{path.name} is heard from frame 0 on; the inspector says when and how loud")
