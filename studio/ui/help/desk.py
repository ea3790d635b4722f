"""Everything under Help, as commands of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMainWindow, QMessageBox

from studio import __version__
from studio.ui.help.node_doc import NodeDoc
from studio.ui.help.palette import Palette
from studio.ui.help.preferences import Preferences
from studio.ui.help.sheet import Sheet
from studio.ui.help.tour import Stop, Tour
from studio.ui.safety.projects import Projects
from studio.ui.session import Session

ABOUT = (
    f"<h3>Vivant {__version__}</h3><p>One still photo with several people in it: everybody moves, and every step is a "
    "node.</p><p>From <i>tableau vivant</i>, a living picture.</p>"
)


class Help:
    """Palette, shortcut sheet, node documentation, tour, preferences, about.

    Attributes:
        open_dialogs: By name, those that were opened.
    """

    def __init__(self, session: Session, projects: Projects, window: QMainWindow, stops: tuple[Stop, ...]) -> None:
        self._session, self._projects, self._window = session, projects, window
        self.palette = Palette(session.commands, window)
        self.tour = Tour(window, stops)
        self.open_dialogs: dict[str, QDialog] = {}
        self._add("help.palette", "Command palette", self.palette.open, ("Ctrl+Shift+P",), "Find and do anything")
        self._add("help.shortcuts", "Shortcuts", self.sheet, ("F1", "?"), "Every shortcut")
        self._add("help.node", "About this node", self.node, ("Shift+F1",), "What the selected node does")
        self._add("help.tour", "Take the tour", self.tour.begin, (), "Five steps through the window")
        self._add("help.about", "About Vivant", self.about, (), "")
        self._add("edit.preferences", "Preferences...", self.preferences, ("Ctrl+,",), "Text size, memory", "Edit")

    def _add(
        self, name: str, title: str, run: Callable[[], object], keys: tuple[str, ...], tip: str, group: str = "Help"
    ) -> None:
        self._session.commands.add(
            name, title, run, group=group, owner=self._window, shortcut=keys, tip=tip, everywhere=True
        )

    def _open(self, name: str, make: Callable[[], QDialog]) -> QDialog:
        """Open a dialog beside the window, or bring it forward where it is open."""
        if name not in self.open_dialogs:
            self.open_dialogs[name] = make()
            self.open_dialogs[name].setWindowFlag(Qt.WindowType.Dialog)
        dialog = self.open_dialogs[name]
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        return dialog

    def sheet(self) -> None:
        """Every shortcut."""
        dialog = self._open("sheet", lambda: Sheet(self._session.commands, self._window))
        assert isinstance(dialog, Sheet)
        dialog.fill(dialog.search.text())

    def node(self) -> None:
        """What the selected node does."""
        dialog = self._open("node", lambda: NodeDoc(self._session, self._window))
        assert isinstance(dialog, NodeDoc)
        chosen = self._session.selection[-1:]
        types = [self._session.graph.nodes[node].type for node in chosen]
        dialog.show_type(types[0] if types else dialog.kind or "load_photo")

    def preferences(self) -> None:
        """Preferences."""
        self._open("preferences", lambda: Preferences(self._session, self._projects, self._window))

    def about(self) -> None:
        """What this is."""
        box = QMessageBox(
            QMessageBox.Icon.NoIcon, "About Vivant", ABOUT, QMessageBox.StandardButton.Close, self._window
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
