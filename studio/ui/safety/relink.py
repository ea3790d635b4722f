"""Media that is not where the project says: found again by content in a folder, or chosen by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from studio.graph.edit import replace_media
from studio.graph.graph import Graph
from studio.graph.media_files import find_media, is_local, look, media_paths
from studio.ui.errand import send
from studio.ui.safety.bar import Bar
from studio.ui.session import Session
from studio.ui.start.recent import recent


class RelinkBar(Bar):
    """Shown while files are missing.

    Attributes:
        missing: Their paths, as the graph holds them.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.missing: list[str] = []
        self._paths: list[str] = []
        self.folder = self.button("Find in a folder...", "Look for them there by their content", self._ask)
        self.file = self.button("Choose the file...", "Say which file it is", self._choose)
        self.later = self.button("Ignore", "Work on without them", self.hide)
        session.opened.connect(self.look)
        session.changed.connect(lambda _: self._changed())

    def _changed(self) -> None:
        """An edit matters here where something is missing and other files are read than before."""
        if self.missing and media_paths(self._session.graph, self._session.library) != self._paths:
            self.look()

    def look(self) -> None:
        """See what is missing; the project's own folder and what was open lately are searched at once."""
        path = self._session.path
        folders = [path.parent] if path is not None else []
        paths = self._paths = media_paths(self._session.graph, self._session.library)
        send(lambda: _missing(paths), lambda found, _: self._missed(paths, found, folders))

    def _missed(self, paths: list[str], missing: list[str] | None, folders: list[Path]) -> None:
        if paths is not self._paths:  # other files are read by now, and are being looked at
            return
        self.missing = missing or []
        if self.missing:
            self.search(folders, recent())
        else:
            self._show()

    def _show(self) -> None:
        count = len(self.missing)
        names = ", ".join(Path(path).name for path in self.missing[:3]) + (" ..." if count > 3 else "")
        self.line.setText(f"{names} {'is' if count == 1 else 'are'} not where the project says.")
        self.setVisible(bool(count))

    def search(self, folders: list[Path], files: Sequence[Path] = ()) -> None:
        """Look for what is missing in folders and among some files, in another thread."""
        graph, library, paths = self._session.graph, self._session.library, self._paths
        send(
            lambda: {**_among(graph, files), **find_media(graph, library, folders)},
            lambda found, _: self._found(paths, found or {}),
        )

    def _found(self, paths: list[str], found: Mapping[str, Path]) -> None:
        if paths is not self._paths:
            return
        places = {old: new for old, new in found.items() if old in self.missing}
        for old in places:
            self.missing.remove(old)
        if places:
            with self._session.gesture("find media"):
                for old, new in places.items():
                    self._replace(old, str(new))
            self._session.said.emit("info", f"Found {', '.join(path.name for path in places.values())}")
        elif self.isVisible():
            self._session.said.emit("warning", "Nothing with that content lies there")
        self._show()

    def _replace(self, old: str, new: str) -> None:
        self._session.apply(lambda graph: replace_media(graph, self._session.library, old, new))

    def _ask(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self.window(), "Where to look for the missing files")
        if chosen:
            self.search([Path(chosen)])

    def _choose(self) -> None:
        name = Path(self.missing[0]).name
        chosen, _ = QFileDialog.getOpenFileName(self.window(), f"Which file is {name}?", "", f"{name};;All files (*)")
        if chosen:
            old = self.missing.pop(0)
            self._replace(old, chosen)
            self._show()


def _missing(paths: list[str]) -> list[str]:
    return [path for path in paths if is_local(path) and not Path(path).is_file()]


def _among(graph: Graph, files: Sequence[Path]) -> dict[str, Path]:
    """Those of the graph's media that some files hold, by their content."""
    wanted = {media.digest: path for path, media in graph.media.items() if media.digest}
    sizes = {media.size for media in graph.media.values()}
    seen = {file: look(file) for file in files if file.stat().st_size in sizes}
    return {wanted[media.digest]: file for file, media in seen.items() if media is not None and media.digest in wanted}
