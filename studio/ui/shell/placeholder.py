"""Stands in for panels that are not there yet."""

from __future__ import annotations

import importlib

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from studio.ui.session import Session


def panel(module: str, name: str, session: Session) -> QWidget:
    """The panel of a module, or a word in its place."""
    try:
        made = getattr(importlib.import_module(module), name)(session)
    except (ImportError, AttributeError):
        return QLabel(name, alignment=Qt.AlignmentFlag.AlignCenter)
    assert isinstance(made, QWidget)
    return made
