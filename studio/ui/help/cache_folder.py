"""Where results are kept on the disk: a preference that engines and renders of this window inherit."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QToolButton, QWidget

from studio.files.kept_results import VARIABLE, usual_folder
from studio.ui.places import settings
from studio.ui.theme import icon

PREFERENCE = "cache_folder"


def chosen_folder() -> str:
    """The folder that was chosen, "" for the usual one."""
    return str(settings().value(PREFERENCE, "") or "")


def decided_outside() -> bool:
    """Whether the variable was set before the window was started: then it decides."""
    return os.environ.get(VARIABLE, "") not in ("", chosen_folder())


def use_chosen_folder() -> None:
    """Let every process that is started from now on keep its results where it was chosen."""
    if chosen_folder() and not os.environ.get(VARIABLE):
        os.environ[VARIABLE] = chosen_folder()


def choose_folder(folder: str) -> None:
    """Keep results in a folder from now on, "" for the usual one. Raises OSError where nothing can be written."""
    if folder:
        path = Path(folder).expanduser().absolute()
        path.mkdir(parents=True, exist_ok=True)
        if not os.access(path, os.W_OK):
            raise PermissionError(f"{path} cannot be written to")
        folder = str(path)
    os.environ.pop(VARIABLE, None)
    settings().setValue(PREFERENCE, folder)
    use_chosen_folder()


def _short(path: Path) -> str:
    """The path as a person writes it, from their home."""
    home = Path.home()
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)


class CacheFolder(QWidget):
    """A path to type or to choose, and a way back to the usual one."""

    refused = Signal(str)
    """Why a folder cannot be used, in one line; "" once one can."""

    def __init__(self, moved: Callable[[], None], parent: QWidget | None = None) -> None:
        """Show the folder.

        Args:
            moved: Called when results are kept elsewhere.
            parent: The dialog.
        """
        super().__init__(parent)
        self._moved = moved
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        self.field = QLineEdit(placeholderText=_short(usual_folder()))
        self.field.editingFinished.connect(lambda: self.use(self.field.text().strip()))
        self.browse = self._button("mdi6.folder-open-outline", "Choose a folder")
        self.browse.clicked.connect(self.ask)
        self.back = self._button("mdi6.restore", "Back to the usual folder")
        self.back.clicked.connect(lambda: self.use(""))
        for part in (self.field, self.browse, self.back):
            line.addWidget(part)
        tip = "Folder of results that are kept on the disk. What lies in the folder before stays there"
        self.setToolTip(tip)
        self.field.setToolTip(tip)
        self._show()

    def _button(self, sign: str, tip: str) -> QToolButton:
        button = QToolButton(toolTip=tip)
        button.setIcon(icon(sign))
        return button

    def ask(self) -> None:
        """Ask for a folder."""
        found = QFileDialog.getExistingDirectory(self, "Where to keep results", chosen_folder() or str(usual_folder()))
        if found:
            self.use(found)

    def use(self, folder: str) -> None:
        """Keep results in a folder, "" for the usual one."""
        if folder == chosen_folder():
            return
        try:
            choose_folder(folder)
        except OSError as problem:
            self.refused.emit(f"Results cannot be kept there: {problem.strerror or problem}")
        else:
            self.refused.emit("")
            self._moved()
        self._show()

    def _show(self) -> None:
        outside = decided_outside()
        self.field.setText(os.environ[VARIABLE] if outside else chosen_folder())
        self.back.setVisible(bool(chosen_folder()) and not outside)
        for part in (self.field, self.browse):
            part.setEnabled(not outside)
        if outside:
            self.setToolTip(f"{VARIABLE} is set: it decides")
