"""What the camera sees, drawn over the photo: the window now, its thirds, and the way that it goes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from nodes.camera.view_at import view_at
from studio.media.view import View, ViewPath
from studio.ui.viewport.guides import box_of
from studio.ui.viewport.options import Options
from studio.ui.viewport.painters.painter import Painter, Prepared, Setting, over_photo
from studio.ui.viewport.pencil import caption, dot, path_through, stroke
from studio.ui.viewport.tool import Place

NOW, WAY = QColor("#ffd166"), QColor("#7fa7d9")
STEP = 1.0
"""Seconds between dots on the way."""


class ViewPainter(Painter):
    """Shows a :class:`~studio.media.view.View`, or at the playhead a :class:`~studio.media.view.ViewPath`."""

    instant = True
    timed = True

    def prepare(self, value: View | ViewPath, setting: Setting) -> Prepared:
        """The photo under it."""
        return Prepared(over_photo(setting), value)

    def paint(self, painter: QPainter, place: Place, prepared: Prepared, options: Options, area: QRectF) -> None:
        """Everything that is not seen darker, the window, its thirds and its way."""
        value = prepared.drawing
        view = view_at(value, time=options.time) if isinstance(value, ViewPath) else value
        if view.window is None:
            caption(painter, QPointF(area.left() + 10, area.top() + 20), "The camera stays where the photo was taken")
            return
        picture, box = box_of(prepared.plane.frame, place), box_of(view.window, place)
        beyond = QPainterPath()
        beyond.addRect(picture)
        beyond.addRect(box)
        beyond.setFillRule(Qt.FillRule.OddEvenFill)
        painter.fillPath(beyond, QColor(0, 0, 0, 120))
        if isinstance(value, ViewPath):
            _way(painter, place, value)
        _window(painter, box)
        wide = prepared.plane.frame[2] - prepared.plane.frame[0]
        factor = wide / (view.window[2] - view.window[0])
        caption(painter, QPointF(box.left() + 8, box.top() + 18), f"{factor:.2f} x", NOW.name())


def _window(painter: QPainter, box: QRectF) -> None:
    thirds = QPainterPath()
    for share in (1 / 3, 2 / 3):
        x, y = box.left() + share * box.width(), box.top() + share * box.height()
        thirds.moveTo(QPointF(x, box.top()))
        thirds.lineTo(QPointF(x, box.bottom()))
        thirds.moveTo(QPointF(box.left(), y))
        thirds.lineTo(QPointF(box.right(), y))
    stroke(painter, thirds, QColor(255, 209, 102, 90), 0.8, rim=False)
    edge = QPainterPath()
    edge.addRect(box)
    stroke(painter, edge, NOW, 1.8)


def _way(painter: QPainter, place: Place, path: ViewPath) -> None:
    """The middle of what is seen, over time; a cut breaks the line."""
    middles = (path.windows[:, :2] + path.windows[:, 2:]) / 2
    points = [place.to_widget(float(x), float(y)) for x, y in middles]
    starts = [0, *np.flatnonzero(path.cuts).tolist(), len(points)]
    for first, last in pairwise(starts):
        if last - first > 1:
            stroke(painter, path_through(points[first:last:4]), WAY, 1.4)
    for k in range(0, len(points), max(1, round(STEP * path.fps))):
        dot(painter, points[k], WAY, 2.4)
