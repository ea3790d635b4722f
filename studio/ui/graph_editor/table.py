"""The graph editor's commands: names, titles, keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from studio.ui.graph_editor import arrange

if TYPE_CHECKING:
    from studio.ui.graph_editor.panel import GraphPanel

Row = tuple[str, str, Callable[[], Any], str | tuple[str, ...], str, str]
"""Name, title, what it does, keys, icon, and one line more."""


def add_commands(panel: GraphPanel) -> None:
    """Add all commands of a panel; they hold while it has the focus."""
    for name, title, run, keys, icon, tip in (*_nodes(panel), *_together(panel), *_places(panel), *_views(panel)):
        panel.session.commands.add(
            f"graph.{name}", title, run, group="Graph", owner=panel, shortcut=keys, icon=icon, tip=tip
        )
    for name, title, run, keys, icon, tip, on in _switches(panel):
        action = panel.session.commands.add(
            f"graph.{name}", title, run, group="Graph", owner=panel, shortcut=keys, icon=icon, tip=tip, toggle=True
        )
        action.setChecked(on)
    for number in range(1, 10):
        _bookmark(panel, number)


def _nodes(panel: GraphPanel) -> list[Row]:
    do, ask = panel.actions_on, panel.searching
    return [
        ("add", "Add a node", ask.add, "Tab", "mdi6.plus", "Type a few letters of its name"),
        ("bypass", "Bypass", do.bypass, "D", "mdi6.debug-step-over", "The node hands its input on"),
        ("reroute", "Reroute", do.reroute, ".", "mdi6.source-commit", "Puts a dot into the link"),
        ("rename", "Rename", do.rename, "F2", "mdi6.form-textbox", ""),
        ("delete", "Delete", do.delete, ("Delete", "Backspace"), "mdi6.delete", "Chains stay whole"),
        ("delete_apart", "Delete, and leave a gap", partial(do.delete, False), "Shift+Delete", "", ""),
        ("unlink", "Unlink", do.unlink, "Shift+X", "mdi6.link-off", "Takes the picked links away"),
        ("cut_links", "Cut links with the mouse", panel.cut_next, "X", "mdi6.scissors-cutting",
         "Then drag across links; Ctrl+Shift and drag does the same"),
        ("copy", "Copy nodes", do.copy, "Ctrl+C", "mdi6.content-copy", "As text"),
        ("cut", "Cut nodes", do.cut, "Ctrl+X", "mdi6.content-cut", ""),
        ("paste", "Paste nodes", do.paste, "Ctrl+V", "mdi6.content-paste", "At the mouse"),
        ("duplicate", "Duplicate", do.duplicate, "Ctrl+D", "mdi6.content-duplicate", "With what it is linked to"),
        ("view", "View the node", do.look, "V", "mdi6.eye", "Number keys put it under a number"),
        ("pin", "Pin the results, or unpin", do.pin, "P", "mdi6.pin", "They are held on to, whatever room they take"),
        ("never_keep", "Never keep the results, or keep them again", do.never_keep, "", "mdi6.database-off", ""),
        ("retry", "Try again what failed", do.retry, "R", "mdi6.refresh", ""),
    ]  # fmt: skip


def _together(panel: GraphPanel) -> list[Row]:
    do = panel.actions_on
    return [
        ("frame", "Put a frame around", do.frame, "F", "mdi6.card-outline", "Drag its title to move all on it"),
        ("group", "Group", do.group, "Ctrl+G", "mdi6.group", "Several nodes as one"),
        ("ungroup", "Ungroup", do.ungroup, "Ctrl+Shift+G", "mdi6.ungroup", ""),
        ("open_group", "Open the group in place, or close it", do.toggle_groups, "O", "mdi6.folder-open-outline", ""),
        ("inside", "Go inside the group", do.go_inside, ("I", "Return"), "mdi6.arrow-down-right", ""),
        ("outside", "Go one level out", do.go_outside, "U", "mdi6.arrow-up-left", ""),
        ("pick_all", "Select all", do.pick_all, "Ctrl+A", "mdi6.select-all", ""),
        ("upstream", "Select upstream as well", partial(do.pick_stream, True), "[", "mdi6.arrow-collapse-left", ""),
        ("downstream", "Select downstream as well", partial(do.pick_stream, False), "]",
         "mdi6.arrow-collapse-right", ""),
    ]  # fmt: skip


def _places(panel: GraphPanel) -> list[Row]:
    do = panel.actions_on
    return [
        ("layout", "Lay out", do.lay_out, "L", "mdi6.auto-fix", "What is selected, or everything"),
        ("row", "Align in a row", partial(do.arrange, arrange.row, "align"), "Shift+H", "mdi6.align-vertical-top", ""),
        ("column", "Align in a column", partial(do.arrange, arrange.column, "align"), "Shift+V",
         "mdi6.align-horizontal-left", ""),
        ("across", "Distribute across", partial(do.distribute, False), "Alt+H",
         "mdi6.distribute-horizontal-center", ""),
        ("down", "Distribute down", partial(do.distribute, True), "Alt+V", "mdi6.distribute-vertical-center", ""),
    ]  # fmt: skip


def _views(panel: GraphPanel) -> list[Row]:
    return [
        ("find", "Find a node", panel.searching.find, "Ctrl+F", "mdi6.magnify", ""),
        ("fit_all", "Show the whole graph", panel.fit_all, "A", "mdi6.fit-to-page-outline", ""),
        ("fit_picked", "Show what is selected", panel.fit_picked, "Z", "mdi6.image-filter-center-focus", ""),
        ("actual", "Zoom to 100%", panel.actual, "Shift+Z", "mdi6.magnify-scan", ""),
        ("closer", "Zoom in", partial(panel.closer, 1.25), ("+", "="), "mdi6.magnify-plus-outline", ""),
        ("farther", "Zoom out", partial(panel.closer, 0.8), "-", "mdi6.magnify-minus-outline", ""),
    ]


def _switches(panel: GraphPanel) -> list[tuple[str, str, Callable[[], Any], str, str, str, bool]]:
    return [
        ("snap", "Snap to the grid", panel.switch_snap, "S", "mdi6.magnet", "", True),
        ("thumbnails", "Thumbnails on nodes", panel.switch_thumbnails, "T", "mdi6.image-multiple-outline", "", True),
        ("map", "Map of the graph", panel.switch_map, "M", "mdi6.map-outline", "", True),
    ]


def _bookmark(panel: GraphPanel, number: int) -> None:
    add = panel.session.commands.add
    add(f"graph.set_bookmark_{number}", f"Set bookmark {number}", partial(panel.set_bookmark, number), group="Graph",
        owner=panel, shortcut=f"Shift+{number}", tip="Remembers what is seen")  # fmt: skip
    add(f"graph.go_bookmark_{number}", f"Go to bookmark {number}", partial(panel.go_bookmark, number), group="Graph",
        owner=panel, shortcut=f"Alt+{number}")  # fmt: skip
