"""Menus under the right button, and the bookmarks' menu: all made of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QMenu

from studio.ui.graph_editor.bookmarks import bookmarks
from studio.ui.graph_editor.hits import Hit

if TYPE_CHECKING:
    from studio.ui.graph_editor.panel import GraphPanel

COLOURS = {
    "Slate": (0.25, 0.25, 0.3), "Blue": (0.18, 0.3, 0.5), "Teal": (0.14, 0.38, 0.36), "Green": (0.22, 0.38, 0.2),
    "Gold": (0.45, 0.36, 0.12), "Orange": (0.5, 0.28, 0.12), "Red": (0.48, 0.18, 0.18), "Rose": (0.48, 0.2, 0.36),
}  # fmt: skip
"""Colours of frames."""
NODE = (
    "view", "bypass", "rename", "", "copy", "cut", "duplicate", "delete", "", "group", "frame", "", "layout", "row",
    "column", "across", "down", "", "upstream", "downstream", "unlink", "", "pin", "never_keep", "retry",
)  # fmt: skip
GROUP = ("inside", "open_group", "ungroup", "rename", "", "copy", "cut", "duplicate", "delete", "", "group", "frame")
WIRE = ("reroute", "delete")
FRAME = ("rename", "delete")
CANVAS = (
    "add", "paste", "frame", "", "find", "fit_all", "actual", "pick_all", "layout", "outside", "", "snap",
    "thumbnails", "map",
)  # fmt: skip


def menu_for(panel: GraphPanel, hit: Hit) -> QMenu:
    """The menu for what was right-clicked."""
    menu = QMenu(panel)
    menu.setToolTipsVisible(True)
    group = hit.box or hit.backdrop if hit.part in ("", "head") else ""
    if group in panel.editor.graph.groups:
        names: tuple[str, ...] = GROUP
    elif hit.box:
        names = NODE
    elif hit.wire:
        names = WIRE
    else:
        names = FRAME if hit.part == "head" else CANVAS
    for name in names:
        if name:
            menu.addAction(panel.session.commands[f"graph.{name}"])
        else:
            menu.addSeparator()
    if hit.part == "head" and group not in panel.editor.graph.groups:
        _colours(panel, menu)
    return menu


def _colours(panel: GraphPanel, menu: QMenu) -> None:
    under = menu.addMenu("Colour")
    for title, colour in COLOURS.items():
        sample = QPixmap(14, 14)
        sample.fill(QColor.fromRgbF(*colour).lighter(140))
        action = under.addAction(QIcon(sample), title)
        action.triggered.connect(lambda _=False, colour=colour: panel.actions_on.colour(colour))


def fill_bookmarks(panel: GraphPanel, menu: QMenu) -> None:
    """Fill the bookmarks' menu: those there are, then setting them."""
    menu.clear()
    kept = bookmarks(panel.editor.graph)
    for number, bookmark in kept.items():
        group = panel.editor.graph.groups.get(bookmark.level)
        action = menu.addAction(f"Go to {number}" + (f"  ({group.title or 'Group'})" if group else ""))
        action.triggered.connect(lambda _=False, number=number: panel.go_bookmark(number))
    if not kept:
        menu.addAction("No bookmarks yet: Shift and a number sets one").setEnabled(False)
    menu.addSeparator()
    under = menu.addMenu("Set")
    for number in range(1, 10):
        under.addAction(panel.session.commands[f"graph.set_bookmark_{number}"])
