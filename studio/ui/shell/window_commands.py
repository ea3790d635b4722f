"""What the window itself can do: files, undo, workspaces; and what its menus hold beside commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from studio.ui.shell.docks import WORKSPACES
from studio.ui.start.recent import forget_all, recent

if TYPE_CHECKING:
    from studio.ui.window import MainWindow


def add_commands(window: MainWindow) -> None:
    """Add the window's commands; they come first in every menu."""
    session, files = window.session, window.projects

    def add(
        name: str, title: str, run: Callable[[], object], group: str, keys: str | tuple[str, ...] = "", tip: str = ""
    ) -> None:
        shortcut = keys or ()
        session.commands.add(
            name, title, run, group=group, owner=window, shortcut=shortcut, tip=tip, everywhere=True
        )  # fmt: skip

    add("file.new", "New", window.new, "File", "Ctrl+N", "An empty graph")
    add("file.open", "Open...", window.browse, "File", "Ctrl+O", "A photo, a project, or a film made by Vivant")
    add("file.add_sound", "Add sound...", window.sounds.ask, "File", "", "Speech, music or a noise for the film")
    add(
        "file.add_recording", "Add recorded motion...", window.recordings.ask, "File", "",
        "A BVH file, for who is selected or for everybody",
    )  # fmt: skip
    add("file.save", "Save", files.save, "File", "Ctrl+S")
    add("file.save_as", "Save as...", files.save_as, "File", "Ctrl+Shift+S")
    add("file.revert", "Revert to saved", files.revert, "File", "", "Give up the changes since the last save")
    add("file.quit", "Quit", window.close, "File", "Ctrl+Q")
    add("view.welcome", "Start page", lambda: window.show_work(False), "View", "", "Recent files and presets")
    add("edit.undo", "Undo", session.undo, "Edit", "Ctrl+Z")
    add("edit.redo", "Redo", session.redo, "Edit", ("Ctrl+Shift+Z", "Ctrl+Y"))
    add("engine.stop", "Stop computing", session.bridge.stop, "Time", "Esc")
    for at, (name, work) in enumerate(WORKSPACES.items(), 1):
        title, command = f"{name} workspace", f"workspace.{name.lower()}"
        add(command, title, _chooser(window, name), "View", f"Ctrl+F{at}", work.tip)
    add("workspace.reset", "Reset layout", lambda: window.docks.reset(), "View", "", "Put every panel back")


def _chooser(window: MainWindow, name: str) -> Callable[[], None]:
    return lambda: window.docks.choose(name)


def menu_extras(window: MainWindow) -> dict[str, Callable[[QMenu], None]]:
    """By menu, what fills in more than commands: recent files, the names of undo and redo, panels."""
    return {
        "File": lambda menu: _recent_files(window, menu),
        "Edit": lambda menu: _undo_names(window, menu),
        "View": lambda menu: _panels(window, menu),
    }


def _recent_files(window: MainWindow, menu: QMenu) -> None:
    more = QMenu("Open recent", menu)
    for path in recent():
        action = QAction(path.name, more)
        action.setToolTip(str(path))
        action.triggered.connect(_opener(window, path))
        more.addAction(action)
    more.addSeparator()
    more.addAction("Forget these", lambda: _forget(window))
    menu.insertMenu(menu.actions()[2], more)


def _opener(window: MainWindow, path: Path) -> Callable[[], None]:
    return lambda: window.open(path)


def _forget(window: MainWindow) -> None:
    forget_all()
    window.welcome.fill()
    window.menus.fill()


def _undo_names(window: MainWindow, menu: QMenu) -> None:
    menu.aboutToShow.connect(lambda: name_undo(window))


def name_undo(window: MainWindow) -> None:
    """Let the menu say what undo would take back, and redo do again."""
    document = window.session.document
    for name, label in (("undo", document.undo_label), ("redo", document.redo_label)):
        window.session.commands[f"edit.{name}"].setText(f"{name.capitalize()} {label}".strip())


def _panels(window: MainWindow, menu: QMenu) -> None:
    panels = menu.addMenu("Panels")
    for dock in window.docks.docks.values():
        panels.addAction(dock.toggleViewAction())
