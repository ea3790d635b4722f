"""At an edge of the canvas the view goes on by itself, as long as something is held there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QTimer

from studio.ui.graph_editor.gestures import Mouse
from studio.ui.graph_editor.view import View

EDGE, SPEED = 18.0, 0.6
"""Pixels from the edge at which it begins; pixels for each step and pixel beyond that."""


class Drift:
    """Pans while the mouse is held at an edge.

    Args:
        view: What pans.
        went: Told where the mouse is on the scene, after every step.
    """

    def __init__(self, view: View, went: Callable[[Mouse], None]) -> None:
        self._view, self._went = view, went
        self._timer = QTimer(view, interval=16)
        self._timer.timeout.connect(self._step)
        self._held: Mouse | None = None

    def follow(self, mouse: Mouse | None) -> None:
        """The mouse is held here; None where nothing is held."""
        self._held = mouse if mouse is not None and not self._beyond(mouse.point).isNull() else None
        if self._held is None:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _beyond(self, point: QPointF) -> QPointF:
        area = self._view.viewport().rect().toRectF()
        x = min(point.x() - EDGE, 0.0) + max(point.x() - area.width() + EDGE, 0.0)
        y = min(point.y() - EDGE, 0.0) + max(point.y() - area.height() + EDGE, 0.0)
        return QPointF(x, y)

    def _step(self) -> None:
        if self._held is None:
            return
        point = self._held.point
        self._view.pan(-self._beyond(point) * SPEED)
        place = self._view.at(point)
        self._went(Mouse(place.x(), place.y(), point, self._held.keys))
