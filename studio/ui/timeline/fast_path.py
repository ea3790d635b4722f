"""Paths of many points, made by pyqtgraph at once instead of point by point."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QPainterPath


def load_paths() -> None:
    """Load pyqtgraph, which takes a while: on another thread, before it is needed."""
    import pyqtgraph.functions  # noqa: F401


def path_of(xs: Any, ys: Any, connect: str = "all") -> QPainterPath:
    """A path through points; "pairs" joins only the first to the second, the third to the fourth and so on."""
    from pyqtgraph.functions import arrayToQPath

    path: QPainterPath = arrayToQPath(xs, ys, connect=connect)
    return path
