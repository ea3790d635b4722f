"""A bar that offers what a crash left behind, one piece of work after the other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale
from PySide6.QtWidgets import QWidget

from studio.graph.journal import Recovered, recover
from studio.media.errors import VivantError
from studio.ui.errand import send
from studio.ui.safety.bar import Bar
from studio.ui.safety.projects import Projects
from studio.ui.session import Session


class RecoveryBar(Bar):
    """Shown while there is work that was not saved when a window ended unexpectedly.

    Attributes:
        left: Journals that are still to be offered.
    """

    def __init__(self, session: Session, projects: Projects, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._projects = session, projects
        self.left: list[Path] = []
        self.take = self.button("Recover", "Bring it back as it was at the last change", self._take)
        self.drop = self.button("Discard", "Delete it; this cannot be undone", self._drop)
        self.later = self.button("Later", "Ask again at the next start", self._next)

    def look(self) -> None:
        """Look for work that a crash left behind."""
        self.left = self._projects.journals.orphans()
        self._show()

    def _show(self) -> None:
        self.hide()
        if self.left:
            path, library = self.left[0], self._session.library
            send(lambda: recover(path, library), lambda found, problem: self._offer(path, found, problem))

    def _offer(self, path: Path, found: Recovered | None, problem: BaseException | None) -> None:
        if not self.left or self.left[0] != path:
            return
        if found is None:
            line = str(problem) if isinstance(problem, VivantError) else f"{path.name}: {problem}"
            self._session.said.emit("warning", line)
            self._next()
            return
        name = found.project.name if found.project else found.loaded.graph.name or "an untitled project"
        when = QDateTime.fromSecsSinceEpoch(int(path.stat().st_mtime))
        changes = f"{found.edits} unsaved change{'' if found.edits == 1 else 's'}" if found.edits else "never saved"
        at = QLocale().toString(when, QLocale.FormatType.ShortFormat)
        self.line.setText(f"Vivant ended unexpectedly on {at}. {name}: {changes}.")
        self.show()

    def _take(self) -> None:
        if self.left and self._projects.recover(self.left[0]):
            self._next()

    def _drop(self) -> None:
        if self.left:
            self.left[0].unlink(missing_ok=True)
            self._next()

    def _next(self) -> None:
        self.left = self.left[1:]
        self._show()
