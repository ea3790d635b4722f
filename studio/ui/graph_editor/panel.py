"""The graph editor's panel: canvas, bar, map, search and names put together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QToolTip, QVBoxLayout, QWidget

from studio.ui.graph_editor.actions import Actions
from studio.ui.graph_editor.bookmarks import Bookmark, bookmarks, set_bookmark
from studio.ui.graph_editor.canvas import Canvas
from studio.ui.graph_editor.edits import Place
from studio.ui.graph_editor.gestures import Mouse
from studio.ui.graph_editor.hits import Hit
from studio.ui.graph_editor.menus import fill_bookmarks, menu_for
from studio.ui.graph_editor.minimap import Minimap
from studio.ui.graph_editor.overlays import Breadcrumbs, Hint, NameLine
from studio.ui.graph_editor.searching import Searching
from studio.ui.graph_editor.table import add_commands
from studio.ui.graph_editor.thumbnails import Thumbnails
from studio.ui.graph_editor.words import about
from studio.ui.session import Session
from studio.ui.theme import ACCENT, icon

BAR = (
    "add", "find", "", "fit_all", "fit_picked", "", "layout", "row", "column", "", "frame", "group", "ungroup",
    "bypass", "cut_links", "", "snap", "thumbnails", "map",
)  # fmt: skip
HEADROOM = 18.0
"""Pixels above the graph that the titles of frames take, seen from far."""
CHOSEN = "#2c3a4a"
"""Ground of a switch that is on: the canvas is what is to be seen."""
PHOTOS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic", ".heif", ".avif", ".exr", ".bmp")


class GraphPanel(QWidget):
    """The graph, to be seen and changed by hand.

    Args:
        session: The window's state.
        parent: The window.

    Attributes:
        canvas: Shows the graph.
        editor: What is picked, and what is on the canvas.
        actions_on: What can be done to what is picked.
        searching: Adding and finding by name.
        thumbnails: Small pictures on nodes.
        minimap: The map in the corner.
        name_line: Asks for a name, in its place.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.canvas = Canvas(session, self)
        self.editor = self.canvas.editor
        self.name_line = NameLine(self.canvas)
        self.actions_on = Actions(self.canvas, self.name_line)
        self.searching = Searching(self.canvas)
        self.thumbnails = Thumbnails(self.canvas)
        self.minimap = Minimap(self.canvas)
        self.crumbs, self.hint = Breadcrumbs(self.canvas), Hint(self.canvas)
        self._whole = self._view()
        add_commands(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar())
        layout.addWidget(self.canvas)
        self.setFocusProxy(self.canvas)
        self.canvas.installEventFilter(self)
        self.canvas.viewport().installEventFilter(self)
        self.canvas.opened.connect(self._open)
        self.canvas.menu_wanted.connect(self._menu)
        self.canvas.number_pressed.connect(self.actions_on.look)
        self.canvas.dropped.connect(self._drop)
        session.opened.connect(self.fit_all)

    # --- commands

    def fit_all(self) -> None:
        """Show the whole graph, and go on doing so when there is more or less room, until the view is changed."""
        self.canvas.fit(self.editor.mirror.extent(), above=HEADROOM if self.editor.mirror.backdrops else 0.0)
        self._whole = self._view()

    def _view(self) -> tuple[float, float, float]:
        seen = self.canvas.seen()
        return self.canvas.zoom, seen.left(), seen.top()

    def fit_picked(self) -> None:
        """Show what is picked, or everything."""
        self.canvas.fit(self.editor.mirror.extent(self.editor.picked or None), 1.4)

    def actual(self) -> None:
        """One unit of the scene is a pixel."""
        self.closer(1 / self.canvas.zoom)

    def closer(self, factor: float) -> None:
        """Zoom about the mouse, or the middle where it is elsewhere."""
        area = self.canvas.viewport().rect()
        point = self.canvas.point if area.contains(self.canvas.point.toPoint()) else area.toRectF().center()
        self.canvas.zoom_at(point, factor)

    def cut_next(self) -> None:
        """The next drag cuts links."""
        self.editor.cut_next = True
        self.canvas.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self.session.said.emit("info", "Drag across the links to cut; Escape leaves them")

    def switch_snap(self) -> None:
        """Snap, or not."""
        self.editor.snap = self.session.commands["graph.snap"].isChecked()

    def switch_thumbnails(self) -> None:
        """Thumbnails, or none."""
        self.thumbnails.switch(self.session.commands["graph.thumbnails"].isChecked())

    def switch_map(self) -> None:
        """The map, or none."""
        self.minimap.wanted = self.session.commands["graph.map"].isChecked()
        self.minimap.refresh()

    def set_bookmark(self, number: int) -> None:
        """Remember what is seen."""
        centre = self.canvas.centre()
        bookmark = Bookmark(self.editor.level, centre.x(), centre.y(), self.canvas.zoom)
        self.editor.apply(lambda graph: set_bookmark(graph, number, bookmark), f"set bookmark {number}")
        self.session.said.emit("info", f"Bookmark {number} is here; Alt+{number} comes back")

    def go_bookmark(self, number: int) -> None:
        """Go to what was remembered."""
        found = bookmarks(self.editor.graph).get(number)
        if found is None:
            self.session.said.emit("info", f"There is no bookmark {number}: Shift+{number} sets it")
            return
        self.editor.enter(found.level)
        self.canvas.look(found.x, found.y, found.zoom)

    # --- what the canvas tells

    def _open(self, what: Any) -> None:
        """A double click: look at a node, go inside a group, put a dot into a link, change a frame's title, or add."""
        hit: Hit = what[0]
        at: Place = what[1]
        graph = self.editor.graph
        if hit.box in graph.groups:
            self.actions_on.enter(hit.box)
        elif hit.box:
            self._open_node(hit.box, at)
        elif hit.wire:
            self.actions_on.reroute_at(hit.wire, at)
        elif hit.part == "head" and hit.backdrop in graph.groups:
            self.actions_on.open_group(hit.backdrop, False)
        elif hit.part == "head":
            self.actions_on.rename_thing(hit.backdrop)
        elif hit.part != "corner":
            self.searching.add_at(at, None)

    def _open_node(self, name: str, at: Place) -> None:
        self.editor.pick([name])
        self.actions_on.look()

    def _menu(self, hit: Any, at: Any) -> None:
        menu = menu_for(self, hit)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _drop(self, data: Any, at: Any) -> None:
        """A preset or copied nodes as text, or photos."""
        photos = [url.toLocalFile() for url in data.urls() if Path(url.toLocalFile()).suffix.lower() in PHOTOS]
        if photos:
            for index, path in enumerate(photos):
                self.actions_on.drop_photo(path, (at[0], at[1] + 140 * index))
        elif data.hasText() and '"vivant"' in data.text():
            self.actions_on.paste_text(data.text(), at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Overlays stay in their corners; tooltips say what is under the mouse."""
        if watched is self.canvas and event.type() == QEvent.Type.Resize:
            self._place()
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.canvas.gesture is None:
            self._tell(event)
            return True
        return False

    def _tell(self, event: QHelpEvent) -> None:
        place = self.canvas.at(event.pos().toPointF())
        hit = self.canvas.under(Mouse(place.x(), place.y(), event.pos().toPointF(), Qt.KeyboardModifier.NoModifier))
        words = about(self.editor, hit)
        if words:
            QToolTip.showText(event.globalPos(), words, self.canvas.viewport())
        else:
            QToolTip.hideText()

    def _place(self) -> None:
        self.minimap.place()
        self.hint.refresh()
        if self._whole == self._view():
            QTimer.singleShot(0, self, self._fit_again)

    def _fit_again(self) -> None:
        if self._whole == self._view():
            self.fit_all()

    def showEvent(self, event: Any) -> None:
        """All of the graph is seen when the panel first is."""
        super().showEvent(event)
        self._place()

    def _bar(self) -> QWidget:
        bar = QWidget(self)
        bar.setObjectName("bar")
        bar.setStyleSheet(f"#bar QToolButton:checked {{ background: {CHOSEN}; border: 1px solid {ACCENT}; }}")
        row = QHBoxLayout(bar)
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(2)
        for name in BAR:
            if not name:
                row.addSpacing(10)
                continue
            button = QToolButton(bar)
            button.setDefaultAction(self.session.commands[f"graph.{name}"])
            button.setAutoRaise(True)
            button.setIconSize(QSize(17, 17))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        row.addWidget(self._bookmarks(bar))
        row.addStretch(1)
        return bar

    def _bookmarks(self, bar: QWidget) -> QToolButton:
        button = QToolButton(bar)
        button.setIcon(icon("mdi6.bookmark-outline"))
        button.setIconSize(QSize(17, 17))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip("Bookmarks: Shift and a number sets one, Alt and a number goes there")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: fill_bookmarks(self, menu))
        button.setMenu(menu)
        return button
