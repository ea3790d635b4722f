"""Cutting links with the mouse."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from studio.ui.graph_editor.edits import part
from studio.ui.graph_editor.gestures import Gesture, Mouse
from studio.ui.graph_editor.measure import Place, along
from studio.ui.graph_editor.scenery import End
from studio.ui.theme import BAD

if TYPE_CHECKING:
    from studio.ui.graph_editor.canvas import Canvas


class Cut(Gesture):
    """Cut every link that the mouse goes across."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Canvas, mouse: Mouse) -> None:
        super().__init__(canvas, mouse)
        self._trail: list[Place] = [(mouse.x, mouse.y)]
        self._doomed: set[End] = set()
        self._lines = {end: along(item.cubic) for end, item in self.editor.mirror.wires.items()}

    def went(self, mouse: Mouse) -> None:
        """Mark what is crossed."""
        last, here = self._trail[-1], (mouse.x, mouse.y)
        self._trail.append(here)
        for end, line in self._lines.items():
            if end not in self._doomed and crosses(line, last, here):
                self._doomed.add(end)
                if end in self.editor.mirror.wires:
                    self.editor.mirror.wires[end].wear(doomed=True)
        self.canvas.viewport().update()

    def release(self, mouse: Mouse) -> None:
        """Cut."""
        wires = self.editor.mirror.wires
        ends = [end for doomed in self._doomed if doomed in wires for end in wires[doomed].wire.ends]
        self.cancel()
        if ends:
            self.editor.apply(
                lambda graph: part(graph, ends), f"cut {len(ends)} links" if len(ends) > 1 else "cut a link"
            )

    def cancel(self) -> None:
        """Let links look as before."""
        for end in self._doomed & set(self.editor.mirror.wires):
            self.editor.mirror.wires[end].wear(doomed=False)
        self.canvas.viewport().update()

    def paint(self, painter: QPainter, zoom: float) -> None:
        """The way that the mouse went."""
        painter.setPen(QPen(QColor(BAD), 1.6 / zoom, Qt.PenStyle.DashLine))
        painter.drawPolyline([QPointF(*place) for place in self._trail])


def crosses(line: list[Place], a: Place, b: Place) -> bool:
    """Whether a segment crosses a line of many."""
    left, right = min(a[0], b[0]), max(a[0], b[0])
    if max(line[0][0], line[-1][0]) + 240 < left or min(line[0][0], line[-1][0]) - 240 > right:
        return False
    return any(_cross(a, b, c, d) for c, d in pairwise(line))


def _cross(a: Place, b: Place, c: Place, d: Place) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Place, b: Place, c: Place) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
