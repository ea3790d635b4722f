"""What all panels share: the document, what is selected, the frame, and what is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from studio.graph.document import Document, Edit
from studio.graph.graph import Graph
from studio.media.errors import VivantError
from studio.node.library import Library
from studio.ui.bridge import Bridge
from studio.ui.commands import Commands


class Output(NamedTuple):
    """A node's output; "" is its first one."""

    node: str
    name: str = ""


class Session(QObject):
    """The window's state. Panels read it, ask it to change, and follow its signals.

    Attributes:
        library: Node types.
        document: The document that is open; replaced by :meth:`open`.
        bridge: The engine's process.
        commands: Everything that can be done.
        selection: Ids of selected nodes, the last one being the one that the inspector shows.
        boxes: Ids of the groups and frames that are selected with them.
        frame: The playhead, a frame of the shot.
        playing: Whether the shot plays.
        person: Id of the person that is being corrected, "" for none.
        hidden: Ids of people who are not drawn over the picture.
        scale: Proxy scale of the viewport: 1, 0.5 or 0.25.
        views: What the number keys 1 to 9 show.
        shown: The number that is shown.
        compared: The number that it is compared with, None for none.
    """

    changed = Signal(object)
    """The graph changed; carries the :class:`~studio.graph.difference.Difference`."""
    opened = Signal()
    """Another document is open."""
    selected = Signal()
    frame_changed = Signal(int)
    playing_changed = Signal(bool)
    person_changed = Signal(str)
    people_hidden = Signal()
    looked = Signal()
    """Views, what is shown, what it is compared with or the proxy scale changed."""
    said = Signal(str, str)
    """Something to tell the artist: "info", "warning" or "error", and one line."""

    def __init__(self, library: Library, bridge: Bridge, commands: Commands) -> None:
        super().__init__()
        self.library, self.bridge, self.commands = library, bridge, commands
        self.document = Document(library)
        self._unlisten = self.document.listen(self._changed)
        self.selection: tuple[str, ...] = ()
        self.boxes: tuple[str, ...] = ()
        self.frame, self.playing, self.person, self.scale = 0, False, "", 1.0
        self.hidden: frozenset[str] = frozenset()
        self._views: dict[int, Output] = {}
        self.shown, self.compared = 1, None

    compared: int | None

    @property
    def graph(self) -> Graph:
        """The present graph."""
        return self.document.graph

    @property
    def time(self) -> float:
        """Seconds at the playhead."""
        return self.graph.shot.time(self.frame)

    @property
    def views(self) -> Mapping[int, Output]:
        """What the number keys show."""
        return MappingProxyType(self._views)

    def open(self, document: Document) -> None:
        """Show another document. The caller has asked about unsaved changes."""
        self._unlisten()
        self.document = document
        self._unlisten = document.listen(self._changed)
        self.select(())
        self.choose_person("")
        self.hidden = frozenset()
        self._views.clear()
        self.shown, self.compared = 1, None
        self.bridge.show(document.graph)
        self.opened.emit()
        self.go(document.graph.shot.first)
        self.looked.emit()

    def apply(self, edit: Edit, label: str = "") -> str:
        """Make an edit; one that cannot be made is told to the artist and changes nothing. Gives what it made."""
        try:
            return self.document.apply(edit, label)
        except VivantError as problem:
            self.said.emit("warning", str(problem))
            return ""

    @contextmanager
    def gesture(self, label: str = "") -> Iterator[None]:
        """All edits inside are one step of undo."""
        with self.document.gesture(label):
            yield

    def undo(self) -> None:
        """Go one step back."""
        self.document.undo()

    def redo(self) -> None:
        """Go one step forward again."""
        self.document.redo()

    def select(self, nodes: Iterable[str], boxes: Iterable[str] = ()) -> None:
        """Select nodes, the last of which is the one that the inspector shows; and groups and frames."""
        graph = self.graph
        chosen = tuple(node for node in dict.fromkeys(nodes) if node in graph.nodes)
        around = tuple(box for box in dict.fromkeys(boxes) if box in graph.groups or box in graph.frames)
        if (chosen, around) != (self.selection, self.boxes):
            self.selection, self.boxes = chosen, around
            self.selected.emit()

    def go(self, frame: int) -> None:
        """Move the playhead; it stays inside the shot."""
        shot = self.graph.shot
        frame = min(max(frame, shot.first), shot.last)
        if frame != self.frame:
            self.frame = frame
            self.frame_changed.emit(frame)

    def play(self, playing: bool) -> None:
        """Play, or stop."""
        if playing != self.playing:
            self.playing = playing
            self.playing_changed.emit(playing)

    def choose_person(self, person: str) -> None:
        """Work on a person, "" for none."""
        if person != self.person:
            self.person = person
            self.person_changed.emit(person)

    def hide_person(self, person: str, hidden: bool = True) -> None:
        """Draw nothing over the picture for a person, or draw them again; the film stays as it is."""
        now = self.hidden | {person} if hidden else self.hidden - {person}
        if now != self.hidden:
            self.hidden = now
            self.people_hidden.emit()

    def look(self, node: str, output: str = "", number: int | None = None) -> None:
        """Show a node's output, under a number key (by default the one that is shown)."""
        if number is not None:
            self.shown = number
        self._views[self.shown] = Output(node, output)
        self.looked.emit()

    def show_number(self, number: int) -> None:
        """Show what a number key holds."""
        if number in self._views and number != self.shown:
            self.shown = number
            self.looked.emit()

    def compare(self, number: int | None) -> None:
        """Compare with what another number key holds; None ends that."""
        self.compared = number
        self.looked.emit()

    def set_scale(self, scale: float) -> None:
        """Look at a proxy."""
        if scale != self.scale:
            self.scale = scale
            self.looked.emit()

    def view(self) -> Output | None:
        """What is shown, None where nothing is, or where its node is gone."""
        found = self._views.get(self.shown)
        return found if found is not None and found.node in self.graph.nodes else None

    @property
    def path(self) -> Path | None:
        """Where the project lies."""
        return self.document.path

    def _changed(self, difference: object) -> None:
        self.bridge.show(self.graph)
        self.select(self.selection, self.boxes)
        self.changed.emit(difference)
        self.go(self.frame)
